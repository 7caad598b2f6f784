import { clientTlsOf } from '../../../model/client-tls';
import type { ClientTls } from '../../../model/client-tls';
import { DATA_PLANE_KINDS, dataPlaneOfNamespace, dataPlaneOfWorkload } from '../../../model/data-plane';
import { formatObject } from '../../../model/finding';
import { fullHost, parseServiceHost } from '../../../model/hosts';
import type { Kind } from '../../../model/kinds';
import type { PodTemplate } from '../../../model/kinds/core';
import { Memo } from '../../../model/memo';
import type { EffectiveMtls } from '../../../model/mtls';
import { isEmptySelector } from '../../../model/selectors';
import { SERVICE_KINDS } from '../../../model/services';
import { isOnlyDeclared } from '../../../model/services-of-host';
import type { KnownPort, KnownService } from '../../../model/services-of-host';
import { canonical, compareText } from '../../../model/values';
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

export const destinationRuleTlsBreaksStrict = defineRule({
  id: 'destination-rule-tls-breaks-strict',
  upstream: ['KIA0207', 'KIA0208'],
  severity: 'error',
  summary: 'A DestinationRule takes away the mTLS that the workloads of its host ask for',
  why: 'Workloads with STRICT mTLS close such connections, and callers see 503.',
  fix: 'Leave `tls` out, so that Istio uses mTLS where the workload takes it, or make the workload PERMISSIVE.',
  notes:
    'A rule for a single Service counts when STRICT holds for its workloads at the port in question. Workloads that are certainly ' +
    'without a sidecar, Services without a selector, ServiceEntries and the API server are left alone. It is a warning where only the mesh-wide ' +
    'policy asks for STRICT and nothing shows that the workloads have a sidecar, for a subset whose workloads are not in the ' +
    'input, and for MUTUAL, which works with certificates of the mesh. Ambient workloads are left alone: ztunnel does not follow ' +
    'DestinationRules.',
  reads: READS,
  bad: `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec:
  mtls: { mode: STRICT }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  trafficPolicy:
    tls: { mode: DISABLE }
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  selector: { app: reviews }
  ports: [{ name: http, port: 80 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  template:
    metadata: { labels: { app: reviews, sidecar.istio.io/inject: "true" } }
    spec: { containers: [{ name: reviews, image: reviews }] }
`,
  good: `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec:
  mtls: { mode: STRICT }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  trafficPolicy:
    connectionPool: { tcp: { maxConnections: 100 } }
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  selector: { app: reviews }
  ports: [{ name: http, port: 80 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  template:
    metadata: { labels: { app: reviews, sidecar.istio.io/inject: "true" } }
    spec: { containers: [{ name: reviews, image: reviews }] }
`,
  check(context) {
    const answers = new Memo<Broken | undefined>();
    for (const rule of context.all('networking.istio.io/DestinationRule')) {
      const text = rule.object.spec?.host;
      if (text === undefined || text === '') continue;
      const host = fullHost(text, rule.namespace, context.settings.clusterDomain);
      for (const tls of clientTlsOf(rule.object, context.settings.autoMtls)) {
        if (tls.mode === 'ISTIO_MUTUAL') continue;
        const broken = brokenBy(context, host, tls, answers);
        if (broken?.strict.by === undefined) continue;
        context.report(
          rule,
          tls.path,
          `${formatObject(rule.ref)} has clients of ${host} use ${whatOf(tls)}, but ${formatObject(broken.strict.by.ref)} asks for STRICT mTLS there.`,
          {
            ...(tls.unsaid === true ? { fix: 'Set trafficPolicy.tls.mode to ISTIO_MUTUAL: without auto mTLS clients use it only where a DestinationRule says so.' } : {}),
            upstream: tls.mode === 'DISABLE' && tls.unsaid !== true ? broken.upstream : [],
            severity: broken.certain && tls.mode !== 'MUTUAL' ? 'error' : 'warning',
          },
        );
      }
    }
  },
});

function whatOf({ mode, unsaid }: ClientTls): string {
  if (unsaid === true) return 'plain text (no tls is set, and auto mTLS is off)';
  return mode === 'DISABLE' ? 'plain text (tls mode DISABLE)' : `TLS of its own (mode ${mode})`;
}

interface Broken {
  readonly strict: EffectiveMtls;
  /** The workloads are in the mesh for certain, or someone wants them to be. */
  readonly certain: boolean;
  readonly upstream: readonly string[];
}

/** What is known of the workloads of Services, which many rules and ports ask alike. */
type Answers = Memo<Broken | undefined>;

function brokenBy(context: RuleContext, host: string, tls: ClientTls, answers: Answers): Broken | undefined {
  const { clusterDomain, rootNamespace } = context.settings;
  if (host === '*.local' || host === `*.${clusterDomain}` || host === `*.svc.${clusterDomain}`) {
    return strictOnly(context.mtls.ofMesh(), true, ['KIA0208']);
  }
  // The API server is in no mesh: mutual TLS towards it is what breaks.
  if (host === `kubernetes.default.svc.${clusterDomain}`) return undefined;
  const parsed = parseServiceHost(host, clusterDomain) ?? namespaceWide(host, clusterDomain);
  if (parsed === undefined) return undefined;
  const { namespace } = parsed;
  if (parsed.name === '*') {
    if (planeOf(context, namespace).kind !== 'sidecar') return undefined;
    const mode = context.mtls.ofNamespace(namespace);
    return strictOnly(mode, true, [mode?.by?.namespace === rootNamespace ? 'KIA0208' : 'KIA0207']);
  }
  const [service] = context.services.exact(host);
  return service === undefined || isOnlyDeclared(service) ? ofUnknownService(context, namespace, tls) : ofService(context, service, tls, answers);
}

