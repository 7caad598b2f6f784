import type { IConstruct } from 'constructs';
import { callSiteOf } from '../l1/call-site';
import type { ObjectRef } from '../model/finding';
import type { Path } from '../model/path';
import { canonical, compareText } from '../model/values';
import { isObject, type Disagreement } from './merge';
import { lineText } from './places';
import type { Problem } from './problems';
import type { ReadPort } from './service-port';

/** Two contributors that want one field of an object to differ. */
export function disagreement(object: ObjectRef, place: Path, { wishes: [first, second] }: Disagreement): Problem {
  const { path: deeper, one, other } = firstDifference(first.value, second.value);
  return {
    rule: 'contributors-disagree',
    severity: 'error',
    object,
    path: [...place, ...deeper],
    message: `${who(first.by)} wants ${shorten(canonical(one))} here, ${who(second.by)} wants ${shorten(canonical(other))}.`,
    why: 'All patterns on one service share one VirtualService and one DestinationRule, and a field has one value.',
    fix: 'Let one of them decide this field, or make both say the same.',
    source: callSiteOf(first.by),
  };
}

/** A contributor whose routes would never be used, because the ports they are for do not speak HTTP. */
export function withoutHttp(virtualService: ObjectRef, by: IConstruct, what: string, ports: string): Problem {
  return {
    rule: 'service-without-http',
    severity: 'error',
    object: virtualService,
    path: ['spec', 'http'],
    message: `${who(by)} ${what} ${ports}.`,
    why: 'Istio uses HTTP routes only on ports that it takes for HTTP, so this route would never be used.',
    fix: 'Use a port that speaks HTTP: its name begins with "http" or "grpc", or its appProtocol says so. TCP needs a VirtualService with tcp routes.',
    source: callSiteOf(by),
  };
}

/** Two contributors whose matches one request can meet, and that would send it to different places. */
export function overlap(object: ObjectRef, place: Path, earlier: Asked, later: Asked): Problem {
  const [first, second] = [earlier.by[0], later.by[0]];
  return {
    rule: 'contributors-disagree',
    severity: 'error',
    object,
    path: place,
    message:
      `One request can meet a match of ${first === undefined ? 'one contributor' : who(first)}, ${shorten(canonical(earlier.value.match))}, ` +
      `and one of ${second === undefined ? 'another' : who(second)}, ${shorten(canonical(later.value.match))}, and they send it to different places.`,
    why: 'The first route that matches is used, so which of them is obeyed would depend on the text of the matches.',
    fix: 'Make the matches exclude each other: another value of the same header, or HttpMatch.withoutHeader.',
    source: second === undefined ? undefined : callSiteOf(second),
  };
}

/** Contributors that route one host for different data planes. */
export function bothPlanes(object: ObjectRef, sidecars: readonly IConstruct[], waypoints: readonly IConstruct[]): readonly Problem[] {
  const [first, second] = [firstInTree(sidecars), firstInTree(waypoints)];
  if (first === undefined || second === undefined) return [];
  return [
    {
      rule: 'contributors-disagree',
      severity: 'error',
      object,
      path: ['spec'],
      message: `${who(first)} routes this host by a VirtualService, ${who(second)} by an HTTPRoute.`,
      why: 'Sidecars and waypoints obey both kinds, and of two routes for one host one is ignored.',
      fix: 'Give both the same dataPlane. HTTPRoutes are obeyed by sidecars too.',
      source: callSiteOf(second),
    },
  ];
}

function firstInTree(constructs: readonly IConstruct[]): IConstruct | undefined {
  return [...constructs].sort((a, b) => compareText(a.node.path, b.node.path))[0];
}

interface Asked {
  readonly by: readonly IConstruct[];
  readonly value: { readonly match?: unknown };
}

/** Lanes are mostly alike but for the port, and so is what is wrong with them. */
export function eachOnce(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ message }, index) => problems.findIndex((other) => other.message === message) === index);
}

/** An entry to a host with several ports, of which none is chosen. */
export function withoutPort(object: ObjectRef, by: IConstruct, ports: readonly number[]): Problem {
  return {
    rule: 'entry-without-port',
    severity: 'error',
    object,
    path: ['spec', 'http'],
    message: `${who(by)} lets requests in to a service that speaks HTTP on ${ports.join(' and ')}, and does not say on which they go on.`,
    why: 'Of a host with several ports Istio must be told one: the port of the gateway says nothing of it.',
    fix: 'Say the port of the service in the entry.',
    source: callSiteOf(by),
  };
}

/** A port as messages show it. */
export function portText({ number, name, appProtocol, transport }: ReadPort): string {
  return `${number} (${[name, appProtocol, transport].filter((part) => part !== undefined).join(', ')})`;
}

/** Where two values begin to differ, as deep as both have the same form: a weight says more than two lists of routes. */
function firstDifference(one: unknown, other: unknown): { path: Path; one: unknown; other: unknown } {
  const here = { path: [], one, other };
  if (Array.isArray(one) !== Array.isArray(other) || !isObject(one) || !isObject(other)) return here;
  const [mine, theirs] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
  if (canonical([...mine.keys()].sort()) !== canonical([...theirs.keys()].sort())) return here;
  const key = [...mine.keys()].sort(compareText).find((name) => canonical(mine.get(name)) !== canonical(theirs.get(name)));
  if (key === undefined) return here;
  const below = firstDifference(mine.get(key), theirs.get(key));
  return { ...below, path: [Array.isArray(one) ? Number(key) : key, ...below.path] };
}

/** A construct as people find it: kind, path in the tree and line. */
export function who(construct: IConstruct): string {
  const site = callSiteOf(construct);
  const line = site === undefined ? '' : ` (${lineText(site)})`;
  return `${construct.constructor.name} ${construct.node.path}${line}`;
}

function shorten(text: string): string {
  return text.length > 160 ? `${text.slice(0, 157)}...` : text;
}
