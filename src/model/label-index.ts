import { PairMap } from './pair-map';
import { selectorMatches } from './selectors';
import { canonical } from './values';

type Labels = Readonly<Record<string, string>>;

/** Where more than this many must be looked at, the answer is kept: many objects have one selector. */
const KEPT_FROM = 16;

/** Things with labels, so that a selector tries only those that have its rarest pair. */
export class LabelIndex<T extends { readonly labels: Labels }> {
  readonly #all: T[] = [];
  readonly #byPair = new PairMap<T>();
  readonly #answers = new Map<string, readonly T[]>();

  add(item: T): void {
    this.#all.push(item);
    this.#answers.clear();
    this.#byPair.addAll(item.labels, item);
  }

  /** Those that the selector matches; all for an empty one. Where many have one selector, they get one and the same list. */
  matching(selector: Labels | undefined): readonly T[] {
    let fewest: readonly T[] | undefined;
    let pairs = 0;
    for (const key in selector) {
      const list = this.#byPair.get(key, selector[key] ?? '');
      if (fewest === undefined || list.length < fewest.length) fewest = list;
      pairs++;
    }
    if (fewest === undefined) return this.#all;
    if (pairs === 1) return fewest;
    if (fewest.length <= KEPT_FROM) return fewest.filter((item) => selectorMatches(selector, item.labels));
    const question = canonical(selector);
    const before = this.#answers.get(question);
    if (before !== undefined) return before;
    const found = fewest.filter((item) => selectorMatches(selector, item.labels));
    this.#answers.set(question, found);
    return found;
  }
}
