import { MultiMap } from './multi-map';

const NOTHING: readonly never[] = [];

/** Several things under one label. A map for each key: so no text is put together, and hashed, for a look-up. */
export class PairMap<T> {
  readonly #byKey = new Map<string, MultiMap<string, T>>();

  add(key: string, value: string, item: T): void {
    const known = this.#byKey.get(key);
    const values = known ?? new MultiMap<string, T>();
    if (known === undefined) this.#byKey.set(key, values);
    values.add(value, item);
  }

  /** Files a thing under each of these labels. */
  addAll(labels: Readonly<Record<string, string>>, item: T): void {
    for (const key in labels) this.add(key, labels[key] ?? '', item);
  }

  get(key: string, value: string): readonly T[] {
    return this.#byKey.get(key)?.get(value) ?? NOTHING;
  }
}
