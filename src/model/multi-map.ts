const NOTHING: readonly never[] = [];

/** Several values under one key, in the order in which they were added. */
export class MultiMap<K, V> {
  readonly #lists = new Map<K, V[]>();

  add(key: K, value: V): void {
    const list = this.#lists.get(key);
    if (list === undefined) this.#lists.set(key, [value]);
    else list.push(value);
  }

  get(key: K): readonly V[] {
    return this.#lists.get(key) ?? NOTHING;
  }

  /** Number of keys. */
  get size(): number {
    return this.#lists.size;
  }

  lists(): IterableIterator<readonly V[]> {
    return this.#lists.values();
  }

  entries(): IterableIterator<[K, readonly V[]]> {
    return this.#lists.entries();
  }
}
