import { covers } from './match-cover';
import type { Condition, MatchShape } from './match-cover';
import { MultiMap } from './multi-map';

interface Entry<T> {
  readonly shape: MatchShape;
  readonly value: T;
  /** How many were added before it. */
  readonly order: number;
}

/** So few are compared one by one: most VirtualServices have no more, and an index costs them more than it saves. */
const UNFILED = 8;

/** Earlier matches, kept so that only those that can cover a later one are compared with it. */
export class CoverIndex<T> {
  /** The first few, in order. */
  readonly #first: Entry<T>[] = [];
  #others: FiledMatches<T> | undefined;
  #size = 0;

  add(shape: MatchShape, value: T): void {
    const entry: Entry<T> = { shape, value, order: this.#size++ };
    if (this.#first.length < UNFILED) this.#first.push(entry);
    else (this.#others ??= new FiledMatches()).add(entry);
  }

  /** What was added first among the matches that cover this one. */
  firstCovering(shape: MatchShape): T | undefined {
    const first = this.#first.find((entry) => covers(entry.shape, shape));
    return (first ?? this.#others?.firstCovering(shape))?.value;
  }
}

/** Each is filed under that of its conditions under which the fewest are filed so far. */
class FiledMatches<T> {
  readonly #filed = new MultiMap<string, Entry<T>>();
  /** Lengths of the prefixes filed, by field, so that a long text is not cut at every letter. */
  readonly #prefixLengths = new Map<string, Set<number>>();

  add(entry: Entry<T>): void {
    const places = placesOf(entry.shape);
    const [best] = places.sort((a, b) => this.#crowd(a) - this.#crowd(b));
    for (const key of best?.keys ?? [EVERYTHING]) this.#filed.add(key, entry);
    const prefix = best?.prefix;
    if (prefix === undefined) return;
    const lengths = this.#prefixLengths.get(prefix.field) ?? new Set();
    this.#prefixLengths.set(prefix.field, lengths.add(prefix.text.length));
  }

  firstCovering(shape: MatchShape): Entry<T> | undefined {
    let first: Entry<T> | undefined;
    for (const key of this.#keysOf(shape)) {
      const found = this.#filed.get(key).find((entry) => covers(entry.shape, shape));
      if (found !== undefined && (first === undefined || found.order < first.order)) first = found;
    }
    return first;
  }

  /** How many are filed there already; who looks for servers takes the emptiest key. */
  #crowd({ keys }: Place): number {
    return keys.reduce((least, key) => Math.min(least, this.#filed.get(key).length), Infinity);
  }

  /** Every key under which a covering match can be filed. */
  *#keysOf(shape: MatchShape): Generator<string> {
    yield EVERYTHING;
    yield* gatewayKeys(shape);
    for (const condition of shape.conditions) {
      if (condition.not) yield absenceKey(condition);
      else yield* this.#presenceKeys(condition);
    }
    // Each server of the later match must be one of the earlier: the one with the fewest candidates tells.
    const byHost = shape.sniHosts.map(serverKeys).map((keys) => ({ keys, crowd: keys.reduce((sum, key) => sum + this.#filed.get(key).length, 0) }));
    yield* byHost.sort((a, b) => a.crowd - b.crowd)[0]?.keys ?? [];
  }

  *#presenceKeys({ field, test, text }: Condition): Generator<string> {
    yield keyOf(field, 'present', '', false);
    for (const fold of [false, true]) {
      if (test === 'exact' || test === 'regex') yield keyOf(field, test, text, fold);
      if (test === 'regex' || test === 'present') continue;
      for (const length of this.#prefixLengths.get(field) ?? []) {
        if (length <= text.length) yield keyOf(field, 'prefix', text.slice(0, length), fold);
      }
    }
  }
}

const EVERYTHING = '';

/** Where a match can be filed: under all of the keys. */
interface Place {
  readonly keys: readonly string[];
  readonly prefix?: Condition;
}

/** The longest condition first: of those under which equally few are filed, it most likely tells a match from its neighbours. */
function placesOf(shape: MatchShape): Place[] {
  const byLength = [...shape.conditions].sort((a, b) => b.text.length - a.text.length);
  const places: Place[] = byLength.map((condition) => {
    const { field, test, text, fold, not } = condition;
    if (not) return { keys: [absenceKey(condition)] };
    return { keys: [keyOf(field, test, text, fold)], ...(test === 'prefix' ? { prefix: condition } : {}) };
  });
  if (shape.sniHosts.length > 0) places.push({ keys: shape.sniHosts.map((host) => `sni ${host}`) });
  if (places.length > 0) return places;
  const gateways = gatewayKeys(shape);
  return gateways.length === 0 ? [] : [{ keys: gateways }];
}

/** Of a match for one gateway; what covers it may be for more, and is then filed elsewhere. */
function gatewayKeys({ gateways }: MatchShape): readonly string[] {
  return gateways.size === 1 ? [...gateways].map((gateway) => `gateway ${gateway}`) : [];
}

function serverKeys(host: string): readonly string[] {
  const keys = [`sni ${host}`, 'sni *'];
  const tail = host.startsWith('*') ? host.slice(1) : host;
  for (let dot = tail.indexOf('.'); dot >= 0; dot = tail.indexOf('.', dot + 1)) keys.push(`sni *${tail.slice(dot)}`);
  return [...new Set(keys)];
}

function absenceKey({ field }: Condition): string {
  return `without ${field}`;
}

function keyOf(field: string, test: Condition['test'], text: string, fold: boolean): string {
  return `${field} ${test}${fold ? ' fold' : ''} ${fold ? text.toLowerCase() : text}`;
}
