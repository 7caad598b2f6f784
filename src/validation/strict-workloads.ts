import type { ClientTls } from '../model/client-tls';
import { DATA_PLANE_KINDS, dataPlaneOfNamespace, dataPlaneOfWorkload } from '../model/data-plane';
import type { Kind } from '../model/kinds';
import type { PodTemplate } from '../model/kinds/core';
import type { Memo } from '../model/memo';
import type { EffectiveMtls } from '../model/mtls';
import { isEmptySelector } from '../model/selectors';
import { SERVICE_KINDS } from '../model/services';
import { isOnlyDeclared } from '../model/services-of-host';
import type { KnownPort, KnownService } from '../model/services-of-host';
import { canonical, compareText } from '../model/values';
import { reachOfHost } from '../model/wide-hosts';
import { WORKLOAD_KINDS } from '../model/workloads';
import type { RuleContext } from './context';

/** What it takes to know which workloads ask for mTLS. */
export const STRICT_KINDS = ['security.istio.io/PeerAuthentication', ...DATA_PLANE_KINDS, ...SERVICE_KINDS, ...WORKLOAD_KINDS] as const satisfies readonly Kind[];

/** Workloads that take nothing but mTLS, and who says so. */
export interface StrictWorkloads {
  readonly strict: EffectiveMtls;
  /** The workloads are in the mesh for certain, or someone wants them to be. */
  readonly certain: boolean;
  readonly upstream: readonly string[];
}

/** What is known of the workloads of Services, which many rules and ports ask alike. */
export type StrictAnswers = Memo<StrictWorkloads | undefined>;

/** Those behind a host that refuse clients of this TLS mode: for what is not mutual TLS of the mesh. */
export function strictWorkloads(context: RuleContext, host: string, tls: ClientTls, answers: StrictAnswers): StrictWorkloads | undefined {
  const { clusterDomain, rootNamespace } = context.settings;
  const reach = reachOfHost(host, clusterDomain);
  if (reach === 'mesh') return strictOnly(context.mtls.ofMesh(), true, ['KIA0208']);
  // The API server is in no mesh: mutual TLS towards it is what breaks.
  if (reach === undefined || host === `kubernetes.default.svc.${clusterDomain}`) return undefined;
  const { namespace } = reach;
  if (reach.name === undefined) {
    if (planeOf(context, namespace).kind !== 'sidecar') return undefined;
    const mode = context.mtls.ofNamespace(namespace);
    return strictOnly(mode, true, [mode?.by?.namespace === rootNamespace ? 'KIA0208' : 'KIA0207']);
  }
  const [service] = context.services.exact(host);
  return service === undefined || isOnlyDeclared(service) ? ofUnknownService(context, namespace, tls) : ofService(context, service, tls, answers);
}

function strictOnly(mode: EffectiveMtls | undefined, certain: boolean, upstream: readonly string[]): StrictWorkloads | undefined {
  return mode?.mode === 'STRICT' ? { strict: mode, certain, upstream } : undefined;
}

function planeOf(context: RuleContext, namespace: string): ReturnType<typeof dataPlaneOfNamespace> {
  return dataPlaneOfNamespace(context.namespaces.get(namespace), context.settings);
}

/** A Service that the input does not hold: only what holds for its whole namespace is known. */
function ofUnknownService(context: RuleContext, namespace: string, tls: ClientTls): StrictWorkloads | undefined {
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

function ofService(context: RuleContext, service: KnownService, tls: ClientTls, answers: StrictAnswers): StrictWorkloads | undefined {
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
): StrictWorkloads | undefined {
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
function worst(broken: readonly StrictWorkloads[]): StrictWorkloads | undefined {
  const nameOf = ({ strict }: StrictWorkloads): string => strict.by?.name ?? '';
  return [...broken].sort((a, b) => Number(b.certain) - Number(a.certain) || compareText(nameOf(a), nameOf(b)))[0];
}

/** Workloads that are elsewhere, of which only the labels of the selector are known. */
function ofUnseenWorkloads(
  context: RuleContext,
  namespace: string,
  labels: Readonly<Record<string, string>>,
  tls: ClientTls,
  certain: boolean,
): StrictWorkloads | undefined {
  if (context.mtls.mayLoosen(namespace, labels)) return undefined;
  const mode = context.mtls.ofWorkload(namespace, labels);
  return strictOnly(mode, isEvident(mode, namespace, certain, tls), []);
}

function containerPort(asked: AskedPort, pod: PodTemplate | undefined): number | undefined {
  if (typeof asked === 'number') return asked;
  return pod?.containers.flatMap(({ ports }) => ports).find(({ name }) => `name ${name ?? ''}` === asked)?.containerPort;
}
