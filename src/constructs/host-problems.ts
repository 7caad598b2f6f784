import * as path from 'node:path';
import type { IConstruct } from 'constructs';
import { callSiteOf } from '../l1/call-site';
import type { ObjectRef } from '../model/finding';
import type { Path } from '../model/path';
import { compareText } from '../model/values';
import { canonicalText, isObject, type Disagreement } from './merge';
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
    message: `${who(first.by)} wants ${shorten(canonicalText(one))} here, ${who(second.by)} wants ${shorten(canonicalText(other))}.`,
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

/** A port as messages show it. */
export function portText({ number, name, appProtocol, transport }: ReadPort): string {
  return `${number} (${[name, appProtocol, transport].filter((part) => part !== undefined).join(', ')})`;
}

/** Where two values begin to differ, as deep as both have the same form: a weight says more than two lists of routes. */
function firstDifference(one: unknown, other: unknown): { path: Path; one: unknown; other: unknown } {
  const here = { path: [], one, other };
  if (Array.isArray(one) !== Array.isArray(other) || !isObject(one) || !isObject(other)) return here;
  const [mine, theirs] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
  if (canonicalText([...mine.keys()].sort()) !== canonicalText([...theirs.keys()].sort())) return here;
  const key = [...mine.keys()].sort(compareText).find((name) => canonicalText(mine.get(name)) !== canonicalText(theirs.get(name)));
  if (key === undefined) return here;
  const below = firstDifference(mine.get(key), theirs.get(key));
  return { ...below, path: [Array.isArray(one) ? Number(key) : key, ...below.path] };
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
