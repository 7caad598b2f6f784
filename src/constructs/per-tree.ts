import type { IConstruct } from 'constructs';

/**
 * Something that a tree holds once, for everybody in it. It hangs at the root under a `Symbol.for`, so that two copies of
 * this package in one project speak of the same.
 */
export class PerTree<T extends object> {
  private readonly key: symbol;
  private readonly is: (held: unknown) => held is T;
  private readonly make: () => T;

  /** @param is tells what another copy has put there from anything else */
  constructor(name: string, is: (held: unknown) => held is T, make: () => T) {
    this.key = Symbol.for(`cdk8s-istio.${name}`);
    this.is = is;
    this.make = make;
  }

  /** What the tree of `scope` holds; made where nobody has asked for it yet. */
  of(scope: IConstruct): T {
    const { root } = scope.node;
    const held: unknown = Reflect.get(root, this.key);
    if (this.is(held)) return held;
    const made = this.make();
    Object.defineProperty(root, this.key, { value: made });
    return made;
  }
}

/** A map that a tree holds. */
export function mapPerTree<K, V>(name: string): PerTree<Map<K, V>> {
  return new PerTree(name, (held): held is Map<K, V> => held instanceof Map, () => new Map());
}

/** A set that a tree holds. */
export function setPerTree<T>(name: string): PerTree<Set<T>> {
  return new PerTree(name, (held): held is Set<T> => held instanceof Set, () => new Set());
}
