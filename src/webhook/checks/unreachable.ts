import type { HTTPMatchRequest, VirtualServiceSpec } from '../../../imports/networking';
import { canonical, isFields } from '../../model/values';
import type { Place } from '../place';
import type { Wire } from '../wire';
import { CoveredPrefixes } from './covered-prefixes';

/** Fields of a match in which an empty object is not the same as none: `uri: {}`. */
const MESSAGES = new Set(['uri', 'scheme', 'method', 'authority']);
const FIX =
  'Move it before that one, or remove it; leave it where they differ in something that istiod does not compare, such as source labels, gateways or a delegate.';

interface Route<Match> {
  readonly match?: readonly Match[];
}

/**
 * What istiod takes for unreachable. It compares less than the rule `unreachable-route`, and some of it wrongly; it is what
 * `kubectl apply` shows all the same.
 */
export function warnOfUnreachable({ http, tls, tcp }: Wire<VirtualServiceSpec>, at: Place): void {
  if (http !== undefined) warnOfHttp(http, at.at('http'));
  if (tls !== undefined) warnOfDuplicates(tls, at.at('tls'));
  if (tcp !== undefined) warnOfDuplicates(tcp, at.at('tcp'));
}

function warnOfHttp(routes: readonly Route<Wire<HTTPMatchRequest>>[], at: Place): void {
  const prefixes = new CoveredPrefixes();
  warnOfDuplicates(routes, at, (match, place) => {
    prefixes.add(match, place);
  });
  prefixes.forEachCovered(({ prefix, at: place }, wider) => {
    place.warn('unreachable-route', `istiod warns that the match is never used, because an earlier match for the prefix "${wider}" covers its prefix "${prefix}".`, FIX);
  });
}

/** @param visit is called for each match that may be used */
function warnOfDuplicates<Match extends object>(routes: readonly Route<Match>[], at: Place, visit?: (match: Match, at: Place) => void): void {
  if (haveOneMatchLast(routes)) return;
  const seen = new Map<string, number>();
  let matchless: number | undefined;
  for (const [index, { match = [] }] of routes.entries()) {
    const place = at.at(index);
    if (matchless !== undefined) {
      place.warn('unreachable-route', `istiod warns that the route is never used, because route ${matchless} before it has no match.`, FIX);
    }
    if (match.length === 0) {
      matchless = index;
      continue;
    }
    if (matchless !== undefined) continue;
    let duplicates = 0;
    for (const [position, one] of match.entries()) {
      const text = textOf(one);
      const first = seen.get(text);
      if (first === undefined) {
        seen.set(text, index);
        visit?.(one, place.at('match', position));
      } else {
        duplicates += 1;
        place.at('match', position).warn('unreachable-route', `istiod warns that the match is never used, because route ${first} has the same one.`, FIX);
      }
    }
    if (duplicates === match.length) place.warn('unreachable-route', 'istiod warns that the route is never used, because the routes before it have all of its matches.', FIX);
  }
}

/** Whether there is one match at most, and one route without any, the last: as most have it, and nothing to compare. */
function haveOneMatchLast(routes: readonly Route<object>[]): boolean {
  let matches = 0;
  for (let i = 0; i < routes.length; i += 1) {
    const { length } = routes[i]?.match ?? [];
    if (length === 0 && i < routes.length - 1) return false;
    matches += length;
  }
  return matches <= 1;
}

/** One text for matches that say the same: what is empty does not count, and neither does the name. */
function textOf(match: object): string {
  const said = Object.entries(match).filter(([field, value]) => field !== 'name' && (MESSAGES.has(field) ? value !== undefined : isSaid(value)));
  return canonical(Object.fromEntries(said));
}

function isSaid(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isFields(value) ? Object.keys(value).length > 0 : Boolean(value);
}
