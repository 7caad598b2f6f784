import type { JSONSchema4 } from 'json-schema';
import type { Schema } from '../schema/facts';
import { stringLiteral } from './text';
import { type Member, unionsOf } from './unions';

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
  const { keys, unions } = unionsOf(schema, required);
  const free = Object.keys(schema.properties ?? {}).filter((key) => !keys.has(key));
  const parts: JSONSchema4[] = unions.map((union) => ({ oneOf: union.map((member) => memberType(member, property)) }));
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

function memberType({ value, present, optional, absent }: Member, property: (key: string) => JSONSchema4): JSONSchema4 {
  return {
    type: 'object',
    properties: Object.fromEntries([
      ...(value === undefined ? [] : [[value.key, literals([value.is])]]),
      ...[...present, ...optional].map((key) => [key, property(key)]),
      ...absent.map((key) => [key, { tsType: 'never' }]),
    ]),
    required: [...(value === undefined ? [] : [value.key]), ...present],
    additionalProperties: false,
  };
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
      if (isStrings(schema.enum)) return literals(schema.enum);
      return duration ? { tsType: 'DurationValue' } : { type: 'string' };
    case 'integer':
    case 'number':
    case 'boolean':
      return { type: schema.type };
    default:
      return { tsType: 'JsonValue' };
  }
}

function literals(values: readonly string[]): JSONSchema4 {
  return { tsType: values.length === 0 ? 'never' : `(${values.map(stringLiteral).join(' | ')})` };
}

function isStrings(values: readonly unknown[] | undefined): values is readonly string[] {
  return values !== undefined && values.every((value) => typeof value === 'string');
}

function isDurationSchema(schema: Schema): boolean {
  const value = schema.items ?? schema;
  return value.pattern === GEP_2257 || (value['x-kubernetes-validations'] ?? []).some(({ rule }) => rule.startsWith('duration(self)'));
}
