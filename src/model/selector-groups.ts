import { PairMap } from './pair-map';
import { isEmptySelector, labelsKey, selectorMatches } from './selectors';

type Labels = Readonly<Record<string, string>>;

/** Everything that was added under one selector. */
export interface SelectorGroup<T> {
  readonly selector: Labels;
  readonly values: readonly T[];
}

/**
 * Things by the selector that they have. Those for given labels are found by the labels: each selector is filed under
 * the pair that the fewest others want.
 */
export class SelectorGroups<T> {
  readonly #groups = new Map<string, { readonly selector: Labels; readonly values: T[] }>();
  #filed: Filed<T> | undefined;

  add(selector: Labels, value: T): void {
    const text = labelsKey(selector);
    const group = this.#groups.get(text);
    if (group === undefined) this.#groups.set(text, { selector, values: [value] });
    else group.values.push(value);
    this.#filed = undefined;
  }

  /** One for each selector. */
  get groups(): readonly SelectorGroup<T>[] {
    return [...this.#groups.values()];
  }

  /** The groups whose selector matches whatever has these labels. */
  matching(labels: Labels): readonly SelectorGroup<T>[] {
    const { forAll, byPair } = this.#file();
    const found: SelectorGroup<T>[] = forAll === undefined ? [] : [forAll];
    for (const key in labels) {
      for (const group of byPair.get(key, labels[key] ?? '')) if (selectorMatches(group.selector, labels)) found.push(group);
    }
    return found;
  }

  /** The groups whose selector may match: the others do not. */
  *candidates(labels: Labels): Generator<SelectorGroup<T>> {
    const { forAll, byPair } = this.#file();
    if (forAll !== undefined) yield forAll;
    for (const key in labels) yield* byPair.get(key, labels[key] ?? '');
  }

  #file(): Filed<T> {
    if (this.#filed !== undefined) return this.#filed;
    let forAll: SelectorGroup<T> | undefined;
    const [wanted, byPair] = [new PairMap<SelectorGroup<T>>(), new PairMap<SelectorGroup<T>>()];
    for (const group of this.#groups.values()) wanted.addAll(group.selector, group);
    for (const group of this.#groups.values()) {
      if (isEmptySelector(group.selector)) forAll = group;
      else {
        const key = rarestKey(group.selector, wanted);
        byPair.add(key, group.selector[key] ?? '', group);
      }
    }
    this.#filed = { forAll, byPair };
    return this.#filed;
  }
}

interface Filed<T> {
  /** The group without a selector. */
  readonly forAll: SelectorGroup<T> | undefined;
  readonly byPair: PairMap<SelectorGroup<T>>;
}

function rarestKey<T>(selector: Labels, wanted: PairMap<T>): string {
  let rarest = '';
  let fewest = Infinity;
  for (const key in selector) {
    const { length } = wanted.get(key, selector[key] ?? '');
    if (length < fewest) [rarest, fewest] = [key, length];
  }
  return rarest;
}
