import type { GroupFacts, KindFacts, Schema, VersionFacts } from '../schema/facts';
import { capitalize, compareVersions, type Crd, type DescribedSchema } from './crd';
import { ITEM, joinPath, VALUE } from './schema-path';
import { ShapePool } from './shape-pool';

/** What facts are made from: the CRDs of one group and the names of their shapes. */
export interface FactsInput {
  readonly group: string;
  readonly source: string;
  readonly crds: readonly Crd[];
  /** Schema path, kind and all, to shape name. */
  readonly paths: Readonly<Record<string, string>>;
  /** Fields newer than the oldest known release, by kind and version. */
  readonly since?: (kind: string, version: string) => Readonly<Record<string, string>>;
  /** Release in which a kind appeared, when newer than the oldest known one. */
  readonly kindSince?: (kind: string) => string | undefined;
}

/** The order in which a schema's keys are written; a key that is not here is a CRD feature that we do not know. */
const KEYS = [
  'type', 'format', 'nullable', 'enum', 'default', 'pattern', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum',
  'multipleOf', 'minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties',
  'x-kubernetes-int-or-string', 'x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource', 'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys', 'x-kubernetes-map-type', 'required', 'properties', 'additionalProperties', 'items',
  'oneOf', 'anyOf', 'allOf', 'not', 'x-kubernetes-validations',
] as const;
const PROSE: ReadonlySet<string> = new Set(['description', 'title', 'example', 'externalDocs', 'id', '$schema']);
const KNOWN: ReadonlySet<string> = new Set(KEYS);

/** Turns CRDs into facts: prose left out, repeated shapes once, keys sorted. */
export function buildFacts(input: FactsInput): { readonly facts: GroupFacts; readonly variants: Readonly<Record<string, string>> } {
  const pool = new ShapePool();

  const convert = (schema: DescribedSchema, path: string): Schema => {
    const plain = stripProse(schema, path, convert);
    const name = schema.properties === undefined ? undefined : input.paths[path];
    return name === undefined ? plain : pool.intern(name, plain, path, variantName(path, input.paths));
  };

  const drafts = [...input.crds].sort((a, b) => (a.kind < b.kind ? -1 : 1)).map((crd) => {
    const served = crd.versions.filter((version) => version.served).sort((a, b) => compareVersions(a.name, b.name));
    const best = served[0];
    if (best === undefined) throw new Error(`${crd.kind} of ${crd.group} has no served version`);
    return { crd, best: best.name, versions: served.map((version) => ({ name: version.name, schema: convert(version.schema, crd.kind) })) };
  });

  const { shapes, variants, rename } = pool.settle();
  const kinds = drafts.map(({ crd, best, versions }): readonly [string, KindFacts] => {
    const since = input.kindSince?.(crd.kind);
    const facts = versions.map(({ name, schema }): readonly [string, VersionFacts] => {
      const newer = input.since?.(crd.kind, name) ?? {};
      return [name, { schema: rename(schema), ...(Object.keys(newer).length === 0 ? {} : { since: newer }) }];
    });
    return [crd.kind, { plural: crd.plural, scope: crd.scope, best, ...(since === undefined ? {} : { since }), versions: Object.fromEntries(facts) }];
  });
  return { facts: { group: input.group, source: input.source, kinds: Object.fromEntries(kinds), shapes }, variants };
}

function stripProse(schema: DescribedSchema, path: string, convert: (schema: DescribedSchema, path: string) => Schema): Schema {
  const unknown = Object.keys(schema).find((key) => !KNOWN.has(key) && !PROSE.has(key));
  if (unknown !== undefined) throw new Error(`${path}: schema key "${unknown}" is not known`);
  const found: Record<string, unknown> = {};
  for (const key of KEYS) {
    const value = schema[key];
    if (value !== undefined) found[key] = convertKey(key, value, path, convert);
  }
  return found;
}

function convertKey(key: (typeof KEYS)[number], value: unknown, path: string, convert: (schema: DescribedSchema, path: string) => Schema): unknown {
  switch (key) {
    case 'properties':
      return Object.fromEntries(
        Object.entries(value as Record<string, DescribedSchema>)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, property]) => [name, convert(property, joinPath(path, name))]),
      );
    case 'items':
      return convert(value as DescribedSchema, joinPath(path, ITEM));
    case 'additionalProperties':
      return typeof value === 'boolean' ? value : convert(value as DescribedSchema, joinPath(path, VALUE));
    case 'x-kubernetes-validations':
      return (value as readonly Record<string, unknown>[]).map(({ rule, fieldPath, reason, optionalOldSelf }) => dropUndefined({ rule, fieldPath, reason, optionalOldSelf }));
    case 'required':
      return [...(value as readonly string[])].sort();
    default:
      return value;
  }
}

function dropUndefined(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
}

/** The name for a shape that differs from others of its message at this place: the shape around it and the field. */
function variantName(path: string, paths: Readonly<Record<string, string>>): string {
  const steps = path.split('.');
  for (let length = steps.length - 1; length > 0; length--) {
    const owner = steps.slice(0, length).join('.');
    const name = paths[owner] ?? (length === 1 ? steps[0] : undefined);
    if (name !== undefined) return name + steps.slice(length).map((step) => capitalize(step.replace(/\W/g, ''))).join('');
  }
  return capitalize(path.replace(/\W/g, ''));
}
