import type { AuthorizationPolicy, TargetRef } from './kinds/security';
import type { Resource } from './resource';

/** A waypoint by the namespace and name of its Gateway. */
export interface WaypointName {
  readonly namespace: string;
  readonly name: string;
}

/** The GatewayClass of Istio's waypoints. */
export const WAYPOINT_CLASS = 'istio-waypoint';

/** The port of the tunnels of ambient, at waypoints and ztunnels. */
export const HBONE_PORT = 15008;

/** Label of a Service or a namespace: the waypoint that it has, `none` for no one's. */
export const USE_WAYPOINT = 'istio.io/use-waypoint';
/** Label beside `USE_WAYPOINT`: the namespace of the waypoint. */
export const USE_WAYPOINT_NAMESPACE = 'istio.io/use-waypoint-namespace';
const MANAGED = 'gateway.istio.io/managed';
const MANAGED_WITHOUT_WAYPOINT = ['istio.io-mesh-controller', 'istio.io-eastwest-controller'];

type Labels = Readonly<Record<string, string>>;

/**
 * The waypoint that the labels of a Service (or another object of a namespace), or else those of its namespace, ask for;
 * undefined for none. Waypoints themselves have none.
 * Reference: https://istio.io/latest/docs/ambient/usage/waypoint/
 */
export function waypointOf(
  object: { readonly namespace: string; readonly labels: Labels },
  namespace: Resource<'core/Namespace'> | undefined,
): WaypointName | undefined {
  if (MANAGED_WITHOUT_WAYPOINT.includes(object.labels[MANAGED] ?? '')) return undefined;
  const labels = object.labels[USE_WAYPOINT] === undefined ? (namespace?.labels ?? {}) : object.labels;
  const name = labels[USE_WAYPOINT];
  if (name === undefined || name === '' || name === 'none') return undefined;
  return { name, namespace: labels[USE_WAYPOINT_NAMESPACE] ?? object.namespace };
}

/** True for an object that has itself taken out, whatever its namespace says. */
export function optsOutOfWaypoint(labels: Labels): boolean {
  return labels[USE_WAYPOINT] === 'none';
}

/** Label of a Service or a namespace: ingress gateways send to the waypoint. */
export const INGRESS_USE_WAYPOINT = 'istio.io/ingress-use-waypoint';
const TRUE = ['1', 't', 'T', 'true', 'TRUE', 'True'];

/**
 * True when ingress gateways send to the waypoint of a Service, as the label `istio.io/ingress-use-waypoint` of the
 * Service, or else of its namespace, asks. Default: straight to the workloads.
 */
export function ingressUsesWaypoint(service: { readonly labels: Labels }, namespace: Resource<'core/Namespace'> | undefined): boolean {
  return TRUE.includes(service.labels[INGRESS_USE_WAYPOINT] ?? namespace?.labels[INGRESS_USE_WAYPOINT] ?? '');
}

/** Label of a waypoint's Gateway: whose addresses it stands for, `service`, `workload`, `all` or `none`. Default: `service`. */
export const WAYPOINT_FOR = 'istio.io/waypoint-for';

/**
 * False for a waypoint that is for the addresses of workloads only, or for nothing, as the label `istio.io/waypoint-for`
 * of its Gateway says. Default: for Services.
 */
export function servesServices(gateway: Resource<'gateway.networking.k8s.io/Gateway'> | undefined): boolean {
  return ['service', 'all'].includes(gateway?.labels[WAYPOINT_FOR] ?? 'service');
}

/** Annotation of a Gateway: the account that its pods run as. */
export const GATEWAY_SERVICE_ACCOUNT = 'gateway.istio.io/service-account';

/** Who a waypoint is to those it calls. */
export interface WaypointIdentity {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** `cluster.local/ns/shop/sa/waypoint`. */
  readonly principal: string;
}

/**
 * The identity of a waypoint: its service account has the name of the Gateway, unless the annotation
 * `gateway.istio.io/service-account` gives another. Undefined for a Gateway of another class than Istio's.
 */
export function waypointIdentity(
  { namespace, name }: WaypointName,
  gateway: Resource<'gateway.networking.k8s.io/Gateway'> | undefined,
  trustDomain: string,
): WaypointIdentity | undefined {
  const gatewayClass = gateway?.object.spec?.gatewayClassName;
  if (gatewayClass !== undefined && gatewayClass !== WAYPOINT_CLASS) return undefined;
  const serviceAccount = gateway?.annotations[GATEWAY_SERVICE_ACCOUNT] ?? name;
  return { namespace, serviceAccount, principal: `${trustDomain}/ns/${namespace}/sa/${serviceAccount}` };
}

const ALL_WAYPOINTS = 'GatewayClass';

/**
 * One text for what a target of a policy stands for at waypoints: a Service, a Gateway, or every waypoint. Undefined for
 * what no waypoint acts upon.
 * Reference: https://istio.io/latest/docs/ambient/usage/l7-features/#targeting-policies-or-attaching-policies
 */
export function waypointTarget({ group, kind, name }: TargetRef, namespace: string, rootNamespace: string): string | undefined {
  if (name === undefined) return undefined;
  if (kind === 'Service' && isCoreGroup(group)) return `Service ${namespace}/${name}`;
  if (group !== 'gateway.networking.k8s.io') return undefined;
  if (kind === 'Gateway') return `Gateway ${namespace}/${name}`;
  return kind === 'GatewayClass' && name === WAYPOINT_CLASS && namespace === rootNamespace ? ALL_WAYPOINTS : undefined;
}

/** The targets whose policies the waypoint of a Service carries out for it. */
export function targetsServing(
  service: { readonly namespace: string; readonly name: string },
  waypoint: WaypointName,
): readonly [string, string, string] {
  return [`Service ${service.namespace}/${service.name}`, `Gateway ${waypoint.namespace}/${waypoint.name}`, ALL_WAYPOINTS];
}

export function isCoreGroup(group: string | undefined): boolean {
  return group === undefined || group === '' || group === 'core';
}

/** True for a policy that decides about requests: not for one that only records, or is on trial (`istio.io/dry-run`). */
export function decides({ object, annotations }: Resource<'security.istio.io/AuthorizationPolicy'>): boolean {
  return actionOf(object) !== 'AUDIT' && !TRUE.includes(annotations['istio.io/dry-run'] ?? '');
}

/** The action of a policy. Default: ALLOW. */
export function actionOf({ spec }: AuthorizationPolicy): NonNullable<NonNullable<AuthorizationPolicy['spec']>['action']> {
  return spec?.action ?? 'ALLOW';
}
