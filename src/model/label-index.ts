import { MultiMap } from './multi-map';
import { selectorMatches } from './selectors';
import { canonical } from './values';

type Labels = Readonly<Record<string, string>>;

/** Where more than this many must be looked at, the answer is kept: many objects have one selector. */
const KEPT_FROM = 16;

/** Things with labels, so that a selector tries only those that have its rarest pair. */
export class LabelIndex<T extends { readonly labels: Labels }> {
  readonly #all: T[] = [];
  readonly #byPair = new MultiMap<string, T>();
  readonly #answers = new Map<string, readonly T[]>();

  add(item: T): void {
    this.#all.push(item);
    this.#answers.clear();
    for (const [key, value] of Object.entries(item.labels)) this.#byPair.add(`${key}=${value}`, item);
  }

  /** Those that the selector matches; all for an empty one. */
  matching(selector: Labels | undefined): readonly T[] {
    const pairs = Object.entries(selector ?? {});
    if (pairs.length === 0) return this.#all;
    let fewest: readonly T[] | undefined;
    for (const [key, value] of pairs) {
      const list = this.#byPair.get(`${key}=${value}`);
      if (fewest === undefined || list.length < fewest.length) fewest = list;
    }
    if (fewest === undefined || fewest.length <= KEPT_FROM) return (fewest ?? []).filter((item) => selectorMatches(selector, item.labels));
    const question = canonical(selector);
    const before = this.#answers.get(question);
    if (before !== undefined) return before;
    const found = fewest.filter((item) => selectorMatches(selector, item.labels));
    this.#answers.set(question, found);
    return found;
  }
}