/** `*.shop.svc.cluster.local`: every Service of a namespace. */
function namespaceWide(host: string, clusterDomain: string): { readonly name: string; readonly namespace: string } | undefined {
  const parsed = host.startsWith('*.') ? parseServiceHost(`x${host.slice(1)}`, clusterDomain) : undefined;
  return parsed === undefined ? undefined : { name: '*', namespace: parsed.namespace };
}

function strictOnly(mode: EffectiveMtls | undefined, certain: boolean, upstream: readonly string[]): Broken | undefined {
  return mode?.mode === 'STRICT' ? { strict: mode, certain, upstream } : undefined;
}

function planeOf(context: RuleContext, namespace: string): ReturnType<typeof dataPlaneOfNamespace> {
  return dataPlaneOfNamespace(context.namespaces.get(namespace), context.settings);
}

/** A Service that the input does not hold: only what holds for its whole namespace is known. */
function ofUnknownService(context: RuleContext, namespace: string, tls: ClientTls): Broken | undefined {
  if (context.mtls.selectsIn(namespace)) return undefined;
  const plane = planeOf(context, namespace);
  if (plane.kind !== 'sidecar') return undefined;
  const mode = context.mtls.ofNamespace(namespace);
  return strictOnly(mode, isEvident(mode, namespace, plane.certain, tls), []);
}

/** Where no workload is seen, an exception for a subset may be for those without a sidecar. */
function isEvident(mode: EffectiveMtls | undefined, namespace: string, certain: boolean, tls: ClientTls): boolean {
  return tls.subset === undefined && (certain || mode?.by?.namespace === namespace);
}

function ofService(context: RuleContext, service: KnownService, tls: ClientTls, answers: Answers): Broken | undefined {
  const { namespace, selector, resource } = service;
  if (resource?.kind !== 'core/Service' || isEmptySelector(selector)) return undefined;
  const ports = (service.ports ?? []).filter(({ number }) => (tls.port === undefined ? !tls.except.has(number) : number === tls.port));
  if (ports.length === 0) return undefined;
  const wanted = { ...selector, ...tls.subset };
  const asked = askedPorts(ports, context.mtls.portsToldApart(namespace));
  const question = canonical([namespace, wanted, tls.subset !== undefined, asked]);
  return answers.get(question, () => ofWorkloads(context, namespace, wanted, tls, asked));
}

/** A port of a container by number or name; `any` for all those that no policy tells apart. */
type AskedPort = number | string;
const ANY = 'any port';

/** The ports that need an answer of their own: mostly none, and then one stands for all. */
function askedPorts(ports: readonly KnownPort[], apart: ReadonlySet<number>): readonly AskedPort[] {
  if (apart.size === 0) return [ANY];
  return [
    ...new Set(
      ports.map(({ number, targetPort = number }) => {
        if (typeof targetPort === 'number') return apart.has(targetPort) ? targetPort : ANY;
        return `name ${targetPort}`;
      }),
    ),
  ];
}

function ofWorkloads(
  context: RuleContext,
  namespace: string,
  wanted: Readonly<Record<string, string>>,
  tls: ClientTls,
  asked: readonly AskedPort[],
): Broken | undefined {
  const workloads = context.workloads.matching(wanted, namespace);
  const ofNamespace = planeOf(context, namespace);
  const broken = workloads.flatMap(({ labels, pod }) => {
    const plane = dataPlaneOfWorkload(pod, ofNamespace);
    if (plane.kind !== 'sidecar') return [];
    return asked.flatMap((port) => {
      const mode = context.mtls.ofWorkload(namespace, labels, containerPort(port, pod));
      return strictOnly(mode, plane.certain || mode?.by?.namespace === namespace, []) ?? [];
    });
  });
  if (broken.length > 0) return worst(broken);
  if (workloads.length > 0 || context.workloads.knows(namespace) || ofNamespace.kind !== 'sidecar') return undefined;
  return ofUnseenWorkloads(context, namespace, wanted, tls, ofNamespace.certain);
}

/** The one to report: what is certain first, then by the name of the policy, so that the order of the input does not matter. */
function worst(broken: readonly Broken[]): Broken | undefined {
  const nameOf = ({ strict }: Broken): string => strict.by?.name ?? '';
  return [...broken].sort((a, b) => Number(b.certain) - Number(a.certain) || compareText(nameOf(a), nameOf(b)))[0];
}

/** Workloads that are elsewhere, of which only the labels of the selector are known. */
function ofUnseenWorkloads(
  context: RuleContext,
  namespace: string,
  labels: Readonly<Record<string, string>>,
  tls: ClientTls,
  certain: boolean,
): Broken | undefined {
  if (context.mtls.mayLoosen(namespace, labels)) return undefined;
  const mode = context.mtls.ofWorkload(namespace, labels);
  return strictOnly(mode, isEvident(mode, namespace, certain, tls), []);
}

function containerPort(asked: AskedPort, pod: PodTemplate | undefined): number | undefined {
  if (typeof asked === 'number') return asked;
  return pod?.containers.flatMap(({ ports }) => ports).find(({ name }) => `name ${name ?? ''}` === asked)?.containerPort;
}
