import type { BackendRoute, NamedMatch, RouteMatch, ValueMatch } from './kinds/gateway-api';
import type { StringMatch } from './kinds/networking';
import type { MatchCondition } from './match-conditions';
import type { Path } from './path';

/** What the matches of an HTTPRoute or GRPCRoute compare with text. Methods are left out: the schema knows them. */
export function* routeConditions({ spec }: BackendRoute): Generator<MatchCondition> {
  for (const [index, { matches = [] }] of (spec?.rules ?? []).entries()) {
    for (const [position, match] of matches.entries()) yield* conditionsOf(match, ['spec', 'rules', index, 'matches', position]);
  }
}

function* conditionsOf({ path, headers, queryParams }: RouteMatch, at: Path): Generator<MatchCondition> {
  if (path !== undefined) yield { field: 'path', match: pathMatch(path), path: [...at, 'path'], textAt: 'value' };
  yield* namedConditions('header', headers ?? [], [...at, 'headers']);
  yield* namedConditions('query parameter', queryParams ?? [], [...at, 'queryParams']);
}

function* namedConditions(field: 'header' | 'query parameter', list: readonly NamedMatch[], at: Path): Generator<MatchCondition> {
  for (const [index, { name, type, value = '' }] of list.entries()) {
    if (name !== undefined) yield { field, name, match: type === REGEX ? { regex: value } : { exact: value }, path: [...at, index], textAt: 'value' };
  }
}

const REGEX = 'RegularExpression';

/** The match of a path as Istio takes it: a slash at the end of a prefix does not count. */
export function pathMatch({ type = 'PathPrefix', value = '/' }: ValueMatch): StringMatch {
  if (type === REGEX) return { regex: value };
  return type === 'Exact' ? { exact: value } : { prefix: value };
}
