import type { IConstruct } from 'constructs';
import { readCallSite } from '../../l1/call-site';
import { formatObject } from '../../model/finding';
import { SelectorIndex } from '../../model/selector-index';
import { listed } from '../../model/text';
import { USE_WAYPOINT, WAYPOINT_FOR } from '../../model/waypoints';
import { meshSettings } from '../../constructs/mesh-settings';
import type { Problem } from '../../constructs/problems';
import { routeLeads } from './route-leads';
import type { ServiceAccess } from './service-access';
import { namespaceLabels, servicesAround, waypointGateway } from './surroundings';
import type { Waypoint } from './waypoint';

/** The ways to the pods of services with edges that the waypoint lets through and no policy of theirs is asked on. */
export function waysAround(scope: IConstruct, namespace: string, waypoint: Waypoint, bound: boolean, accesses: readonly ServiceAccess[]): readonly Problem[] {
  const served = accesses.filter((access) => access.edges.some((edge) => access.enforcerOf(edge) === 'waypoint'));
  const byRoutes = waysByRoutes(scope, namespace, served);
  // A waypoint of the namespace itself denies what no edge allows.
  if (waypoint.gateway !== undefined) return byRoutes;
  return [...byRoutes, ...waysByServices(scope, namespace, waypoint, served), ...waysByAddresses(scope, namespace, waypoint, bound, served)];
}

/**
 * Other Services for the pods of services with edges, where the waypoint is another namespace's and so has no denial of
 * ours: who calls them comes through the waypoint, which the pods let in, and meets no policy.
 */
function waysByServices(scope: IConstruct, namespace: string, waypoint: Waypoint, served: readonly ServiceAccess[]): readonly Problem[] {
  const covered = new Set(served.flatMap((access) => access.coveredServices()));
  const others = servicesAround(scope, namespace).filter(({ name, labels }) => !covered.has(name) && labels[USE_WAYPOINT] !== 'none');
  const wide = new SelectorIndex(others.map((other) => [other.selector, other] as const));
  const narrow = new SelectorIndex(served.flatMap((access) => (access.target.selector === undefined ? [] : [[access.target.selector, access] as const])));
  const pairs = [
    ...others.flatMap((other) => narrow.matching(other.selector).map((access) => ({ other, access }))),
    ...served.flatMap((access) => (access.target.selector === undefined ? [] : wide.matching(access.target.selector).map((other) => ({ other, access })))),
  ];
  return pairs.map(({ other: { name }, access }) => ({
    rule: 'waypoint-not-bound',
    severity: 'error',
    object: { apiVersion: 'v1', kind: 'Service', namespace, name },
    path: ['spec', 'selector'],
    message: `Service ${namespace}/${name} has pods of ${namespace}/${access.name}, and no edge leads to it.`,
    why: `Its callers come through waypoint ${waypoint.namespace}/${waypoint.name}, which the pods let in, and no policy there is for it.`,
    fix: `Take it out of the waypoint with the label ${USE_WAYPOINT}: none, declare edges to it as well, or let the namespace have a waypoint of its own.`,
    ...(access.edges[0] === undefined ? {} : { source: readCallSite(access.edges[0].made) }),
  }));
}

/** A waypoint of another namespace that is for the addresses of pods too: who calls a pod itself comes through it, and meets no policy. */
function waysByAddresses(scope: IConstruct, namespace: string, waypoint: Waypoint, bound: boolean, served: readonly ServiceAccess[]): readonly Problem[] {
  const gateway = waypointGateway(scope, waypoint.namespace, waypoint.name);
  const serves = gateway?.labels[WAYPOINT_FOR];
  const [first] = served;
  if (gateway === undefined || first === undefined || (serves !== 'all' && serves !== 'workload')) return [];
  if (!bound && namespaceLabels(scope, namespace)?.[USE_WAYPOINT] !== waypoint.name) return [];
  return [
    {
      rule: 'waypoint-not-bound',
      severity: 'error',
      object: gateway.ref,
      path: ['metadata', 'labels', WAYPOINT_FOR],
      message: `Waypoint ${waypoint.namespace}/${waypoint.name} of namespace ${namespace} has the label ${WAYPOINT_FOR}: "${serves}".`,
      why: `Who calls a pod itself comes through the waypoint, which the pods let in, and policies there are for Services: pods of ${namespace}/${first.name} are open to anybody.`,
      fix: `Set the label to "service", or let the namespace have a waypoint of its own.`,
      ...(gateway.source === undefined ? {} : { source: gateway.source }),
    },
  ];
}

/**
 * Routes from one service to another. A waypoint asks the policies of the Service that is called, and the pods that the
 * route leads to let the waypoint in: who has an edge to the first alone would reach the second.
 */
function waysByRoutes(scope: IConstruct, namespace: string, served: readonly ServiceAccess[]): readonly Problem[] {
  const byService = new Map(served.flatMap((access) => access.coveredServices().map((name) => [name, access] as const)));
  return routeLeads(scope, namespace).flatMap(({ object, path, from, to, source }): readonly Problem[] => {
    const [called, reached] = [byService.get(from), byService.get(to)];
    if (called === undefined || reached === undefined || called === reached) return [];
    const known = callersOf(scope, reached);
    const strangers = [...callersOf(scope, called)].filter((caller) => !known.has(caller)).sort();
    if (strangers.length === 0) return [];
    return [
      {
        rule: 'edge-walked-around',
        severity: 'error',
        object,
        path,
        message: `${formatObject(object)} leads callers of ${namespace}/${from} to ${namespace}/${to}, and ${listed(strangers)} may call only the first.`,
        why: 'A waypoint asks the policies of the Service that is called, not of the one that a route leads to.',
        fix: `Declare the edge to ${to} as well, or lead the route elsewhere.`,
        ...(source === undefined ? {} : { source }),
      },
    ];
  });
}

function callersOf(scope: IConstruct, { edges }: ServiceAccess): ReadonlySet<string> {
  const { trustDomain: own = '' } = meshSettings(scope);
  return new Set(
    edges.flatMap(({ from }) => {
      if (from === undefined) return [];
      const { namespace, serviceAccount, trustDomain = own } = from.subjectIn(scope);
      return trustDomain === own ? [`${namespace}/${serviceAccount}`] : [`${trustDomain}/${namespace}/${serviceAccount}`];
    }),
  );
}
