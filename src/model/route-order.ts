import type { GrpcMethodMatch, NamedMatch, RouteMatch } from './kinds/gateway-api';
import type { StringMatch } from './kinds/networking';
import { regexShape } from './regex-shape';
import { pathMatch } from './route-conditions';
import { canonical } from './values';

/** A match of an HTTPRoute or GRPCRoute as far as it decides which of several is tried first. */
export interface RouteMatchShape {
  readonly path: StringMatch;
  /** One text for everything else that it asks for; '' for nothing. */
  readonly rest: string;
  /** One text for the whole: equal for matches that take the same requests. */
  readonly key: string;
}

/** What a rule without matches asks for. */
export const ANY_HTTP: RouteMatch = { path: { type: 'PathPrefix', value: '/' } };

export function routeMatchShape(match: RouteMatch): RouteMatchShape {
  const path = withoutSlash(pathMatch(match.path ?? {}));
  const asked = [typeof match.method === 'object' ? call(match.method) : match.method, named(match.headers, true), named(match.queryParams, false)];
  const rest = asked.every((each) => each === undefined) ? '' : canonical(asked);
  return { path, rest, key: `${canonical(path)} ${rest}` };
}

/** Only the first of several conditions with one name counts; names of headers have no letter case. */
function named(list: readonly NamedMatch[] | undefined, fold: boolean): unknown {
  if (list === undefined || list.length === 0) return undefined;
  const found: Record<string, string> = {};
  for (const { name = '', type = 'Exact', value = '' } of list) found[` ${fold ? name.toLowerCase() : name}`] ??= `${type} ${value}`;
  return found;
}

function call({ type = 'Exact', service, method }: GrpcMethodMatch): unknown {
  return { type, service, method };
}

function withoutSlash(path: StringMatch): StringMatch {
  const { prefix } = path;
  return prefix === undefined || prefix === '/' || !prefix.endsWith('/') ? path : { prefix: prefix.slice(0, -1) };
}

/**
 * The matches of routes at one place, by what they ask for. Istio tries exact paths first, then prefixes, then expressions, whatever
 * the order in which they are written; of the same match the first one.
 */
export class RouteOrder<T> {
  readonly #first = new Map<string, T>();

  /** Adds a match unless one for the same requests is there. */
  add({ key }: RouteMatchShape, value: T): void {
    if (!this.#first.has(key)) this.#first.set(key, value);
  }

  /** The first match for exactly the same requests. */
  same({ key }: RouteMatchShape): T | undefined {
    return this.#first.get(key);
  }

  /** A match for a prefix that takes every request of a match for an expression, and goes before it. */
  prefixBefore({ path: { regex }, rest }: RouteMatchShape): { readonly prefix: string; readonly value: T } | undefined {
    if (regex === undefined) return undefined;
    for (const prefix of prefixesOf(regex)) {
      const value = this.same(prefixShape(prefix, '')) ?? this.same(prefixShape(prefix, rest));
      if (value !== undefined) return { prefix, value };
    }
    return undefined;
  }
}

function prefixShape(prefix: string, rest: string): RouteMatchShape {
  return { path: { prefix }, rest, key: `${canonical({ prefix })} ${rest}` };
}

/** The prefixes below which every path lies that an expression matches, the shortest first. */
function* prefixesOf(regex: string): Generator<string> {
  yield '/';
  // With a flag for letter case more paths match than begin so.
  if (/^\(\?[a-z]*i/.test(regex)) return;
  const { start } = regexShape(regex);
  for (let slash = start.indexOf('/', 1); slash >= 0; slash = start.indexOf('/', slash + 1)) yield start.slice(0, slash);
}
