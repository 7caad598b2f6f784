import type { Schema } from '../schema/facts';

/** The names in the protocol that are not the usual ones in snake_case. */
const PROTOCOL_NAMES: ReadonlyMap<string, string> = new Map([['targetRef', 'targetRef'], ['targetRefs', 'targetRefs'], ['consecutive5xxErrors', 'consecutive_5xx_errors']]);

/** The field that a key stands for: a field, or one by its name in the protocol. */
export function nameOf(key: string, properties: Readonly<Record<string, Schema>>): string | undefined {
  if (Object.hasOwn(properties, key)) return key;
  if (!key.includes('_')) return undefined;
  const name = key.replace(/_(.?)/g, (_, letter: string) => letter.toUpperCase());
  if (!Object.hasOwn(properties, name)) return undefined;
  const known = PROTOCOL_NAMES.get(name) ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return key === known ? name : undefined;
}

/** The sets of fields of which one can be set, in the order of the protocol. */
export function alternativesOf({ oneOf, allOf = [] }: Schema): readonly (readonly string[])[] {
  const own = (oneOf ?? []).flatMap(({ required = [] }) => (required.length === 1 ? required : []));
  return [...(own.length > 1 ? [own] : []), ...allOf.flatMap((part) => alternativesOf(part))];
}

function rulesOf(schema: Schema): string {
  return (schema['x-kubernetes-validations'] ?? []).map(({ rule }) => rule).join('\n');
}

/** A schema has texts for keys alone; that numbers are meant its rule says. */
export function hasNumberKeys(schema: Schema): boolean {
  return /\bint\(key\)/.test(rulesOf(schema));
}

/** The same of durations. */
export function isDuration(schema: Schema): boolean {
  return schema.type === 'string' && /\bduration\(self\)/.test(rulesOf(schema));
}

/** What belongs where a schema is, in words. */
export function wordsFor({ type, format, enum: names }: Schema): string {
  if (names !== undefined) return `one of ${names.map(String).join(', ')}`;
  switch (type) {
    case 'integer':
      return format === 'int32' ? 'a whole number of 32 bits' : 'a whole number, not negative';
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    default:
      return format === 'byte' ? 'a text in base64' : 'a text';
  }
}
