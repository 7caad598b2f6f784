import type { IConstruct } from 'constructs';
import type * as networking from '../../imports/networking';
import { toWire } from '../l1/wire';
import type { ObjectRef } from '../model/finding';
import type { Path } from '../model/path';
import { compareText } from '../model/values';
import type { Contribution, Lane, PolicyParts, RouteParts } from './host-contribution';
import { disagreement, portText, withoutHttp } from './host-problems';
import { canonicalText, mergeFields, type Disagreement } from './merge';
import type { Problem } from './problems';
import { carriesHttp, type ReadPort } from './service-port';

/** Everything that goes into the objects of one host. */
export interface HostInput {
  readonly host: string;
  readonly ports: readonly ReadPort[];
  readonly policies: readonly Contribution<void, PolicyParts>[];
  readonly routes: readonly Contribution<Lane, RouteParts>[];
  readonly destinationRule: ObjectRef;
  readonly virtualService: ObjectRef;
}

/** The content of the objects of one host. */
export interface HostPlan {
  readonly subsets?: readonly networking.Subset[];
  readonly trafficPolicy?: networking.TrafficPolicy;
  readonly http: readonly networking.HTTPRoute[];
  readonly problems: readonly Problem[];
}

/** Merges what all contributors want. The order in which they came plays no part. */
export function planHost(input: HostInput): HostPlan {
  const policy = mergeFields(input.policies.map(({ by, parts }) => ({ by, value: wire(parts()) })));
  const names = Object.keys(policy.value.subsets ?? {}).sort(compareText);
  const problems = policy.disagreements.map((one) => disagreement(input.destinationRule, subsetPath(one.path, names), one));

  const routes: networking.HTTPRoute[] = [];
  for (const port of lanePorts(input.ports)) {
    const lane = planLane(input, port);
    const start = routes.length;
    problems.push(...lane.disagreements.map((one) => disagreement(input.virtualService, ['spec', 'http', start + one.route, ...one.path], one)), ...lane.problems);
    routes.push(...lane.http);
  }
  return {
    ...(names.length === 0 ? {} : { subsets: names.map((name) => ({ name, ...policy.value.subsets?.[name] })) }),
    trafficPolicy: policy.value.trafficPolicy,
    http: routes,
    problems: eachOnce([...problems, ...httpProblems(input)]),
  };
}

interface LanePort {
  /** Only requests for this port; absent: the host has one HTTP port. */
  readonly match?: number;
  /** The port of the destinations; absent: the host has one port. */
  readonly to?: number;
}

function lanePorts(ports: readonly ReadPort[]): readonly LanePort[] {
  const http = ports.filter(carriesHttp);
  if (ports.length < 2 || http.length === 0) return [{}];
  return http.map(({ number }) => (http.length === 1 ? { to: number } : { match: number, to: number }));
}

function planLane(input: HostInput, port: LanePort): { http: networking.HTTPRoute[]; disagreements: (Disagreement & { route: number })[]; problems: Problem[] } {
  const lane: Lane = {
    destination: (subset) => ({
      host: input.host,
      ...(port.to === undefined ? {} : { port: { number: port.to } }),
      ...(subset === undefined ? {} : { subset }),
    }),
  };
  const wishes = input.routes.map(({ by, parts }) => ({ by, value: wire(parts(lane)) }));
  const http = input.ports.filter(carriesHttp).map(({ number }) => number);
  const strays = wishes.flatMap(({ by, value }) =>
    (value.chosen ?? []).flatMap(({ match }) => match.flatMap(({ port: wanted }) => (wanted === undefined || http.length === 0 || http.includes(wanted) ? [] : [{ by, wanted }]))),
  );

  const chosen = new Map<string, { by: IConstruct; value: networking.HTTPRoute }[]>();
  for (const { by, value } of wishes) {
    for (const route of value.chosen ?? []) {
      const match = onPort(route.match, port.match);
      if (match.length === 0) continue;
      const key = canonicalText(match);
      chosen.set(key, [...(chosen.get(key) ?? []), { by, value: { ...route, match } }]);
    }
  }
  const groups = [...chosen].sort(([a], [b]) => compareText(a, b)).map(([, group]) => mergeFields(group));
  const rest = mergeFields(wishes.flatMap(({ by, value }) => (value.rest === undefined ? [] : [{ by, value: value.rest }])));
  const last: networking.HTTPRoute = {
    ...(port.match === undefined ? {} : { match: [{ port: port.match }] }),
    ...(handlesRequests(rest.value) ? {} : { route: [{ destination: lane.destination() }] }),
    ...rest.value,
  };
  return {
    http: [...groups.map(({ value }) => value), last],
    disagreements: [...groups, rest].flatMap(({ disagreements }, route) => disagreements.map((one) => ({ ...one, route }))),
    problems: strays.map(({ by, wanted }) => withoutHttp(input.virtualService, by, `matches requests on port ${wanted}, and HTTP is spoken on`, http.join(', '))),
  };
}

/** The matches that can be true for requests of one port, saying so. */
function onPort(matches: readonly networking.HTTPMatchRequest[], port: number | undefined): readonly networking.HTTPMatchRequest[] {
  if (port === undefined) return matches;
  return matches.filter((match) => match.port === undefined || match.port === port).map((match) => ({ ...match, port }));
}

function handlesRequests(route: Partial<networking.HTTPRoute>): boolean {
  return route.route !== undefined || route.redirect !== undefined || route.directResponse !== undefined;
}

function httpProblems(input: HostInput): Problem[] {
  const first = input.routes[0];
  if (first === undefined || input.ports.length === 0 || input.ports.some(carriesHttp)) return [];
  return [withoutHttp(input.virtualService, first.by, 'routes HTTP requests, and no port of the service speaks HTTP:', input.ports.map(portText).join(', '))];
}

/** Policies name subsets; the object lists them. */
function subsetPath(place: Path, names: readonly string[]): Path {
  const [field, name, ...rest] = place;
  return field === 'subsets' && typeof name === 'string' ? ['spec', 'subsets', names.indexOf(name), ...rest] : ['spec', ...place];
}

/** Lanes are mostly alike but for the port, and so is what is wrong with them. */
function eachOnce(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ message }, index) => problems.findIndex((other) => other.message === message) === index);
}

/** The parts as they are written, so that a Duration and its text are equal. */
function wire<T extends object>(parts: T): T {
  return toWire(parts) as T;
}
