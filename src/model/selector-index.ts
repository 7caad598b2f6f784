import { MultiMap } from './multi-map';
import { isEmptySelector, selectorMatches } from './selectors';

type Labels = Readonly<Record<string, string>>;

interface Entry<T> {
  readonly selector: Labels;
  readonly value: T;
}

/**
 * Selectors by label, to find those that match a set of labels: the look-up opposite to that of `WorkloadTable`. Each
 * stands under its rarest pair, so that a look-up tries few that do not match. Empty selectors are left out.
 */
export class SelectorIndex<T> {
  readonly #byPair = new MultiMap<string, Entry<T>>();

  constructor(entries: Iterable<readonly [Labels | undefined, T]>) {
    const kept: Entry<T>[] = [];
    const uses = new Map<string, number>();
    for (const [selector, value] of entries) {
      if (selector === undefined || isEmptySelector(selector)) continue;
      kept.push({ selector, value });
      for (const pair of pairsOf(selector)) uses.set(pair, (uses.get(pair) ?? 0) + 1);
    }
    for (const entry of kept) {
      const [rarest] = pairsOf(entry.selector).reduce<[string | undefined, number]>(
        (best, pair) => ((uses.get(pair) ?? 0) < best[1] ? [pair, uses.get(pair) ?? 0] : best),
        [undefined, Infinity],
      );
      if (rarest !== undefined) this.#byPair.add(rarest, entry);
    }
  }

  /** The values whose selector matches these labels. */
  matching(labels: Labels): readonly T[] {
    return pairsOf(labels)
      .flatMap((pair) => this.#byPair.get(pair))
      .filter(({ selector }) => selectorMatches(selector, labels))
      .map(({ value }) => value);
  }
}

function pairsOf(labels: Labels): readonly string[] {
  return Object.entries(labels).map(([key, value]) => `${key}=${value}`);
}
