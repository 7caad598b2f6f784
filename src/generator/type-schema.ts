import type { JSONSchema4 } from 'json-schema';
import type { Schema } from '../schema/facts';
import { discriminator, exclusiveGroups, type Discriminator, type ExclusiveGroup } from './exclusive';
import { stringLiteral } from './text';

/** Answers the questions about a property that its schema alone leaves open. */
export interface TypeContext {
  /** Whether the string at this property is a duration. */
  isDuration(shape: string, property: string): boolean;
  /** Comment for a shape, or for a property of it. */
  comment(shape: string, property?: string): string | undefined;
  /** Name of the TypeScript type that stands for a shape. */
  typeOf(shape: string): string;
}

const REF = '#/shapes/';
const GEP_2257 = '^([0-9]{1,5}(h|m|s|ms)){1,4}$';

/** The shape that a reference names. */
export function shapeOf(ref: string): string {
  return ref.slice(REF.length);
}

/** Rewrites the schema of a shape into one from which json-schema-to-typescript makes exactly the wanted type. */
export function shapeType(shape: string, schema: Schema, context: TypeContext): JSONSchema4 {
  const comment = context.comment(shape);
  const type =
    schema.properties === undefined ? valueType(shape, schema, context, isDurationSchema(schema)) : objectType(shape, schema, context);
  return { ...type, ...(comment === undefined ? {} : { description: comment }) };
}

