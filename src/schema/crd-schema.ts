import type { Path } from '../model/path';
import type { CelRule } from './facts';
import { UNKNOWN_FORMATS } from './formats';
import type { DescribedSchema } from './read-schema';
import { judgeable } from './regex';
import type { Work } from './work';

/** A schema of a stranger's CRD without what cannot be judged, and where in the CRD things are. */
export interface CrdSchema {
  readonly schema: DescribedSchema;
  /** Fields whose texts are no texts to a CEL rule, but times, durations and bytes. */
  readonly typedFields: ReadonlySet<string>;
  readonly ruleAt: ReadonlyMap<CelRule, Path>;
}

/** Says that something at a place of a CRD cannot be judged. */
export type Skip = (path: Path, what: string) => void;

/** https://kubernetes.io/docs/reference/using-api/cel/#type-system-integration */
const TYPED_FORMATS: ReadonlySet<string> = new Set(['byte', 'date', 'date-time', 'duration']);

/** Leaves out of a schema the patterns and formats that cannot be judged, and tells of each. */
export function crdSchema(schema: DescribedSchema, base: Path, work: Work, skip: Skip): CrdSchema {
  const reader = new Reader(work, skip);
  return { schema: reader.read(schema, base), typedFields: reader.typedFields, ruleAt: reader.ruleAt };
}

class Reader {
  readonly typedFields = new Set<string>();
  readonly ruleAt = new Map<CelRule, Path>();
  readonly #work: Work;
  readonly #skip: Skip;

  constructor(work: Work, skip: Skip) {
    this.#work = work;
    this.#skip = skip;
  }

  read(schema: DescribedSchema, path: Path): DescribedSchema {
    const { pattern, format, 'x-kubernetes-validations': rules, properties, items, additionalProperties, oneOf, anyOf, allOf, not } = schema;
    const members = (name: string, list: readonly DescribedSchema[]): readonly DescribedSchema[] =>
      list.map((member, i) => this.read(member, [...path, name, i]));
    return {
      ...schema,
      ...(pattern === undefined ? {} : { pattern: this.#pattern(pattern, path) }),
      ...(format === undefined ? {} : { format: this.#format(schema, format, path) }),
      ...(rules === undefined ? {} : { 'x-kubernetes-validations': this.#rules(schema, rules, path) }),
      ...(properties === undefined ? {} : { properties: this.#properties(properties, path) }),
      ...(items === undefined ? {} : { items: this.read(items, [...path, 'items']) }),
      ...(typeof additionalProperties !== 'object' ? {} : { additionalProperties: this.read(additionalProperties, [...path, 'additionalProperties']) }),
      ...(oneOf === undefined ? {} : { oneOf: members('oneOf', oneOf) }),
      ...(anyOf === undefined ? {} : { anyOf: members('anyOf', anyOf) }),
      ...(allOf === undefined ? {} : { allOf: members('allOf', allOf) }),
      ...(not === undefined ? {} : { not: this.read(not, [...path, 'not']) }),
    };
  }

  #properties(properties: Readonly<Record<string, DescribedSchema>>, path: Path): Record<string, DescribedSchema> {
    return Object.fromEntries(
      Object.entries(properties).map(([name, property]) => {
        if (isTyped(property)) this.typedFields.add(name);
        return [name, this.read(property, [...path, 'properties', name])];
      }),
    );
  }

  #pattern(pattern: string, path: Path): string | undefined {
    const problem = pattern === '' ? undefined : judgeable(pattern, this.#work);
    if (problem === undefined) return pattern;
    this.#skip([...path, 'pattern'], `a pattern ${problem}`);
    return undefined;
  }

  #format({ type }: DescribedSchema, format: string, path: Path): string {
    if ((type === undefined || type === 'string') && UNKNOWN_FORMATS.has(format)) this.#skip([...path, 'format'], `the format ${format} is not known here`);
    return format;
  }

  #rules(schema: DescribedSchema, rules: readonly CelRule[], path: Path): readonly CelRule[] {
    const typed = isTyped(schema);
    return rules.filter((rule, i) => {
      const at = [...path, 'x-kubernetes-validations', i, 'rule'];
      this.ruleAt.set(rule, at);
      if (typed) this.#skip(at, 'a CEL rule is about a value whose format makes it more than a text');
      return !typed;
    });
  }
}

/** Whether CEL takes a value, or what a list or map holds, for more than a text. */
function isTyped({ type, format, items, additionalProperties }: DescribedSchema): boolean {
  if (type === 'string' && format !== undefined) return TYPED_FORMATS.has(format);
  return (items !== undefined && isTyped(items)) || (typeof additionalProperties === 'object' && isTyped(additionalProperties));
}
