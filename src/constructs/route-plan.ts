import type { IConstruct } from 'constructs';
import type * as networking from '../../imports/networking';
import type { ObjectRef } from '../model/finding';
import { areDisjoint } from '../model/match-overlap';
import { canonical, compareText } from '../model/values';
import type { ChosenRoute, Contribution, Lane, RouteParts } from './host-contribution';
import { disagreement, eachOnce, overlap, portText, withoutHttp } from './host-problems';
import { laneOf, type LanePort, type Place } from './lanes';
import { mergeFields, wire, type Disagreement, type Merged, type Wish } from './merge';
import type { Problem } from './problems';
import { carriesHttp, type ReadPort } from './service-port';

/** Everything that goes into the routes of one object. */
export interface RouteInput {
  readonly ports: readonly ReadPort[];
  readonly place: Place;
  readonly routes: readonly Contribution<Lane, RouteParts>[];
  readonly lanes: readonly LanePort[];
  readonly object: ObjectRef;
}

/** A route, and who wants it. */
export interface PlannedRoute {
  readonly value: networking.HTTPRoute;
  readonly by: readonly IConstruct[];
}

/** The routes of one lane, in the order in which they are tried. */
export interface LaneRoutes {
  readonly chosen: readonly PlannedRoute[];
  readonly returning: readonly PlannedRoute[];
  readonly last: PlannedRoute;
}

export interface RoutePlan {
  readonly lanes: readonly LaneRoutes[];
  readonly problems: readonly Problem[];
}

/** Merges what all contributors want. The order in which they came plays no part. */
export function planRoutes(input: RouteInput): RoutePlan {
  const problems: Problem[] = [];
  const lanes: LaneRoutes[] = [];
  let start = 0;
  for (const port of input.lanes) {
    const lane = planLane(input, port, start);
    problems.push(...lane.problems);
    lanes.push(lane.routes);
    start += routesOf(lane.routes).length;
  }
  return { lanes, problems: eachOnce([...problems, ...httpProblems(input)]) };
}

/** All routes of a lane in their order. */
export function routesOf({ chosen, returning, last }: LaneRoutes): readonly PlannedRoute[] {
  return [...chosen, ...returning, last];
}

function planLane(input: RouteInput, port: LanePort, start: number): { routes: LaneRoutes; problems: Problem[] } {
  const lane = laneOf(port, input.place);
  const wishes = input.routes.map(({ by, parts }) => ({ by, value: wire(parts(lane)) }));
  const chosen = tier(wishes, 'chosen', port);
  const returning = tier(wishes, 'returning', port);
  const rest = mergeFields(wishes.flatMap(({ by, value }) => (value.rest === undefined ? [] : [{ by, value: value.rest }])));
  const last: networking.HTTPRoute = {
    ...(port.port === undefined || !port.said ? {} : { match: [{ port: port.port }] }),
    ...(handlesRequests(rest.value) ? {} : { route: [{ destination: lane.destination() }] }),
    ...rest.value,
  };
  const disagreements = [...chosen, ...returning, rest].flatMap((merged, route) =>
    merged.disagreements.map((one: Disagreement) => disagreement(input.object, ['spec', 'http', start + route, ...one.path], one)),
  );
  return {
    routes: { chosen, returning, last: { value: last, by: inOrder(wishes) } },
    problems: [...disagreements, ...strayProblems(input, wishes), ...overlapProblems(input.object, chosen, start)],
  };
}

type MergedRoute = Merged<networking.HTTPRoute> & PlannedRoute;

/** Routes with one match are one; they stand in the order of the text of their matches. */
function tier(wishes: readonly Wish<RouteParts>[], which: 'chosen' | 'returning', port: LanePort): readonly MergedRoute[] {
  const groups = new Map<string, Wish<networking.HTTPRoute>[]>();
  for (const { by, value } of wishes) {
    for (const route of value[which] ?? []) {
      const match = onPort(route, port);
      if (match.length === 0) continue;
      const key = canonical(match);
      groups.set(key, [...(groups.get(key) ?? []), { by, value: { ...route, match } }]);
    }
  }
  return [...groups].sort(([a], [b]) => compareText(a, b)).map(([, group]) => ({ ...mergeFields(group), by: inOrder(group) }));
}

/** Contributors by their place in the tree, which does not depend on who came first. */
function inOrder(wishes: readonly Wish<unknown>[]): readonly IConstruct[] {
  return [...new Set(wishes.map(({ by }) => by))].sort((a, b) => compareText(a.node.path, b.node.path));
}

/** The matches that can be true for requests of one port, saying so where they must. */
function onPort({ match }: ChosenRoute, { port, said }: LanePort): readonly networking.HTTPMatchRequest[] {
  if (port === undefined) return match;
  const possible = match.filter((one) => one.port === undefined || one.port === port);
  return possible.map(({ port: _, ...one }) => (said ? { ...one, port } : one));
}

function handlesRequests(route: Partial<networking.HTTPRoute>): boolean {
  return route.route !== undefined || route.redirect !== undefined || route.directResponse !== undefined;
}

/** Matches on ports that the routes are not for. */
function strayProblems({ ports, lanes, object }: RouteInput, wishes: readonly Wish<RouteParts>[]): Problem[] {
  const http = ports.filter(carriesHttp).map(({ number }) => number);
  if (http.length === 0 || lanes.every(({ said, port }) => !said && port === undefined)) return [];
  return wishes.flatMap(({ by, value }) =>
    (value.chosen ?? []).flatMap(({ match }) =>
      match.flatMap(({ port: wanted }) => (wanted === undefined || http.includes(wanted) ? [] : [withoutHttp(object, by, `matches requests on port ${wanted}, and HTTP is spoken on`, http.join(', '))])),
    ),
  );
}

/** Routes of two contributors that send a request to different places, because it can meet the matches of both. */
function overlapProblems(object: ObjectRef, chosen: readonly PlannedRoute[], start: number): Problem[] {
  return chosen.flatMap((later, index) =>
    chosen.slice(0, index).flatMap((earlier) => {
      if (later.by.some((by) => earlier.by.includes(by)) || !sendElsewhere(earlier.value, later.value)) return [];
      const met = (earlier.value.match ?? []).some((one) => (later.value.match ?? []).some((other) => !areDisjoint(one, other)));
      return met ? [overlap(object, ['spec', 'http', start + index, 'match'], earlier, later)] : [];
    }),
  );
}

function sendElsewhere(one: networking.HTTPRoute, other: networking.HTTPRoute): boolean {
  return one.route !== undefined && other.route !== undefined && canonical(one.route) !== canonical(other.route);
}

function httpProblems(input: RouteInput): Problem[] {
  const first = input.routes[0];
  if (first === undefined || input.ports.length === 0 || input.ports.some(carriesHttp)) return [];
  return [withoutHttp(input.object, first.by, 'routes HTTP requests, and no port of the service speaks HTTP:', input.ports.map(portText).join(', '))];
}
