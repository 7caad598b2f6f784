import type { Kind } from './kinds';
import type { BackendRef, BackendRoute, GatewayApiListener, ParentRef, WrittenSelector } from './kinds/gateway-api';
import type { LabelQuery } from './label-query';
import { queryMatches } from './label-query';
import type { Path } from './path';
import type { Resource } from './resource';
import { isCoreGroup } from './waypoints';

/** The routes of the Gateway API that Istio carries out. */
export const ROUTE_KINDS = [
  'gateway.networking.k8s.io/HTTPRoute',
  'gateway.networking.k8s.io/GRPCRoute',
  'gateway.networking.k8s.io/TLSRoute',
  'gateway.networking.k8s.io/TCPRoute',
] as const satisfies readonly Kind[];

export type RouteResource = Resource<(typeof ROUTE_KINDS)[number]>;

const GATEWAY_API = 'gateway.networking.k8s.io';

/** True for a parent that is a Gateway, as it is where nothing else is said. */
export function isGatewayParent({ group = GATEWAY_API, kind = 'Gateway' }: ParentRef): boolean {
  return group === GATEWAY_API && kind === 'Gateway';
}

/** True for a parent that is a Service: its callers inside the mesh are routed. The group without a name must be written. */
export function isServiceParent({ group, kind }: ParentRef): boolean {
  return group !== undefined && isCoreGroup(group) && kind === 'Service';
}

/** Something that a route sends requests to. */
export interface RouteBackend {
  readonly ref: BackendRef;
  readonly path: Path;
}

/** Every backend of a route, those of mirrors included. */
export function* backendsOf({ spec }: BackendRoute): Generator<RouteBackend> {
  for (const [index, { backendRefs = [], filters = [] }] of (spec?.rules ?? []).entries()) {
    const at: Path = ['spec', 'rules', index];
    for (const [position, ref] of backendRefs.entries()) yield { ref, path: [...at, 'backendRefs', position] };
    for (const [position, { requestMirror }] of filters.entries()) {
      if (requestMirror?.backendRef !== undefined) yield { ref: requestMirror.backendRef, path: [...at, 'filters', position, 'requestMirror', 'backendRef'] };
    }
  }
}

/** True for a backend that is a Service, as it is where nothing else is said. */
export function isServiceBackend({ group, kind = 'Service' }: BackendRef): boolean {
  return isCoreGroup(group) && kind === 'Service';
}

/** True for a backend that is named by its host, as that of a ServiceEntry can be. */
export function isHostBackend({ group, kind }: BackendRef): boolean {
  return group === 'networking.istio.io' && kind === 'Hostname';
}

/** Label that Kubernetes gives every Namespace: its name. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** The namespace of a route, with its labels as far as they are known. */
export interface RouteNamespace {
  readonly name: string;
  /** Undefined where nothing is known of them. */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * False when a listener of a Gateway in `gatewayNamespace` certainly takes no routes of this namespace.
 * Reference: https://gateway-api.sigs.k8s.io/reference/spec/#allowedroutes
 */
export function mayTakeRoutesOf({ name, labels }: RouteNamespace, listener: GatewayApiListener, gatewayNamespace: string): boolean {
  const { from = 'Same', selector } = listener.allowedRoutes?.namespaces ?? {};
  if (from === 'Same') return name === gatewayNamespace;
  if (from !== 'Selector') return from === 'All';
  const query = queryOf(selector);
  const asked = [...Object.keys(query.matchLabels), ...query.matchExpressions.map(({ key }) => key)];
  if (labels === undefined && asked.some((key) => key !== NAMESPACE_NAME)) return true;
  return queryMatches(query, { ...labels, [NAMESPACE_NAME]: name });
}

function queryOf({ matchLabels = {}, matchExpressions = [] }: WrittenSelector = {}): LabelQuery {
  return { matchLabels, matchExpressions: matchExpressions.map(({ key = '', operator = '', values = [] }) => ({ key, operator, values })) };
}
