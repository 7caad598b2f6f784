import { ApiObject, Lazy } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { edgesFrom, type AccessEdge } from '../../constructs/access-edges';
import { sortedPorts } from '../../constructs/access-request';
import { byText } from '../../constructs/merge';
import { meshSettings } from '../../constructs/mesh-settings';
import { canonical, compareText } from '../../model/values';
import { GATEWAY_NAME } from '../../model/data-plane';
import { HBONE_PORT } from '../../model/waypoints';
import type { AccessHome, ServiceAccess } from './service-access';
import type { External } from './sidecar-scope';
import { readTarget, type Target } from './target';
import type { Waypoint } from './waypoint';

/** https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/ */
interface NetworkPort {
  readonly protocol: 'TCP' | 'UDP';
  readonly port: number | string;
}

interface NetworkPeer {
  readonly namespaceSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly podSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly ipBlock?: { readonly cidr: string };
}

/** Traffic of some peers on some ports; without peers that of anybody, without ports on all. */
interface Opening {
  readonly peers?: readonly NetworkPeer[];
  readonly ports?: readonly NetworkPort[];
}

const NAMESPACE_NAME = 'kubernetes.io/metadata.name';
const HBONE: NetworkPort = { protocol: 'TCP', port: HBONE_PORT };
const ISTIOD: NetworkPort = { protocol: 'TCP', port: 15012 };
const DNS: readonly NetworkPort[] = [{ protocol: 'TCP', port: 53 }, { protocol: 'UDP', port: 53 }];
/** Where probes of the kubelet come from in ambient, which rewrites their source. */
const PROBES: readonly NetworkPeer[] = [{ ipBlock: { cidr: '169.254.7.127/32' } }, { ipBlock: { cidr: 'fd16:9254:7127:1337:ffff:ffff:ffff:ffff/128' } }];

/** The namespace that NetworkPolicies are written for. */
export interface NetworkHome extends AccessHome {
  readonly externals: readonly External[];
}

/** The NetworkPolicies of a namespace: its edges once more, by namespace, pod and port. */
export class NetworkAccess {
  readonly objects: ApiObject[] = [];
  private readonly home: NetworkHome;

  constructor(home: NetworkHome, services: () => readonly ServiceAccess[]) {
    this.home = home;
    this.objects.push(networkBase(home));
    if (home.waypoint?.gateway !== undefined) this.objects.push(networkOfWaypoint(home, home.waypoint, services));
  }

  /** Opens a service to its callers. */
  open(access: ServiceAccess): void {
    this.objects.push(networkOfService(this.home, access));
  }
}

/** Closes the namespace but for DNS, istiod and the edges of its callers; probes of the kubelet stay open. */
function networkBase(home: NetworkHome): ApiObject {
  const { scope, namespace, waypoint } = home;
  return networkPolicy(scope, 'zero-trust', namespace, () => ({
    podSelector: {},
    policyTypes: ['Ingress', 'Egress'],
    ingress: waypoint === undefined ? [] : [{ from: PROBES }],
    egress: written('to', egressOf(home)),
  }));
}

/** Opens the pods of a service to its callers. While nobody says which pods these are it opens none. */
function networkOfService({ scope, namespace, waypoint }: NetworkHome, access: ServiceAccess): ApiObject {
  return networkPolicy(scope, `zero-trust-${access.name}`, namespace, () => {
    const { target, edges } = access;
    const openings = target.selector === undefined ? [] : edges.map((edge) => openingOf(scope, edge, access, target, waypoint));
    return { podSelector: { matchLabels: target.selector ?? {} }, policyTypes: ['Ingress'], ingress: written('from', openings) };
  });
}

/** Opens the waypoint to the callers of the services that it stands for. */
function networkOfWaypoint({ scope, namespace }: NetworkHome, waypoint: Waypoint, services: () => readonly ServiceAccess[]): ApiObject {
  return networkPolicy(scope, 'zero-trust-waypoint', namespace, () => {
    const through = services().flatMap((access) => access.edges.filter((edge) => access.enforcerOf(edge) === 'waypoint'));
    const openings = through.flatMap(({ from }) => (from === undefined ? [] : [{ peers: [callerOf(scope, from)], ports: [HBONE] }]));
    return { podSelector: { matchLabels: { [GATEWAY_NAME]: waypoint.name } }, policyTypes: ['Ingress'], ingress: written('from', openings) };
  });
}

