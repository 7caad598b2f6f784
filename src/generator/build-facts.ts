import type { CelRule, GroupFacts, KindFacts, Schema, VersionFacts } from '../schema/facts';
import { compareVersions, type Crd } from '../schema/crd';
import { CrdError } from '../schema/crd-error';
import type { DescribedSchema } from '../schema/read-schema';
import { ITEM, joinPath, VALUE } from './schema-path';
import { ShapePool } from './shape-pool';

/** What facts are made from: the CRDs of one group and the names of their shapes. */
export interface FactsInput {
  readonly group: string;
  readonly source: string;
  readonly crds: readonly Crd[];
  /** Name of the shape at a schema path, kind and all; `undefined`: the schema stays where it is. */
  readonly nameAt: (path: string, version: string) => string | undefined;
  /** Name for the schema at a path when the name of its message is taken by another form of it. */
  readonly variantAt: (path: string) => string;
  /** Fields newer than the oldest known release, by kind and version. */
  readonly since?: (kind: string, version: string) => Readonly<Record<string, string>>;
  /** Release in which a kind appeared, when newer than the oldest known one. */
  readonly kindSince?: (kind: string) => string | undefined;
}

/** Turns CRDs into facts: prose left out, repeated shapes once, keys sorted. */
export function buildFacts(input: FactsInput): { readonly facts: GroupFacts; readonly variants: Readonly<Record<string, string>> } {
  const pool = new ShapePool();

  const convert = (schema: DescribedSchema, path: string, version: string): Schema => {
    const plain = withoutProse(schema, path, (inner, innerPath) => convert(inner, innerPath, version));
    const name = schema.properties === undefined ? undefined : input.nameAt(path, version);
    return name === undefined ? plain : pool.intern(name, plain, path, () => input.variantAt(path));
  };

  const drafts = [...input.crds]
    .sort((a, b) => (a.kind < b.kind ? -1 : 1))
    .map((crd) => {
      const served = crd.versions.filter((version) => version.served).sort((a, b) => compareVersions(a.name, b.name));
      const best = served[0];
      if (best === undefined) throw new CrdError(crd.source, `${crd.kind} of ${crd.group} has no served version`);
      return {
        crd,
        best: best.name,
        versions: served.map((version) => ({ name: version.name, schema: convert(version.schema, crd.kind, version.name) })),
      };
    });

  const { shapes, variants, rename } = pool.settle();
  const kinds = drafts.map(({ crd, best, versions }): readonly [string, KindFacts] => {
    const since = input.kindSince?.(crd.kind);
    const facts = versions.map(({ name, schema }): readonly [string, VersionFacts] => {
      const newer = input.since?.(crd.kind, name) ?? {};
      return [name, { schema: rename(schema), ...(Object.keys(newer).length === 0 ? {} : { since: newer }) }];
    });
    return [
      crd.kind,
      { plural: crd.plural, scope: crd.scope, best, ...(since === undefined ? {} : { since }), versions: Object.fromEntries(facts) },
    ];
  });
  return { facts: { group: input.group, source: input.source, kinds: Object.fromEntries(kinds), shapes }, variants };
}

/** The schema without prose, with the schemas inside it converted. */
function withoutProse(schema: DescribedSchema, path: string, convert: (schema: DescribedSchema, path: string) => Schema): Schema {
  const { description: _, properties, items, additionalProperties, 'x-kubernetes-validations': rules, ...rest } = schema;
  return {
    ...rest,
    ...(rules === undefined ? {} : { 'x-kubernetes-validations': rules.map(withoutMessage) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, property]) => [name, convert(property, joinPath(path, name))]),
          ),
        }),
    ...(additionalProperties === undefined
      ? {}
      : {
          additionalProperties:
            typeof additionalProperties === 'boolean' ? additionalProperties : convert(additionalProperties, joinPath(path, VALUE)),
        }),
    ...(items === undefined ? {} : { items: convert(items, joinPath(path, ITEM)) }),
  };
}

function withoutMessage({ message: _, messageExpression: __, ...rule }: CelRule): CelRule {
  return rule;
}
