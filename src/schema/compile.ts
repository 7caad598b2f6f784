import type { Schema } from './facts';
import { AnyNode, NamedNode } from './loose-nodes';
import { MetadataNode } from './metadata-node';
import { ListNode, type Node, ObjectNode, rulesIn, rulesOf, ScalarNode } from './nodes';
import { Rules } from './rules';

/** Compiles the schemas of one facts file. A shape is compiled once, however many places refer to it. */
export class SchemaCompiler {
  readonly #shapes: Readonly<Record<string, Schema>>;
  readonly #compiled = new Map<string, Node>();

  constructor(shapes: Readonly<Record<string, Schema>>) {
    this.#shapes = shapes;
  }

  /**
   * The schema of a whole object, where `apiVersion`, `kind` and `metadata` are always known.
   *
   * @param declared whether to say that metadata is no object; by default, when the schema itself declares it
   */
  compileRoot(schema: Schema, declared = schema.properties?.['metadata'] !== undefined): Node {
    const resolved = this.#resolve(schema);
    return this.#object(resolved, this.#rootFields(resolved, declared));
  }

  #resolve(schema: Schema): Schema {
    if (schema.$ref === undefined) return schema;
    const shape = this.#shapes[schema.$ref.slice('#/shapes/'.length)];
    if (shape === undefined) throw new Error(`The schema facts refer to ${schema.$ref}, which they do not hold.`);
    return shape;
  }

  #compile(schema: Schema): Node {
    const { $ref } = schema;
    if ($ref === undefined) return this.#node(schema);
    let node = this.#compiled.get($ref);
    if (node === undefined) {
      node = this.#node(this.#resolve(schema));
      this.#compiled.set($ref, node);
    }
    return node;
  }

  #node(schema: Schema): Node {
    const embedded = schema['x-kubernetes-embedded-resource'] === true;
    if (schema.type === 'object') return this.#object(schema, embedded ? this.#embeddedFields(schema) : undefined);
    if (schema.type === 'array' && schema.items !== undefined) return new ListNode(schema, this.#compile(schema.items));
    if (schema.type === undefined && (schema.properties ?? schema.additionalProperties ?? schema.items) !== undefined) return this.#any(schema);
    return new ScalarNode(schema);
  }

  #object(schema: Schema, given?: ReadonlyMap<string, Node>): Node {
    const { additionalProperties } = schema;
    const other = typeof additionalProperties === 'object' ? this.#compile(additionalProperties) : undefined;
    return new ObjectNode(schema, given ?? this.#fields(schema), other);
  }

  #fields(schema: Schema): Map<string, Node> {
    return new Map(Object.entries(schema.properties ?? {}).map(([name, property]) => [name, this.#compile(property)]));
  }

  #rootFields(schema: Schema, declared: boolean): ReadonlyMap<string, Node> {
    const fields = this.#fields(schema);
    for (const name of ['apiVersion', 'kind']) if (!fields.has(name)) fields.set(name, new ScalarNode({}));
    const metadata = new MetadataNode(declared);
    const names = new Map([...this.#fields(schema.properties?.['metadata'] ?? {})].filter(([name]) => name === 'name' || name === 'generateName'));
    return fields.set('metadata', names.size === 0 ? metadata : new NamedNode(metadata, names));
  }

  /** An object of Kubernetes inside another: what it is must be said, and its metadata is known. */
  #embeddedFields(schema: Schema): ReadonlyMap<string, Node> {
    const fields = this.#fields(schema);
    for (const name of ['apiVersion', 'kind']) {
      if (!fields.has(name)) fields.set(name, new ScalarNode({ type: 'string', minLength: 1 }));
    }
    return fields.set('metadata', new MetadataNode(true));
  }

  /** A schema without a type takes every type; what it says of objects and lists holds for those. */
  #any(schema: Schema): Node {
    const { items, additionalProperties } = schema;
    const fields = this.#fields(schema);
    const others = typeof additionalProperties === 'object' ? this.#compile(additionalProperties) : undefined;
    const item = items === undefined ? undefined : this.#compile(items);
    return new AnyNode(new ScalarNode(schema), {
      object: new ObjectNode(schema, fields, others),
      list: item === undefined ? undefined : new ListNode(schema, item),
      rules: Rules.of(rulesIn(schema), { fields: rulesOf(fields), others: others?.rules, items: item?.rules }),
    });
  }
}
