import { isFields, type Fields } from '../model/values';
import { parseGoDuration } from '../schema/go-duration';
import type { GroupFacts, KindFacts, Schema } from '../schema/facts';
import { setOwn } from '../schema/values';
import type { Place } from './place';
import { decodeScalar, isWholeNumber, REFUSED } from './decode-scalars';

/** What a value of the wrong type should have been. */
const WORDS = { object: 'an object', array: 'a list' } as const;

/**
 * Reads a spec as istiod does, which is not as the API server does. istiod reads JSON of protocol buffers: numbers may stand in quotes,
 * enums may be numbers, fields may have their names of the protocol, a null is nothing, of several alternatives the last one
 * counts, and fields that it does not know are nothing to it. What it cannot read is an error.
 * Source: https://protobuf.dev/programming-guides/json/
 */
export class SpecReader {
  readonly #shapes: GroupFacts['shapes'];
  readonly #spec: Schema;
  /** What it takes time to see in a schema, by schema: the same few are met at every object. */
  readonly #notes = new Map<Schema, Notes>();
  #refused = false;

  constructor(facts: GroupFacts, { versions, best }: KindFacts) {
    this.#shapes = facts.shapes;
    // All versions of a kind are one message.
    this.#spec = versions[best]?.schema.properties?.['spec'] ?? {};
  }

  /** The spec, typed as its schema says; undefined where istiod cannot read it, which has been said then. */
  read(spec: unknown, at: Place): Fields | undefined {
    this.#refused = false;
    const value = this.#read(spec ?? {}, this.#resolve(this.#spec), at);
    return this.#refused || !isFields(value) ? undefined : value;
  }

  #resolve(schema: Schema): Schema {
    return schema.$ref === undefined ? schema : (this.#shapes[schema.$ref.slice('#/shapes/'.length)] ?? {});
  }

  #notesOn(schema: Schema): Notes {
    let notes = this.#notes.get(schema);
    if (notes === undefined) this.#notes.set(schema, (notes = { alternatives: alternativesOf(schema), numberKeys: hasNumberKeys(schema), duration: isDuration(schema) }));
    return notes;
  }

  /** A null in a list or as the value of a map is an empty one of what belongs there. */
  #read(value: unknown, schema: Schema, at: Place): unknown {
    switch (schema.type) {
      case 'object':
        if (value === null) return {};
        if (!isFields(value)) return this.#refuse(at, WORDS.object);
        if (typeof schema.additionalProperties === 'object') return this.#readMap(value, schema, this.#resolve(schema.additionalProperties), at);
        return schema.properties === undefined ? value : this.#readMessage(value, schema, schema.properties, at);
      case 'array':
        return this.#readList(value, this.#resolve(schema.items ?? {}), at);
      default:
        return this.#readScalar(value, schema, at);
    }
  }

  #readList(value: unknown, items: Schema, at: Place): unknown {
    if (!Array.isArray(value)) return this.#refuse(at, WORDS.array);
    return value.map((item: unknown, index) => this.#read(item ?? null, items, at.at(index)));
  }

  #readMap(value: Fields, schema: Schema, values: Schema, at: Place): unknown {
    const numbered = this.#notesOn(schema).numberKeys;
    const map: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(value)) {
      if (item === undefined) continue;
      if (numbered && !isWholeNumber(key, 'uint32')) this.#refuse(at.at(key), 'a whole number as the key');
      setOwn(map, key, this.#read(item, values, at.at(key)));
    }
    return map;
  }

  #readMessage(value: Fields, schema: Schema, properties: Readonly<Record<string, Schema>>, at: Place): unknown {
    const message: Record<string, unknown> = {};
    for (const [key, given] of Object.entries(value)) {
      const name = nameOf(key, properties);
      if (name === undefined || given === undefined || given === null) continue;
      // A name of the protocol stands back behind the usual one.
      if (name !== key && Object.hasOwn(value, name)) continue;
      const property = properties[name];
      if (property !== undefined) setOwn(message, name, this.#read(given, this.#resolve(property), at.at(key)));
    }
    for (const names of this.#notesOn(schema).alternatives) {
      const set = names.filter((name) => Object.hasOwn(message, name));
      for (const name of set.slice(0, -1)) delete message[name];
    }
    return message;
  }

  #readScalar(value: unknown, schema: Schema, at: Place): unknown {
    const read = decodeScalar(value, schema);
    if (read === REFUSED) return this.#refuse(at, wordsFor(schema), value);
    if (typeof read === 'string' && this.#notesOn(schema).duration && (value === null || parseGoDuration(read) === undefined)) {
      return this.#refuse(at, 'a duration such as "5s" or "250ms"', value);
    }
    return read;
  }

  #refuse(at: Place, wanted: string, value?: unknown): undefined {
    this.#refused = true;
    const what = typeof value === 'string' || typeof value === 'number' ? `"${value}"` : 'this';
    at.error('invalid-value', `istiod cannot read ${what}: ${wanted} belongs here.`, `Write ${wanted}.`);
    return undefined;
  }
}

interface Notes {
  /** Sets of fields of which one can be set. */
  readonly alternatives: readonly (readonly string[])[];
  readonly numberKeys: boolean;
  readonly duration: boolean;
}

/** The names in the protocol that are not the usual ones in snake_case. */
const PROTOCOL_NAMES: ReadonlyMap<string, string> = new Map([['targetRef', 'targetRef'], ['targetRefs', 'targetRefs'], ['consecutive5xxErrors', 'consecutive_5xx_errors']]);

/** The field that a key stands for: a field, or one by its name in the protocol. */
function nameOf(key: string, properties: Readonly<Record<string, Schema>>): string | undefined {
  if (Object.hasOwn(properties, key)) return key;
  if (!key.includes('_')) return undefined;
  const name = key.replace(/_(.?)/g, (_, letter: string) => letter.toUpperCase());
  if (!Object.hasOwn(properties, name)) return undefined;
  const known = PROTOCOL_NAMES.get(name) ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return key === known ? name : undefined;
}

/** The sets of fields of which one can be set, in the order of the protocol. */
function alternativesOf({ oneOf, allOf = [] }: Schema): readonly (readonly string[])[] {
  const own = (oneOf ?? []).flatMap(({ required = [] }) => (required.length === 1 ? required : []));
  return [...(own.length > 1 ? [own] : []), ...allOf.flatMap((part) => alternativesOf(part))];
}

function rulesOf(schema: Schema): string {
  return (schema['x-kubernetes-validations'] ?? []).map(({ rule }) => rule).join('\n');
}

/** A schema has texts for keys alone; that numbers are meant its rule says. */
function hasNumberKeys(schema: Schema): boolean {
  return /\bint\(key\)/.test(rulesOf(schema));
}

/** The same of durations. */
function isDuration(schema: Schema): boolean {
  return schema.type === 'string' && /\bduration\(self\)/.test(rulesOf(schema));
}

function wordsFor({ type, format, enum: names }: Schema): string {
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
