import type { IConstruct } from 'constructs';
import { readCallSite } from '../../l1/call-site';
import { SelectorIndex } from '../../model/selector-index';
import { USE_WAYPOINT } from '../../model/waypoints';
import type { Problem } from '../../constructs/problems';
import type { ServiceAccess } from './service-access';
import { servicesAround } from './surroundings';
import type { Waypoint } from './waypoint';

/**
 * Other Services for the pods of services with edges, where the waypoint is another namespace's and so has no denial of
 * ours: who calls them comes through the waypoint, which the pods let in, and meets no policy.
 */
export function waysAround(scope: IConstruct, namespace: string, waypoint: Waypoint, accesses: readonly ServiceAccess[]): readonly Problem[] {
  if (waypoint.gateway !== undefined) return [];
  const served = accesses.filter((access) => access.edges.some((edge) => access.enforcerOf(edge) === 'waypoint'));
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
