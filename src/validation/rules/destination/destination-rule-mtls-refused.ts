import { clientTlsOf } from '../../../model/client-tls';
import type { ClientTls } from '../../../model/client-tls';
import { containerPortOf } from '../../../model/container-ports';
import { DATA_PLANE_KINDS, dataPlaneOfNamespace, dataPlaneOfWorkload } from '../../../model/data-plane';
import { formatObject } from '../../../model/finding';
import { fullHost, parseServiceHost } from '../../../model/hosts';
import type { Kind } from '../../../model/kinds';
import type { EffectiveMtls } from '../../../model/mtls';
import { isEmptySelector } from '../../../model/selectors';
import { SERVICE_KINDS } from '../../../model/services';
import { isOnlyDeclared } from '../../../model/services-of-host';
import type { KnownService } from '../../../model/services-of-host';
import { compareText } from '../../../model/values';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

const READS = [
  'networking.istio.io/DestinationRule',
  'security.istio.io/PeerAuthentication',
  ...DATA_PLANE_KINDS,
  ...SERVICE_KINDS,
  ...WORKLOAD_KINDS,
] as const satisfies readonly Kind[];

const example = (mode: string): string => `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: billing, namespace: bank }
spec:
  selector: { matchLabels: { app: billing } }
  mtls: { mode: ${mode} }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: billing, namespace: bank }
spec:
  host: billing
  trafficPolicy:
    tls: { mode: ISTIO_MUTUAL }
---
apiVersion: v1
kind: Service
metadata: { name: billing, namespace: bank }
spec:
  selector: { app: billing }
  ports: [{ name: http, port: 80 }]
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

export const destinationRuleMtlsRefused = defineRule({
  id: 'destination-rule-mtls-refused',
  upstream: [],
  severity: 'error',
  summary: 'A DestinationRule has clients use mutual TLS with workloads that have it turned off',
  why: 'Workloads with mode DISABLE take nothing but plain text, and callers see 503.',
  fix: 'Leave `tls` out, so that Istio uses mutual TLS where the workload takes it, or make the workload PERMISSIVE.',
  notes:
    'It is about rules for a single Service and for all Services of a namespace, whether or not the workloads are known to have a ' +
    'sidecar: without one they take no mutual TLS either. Services without a selector and ServiceEntries are left alone, and so ' +
    'are ambient workloads, for which DISABLE is PERMISSIVE. Kiali reports the PeerAuthentication of a namespace or mesh instead ' +
    '(KIA0505, KIA0506).',
  reads: READS,
  bad: example('DISABLE'),
  good: example('PERMISSIVE'),
  check(context) {
    for (const rule of context.all('networking.istio.io/DestinationRule')) {
      const text = rule.object.spec?.host;
      if (text === undefined || text === '') continue;
      const host = fullHost(text, rule.namespace, context.settings.clusterDomain);
      for (const tls of clientTlsOf(rule.object, true)) {
        if (tls.mode !== 'ISTIO_MUTUAL' && tls.mode !== 'MUTUAL') continue;
        const by = refusedBy(context, host, tls)?.by;
        if (by === undefined) continue;
        context.report(rule, tls.path, `${formatObject(rule.ref)} has clients of ${host} use mutual TLS (mode ${tls.mode}), and ${formatObject(by.ref)} turns it off there.`);
      }
    }
  },
});

function refusedBy(context: RuleContext, host: string, tls: ClientTls): EffectiveMtls | undefined {
  const { clusterDomain } = context.settings;
  const wide = host.startsWith('*.') ? parseServiceHost(`x${host.slice(1)}`, clusterDomain)?.namespace : undefined;
  if (wide !== undefined) return ofNamespace(context, wide);
  const [service] = context.services.exact(host);
  if (service !== undefined && !isOnlyDeclared(service)) return ofService(context, service, tls);
  const parsed = parseServiceHost(host, clusterDomain);
  // Of a Service that is not in the input only what holds for its whole namespace is known.
  return parsed === undefined || context.mtls.selectsIn(parsed.namespace) ? undefined : ofNamespace(context, parsed.namespace);
}

function ofNamespace(context: RuleContext, namespace: string): EffectiveMtls | undefined {
  const plane = dataPlaneOfNamespace(context.namespaces.get(namespace), context.settings);
  return plane.kind === 'ambient' ? undefined : disabled(context.mtls.ofNamespace(namespace));
}

function ofService(context: RuleContext, { namespace, selector, resource, ports = [] }: KnownService, tls: ClientTls): EffectiveMtls | undefined {
  if (resource?.kind !== 'core/Service' || isEmptySelector(selector)) return undefined;
  const meant = ports.filter(({ number }) => (tls.port === undefined ? !tls.except.has(number) : number === tls.port));
  const plane = dataPlaneOfNamespace(context.namespaces.get(namespace), context.settings);
  const labels = { ...selector, ...tls.subset };
  const workloads = context.workloads.matching(labels, namespace);
  const known = workloads.length > 0 || context.workloads.knows(namespace) ? workloads : [{ labels, pod: undefined }];
  const refusing = known
    .filter(({ pod }) => dataPlaneOfWorkload(pod, plane).kind !== 'ambient')
    .flatMap(({ labels: own, pod }) => meant.flatMap((port) => disabled(context.mtls.ofWorkload(namespace, own, containerPortOf(port, pod))) ?? []));
  return refusing.sort((a, b) => compareText(a.by?.name ?? '', b.by?.name ?? ''))[0];
}

function disabled(mode: EffectiveMtls | undefined): EffectiveMtls | undefined {
  return mode?.mode === 'DISABLE' ? mode : undefined;
}
