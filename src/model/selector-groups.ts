import { MultiMap } from './multi-map';
import { selectorMatches } from './selectors';
import { canonical } from './values';

type Labels = Readonly<Record<string, string>>;

/** Everything that was added under one selector. */
export interface SelectorGroup<T> {
  readonly selector: Labels;
  readonly values: readonly T[];
}

/** One text for a key and a value. */
export function pairText(key: string, value: string): string {
  return `${key}\0${value}`;
}

/**
 * Things by the selector that they have. Those for given labels are found by the labels: each selector is filed under
 * the pair that the fewest others want.
 */
export class SelectorGroups<T> {
  readonly #groups = new Map<string, { readonly selector: Labels; readonly values: T[] }>();
  #filed: MultiMap<string, SelectorGroup<T>> | undefined;

  add(selector: Labels, value: T): void {
    const text = canonical(selector);
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
    return [...this.candidates(labels)].filter(({ selector }) => selectorMatches(selector, labels));
  }

  /** The groups whose selector may match: the others do not. */
  *candidates(labels: Labels): Generator<SelectorGroup<T>> {
    const filed = (this.#filed ??= this.#file());
    yield* filed.get('');
    for (const [key, value] of Object.entries(labels)) yield* filed.get(pairText(key, value));
  }

  #file(): MultiMap<string, SelectorGroup<T>> {
    const wanted = new Map<string, number>();
    const pairsOf = ({ selector }: SelectorGroup<T>): readonly string[] => Object.entries(selector).map(([key, value]) => pairText(key, value));
    for (const group of this.#groups.values()) for (const pair of pairsOf(group)) wanted.set(pair, (wanted.get(pair) ?? 0) + 1);
    const filed = new MultiMap<string, SelectorGroup<T>>();
    for (const group of this.#groups.values()) {
      const pairs = pairsOf(group);
      const [rarest = ''] = pairs.length === 1 ? pairs : [...pairs].sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
      filed.add(rarest, group);
    }
    return filed;
  }
}
