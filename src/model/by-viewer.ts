import { MultiMap } from './multi-map';
import type { Visibility } from './visibility';

const NOTHING: readonly never[] = [];

/** Things by the namespaces that see them. What a namespace sees is found without looking at what it does not see. */
export class ByViewer<T> {
  readonly #seen: T[] = [];
  readonly #public: T[] = [];
  /** Nearly everything is for all. */
  #named: MultiMap<string, T> | undefined;

  add(visibility: Visibility, value: T): void {
    if (visibility === '*') this.#public.push(value);
    else for (const viewer of visibility) (this.#named ??= new MultiMap()).add(viewer, value);
    if (visibility === '*' || visibility.size > 0) this.#seen.push(value);
  }

  /** What every namespace sees. */
  get public(): readonly T[] {
    return this.#public;
  }

  /** What a namespace sees because it is named. */
  namedFor(viewer: string): readonly T[] {
    return this.#named?.get(viewer) ?? NOTHING;
  }

  /** The namespaces that are named, each with what it sees for that. */
  get named(): Iterable<[string, readonly T[]]> {
    return this.#named?.entries() ?? NOTHING;
  }

  /** What some namespace sees together with a thing of this visibility, that thing included; some of it more than once. */
  *sharing(visibility: Visibility): Generator<T> {
    if (visibility === '*') {
      yield* this.#seen;
      return;
    }
    if (visibility.size > 0) yield* this.#public;
    for (const viewer of visibility) yield* this.namedFor(viewer);
  }
}
