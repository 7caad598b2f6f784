import type { Schema } from './facts';
import { AnyNode, FlatNode, NamedNode } from './loose-nodes';
import { MetadataNode } from './metadata-node';
import { ListNode, type Node, ObjectNode, rulesOf, ScalarNode } from './nodes';
import { Rules } from './rules';

const FLAT = new FlatNode();

/** What an object inside another must say of itself. */
const EMBEDDED: readonly (readonly [string, Schema])[] = [
  ['apiVersion', { type: 'string', minLength: 1, pattern: '^[^/]*(/[^/]*)?$' }],
  ['kind', { type: 'string', minLength: 1, maxLength: 63, pattern: '^[A-Za-z]([-A-Za-z0-9]*[A-Za-z0-9])?$' }],
];

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
    return new ObjectNode(schema, given ?? this.#fields(schema), this.#others(schema));
  }

  /** The values of a map. */
  #others({ additionalProperties }: Schema): Node | undefined {
    if (additionalProperties === true) return FLAT;
    return typeof additionalProperties === 'object' ? this.#compile(additionalProperties) : undefined;
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
    for (const [name, type] of EMBEDDED) {
      const declared = schema.properties?.[name];
      fields.set(name, new ScalarNode(declared === undefined ? type : { ...declared, allOf: [...(declared.allOf ?? []), type] }));
    }
    return fields.set('metadata', new MetadataNode(true));
  }

  /** A schema without a type takes every type; what it says of objects and lists holds for those. */
  #any(schema: Schema): Node {
    const { items } = schema;
    const fields = this.#fields(schema);
    const others = this.#others(schema);
    const item = items === undefined ? undefined : this.#compile(items);
    return new AnyNode(new ScalarNode(schema), {
      object: new ObjectNode(schema, fields, others),
      list: item === undefined ? undefined : new ListNode(schema, item),
      rules: Rules.of(schema['x-kubernetes-validations'], { fields: rulesOf(fields), others: others?.rules, items: item?.rules }),
    });
  }
}
