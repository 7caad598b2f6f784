import type { HttpMatch, StreamMatch, StringMatch } from './kinds/networking';
import { hostCovers } from './hosts';
import { MESH_GATEWAY } from './gateways';

/**
 * When one match takes every request that another one would take. A match is a set of conditions, and an
 * earlier match covers a later one when each of its conditions follows from one of the later.
 */
export interface Condition {
  /** What is looked at: `uri`, `header x-user`, `port`, `source label app`. */
  readonly field: string;
  readonly test: 'exact' | 'prefix' | 'regex' | 'present';
  readonly text: string;
  /** Letter case does not count. */
  readonly fold: boolean;
  /** The condition holds where the test does not. */
  readonly not: boolean;
}

/** A match, prepared for comparison. */
export interface MatchShape {
  readonly conditions: readonly Condition[];
  readonly gateways: ReadonlySet<string>;
  /** Names of TLS servers, any of which will do; none: any server. */
  readonly sniHosts: readonly string[];
}

/** A match without conditions, for a route that has none. */
export function anyMatch(gateways: readonly string[] | undefined): MatchShape {
  return { conditions: [], gateways: gatewaySet(undefined, gateways), sniHosts: [] };
}

export function httpMatchShape(match: HttpMatch, gateways: readonly string[] | undefined): MatchShape {
  const conditions: Condition[] = [];
  const add = (condition: Condition | undefined): void => {
    if (condition !== undefined) conditions.push(condition);
  };
  add(uriCondition(match.uri, match.ignoreUriCase === true));
  for (const field of ['scheme', 'method', 'authority'] as const) add(textCondition(field, match[field]));
  // Header names arrive in lower case, parameters as they are.
  for (const [name, value] of Object.entries(match.headers ?? {})) add(presentCondition(`header ${name.toLowerCase()}`, value));
  for (const [name, value] of Object.entries(match.queryParams ?? {})) add(presentCondition(`parameter ${name}`, value));
  for (const [name, value] of Object.entries(match.withoutHeaders ?? {})) {
    add({ ...presentCondition(`header ${name.toLowerCase()}`, value), not: true });
  }
  conditions.push(...sourceConditions(match));
  return { conditions, gateways: gatewaySet(match.gateways, gateways), sniHosts: [] };
}

export function streamMatchShape(match: StreamMatch, gateways: readonly string[] | undefined): MatchShape {
  const conditions = sourceConditions(match);
  const subnets = [...(match.destinationSubnets ?? [])].sort();
  return {
    conditions: subnets.length === 0 ? conditions : [...conditions, exactly('subnets', subnets.join(','))],
    gateways: gatewaySet(match.gateways, gateways),
    sniHosts: match.sniHosts ?? [],
  };
}

/** True when the earlier match takes every request that the later one would. */
export function covers(earlier: MatchShape, later: MatchShape): boolean {
  return (
    (earlier.gateways === later.gateways || [...later.gateways].every((gateway) => earlier.gateways.has(gateway))) &&
    sniCovers(earlier.sniHosts, later.sniHosts) &&
    earlier.conditions.every((wanted) => later.conditions.some((given) => follows(wanted, given)))
  );
}

function sniCovers(earlier: readonly string[], later: readonly string[]): boolean {
  if (earlier.length === 0) return true;
  return later.length > 0 && later.every((narrow) => earlier.some((wide) => hostCovers(wide, narrow)));
}

function gatewaySet(own: readonly string[] | undefined, inherited: readonly string[] | undefined): ReadonlySet<string> {
  if (own !== undefined && own.length > 0) return new Set(own);
  return inherited !== undefined && inherited.length > 0 ? sharedSet(inherited) : MESH_ONLY;
}

const MESH_ONLY: ReadonlySet<string> = new Set([MESH_GATEWAY]);
const SHARED = new WeakMap<readonly string[], ReadonlySet<string>>();

/** One set for all routes of a VirtualService. */
function sharedSet(list: readonly string[]): ReadonlySet<string> {
  const before = SHARED.get(list);
  if (before !== undefined) return before;
  const set = new Set(list);
  SHARED.set(list, set);
  return set;
}

function exactly(field: string, text: string): Condition {
  return { field, test: 'exact', text, fold: false, not: false };
}

function sourceConditions(match: HttpMatch | StreamMatch): Condition[] {
  const conditions = Object.entries(match.sourceLabels ?? {}).map(([key, value]) => exactly(`source label ${key}`, value));
  if (match.port !== undefined && match.port !== 0) conditions.push(exactly('port', String(match.port)));
  if (match.sourceNamespace !== undefined && match.sourceNamespace !== '')
    conditions.push(exactly('source namespace', match.sourceNamespace));
  return conditions;
}

function uriCondition(match: StringMatch | undefined, fold: boolean): Condition | undefined {
  const condition = textCondition('uri', match);
  if (condition === undefined) return undefined;
  // Every path begins with a slash.
  if (condition.test === 'prefix' && condition.text === '/') return undefined;
  return condition.test === 'regex' ? condition : { ...condition, fold };
}

/** A condition on something that every request has: none at all where anything will do. */
function textCondition(field: string, match: StringMatch | undefined): Condition | undefined {
  if (match === undefined) return undefined;
  const condition = presentCondition(field, match);
  if (condition.test === 'present') return undefined;
  if (condition.test === 'prefix' && condition.text === '') return undefined;
  return condition;
}

/** A condition on something that a request may lack. */
function presentCondition(field: string, match: StringMatch): Condition {
  // Written out: a spread here is a tenth of the time of a whole check.
  const condition = (test: Condition['test'], text: string): Condition => ({ field, test, text, fold: false, not: false });
  if (match.exact !== undefined) return condition('exact', match.exact);
  if (match.prefix !== undefined) return condition('prefix', match.prefix);
  if (match.regex !== undefined && match.regex !== '.*') return condition('regex', match.regex);
  return condition('present', '');
}

/** True when `wanted` holds wherever `given` does. */
function follows(wanted: Condition, given: Condition): boolean {
  if (wanted.field !== given.field || wanted.not !== given.not) return false;
  return wanted.not ? includes(given, wanted) : includes(wanted, given);
}

/** True when the values of `wide` are a superset of those of `narrow`. */
function includes(wide: Condition, narrow: Condition): boolean {
  if (wide.test === 'present') return true;
  if (wide.test === 'regex' || narrow.test === 'regex' || narrow.test === 'present') {
    return wide.test === narrow.test && wide.text === narrow.text;
  }
  if (wide.test === 'exact' && narrow.test === 'prefix') return false;
  const plain = (text: string): string => (wide.fold ? text.toLowerCase() : text);
  // What ignores case is wider than what does not, unless there is no letter in it.
  if (!wide.fold && narrow.fold && wide.text.toLowerCase() !== wide.text.toUpperCase()) return false;
  return wide.test === 'exact' ? plain(wide.text) === plain(narrow.text) : plain(narrow.text).startsWith(plain(wide.text));
}
