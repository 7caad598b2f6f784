import type { StringMatch } from './kinds/networking';
import { MultiMap } from './multi-map';

/** A match at one place, as far as it decides which route takes a path. */
export interface Taker<T> {
  readonly path: StringMatch;
  /** '' where the match asks for nothing but the path. */
  readonly rest: string;
  readonly value: T;
}

/** Of several with one text only so many are kept: who asks wants to know of another than itself. */
const KEPT = 3;

const PLAIN = 'plain';
const NARROWED = 'narrowed';

/** The matches of HTTPRoutes at one place by their exact paths and prefixes. A question costs the length of the path, never the number of matches. */
export class RouteTakers<T> {
  readonly #byText = new MultiMap<string, Taker<T>>();

  add(taker: Taker<T>): void {
    const key = keyOf(taker.path);
    if (key === undefined) return;
    const full = `${taker.rest === '' ? PLAIN : NARROWED} ${key}`;
    const kept = this.#byText.get(full);
    if (kept.length < KEPT && !kept.some(({ value }) => value === taker.value)) this.#byText.add(full, taker);
  }

  /** The matches for the same path, or prefix. */
  same(path: StringMatch): readonly Taker<T>[] {
    const key = keyOf(path);
    return key === undefined ? [] : [...this.#byText.get(`${PLAIN} ${key}`), ...this.#byText.get(`${NARROWED} ${key}`)];
  }

  /** The matches that take a path and go before one for `path` or are as it is: exact ones, and those for a prefix that is as long or longer. */
  *takingBefore(target: string, path: StringMatch): Generator<Taker<T>> {
    yield* this.same({ exact: target });
    if (path.prefix === undefined) return;
    for (const prefix of prefixesOf(target)) if (prefix.length >= path.prefix.length) yield* this.same({ prefix });
  }
}

function keyOf({ exact, prefix }: StringMatch): string | undefined {
  if (exact !== undefined) return `exact ${exact}`;
  return prefix === undefined ? undefined : `prefix ${prefix}`;
}

/** True when a path is one that a match for an exact path or a prefix takes; a prefix goes up to the end of a segment. */
export function takesPath({ exact, prefix }: StringMatch, path: string): boolean {
  if (exact !== undefined) return exact === path;
  return prefix !== undefined && (prefix === '/' || path === prefix || path.startsWith(`${prefix}/`));
}

function* prefixesOf(path: string): Generator<string> {
  yield '/';
  for (let slash = path.indexOf('/', 1); slash >= 0; slash = path.indexOf('/', slash + 1)) yield path.slice(0, slash);
  if (path.length > 1 && !path.endsWith('/')) yield path;
}