function objectType(shape: string, schema: Schema, context: TypeContext): JSONSchema4 {
  const required = new Set(schema.required);
  const property = (key: string): JSONSchema4 => propertyType(shape, key, schema.properties?.[key] ?? {}, context);
  const groups = exclusiveGroups(schema);
  const choice = discriminator(schema);
  const inGroups = new Set([...groups.flatMap(({ keys }) => keys), ...(choice === undefined ? [] : [choice.by, ...choice.cases.values()])]);
  const free = Object.keys(schema.properties ?? {}).filter((key) => !inGroups.has(key));
  const parts: JSONSchema4[] = connected(groups).map((set) => ({
    oneOf: members(set, required).map((member) => memberType(member, property)),
  }));
  if (choice !== undefined) {
    const values = (schema.properties?.[choice.by]?.enum ?? []).filter((value) => typeof value === 'string');
    parts.push({ oneOf: values.map((value) => caseType(choice, value, property)) });
  }
  if (free.length > 0 || parts.length === 0) {
    const open = schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties === true;
    parts.unshift({
      type: 'object',
      properties: Object.fromEntries(free.map((key) => [key, property(key)])),
      required: free.filter((key) => required.has(key)),
      additionalProperties: open ? { tsType: 'unknown' } : false,
    });
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { allOf: parts };
}

/** One case of a discriminated union: the value, the property that goes with it, and none of the others. */
function caseType({ by, cases }: Discriminator, value: string, property: (key: string) => JSONSchema4): JSONSchema4 {
  const key = cases.get(value);
  const absent = [...cases.values()].filter((other) => other !== key);
  const entries: [string, JSONSchema4][] = [[by, union([value])]];
  if (key !== undefined) entries.push([key, property(key)]);
  for (const other of absent) entries.push([other, { tsType: 'never' }]);
  return {
    type: 'object',
    properties: Object.fromEntries(entries),
    required: key === undefined ? [by] : [by, key],
    additionalProperties: false,
  };
}

/** One member of a union: the keys that may be set, those that must, and those that must not. */
interface Member {
  readonly present: readonly string[];
  readonly optional: readonly string[];
  readonly absent: readonly string[];
}

function memberType({ present, optional, absent }: Member, property: (key: string) => JSONSchema4): JSONSchema4 {
  return {
    type: 'object',
    properties: Object.fromEntries([
      ...[...present, ...optional].map((key) => [key, property(key)]),
      ...absent.map((key) => [key, { tsType: 'never' }]),
    ]),
    required: [...present],
    additionalProperties: false,
  };
}

/** Groups that share a key belong together: what one forbids the other must not allow. */
function connected(groups: readonly ExclusiveGroup[]): readonly (readonly ExclusiveGroup[])[] {
  const sets: ExclusiveGroup[][] = [];
  for (const group of groups) {
    const touching = sets.filter((set) => set.some(({ keys }) => keys.some((key) => group.keys.includes(key))));
    const merged = [...touching.flat(), group];
    for (const set of touching) sets.splice(sets.indexOf(set), 1);
    sets.push(merged);
  }
  return sets;
}

function members(groups: readonly ExclusiveGroup[], required: ReadonlySet<string>): readonly Member[] {
  const [only, ...others] = groups;
  if (only !== undefined && others.length === 0) {
    const one = only.keys.map((key) => ({ present: [key], optional: [], absent: only.keys.filter((other) => other !== key) }));
    const none = only.none && !only.keys.some((key) => required.has(key));
    return none ? [...one, { present: [], optional: [], absent: only.keys }] : one;
  }
  const keys = [...new Set(groups.flatMap((group) => group.keys))];
  const clash = (a: string, b: string): boolean => groups.some((group) => group.keys.includes(a) && group.keys.includes(b));
  return largestSets(keys, clash).map((set) => ({
    present: set.filter((key) => required.has(key)),
    optional: set.filter((key) => !required.has(key)),
    absent: keys.filter((key) => !set.includes(key)),
  }));
}

/** All sets of keys without a clash to which no key can be added. */
function largestSets(keys: readonly string[], clash: (a: string, b: string) => boolean): readonly (readonly string[])[] {
  let sets: string[][] = [[]];
  for (const key of keys) sets = [...sets, ...sets.filter((set) => !set.some((other) => clash(key, other))).map((set) => [...set, key])];
  return sets.filter((set) => !keys.some((key) => !set.includes(key) && !set.some((other) => clash(key, other))));
}

function propertyType(shape: string, key: string, schema: Schema, context: TypeContext): JSONSchema4 {
  const comment = context.comment(shape, key);
  const type = valueType(`${shape}.${key}`, schema, context, isDurationSchema(schema) || context.isDuration(shape, key));
  // A description beside a $ref would make json-schema-to-typescript copy the shape under a second name.
  if (comment === undefined) return type;
  return type.$ref === undefined ? { ...type, description: comment } : { allOf: [type], description: comment };
}

function valueType(place: string, schema: Schema, context: TypeContext, duration: boolean): JSONSchema4 {
  if (schema.$ref !== undefined) return { $ref: `#/definitions/${context.typeOf(shapeOf(schema.$ref))}` };
  if (schema['x-kubernetes-int-or-string'] === true) return { type: ['number', 'string'] };
  switch (schema.type) {
    case 'array':
      return {
        type: 'array',
        items: schema.items === undefined ? { tsType: 'JsonValue' } : valueType(place, schema.items, context, duration),
      };
    case 'object':
      if (schema.properties !== undefined) return objectType(place, schema, context);
      if (typeof schema.additionalProperties === 'object') {
        return { type: 'object', additionalProperties: valueType(place, schema.additionalProperties, context, duration) };
      }
      return { type: 'object', additionalProperties: { tsType: 'JsonValue | undefined' } };
    case 'string':
      if (isStrings(schema.enum)) return union(schema.enum);
      return duration ? { tsType: 'DurationValue' } : { type: 'string' };
    case 'integer':
    case 'number':
    case 'boolean':
      return { type: schema.type };
    default:
      return { tsType: 'JsonValue' };
  }
}

function union(values: readonly string[]): JSONSchema4 {
  return { tsType: values.length === 0 ? 'never' : `(${values.map(stringLiteral).join(' | ')})` };
}

function isStrings(values: readonly unknown[] | undefined): values is readonly string[] {
  return values !== undefined && values.every((value) => typeof value === 'string');
}

function isDurationSchema(schema: Schema): boolean {
  const value = schema.items ?? schema;
  return value.pattern === GEP_2257 || (value['x-kubernetes-validations'] ?? []).some(({ rule }) => rule.startsWith('duration(self)'));
}
