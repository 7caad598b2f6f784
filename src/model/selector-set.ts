import { MultiMap } from './multi-map';
import { PairMap } from './pair-map';
import { SelectorGroups } from './selector-groups';
import { labelsContradict, labelsKey, selectorMatches } from './selectors';

type Labels = Readonly<Record<string, string>>;

/** Selectors compared at most for one question. Where more would have to be, nothing is certain. */
const COMPARED_AT_MOST = 256;

/**
 * A set of selectors, asked which of them can be for the same workloads. However many they are, a question compares a
 * bounded number of them; past that the answer is the cautious one, true. It never depends on the order of the input.
 */
export class SelectorSet {
  /** Equal selectors are one. */
  readonly #selectors = new Map<string, Labels>();
  readonly #index = new SelectorGroups<Labels>();
  readonly #byPair = new PairMap<Labels>();
  readonly #byKey = new MultiMap<string, Labels>();
  readonly #lacking = new Map<string, readonly Labels[]>();

  add(selector: Labels): void {
    const text = labelsKey(selector);
    if (this.#selectors.has(text)) return;
    this.#selectors.set(text, selector);
    this.#index.add(selector, selector);
    this.#byPair.addAll(selector, selector);
    for (const key of Object.keys(selector)) this.#byKey.add(key, selector);
    this.#lacking.clear();
  }

  get size(): number {
    return this.#selectors.size;
  }

  /** False when it is certain that no workload has both these labels and those that some selector wants. */
  mayMeet(labels: Labels): boolean {
    const { size } = this.#selectors;
    if (size === 0 || this.#selectors.has(labelsKey(labels))) return size > 0;
    const pairs = Object.entries(labels);
    // More selectors than there are among these keys: one has none of them, so it contradicts nothing.
    if (size > pairs.reduce((sum, [key]) => sum + this.#byKey.get(key).length, 0)) return true;
    const [best] = pairs
      .map(([key, value]) => ({ key, same: this.#byPair.get(key, value), without: size - this.#byKey.get(key).length }))
      .sort((a, b) => a.same.length + a.without - (b.same.length + b.without));
    if (best === undefined || best.same.length + best.without > COMPARED_AT_MOST) return true;
    const candidates = best.without === 0 ? best.same : [...best.same, ...this.#withoutKey(best.key)];
    return candidates.some((selector) => !labelsContradict(selector, labels));
  }

  /** True unless it is certain that no selector matches whatever has these labels. */
  mayMatch(labels: Labels): boolean {
    let compared = 0;
    for (const { selector } of this.#index.candidates(labels)) {
      if (selectorMatches(selector, labels) || ++compared > COMPARED_AT_MOST) return true;
    }
    return false;
  }

  /** Selectors that say nothing of a key. Asked only of keys that nearly all selectors have, and those are few. */
  #withoutKey(key: string): readonly Labels[] {
    const before = this.#lacking.get(key);
    if (before !== undefined) return before;
    const lacking = [...this.#selectors.values()].filter((selector) => !Object.hasOwn(selector, key));
    this.#lacking.set(key, lacking);
    return lacking;
  }
}
