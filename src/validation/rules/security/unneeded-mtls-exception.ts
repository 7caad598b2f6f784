import { DATA_PLANE_KINDS, dataPlaneOfNamespace, dataPlaneOfWorkload } from '../../../model/data-plane';
import { formatObject } from '../../../model/finding';
import type { Kind } from '../../../model/kinds';
import type { MtlsMode } from '../../../model/kinds/security';
import type { EffectiveMtls } from '../../../model/mtls';
import { reasonOf } from '../../../model/mtls-exceptions';
import type { Path } from '../../../model/path';
import type { Resource } from '../../../model/resource';
import { isEmptySelector } from '../../../model/selectors';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

type Policy = Resource<'security.istio.io/PeerAuthentication'>;

const READS = ['security.istio.io/PeerAuthentication', ...DATA_PLANE_KINDS, ...WORKLOAD_KINDS] as const satisfies readonly Kind[];

const mesh = (mode: string): string => `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: istio-system }
spec:
  mtls: { mode: ${mode} }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: billing, namespace: bank, annotations: { cdk8s-istio.dev/mtls-exception: the mainframe calls it in plain text } }
spec:
  selector: { matchLabels: { app: billing } }
  mtls: { mode: PERMISSIVE }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: billing, namespace: bank }
spec:
  selector: { matchLabels: { app: billing } }
  template:
    metadata: { labels: { app: billing } }
    spec: { containers: [{ name: billing, image: billing }] }
`;

export const unneededMtlsException = defineRule({
  id: 'unneeded-mtls-exception',
  upstream: [],
  severity: 'warning',
  summary: 'A declared exception to mutual TLS changes nothing',
  why: 'An exception that nothing needs is taken for a need, and stays when it would begin to open something.',
  fix: 'Remove it until the mesh or the namespace is STRICT, or correct what it is for.',
  notes:
    'Exceptions are PeerAuthentications with a reason in the annotation `cdk8s-istio.dev/mtls-exception`, or for a port in ' +
    '`cdk8s-istio.dev/mtls-exception-<port>`; StrictMtlsMesh writes them. Found are those that ask for what holds anyway, and those ' +
    'whose workloads are all without a sidecar and not in ambient: the exception belongs to the workload that is called, not to ' +
    'its caller (without auto mTLS one with mode DISABLE is left alone: clients go by it). One whose namespace has no workload is an error where the input is the whole cluster; one whose selector matches ' +
    'nothing is found by `selector-matches-nothing`. What holds is only known where a policy says it or the input is the whole cluster.',
  reads: READS,
  bad: mesh('PERMISSIVE'),
  good: mesh('STRICT'),
  check(context) {
    for (const policy of context.all('security.istio.io/PeerAuthentication')) {
      const ports = Object.keys(policy.object.spec?.portLevelMtls ?? {}).filter((port) => reasonOf(policy, port) !== undefined);
      const whole = reasonOf(policy) !== undefined;
      if ((!whole && ports.length === 0) || policy.namespace === context.settings.rootNamespace) continue;
      if (forNobody(context, policy)) continue;
      if (whole) checkWhole(context, policy);
      for (const port of ports) checkPort(context, policy, port);
    }
  },
});

const MODE: Path = ['spec', 'mtls', 'mode'];

function checkWhole(context: RuleContext, policy: Policy): void {
  const mode = policy.object.spec?.mtls?.mode;
  const wide = isEmptySelector(policy.object.spec?.selector?.matchLabels);
  const above = wide ? context.mtls.ofMesh() : context.mtls.ofNamespace(policy.namespace);
  if (!isKnown(context, above) || (isSaid(mode) && above.mode !== mode)) return;
  context.report(policy, MODE, `${formatObject(policy.ref)} is an exception with mode ${mode ?? 'UNSET'}, and ${holdingText(above)} anyway.`);
}

function checkPort(context: RuleContext, policy: Policy, port: string): void {
  const mode = policy.object.spec?.portLevelMtls?.[port]?.mode;
  const own = policy.object.spec?.mtls?.mode;
  const above: EffectiveMtls | undefined = isSaid(own) ? { mode: own, by: policy } : context.mtls.ofNamespace(policy.namespace);
  if (!isKnown(context, above) || (isSaid(mode) && above.mode !== mode)) return;
  const holding = above.by === policy ? `that is the mode of all ports` : holdingText(above);
  context.report(policy, ['spec', 'portLevelMtls', port, 'mode'], `${formatObject(policy.ref)} is an exception with mode ${mode ?? 'UNSET'} for port ${port}, and ${holding} anyway.`);
}

/** Without a policy in sight there may be one elsewhere. */
function isKnown(context: RuleContext, above: EffectiveMtls | undefined): above is EffectiveMtls {
  return above !== undefined && (above.by !== undefined || context.settings.complete);
}

function isSaid(mode: MtlsMode | undefined): mode is Exclude<MtlsMode, 'UNSET'> {
  return mode !== undefined && mode !== 'UNSET';
}

function holdingText({ mode, by }: EffectiveMtls): string {
  return by === undefined ? `${mode} holds there (no policy says otherwise)` : `${mode} holds there (${formatObject(by.ref)})`;
}

/** PeerAuthentication is obeyed by the sidecar or ztunnel of the workload that is called. */
function forNobody(context: RuleContext, policy: Policy): boolean {
  const selector = policy.object.spec?.selector?.matchLabels;
  const path: Path = isEmptySelector(selector) ? ['metadata', 'namespace'] : ['spec', 'selector', 'matchLabels'];
  const workloads = context.workloads.matching(selector, policy.namespace);
  if (workloads.length === 0) {
    if (!isEmptySelector(selector) || !context.workloads.knows(policy.namespace)) return false;
    context.report(policy, path, `${formatObject(policy.ref)} is an exception for namespace ${policy.namespace}, in which there is no workload.`, {
      severity: 'error',
      fix: 'Correct the namespace, or declare its workloads if they are deployed from elsewhere.',
    });
    return true;
  }
  // Without auto mTLS it says that clients must be told to use plain text.
  if (!context.settings.autoMtls && policy.object.spec?.mtls?.mode === 'DISABLE') return false;
  const ofNamespace = dataPlaneOfNamespace(context.namespaces.get(policy.namespace), context.settings);
  const outside = workloads.every(({ pod }) => {
    const { kind, certain } = dataPlaneOfWorkload(pod, ofNamespace);
    return kind === 'none' && certain;
  });
  if (!outside) return false;
  context.report(policy, path, `${formatObject(policy.ref)} is an exception for workloads that have no sidecar and are not in ambient: nothing obeys it.`, {
    fix: 'Give the exception to the workload that these call: it is the one called that takes or refuses plain text.',
  });
  return true;
}
