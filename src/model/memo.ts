/** Remembers answers by key, for a question that many objects ask alike. */
export class Memo<V> {
  readonly #answers = new Map<string, { readonly value: V }>();

  get(key: string, make: () => V): V {
    const before = this.#answers.get(key);
    if (before !== undefined) return before.value;
    const value = make();
    this.#answers.set(key, { value });
    return value;
  }
}
