import { DATA_PLANE_KINDS, dataPlaneOfNamespace, dataPlaneOfWorkload } from './data-plane';
import type { Kind } from './kinds';
import { targetRefsOf } from './policy-target';
import { firstByName } from './resource';
import type { Resource } from './resource';
import { isEmptySelector } from './selectors';
import type { MeshSettings } from './settings';
import { actionOf, decides, servesServices, targetsServing, waypointOf, waypointTarget } from './waypoints';
import type { WaypointName } from './waypoints';
import { WORKLOAD_KINDS } from './workloads';
import type { Workload, WorkloadTable } from './workloads';

/** The kinds that tell what a waypoint serves and decides. */
export const WAYPOINT_KINDS = [
  'core/Service',
  'security.istio.io/AuthorizationPolicy',
  'gateway.networking.k8s.io/Gateway',
  ...DATA_PLANE_KINDS,
  ...WORKLOAD_KINDS,
] as const satisfies readonly Kind[];

type Policy = Resource<'security.istio.io/AuthorizationPolicy'>;

/** The AuthorizationPolicies of one target. */
export interface TargetPolicies {
  /** The first by namespace and name. */
  readonly first: Policy;
  readonly count: number;
  /** One of them is ALLOW. */
  readonly allows: boolean;
  /** One of them is ALLOW and has rules, so that somebody gets in. */
  readonly lets: boolean;
}

/** An ambient Service whose waypoint decides about its callers. */
export interface ServedService {
  readonly service: Resource<'core/Service'>;
  /** Its ambient workloads; where the input holds none, one with the labels of its selector. */
  readonly workloads: readonly Pick<Workload, 'namespace' | 'labels'>[];
  /** What the waypoint carries out for it: never empty, the most specific target first. */
  readonly policies: readonly TargetPolicies[];
}

/** One waypoint with the Services that it decides for. */
export interface ServingWaypoint extends WaypointName {
  readonly services: readonly ServedService[];
  readonly gateway?: Resource<'gateway.networking.k8s.io/Gateway'>;
}

/** What the look-up needs of the input. */
export interface WaypointInput {
  all<K extends Kind>(kind: K): readonly Resource<K>[];
  readonly namespaces: ReadonlyMap<string, Resource<'core/Namespace'>>;
  readonly workloads: WorkloadTable;
  readonly settings: MeshSettings;
}

/** The waypoints of the input that have AuthorizationPolicies, each with the ambient Services that these are for. */
export function servingWaypoints(input: WaypointInput): readonly ServingWaypoint[] {
  const policies = policiesByTarget(input);
  const gateways = new Map(input.all('gateway.networking.k8s.io/Gateway').map((gateway) => [`${gateway.namespace}/${gateway.name}`, gateway]));
  const found = new Map<string, WaypointName & { gateway?: Resource<'gateway.networking.k8s.io/Gateway'>; services: ServedService[] }>();
  for (const service of input.all('core/Service')) {
    const waypoint = waypointOf(service, input.namespaces.get(service.namespace));
    if (waypoint === undefined) continue;
    const key = `${waypoint.namespace}/${waypoint.name}`;
    const gateway = gateways.get(key);
    if (!servesServices(gateway)) continue;
    const own = targetsServing(service, waypoint).flatMap((target) => {
      const ofTarget = policies.get(target);
      return ofTarget === undefined ? [] : [ofTarget];
    });
    const workloads = own.length === 0 ? [] : ambientWorkloadsOf(service, input);
    if (workloads.length === 0) continue;
    const known = found.get(key) ?? { ...waypoint, gateway, services: [] };
    found.set(key, known);
    known.services.push({ service, workloads, policies: own });
  }
  return [...found.values()];
}

function policiesByTarget(input: WaypointInput): ReadonlyMap<string, TargetPolicies> {
  const found = new Map<string, TargetPolicies>();
  for (const policy of input.all('security.istio.io/AuthorizationPolicy').filter(decides)) {
    const allows = actionOf(policy.object) === 'ALLOW';
    const lets = allows && (policy.object.spec?.rules ?? []).length > 0;
    for (const ref of targetRefsOf(policy.object.spec)) {
      const target = waypointTarget(ref, policy.namespace, input.settings.rootNamespace);
      if (target === undefined) continue;
      const known = found.get(target);
      found.set(target, {
        first: known === undefined ? policy : firstByName(known.first, policy),
        count: (known?.count ?? 0) + 1,
        allows: allows || known?.allows === true,
        lets: lets || known?.lets === true,
      });
    }
  }
  return found;
}

function ambientWorkloadsOf(service: Resource<'core/Service'>, { namespaces, workloads, settings }: WaypointInput): ServedService['workloads'] {
  const { selector } = service.object;
  const { namespace } = service;
  if (isEmptySelector(selector)) return [];
  const ofNamespace = dataPlaneOfNamespace(namespaces.get(namespace), settings);
  const known = workloads.matching(selector, namespace);
  if (known.length > 0) {
    return known.filter(({ pod }) => {
      const plane = dataPlaneOfWorkload(pod, ofNamespace);
      return pod !== undefined && plane.kind === 'ambient' && plane.certain;
    });
  }
  if (workloads.knows(namespace) || ofNamespace.kind !== 'ambient' || !ofNamespace.certain) return [];
  return [{ namespace, labels: selector }];
}
