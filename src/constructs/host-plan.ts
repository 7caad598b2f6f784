import * as path from 'node:path';
import type { IConstruct } from 'constructs';
import type * as networking from '../../imports/networking';
import { callSiteOf } from '../l1/call-site';
import { toWire } from '../l1/wire';
import type { ObjectRef } from '../model/finding';
import type { Path } from '../model/path';
import type { Contribution, Lane, PolicyParts, RouteParts } from './host-contribution';
import { canonicalText, compare, isObject, mergeFields, type Disagreement } from './merge';
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
  const names = Object.keys(policy.value.subsets ?? {}).sort(compare);
  const problems = policy.disagreements.map((one) => disagreement(input.destinationRule, subsetPath(one.path, names), one));

  const http: networking.HTTPRoute[] = [];
  for (const [index, port] of lanePorts(input.ports).entries()) {
    const lane = planLane(input, port);
    // The lanes are alike but for the port, so what is wrong with one is told once.
    if (index === 0) problems.push(...lane.disagreements.map((one) => disagreement(input.virtualService, one.path, one)));
    http.push(...lane.http);
  }
  return {
    ...(names.length === 0 ? {} : { subsets: names.map((name) => ({ name, ...policy.value.subsets?.[name] })) }),
    trafficPolicy: policy.value.trafficPolicy,
    http,
    problems: [...problems, ...httpProblems(input)],
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

function planLane(input: HostInput, port: LanePort): { http: networking.HTTPRoute[]; disagreements: Disagreement[] } {
  const lane: Lane = {
    destination: (subset) => ({
      host: input.host,
      ...(port.to === undefined ? {} : { port: { number: port.to } }),
      ...(subset === undefined ? {} : { subset }),
    }),
  };
  const wishes = input.routes.map(({ by, parts }) => ({ by, value: wire(parts(lane)) }));

  const chosen = new Map<string, { by: IConstruct; value: networking.HTTPRoute }[]>();
  for (const { by, value } of wishes) {
    for (const route of value.chosen ?? []) {
      const match = onPort(route.match ?? [], port.match);
      if (match.length === 0) continue;
      const key = canonicalText(match);
      chosen.set(key, [...(chosen.get(key) ?? []), { by, value: { ...route, match } }]);
    }
  }
  const groups = [...chosen].sort(([a], [b]) => compare(a, b)).map(([, group]) => mergeFields(group));
  const rest = mergeFields(wishes.flatMap(({ by, value }) => (value.rest === undefined ? [] : [{ by, value: value.rest }])));
  const last: networking.HTTPRoute = {
    ...(port.match === undefined ? {} : { match: [{ port: port.match }] }),
    ...(handlesRequests(rest.value) ? {} : { route: [{ destination: lane.destination() }] }),
    ...rest.value,
  };
  return {
    http: [...groups.map(({ value }) => value), last],
    disagreements: [...groups, rest].flatMap(({ disagreements }, index) =>
      disagreements.map((one) => ({ ...one, path: ['spec', 'http', index, ...one.path] })),
    ),
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

function httpProblems({ ports, routes, virtualService }: HostInput): Problem[] {
  const first = routes[0];
  if (first === undefined || ports.length === 0 || ports.some(carriesHttp)) return [];
  return [
    {
      rule: 'service-without-http',
      severity: 'error',
      object: virtualService,
      path: ['spec', 'http'],
      message: `${who(first.by)} routes HTTP requests, and no port of the service speaks HTTP: ${ports.map(portText).join(', ')}.`,
      why: 'Istio uses HTTP routes only on ports that it takes for HTTP, so these routes would never be used.',
      fix: 'Name the port "http" (or "http-...", "grpc"), or set its appProtocol; for TCP write a VirtualService with tcp routes.',
      source: callSiteOf(first.by),
    },
  ];
}

function portText({ number, name, appProtocol, transport }: ReadPort): string {
  return `${number} (${[name, appProtocol, transport].filter((part) => part !== undefined).join(', ')})`;
}

function disagreement(object: ObjectRef, place: Path, { wishes: [first, second] }: Disagreement): Problem {
  const { path: deeper, one, other } = firstDifference(first.value, second.value);
  return {
    rule: 'contributors-disagree',
    severity: 'error',
    object,
    path: [...place, ...deeper],
    message: `${who(first.by)} wants ${shorten(canonicalText(one))} here, ${who(second.by)} wants ${shorten(canonicalText(other))}.`,
    why: 'All patterns on one service share one VirtualService and one DestinationRule, and a field has one value.',
    fix: 'Let one of them decide this field, or make both say the same.',
    source: callSiteOf(first.by),
  };
}

/** Where two values begin to differ, as deep as both have the same form: a weight says more than two lists of routes. */
function firstDifference(one: unknown, other: unknown): { path: Path; one: unknown; other: unknown } {
  const here = { path: [], one, other };
  if (Array.isArray(one) !== Array.isArray(other) || !isObject(one) || !isObject(other)) return here;
  const [mine, theirs] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
  if (canonicalText([...mine.keys()].sort()) !== canonicalText([...theirs.keys()].sort())) return here;
  const key = [...mine.keys()].sort(compare).find((name) => canonicalText(mine.get(name)) !== canonicalText(theirs.get(name)));
  if (key === undefined) return here;
  const below = firstDifference(mine.get(key), theirs.get(key));
  return { ...below, path: [Array.isArray(one) ? Number(key) : key, ...below.path] };
}

/** Policies name subsets; the object lists them. */
function subsetPath(place: Path, names: readonly string[]): Path {
  const [field, name, ...rest] = place;
  return field === 'subsets' && typeof name === 'string' ? ['spec', 'subsets', names.indexOf(name), ...rest] : ['spec', ...place];
}

/** A construct as people find it: kind, path in the tree and line. */
function who(construct: IConstruct): string {
  const site = callSiteOf(construct);
  const line = site === undefined ? '' : ` (${path.relative(process.cwd(), site.file)}:${site.line})`;
  return `${construct.constructor.name} ${construct.node.path}${line}`;
}

function shorten(text: string): string {
  return text.length > 160 ? `${text.slice(0, 157)}...` : text;
}

/** The parts as they are written, so that a Duration and its text are equal. */
function wire<T extends object>(parts: T): T {
  return toWire(parts) as T;
}
