import { DATA_PLANE_KINDS, dataPlaneOfNamespace, dataPlaneOfWorkload } from '../../../model/data-plane';
import { formatObject } from '../../../model/finding';
import type { Kind } from '../../../model/kinds';
import type { Path } from '../../../model/path';
import type { Resource } from '../../../model/resource';
import { isEmptySelector } from '../../../model/selectors';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

const READS = ['security.istio.io/PeerAuthentication', ...DATA_PLANE_KINDS, ...WORKLOAD_KINDS] as const satisfies readonly Kind[];

const mesh = (mode: string): string => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient } }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec:
  mtls: { mode: ${mode} }
`;

export const ambientMtlsDisable = defineRule({
  id: 'ambient-mtls-disable',
  upstream: [],
  severity: 'error',
  summary: 'A PeerAuthentication turns mTLS off for ambient workloads, which cannot be',
  why: 'Ztunnel always uses mTLS between workloads of the mesh: at most it takes DISABLE for PERMISSIVE.',
  fix: 'Write PERMISSIVE, so that callers without mTLS are let in as well.',
  notes:
    'It is a warning where some of the workloads have a sidecar, for which DISABLE works. A policy of the whole mesh counts where ' +
    'the setting `dataPlane` says that the mesh is ambient. Where STRICT is inherited and DISABLE stands at a port, istiod passes it ' +
    'over unless the policy has PERMISSIVE at another port, so that plain text is still refused.',
  reads: READS,
  bad: mesh('DISABLE'),
  good: mesh('PERMISSIVE'),
  check(context) {
    const { mtls, namespaces, settings, workloads } = context;
    for (const policy of context.all('security.istio.io/PeerAuthentication')) {
      const places = disabledIn(policy);
      if (places.length === 0) continue;
      const { namespace } = policy;
      const selector = policy.object.spec?.selector?.matchLabels;
      const wide = isEmptySelector(selector);
      const root = namespace === settings.rootNamespace;
      // In the root namespace a policy with a selector is for nobody.
      if (root && !wide) continue;
      const ofNamespace = dataPlaneOfNamespace(root ? undefined : namespaces.get(namespace), settings);
      const planes = (root ? [] : workloads.matching(selector, namespace))
        .flatMap(({ pod }) => (pod === undefined ? [] : [dataPlaneOfWorkload(pod, ofNamespace)]))
        .filter(({ kind }) => kind !== 'none');
      const known = planes.length > 0 ? planes : [ofNamespace];
      const ambient = known.filter(({ kind, certain }) => kind === 'ambient' && certain).length;
      if (ambient === 0) continue;
      const strict = isPassedOver(policy) && mtls.ofNamespace(namespace)?.mode === 'STRICT';
      report(context, policy, places, { mixed: ambient < known.length, strict });
    }
  },
});

type PeerAuthentication = Resource<'security.istio.io/PeerAuthentication'>;

function disabledIn({ object: { spec } }: PeerAuthentication): readonly Path[] {
  const ports = Object.entries(spec?.portLevelMtls ?? {}).filter(([, { mode }]) => mode === 'DISABLE');
  return [
    ...(spec?.mtls?.mode === 'DISABLE' ? [['spec', 'mtls', 'mode']] : []),
    ...ports.map(([port]): Path => ['spec', 'portLevelMtls', port, 'mode']),
  ];
}

/** istiod makes exceptions from an inherited STRICT only of a policy that has PERMISSIVE at some port. */
function isPassedOver({ object: { spec } }: PeerAuthentication): boolean {
  const inherits = (spec?.mtls?.mode ?? 'UNSET') === 'UNSET';
  return inherits && !Object.values(spec?.portLevelMtls ?? {}).some(({ mode }) => mode === 'PERMISSIVE');
}

interface Circumstances {
  /** Some of the workloads have a sidecar. */
  readonly mixed: boolean;
  /** STRICT holds for the workloads but for this policy's ports. */
  readonly strict: boolean;
}

function report(context: RuleContext, policy: PeerAuthentication, places: readonly Path[], { mixed, strict }: Circumstances): void {
  for (const path of places) {
    const port = path[1] === 'portLevelMtls' ? ` at port ${String(path[2])}` : '';
    context.report(
      policy,
      path,
      `${formatObject(policy.ref)} has mode DISABLE${port} for ambient workloads${mixed ? ', and for some with a sidecar' : ''}; ` +
        (port !== '' && strict ? 'STRICT holds around it, so plain text is still refused there.' : 'ztunnel cannot turn mTLS off.'),
      mixed ? { severity: 'warning' } : {},
    );
  }
}