function networkPolicy(scope: Construct, name: string, namespace: string, produce: () => object): ApiObject {
  return new ApiObject(scope, `network ${name}`, { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace }, spec: Lazy.any({ produce }) });
}

function openingOf(scope: IConstruct, edge: AccessEdge, access: ServiceAccess, target: Target, waypoint: Waypoint | undefined): Opening {
  const { from, request } = edge;
  if (from === undefined) {
    const peers = request.ipBlocks?.map((block) => ({ ipBlock: { cidr: block.includes('/') ? block : `${block}/${block.includes(':') ? 128 : 32}` } }));
    return { ...(peers === undefined ? {} : { peers }), ports: tcp(request.ports ?? []) };
  }
  if (waypoint === undefined) return { peers: [callerOf(scope, from)], ports: request.ports === undefined ? portsOf(target) : tcp(request.ports) };
  const waypointPods = { namespaceSelector: named(waypoint.namespace), podSelector: { matchLabels: { [GATEWAY_NAME]: waypoint.name } } };
  return { peers: [access.enforcerOf(edge) === 'waypoint' ? waypointPods : callerOf(scope, from)], ports: [HBONE] };
}

function egressOf({ scope, namespace, waypoint, externals }: NetworkHome): readonly Opening[] {
  const { rootNamespace } = meshSettings(scope);
  const edges = edgesFrom(scope, namespace).map((edge): Opening => {
    const target = readTarget(scope, [edge]);
    const there = { namespaceSelector: named(target.reading.namespace ?? '') };
    if (waypoint !== undefined) return { peers: [there], ports: [HBONE] };
    const pods = target.selector === undefined ? {} : { podSelector: { matchLabels: target.selector } };
    return { peers: [{ ...there, ...pods }], ports: edge.request.ports === undefined ? portsOf(target) : tcp(edge.request.ports) };
  });
  const outside = externals.map((external): Opening => ({ ports: typeof external === 'string' ? [] : tcp(external.read(scope).ports.map(({ number }) => number)) }));
  const ownPods: readonly Opening[] = waypoint?.gateway === undefined ? [] : [{ peers: [{ namespaceSelector: named(namespace) }], ports: [HBONE] }];
  return [
    { peers: [{ namespaceSelector: named('kube-system') }], ports: DNS },
    { peers: [{ namespaceSelector: named(rootNamespace) }], ports: [ISTIOD] },
    ...ownPods,
    ...edges,
    ...outside.filter(({ ports = [] }) => ports.length > 0),
  ];
}

function callerOf(scope: IConstruct, from: NonNullable<AccessEdge['from']>): NetworkPeer {
  const { namespace, pods } = from.subjectIn(scope);
  return { namespaceSelector: named(namespace), ...(pods === undefined || Object.keys(pods).length === 0 ? {} : { podSelector: { matchLabels: pods } }) };
}

function named(namespace: string): NonNullable<NetworkPeer['namespaceSelector']> {
  return { matchLabels: { [NAMESPACE_NAME]: namespace } };
}

/** The container ports of a service. A NetworkPolicy takes the name of a port as well as its number. */
function portsOf({ ports }: Target): readonly NetworkPort[] {
  return ports.map(({ service }) => ({ protocol: 'TCP', port: service.targetPort ?? service.number }));
}

function tcp(ports: readonly number[]): readonly NetworkPort[] {
  return sortedPorts(ports).map((port) => ({ protocol: 'TCP', port }));
}

/** Openings as a NetworkPolicy lists them: those with the same ports as one, sorted, each peer once. */
function written(side: 'from' | 'to', openings: readonly Opening[]): readonly object[] {
  const byPorts = new Map<string, { ports: readonly NetworkPort[]; peers: Map<string, NetworkPeer> | undefined }>();
  for (const { peers, ports = [] } of openings) {
    const sorted = byText(ports);
    const key = canonical(sorted);
    const known = byPorts.get(key) ?? { ports: sorted, peers: new Map() };
    byPorts.set(key, known);
    // Open to anybody is open to all that are named beside.
    if (peers === undefined) known.peers = undefined;
    for (const peer of peers ?? []) known.peers?.set(canonical(peer), peer);
  }
  return [...byPorts]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, { ports, peers }]) => ({ ...(peers === undefined ? {} : { [side]: byText([...peers.values()]) }), ...(ports.length === 0 ? {} : { ports }) }));
}
