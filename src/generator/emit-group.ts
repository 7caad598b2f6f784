import type { JSONSchema4 } from 'json-schema';
import type { GroupFacts, Schema } from '../schema/facts';
import { capitalize } from './crd';
import { emitClass, type KindProperty } from './emit-classes';
import { foldComments, makeReadonly } from './make-readonly';
import { shapeOf, shapeType, type TypeContext } from './type-schema';

/** What the file of one API group is made from. */
export interface GroupInput {
  readonly facts: GroupFacts;
  /** Lines of the comment at the top of the file. */
  readonly banner: readonly string[];
  /** Module that the constructs stand on: a relative path inside this package, its name in a user's project. */
  readonly base: string;
  /** `Shape.property` of durations that no check of the schema gives away. */
  readonly durations: ReadonlySet<string>;
  readonly variants: Readonly<Record<string, string>>;
  /** Comment of a shape or a property. */
  readonly comment: (shape: string, property?: string) => string | undefined;
  /** Lines of the comment of a kind. */
  readonly kindComment: (kind: string, version: string) => readonly string[];
  /** Every served version gets a construct (the best one has the plain name), and `spec` is required only where the schema says so. */
  readonly foreign?: boolean;
}

const ROOT = 'GeneratedRoot';
const BASE_NAMES = ['DurationValue', 'GroupVersionKind', 'JsonValue', 'Manifest', 'TypedApiObject'] as const;

/** Writes the TypeScript file of one API group: message types, then one construct a kind. */
export async function emitGroup(input: GroupInput): Promise<string> {
  const schemas = new Map(Object.entries(input.facts.shapes));
  const classes = Object.entries(input.facts.kinds).flatMap(([kind, facts]) => {
    const versions = input.foreign === true ? Object.keys(facts.versions) : [facts.best];
    return versions.map((version) => {
      const className = capitalize(kind) + (version === facts.best ? '' : capitalize(version));
      const properties = kindProperties(className, facts.versions[version]?.schema ?? {}, schemas, input.foreign !== true);
      return { className, apiVersion: `${input.facts.group}/${version}`, kind, properties, comment: input.kindComment(kind, version) };
    });
  });
  const types = await emitTypes(input, schemas, classes.flatMap(({ properties }) => properties.map(({ type }) => type)));
  const body = `${types}\n${classes.map(emitClass).join('\n')}`;
  const used = BASE_NAMES.filter((name) => new RegExp(`\\b${name}\\b`).test(body));
  const imports = used.map((name) => (name === 'TypedApiObject' ? name : `type ${name}`));
  return `${input.banner.map((line) => `// ${line}\n`).join('')}
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import { ${imports.join(', ')} } from '${input.base}';

${body}`;
}

function kindProperties(className: string, root: Schema, schemas: Map<string, Schema>, specRequired: boolean): readonly KindProperty[] {
  const required = new Set(root.required);
  return Object.entries(root.properties ?? {}).filter(([name]) => !['apiVersion', 'kind', 'metadata', 'status'].includes(name)).map(([name, schema]) => {
    // A property that is no shape of its own becomes one here, so that the types have a name for it.
    const type = schema.$ref === undefined ? className + capitalize(name.replace(/\W/g, '')) : shapeOf(schema.$ref);
    if (schema.$ref === undefined) schemas.set(type, schema);
    return { name, type, required: required.has(name) || (specRequired && name === 'spec') };
  });
}

async function emitTypes(input: GroupInput, schemas: ReadonlyMap<string, Schema>, roots: readonly string[]): Promise<string> {
  const context: TypeContext = {
    isDuration: (shape, property) => input.durations.has(`${shape}.${property}`),
    comment: input.comment,
    typeOf: (shape) => canonical(shape),
  };
  const drawn = new Map<string, JSONSchema4>();
  const draw = (shape: string): JSONSchema4 => {
    const known = drawn.get(shape) ?? shapeType(shape, schemas.get(shape) ?? {}, context);
    drawn.set(shape, known);
    return known;
  };
  // A variant differs in checks; where the type is the same, so is the name.
  const canonical = (shape: string): string => {
    const base = input.variants[shape];
    return base !== undefined && sameType(draw(shape), draw(base)) ? base : shape;
  };
  const definitions: Record<string, JSONSchema4> = {};
  const reach = (shape: string): void => {
    if (definitions[shape] !== undefined) return;
    definitions[shape] = draw(shape);
    JSON.stringify(definitions[shape], (key, value: unknown) => {
      if (key === '$ref' && typeof value === 'string') reach(value.slice('#/definitions/'.length));
      return value;
    });
  };
  for (const root of roots) reach(root);
  const { compile } = await import('json-schema-to-typescript');
  const names = Object.keys(definitions).sort();
  const schema: JSONSchema4 = {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(names.map((name) => [name, { $ref: `#/definitions/${name}` }])),
    definitions: Object.fromEntries(names.map((name) => [name, definitions[name] ?? {}])),
  };
  const text = await compile(schema, ROOT, {
    additionalProperties: false, bannerComment: '', enableConstEnums: false, ignoreMinAndMaxItems: true, unknownAny: true,
    style: { printWidth: 120, singleQuote: true },
  });
  return foldComments(makeReadonly(text.replace(new RegExp(`export interface ${ROOT} \\{[^}]*\\}\n`), ''))).replace(/^(\}|.*;)\n(?=\/\*\*|export )/gm, '$1\n\n').trim() + '\n';
}

function sameType(a: JSONSchema4, b: JSONSchema4): boolean {
  return withoutComments(a) === withoutComments(b);
}

function withoutComments(schema: JSONSchema4): string {
  return JSON.stringify(schema, (key, value: unknown) => (key === 'description' && typeof value === 'string' ? undefined : value));
}
