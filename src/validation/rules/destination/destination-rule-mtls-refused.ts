import { clientTlsOf } from '../../../model/client-tls';
import type { ClientTls } from '../../../model/client-tls';
import { containerPortOf } from '../../../model/container-ports';
import { DATA_PLANE_KINDS, dataPlaneOfNamespace, dataPlaneOfWorkload } from '../../../model/data-plane';
import { formatObject } from '../../../model/finding';
import { fullHost, serviceHost } from '../../../model/hosts';
import type { Kind } from '../../../model/kinds';
import type { DestinationRuleResource } from '../../../model/destination-rules';
import type { EffectiveMtls } from '../../../model/mtls';
import { isEmptySelector } from '../../../model/selectors';
import { SERVICE_KINDS } from '../../../model/services';
import { isOnlyDeclared } from '../../../model/services-of-host';
import type { KnownService } from '../../../model/services-of-host';
import { compareText } from '../../../model/values';
import { reachOfHost } from '../../../model/wide-hosts';
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
  upstream: ['KIA0205', 'KIA0206', 'KIA0505', 'KIA0506'],
  severity: 'error',
  summary: 'A DestinationRule has clients use mutual TLS with workloads that have it turned off',
  why: 'Workloads with mode DISABLE take nothing but plain text, and callers see 503.',
  fix: 'Leave `tls` out, so that Istio uses mutual TLS where the workload takes it, or make the workload PERMISSIVE.',
  notes:
    'It is about rules for a single Service, for all Services of a namespace and for those of the mesh, whether or not the workloads ' +
    'are known to have a sidecar: without one they take no mutual TLS either. Services without a selector and ServiceEntries are left ' +
    'alone, and so are ambient workloads, for which DISABLE is PERMISSIVE. Where the rule is for the mesh and a namespace turns mutual ' +
    'TLS off, the PeerAuthentication of the namespace is reported, unless every one of its Services has a rule of its own: an error ' +
    'where such a Service is in the input. Kiali reports the PeerAuthentication in all of these cases (KIA0505, KIA0506), and without ' +
    'auto mTLS the DestinationRule as well (KIA0205, KIA0206). It does the latter also where no PeerAuthentication is there, and has ' +
    'no reason to: workloads of which nobody says anything are PERMISSIVE.',
  reads: READS,
  bad: example('DISABLE'),
  good: example('PERMISSIVE'),
  check(context) {
    for (const rule of context.all('networking.istio.io/DestinationRule')) {
      const text = rule.object.spec?.host;
      if (text === undefined || text === '') continue;
      const host = fullHost(text, rule.namespace, context.settings.clusterDomain);
      for (const tls of clientTlsOf(rule.object, true)) {
        if (!isMutual(tls)) continue;
        const by = refusedBy(context, host, tls)?.by;
        if (by === undefined) continue;
        context.report(rule, tls.path, `${formatObject(rule.ref)} has clients of ${host} use mutual TLS (mode ${tls.mode}), and ${formatObject(by.ref)} turns it off there.`, {
          upstream: codesOf(context, host, by.namespace),
        });
      }
    }
    reportNamespaces(context);
  },
});

function isMutual({ mode }: Pick<ClientTls, 'mode'>): boolean {
  return mode === 'ISTIO_MUTUAL' || mode === 'MUTUAL';
}

/** Kiali knows pairs of one reach: for the mesh, or for one namespace. */
function codesOf({ settings }: RuleContext, host: string, refusing: string): readonly string[] {
  const reach = reachOfHost(host, settings.clusterDomain);
  const without = (code: string): readonly string[] => (settings.autoMtls ? [] : [code]);
  if (reach === 'mesh') return [...without('KIA0205'), 'KIA0506'];
  if (reach === undefined || reach.name !== undefined) return [];
  return [...without('KIA0206'), ...(refusing === reach.namespace ? ['KIA0505'] : [])];
}

function refusedBy(context: RuleContext, host: string, tls: ClientTls): EffectiveMtls | undefined {
  const reach = reachOfHost(host, context.settings.clusterDomain);
  if (reach === 'mesh') return context.settings.dataPlane === 'ambient' ? undefined : disabled(context.mtls.ofMesh());
  const [service] = context.services.exact(host);
  if (reach?.name !== undefined && service !== undefined && !isOnlyDeclared(service)) return ofService(context, service, tls);
  // Of a Service that is not in the input only what holds for its whole namespace is known.
  return reach === undefined || (reach.name !== undefined && context.mtls.selectsIn(reach.namespace)) ? undefined : ofNamespace(context, reach.namespace);
}

/** Reports each namespace that turns off what a rule for the mesh has all clients use. */
function reportNamespaces(context: RuleContext): void {
  const { clusterDomain } = context.settings;
  let rules: ReadonlyMap<string, DestinationRuleResource> | undefined;
  for (const policy of context.all('security.istio.io/PeerAuthentication')) {
    if (policy.object.spec?.mtls?.mode !== 'DISABLE' || policy.namespace === context.settings.rootNamespace) continue;
    if (ofNamespace(context, policy.namespace)?.by !== policy) continue;
    rules ??= tlsRules(context);
    const rule = ['*.local', `*.${clusterDomain}`, `*.svc.${clusterDomain}`].map((host) => rules?.get(host)).find((each) => each !== undefined);
    const mode = rule?.object.spec?.trafficPolicy?.tls?.mode;
    if (rule === undefined || mode === undefined || !isMutual({ mode })) continue;
    const names = context.services.namesIn(policy.namespace);
    const own = (name: string): boolean => rules?.has(serviceHost(name, policy.namespace, clusterDomain)) === true;
    if (own('*') || (names.length > 0 && names.every(own))) continue;
    context.report(
      policy,
      ['spec', 'mtls', 'mode'],
      `${formatObject(policy.ref)} turns mutual TLS off, and ${formatObject(rule.ref)} has clients of ${rule.object.spec?.host ?? ''} use it, those of namespace ${policy.namespace} among them.`,
      {
        severity: names.length > 0 ? 'error' : 'warning',
        fix: `Make the PeerAuthentication PERMISSIVE, or write a DestinationRule for "*.${policy.namespace}.svc.${clusterDomain}" with tls mode DISABLE.`,
        upstream: ['KIA0505'],
      },
    );
  }
}

/** Rules that say how all clients of a host use TLS, by host: of several the first by name. */
function tlsRules(context: RuleContext): ReadonlyMap<string, DestinationRuleResource> {
  const rules = new Map<string, DestinationRuleResource>();
  for (const rule of context.all('networking.istio.io/DestinationRule')) {
    const { host: text = '', trafficPolicy } = rule.object.spec ?? {};
    if (trafficPolicy?.tls === undefined) continue;
    const host = fullHost(text, rule.namespace, context.settings.clusterDomain);
    const before = rules.get(host);
    if (before === undefined || compareText(formatObject(rule.ref), formatObject(before.ref)) < 0) rules.set(host, rule);
  }
  return rules;
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
