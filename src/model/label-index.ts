import { MultiMap } from './multi-map';
import { selectorMatches } from './selectors';

type Labels = Readonly<Record<string, string>>;

/** Things with labels, so that a selector tries only those that have its rarest pair. */
export class LabelIndex<T extends { readonly labels: Labels }> {
  readonly #all: T[] = [];
  readonly #byPair = new MultiMap<string, T>();

  add(item: T): void {
    this.#all.push(item);
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
    return (fewest ?? []).filter((item) => selectorMatches(selector, item.labels));
  }
}
