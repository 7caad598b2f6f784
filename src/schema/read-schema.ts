import type { CelRule, Schema } from './facts';
import { CrdError } from './crd-error';

type Inner = 'properties' | 'items' | 'additionalProperties' | 'oneOf' | 'anyOf' | 'allOf' | 'not';

/** A schema as a CRD holds it: facts and, beside them, upstream's prose. */
export interface DescribedSchema extends Omit<Schema, '$ref' | Inner> {
  readonly description?: string;
  readonly oneOf?: readonly DescribedSchema[];
  readonly anyOf?: readonly DescribedSchema[];
  readonly allOf?: readonly DescribedSchema[];
  readonly not?: DescribedSchema;
  readonly properties?: Readonly<Record<string, DescribedSchema>>;
  readonly items?: DescribedSchema;
  readonly additionalProperties?: DescribedSchema | boolean;
}

/** Counts what has been read, so that a hostile CRD ends in an error instead of in an endless run. */
export interface ReadBudget {
  schemas: number;
  /** Take a schema key that we do not know for an error, instead of leaving it out as the API server does. */
  readonly strict: boolean;
}

/** Schemas of one source; the largest known CRDs (whole pod templates, several versions) stay below a third of it. */
export const MOST_SCHEMAS = 100_000;
const DEEPEST = 100;
const LONGEST_PATH = 2000;

type Reader = (value: unknown, place: Place) => unknown;

interface Place {
  readonly source: string;
  readonly path: string;
  readonly depth: number;
  readonly budget: ReadBudget;
}

const TYPES: ReadonlySet<unknown> = new Set(['object', 'array', 'string', 'integer', 'number', 'boolean']);

/** What is kept of a schema, in the order in which it is written. */
const KEYS: Readonly<Record<string, Reader>> = {
  type: (value, place) => (TYPES.has(value) ? value : fail(place, `type ${show(value)} is not one of ${[...TYPES].join(', ')}`)),
  format: text,
  nullable: flag,
  enum: (value, place) => list(value, place),
  default: (value) => value,
  pattern: text,
  minimum: count,
  maximum: count,
  exclusiveMinimum: flag,
  exclusiveMaximum: flag,
  multipleOf: count,
  minLength: count,
  maxLength: count,
  minItems: count,
  maxItems: count,
  uniqueItems: flag,
  minProperties: count,
  maxProperties: count,
  'x-kubernetes-int-or-string': flag,
  'x-kubernetes-preserve-unknown-fields': flag,
  'x-kubernetes-embedded-resource': flag,
  'x-kubernetes-list-type': text,
  'x-kubernetes-list-map-keys': (value, place) => texts(value, place),
  'x-kubernetes-map-type': text,
  required: (value, place) => [...texts(value, place)].sort(),
  properties: (value, place) =>
    Object.fromEntries(
      Object.entries(map(value, place))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, property]) => [name, inner(property, place, `.${name}`)]),
    ),
  additionalProperties: (value, place) => (typeof value === 'boolean' ? value : inner(value, place, '{}')),
  items: (value, place) => inner(value, place, '[]'),
  oneOf: schemas,
  anyOf: schemas,
  allOf: schemas,
  not: (value, place) => inner(value, place, '(not)'),
  'x-kubernetes-validations': (value, place) => list(value, place).map((rule) => celRule(rule, place)),
};

const PROSE: ReadonlySet<string> = new Set(['description', 'title', 'example', 'externalDocs', 'id', '$schema']);

const RANKS: ReadonlyMap<string, number> = new Map(Object.keys(KEYS).map((key, at) => [key, at]));

/** Keys that structural schemas may not have, with what to do about them. */
const FORBIDDEN: ReadonlySet<string> = new Set([
  '$ref',
  'definitions',
  'dependencies',
  'patternProperties',
  'additionalItems',
  'deprecated',
  'discriminator',
  'readOnly',
  'writeOnly',
  'xml',
]);

/**
 * Reads one schema of a CRD: known keys with values of their types, in a fixed order; unknown keys are left out as the API
 * server leaves them out.
 *
 * @throws CrdError when a value has the wrong type, a key is one that Kubernetes forbids, or the schema is beyond all measure
 */
export function readSchema(value: unknown, source: string, path: string, budget: ReadBudget): DescribedSchema {
  return read(value, { source, path, depth: 0, budget });
}

function read(value: unknown, place: Place): DescribedSchema {
  if (place.depth > DEEPEST) fail(place, `the schema is nested more than ${DEEPEST} levels deep`);
  if (place.path.length > LONGEST_PATH) fail(place, `the names on the way to this schema have more than ${LONGEST_PATH} characters`);
  if (++place.budget.schemas > MOST_SCHEMAS) fail(place, `the source has more than ${MOST_SCHEMAS} schemas`);
  const given = map(value, place);
  const forbidden = Object.keys(given).find((key) => FORBIDDEN.has(key));
  if (forbidden !== undefined) fail(place, `a schema of a CRD may not have "${forbidden}"`);
  const unknown = place.budget.strict ? Object.keys(given).find((key) => !RANKS.has(key) && !PROSE.has(key)) : undefined;
  if (unknown !== undefined) fail(place, `the schema key "${unknown}" is not known`);
  const found: Record<string, unknown> = {};
  const present = Object.keys(given)
    .filter((key) => RANKS.has(key) && given[key] !== null)
    .sort((a, b) => (RANKS.get(a) ?? 0) - (RANKS.get(b) ?? 0));
  for (const key of present) found[key] = KEYS[key]?.(given[key], place);
  if (typeof given['description'] === 'string') found['description'] = given['description'];
  return found;
}

function inner(value: unknown, place: Place, step: string): DescribedSchema {
  return read(value, { ...place, path: place.path + step, depth: place.depth + 1 });
}

function schemas(value: unknown, place: Place): readonly DescribedSchema[] {
  return list(value, place).map((member) => inner(member, place, '(member)'));
}

function celRule(value: unknown, place: Place): CelRule {
  const { rule, fieldPath, reason, optionalOldSelf, message, messageExpression } = map(value, place);
  if (typeof rule !== 'string') return fail(place, 'an entry of x-kubernetes-validations has no rule');
  return {
    rule,
    ...(typeof fieldPath === 'string' ? { fieldPath } : {}),
    ...(typeof reason === 'string' ? { reason } : {}),
    ...(typeof optionalOldSelf === 'boolean' ? { optionalOldSelf } : {}),
    ...(typeof message === 'string' ? { message } : {}),
    ...(typeof messageExpression === 'string' ? { messageExpression } : {}),
  };
}

function text(value: unknown, place: Place): string {
  return typeof value === 'string' ? value : fail(place, `${show(value)} stands where a text belongs`);
}

function flag(value: unknown, place: Place): boolean {
  return typeof value === 'boolean' ? value : fail(place, `${show(value)} stands where true or false belongs`);
}

function count(value: unknown, place: Place): number {
  return typeof value === 'number' ? value : fail(place, `${show(value)} stands where a number belongs`);
}

function list(value: unknown, place: Place): readonly unknown[] {
  return Array.isArray(value) ? value : fail(place, `${show(value)} stands where a list belongs`);
}

function texts(value: unknown, place: Place): readonly string[] {
  return list(value, place).map((item) => text(item, place));
}

function map(value: unknown, place: Place): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : fail(place, `${show(value)} stands where a map belongs`);
}

function fail(place: Place, problem: string): never {
  throw new CrdError(place.source, `${place.path.length > 200 ? `${place.path.slice(0, 200)}...` : place.path}: ${problem}`);
}

function show(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 60 ? `${json.slice(0, 60)}...` : json;
}
