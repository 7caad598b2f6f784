import type { HTTPMatchRequest, StringMatch } from '../../../imports/networking';
import { canonical, compareText } from '../../model/values';
import type { Place } from '../place';
import type { Wire } from '../wire';

/** A match for a prefix of the path, as istiod compares it. */
interface PrefixMatch {
  readonly index: number;
  readonly prefix: string;
  readonly at: Place;
  /** What must be the same: the port, and which headers and parameters are looked at. */
  readonly shape: string;
  /** Texts of which each must begin with its counterpart in the narrower match. */
  readonly conditions: readonly string[];
}

/** Of the matches with one prefix and one shape, only so many are compared: nobody has more, and a stranger's object may. */
const MOST_COMPARED = 64;
/** A match without a method counts as one for GET. */
const DEFAULT_METHOD = 'exact:GET';

/**
 * The matches for prefixes of which an earlier one covers a later one, in istiod's eyes: it knows ports, methods, hosts,
 * headers and parameters, and takes every regular expression for the same. A later one is covered where each of the
 * earlier one's conditions begins with its own.
 */
export class CoveredPrefixes {
  readonly #byPrefix = new Map<string, PrefixMatch[]>();
  #count = 0;

  /** Adds a match, in the order in which they are tried. */
  add({ uri, port = 0, method, authority, headers, queryParams, withoutHeaders }: Wire<HTTPMatchRequest>, at: Place): void {
    const prefix = uri?.prefix ?? '';
    if (prefix === '') return;
    const maps = [headers, queryParams, withoutHeaders].map(sortedPairs);
    const match = {
      index: this.#count,
      prefix,
      at,
      shape: canonical([port, ...maps.map((pairs) => pairs.map(([name]) => name))]),
      conditions: [textOf(method) || DEFAULT_METHOD, textOf(authority), ...maps.flatMap((pairs) => pairs.map(([, value]) => textOf(value)))],
    };
    this.#count += 1;
    const same = this.#byPrefix.get(prefix);
    if (same === undefined) this.#byPrefix.set(prefix, [match]);
    else same.push(match);
  }

  /** Calls `visit` for each match that an earlier one with a shorter prefix covers, with that prefix. */
  forEachCovered(visit: (match: PrefixMatch, wider: string) => void): void {
    const covered: { readonly match: PrefixMatch; readonly by: PrefixMatch }[] = [];
    // In order of text, the shorter beginnings of a prefix are those that are still open.
    const open: PrefixGroup[] = [];
    for (const prefix of [...this.#byPrefix.keys()].sort(compareText)) {
      while (open.length > 0 && !prefix.startsWith(open.at(-1)?.prefix ?? '')) open.pop();
      const matches = this.#byPrefix.get(prefix) ?? [];
      for (const match of matches) {
        const by = firstOf(open, match);
        if (by !== undefined) covered.push({ match, by });
      }
      open.push(new PrefixGroup(prefix, matches));
    }
    for (const { match, by } of covered.sort((a, b) => a.match.index - b.match.index)) visit(match, by.prefix);
  }
}

function firstOf(groups: readonly PrefixGroup[], match: PrefixMatch): PrefixMatch | undefined {
  for (const group of groups) {
    const found = group.covering(match);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The matches with one prefix, by shape. */
class PrefixGroup {
  readonly prefix: string;
  readonly #byShape = new Map<string, PrefixMatch[]>();

  constructor(prefix: string, matches: readonly PrefixMatch[]) {
    this.prefix = prefix;
    for (const match of matches) {
      const held = this.#byShape.get(match.shape);
      if (held === undefined) this.#byShape.set(match.shape, [match]);
      else if (held.length < MOST_COMPARED) held.push(match);
    }
  }

  covering({ index, shape, conditions }: PrefixMatch): PrefixMatch | undefined {
    return this.#byShape.get(shape)?.find((earlier) => earlier.index < index && earlier.conditions.every((text, at) => text.startsWith(conditions[at] ?? '')));
  }
}

function sortedPairs(map: Readonly<Record<string, Wire<StringMatch>>> | undefined): readonly (readonly [string, Wire<StringMatch>])[] {
  return Object.entries(map ?? {}).sort(([a], [b]) => compareText(a, b));
}

function textOf(match: Wire<StringMatch> | undefined): string {
  if (match?.exact !== undefined && match.exact !== '') return `exact:${match.exact}`;
  return match?.prefix !== undefined && match.prefix !== '' ? `prefix:${match.prefix}` : '';
}
