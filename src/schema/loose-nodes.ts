import type { MetadataNode } from './metadata-node';
import { type Node, rulesOf } from './nodes';
import { Rules } from './rules';
import { isArray, isObject, own } from './values';
import { unknownField } from './unknown-field';
import { type Run, spend } from './violation';

interface Parts {
  readonly object: Node;
  readonly list: Node | undefined;
  readonly rules: Rules | undefined;
}

/** A value without a declared type: what its schema says of objects and of lists holds for those. */
export class AnyNode implements Node {
  readonly nullable: boolean;
  readonly default: unknown;
  readonly rules: Rules | undefined;
  readonly #scalar: Node;
  readonly #object: Node;
  readonly #list: Node | undefined;

  constructor(scalar: Node, { object, list, rules }: Parts) {
    this.nullable = scalar.nullable;
    this.default = scalar.default;
    this.rules = rules;
    this.#scalar = scalar;
    this.#object = object;
    this.#list = list;
  }

  visit(value: unknown, run: Run): unknown {
    const node = isObject(value) ? this.#object : isArray(value) ? (this.#list ?? this.#scalar) : this.#scalar;
    return node.visit(value, run);
  }
}

/**
 * A value of a map with `additionalProperties: true`: anything, but of an object in it no field is known, and Kubernetes drops
 * what it does not know.
 */
export class FlatNode implements Node {
  readonly nullable = true;
  readonly default: unknown = undefined;
  readonly rules: Rules | undefined = undefined;

  visit(value: unknown, run: Run): unknown {
    if (isArray(value)) {
      spend(run, value.length);
      return value.map((item, i) => this.#inside(i, item, run));
    }
    if (!isObject(value)) return value;
    const keys = Object.keys(value).filter((key) => value[key] !== undefined);
    for (const key of keys) unknownField(key, value[key], NO_FIELDS, run);
    return keys.length === 0 ? value : {};
  }

  #inside(at: number, item: unknown, run: Run): unknown {
    run.path.push(at);
    const usable = this.visit(item, run);
    run.path.pop();
    return usable;
  }
}

const NO_FIELDS: ReadonlyMap<string, Node> = new Map();

/** Metadata of a kind whose schema says what its objects may be called. */
export class NamedNode implements Node {
  readonly nullable = false;
  readonly default: unknown = undefined;
  readonly rules: Rules | undefined;
  readonly #metadata: MetadataNode;
  readonly #names: ReadonlyMap<string, Node>;

  constructor(metadata: MetadataNode, names: ReadonlyMap<string, Node>) {
    this.rules = Rules.of(undefined, { fields: rulesOf(names) });
    this.#metadata = metadata;
    this.#names = names;
  }

  visit(value: unknown, run: Run): unknown {
    const usable = this.#metadata.visit(value, run);
    if (!isObject(value)) return usable;
    for (const [name, node] of this.#names) {
      const field = own(value, name) ?? undefined;
      if (field === undefined) continue;
      run.path.push(name);
      node.visit(field, run);
      run.path.pop();
    }
    return usable;
  }
}
