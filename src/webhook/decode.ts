import { isFields, type Fields } from '../model/values';
import type { GroupFacts, KindFacts, Schema } from '../schema/facts';
import { parseGoDuration } from '../schema/go-duration';
import { setOwn } from '../schema/values';
import { decodeScalar, isWholeNumber, REFUSED } from './decode-scalars';
import { alternativesOf, hasNumberKeys, isDuration, nameOf, wordsFor } from './decode-schema';
import type { Place } from './place';
import { Reading } from './reading';

/**
 * Reads a spec as istiod does, which is not as the API server does. istiod reads JSON of protocol buffers: numbers may stand in quotes,
 * enums may be numbers, fields may have their names of the protocol, a null is nothing, of several alternatives the last one
 * counts, and fields that it does not know are nothing to it. What it cannot read is an error.
 * Source: https://protobuf.dev/programming-guides/json/
 */
export class SpecReader {
  private readonly reader: Reader;

  constructor(facts: GroupFacts, { versions, best }: KindFacts) {
    // All versions of a kind are one message.
    this.reader = new Readers(facts.shapes).of(versions[best]?.schema.properties?.['spec'] ?? {});
  }

  /** The spec, typed as its schema says; undefined where istiod cannot read it, which has been said then. */
  read(spec: unknown, at: Place): Fields | undefined {
    const reading = new Reading(at);
    const value = this.reader.read(spec ?? {}, reading);
    return reading.refused || !isFields(value) ? undefined : value;
  }
}

/**
 * Reads values of one schema. A null in a list or as the value of a map is an empty one of what belongs there. What says
 * nothing but what is read is answered as it is: most specs are never copied.
 */
interface Reader {
  read(value: unknown, reading: Reading): unknown;
}

/** The readers of the schemas of one group; the same few are met at every object, and each is made when it first is. */
class Readers {
  private readonly shapes: GroupFacts['shapes'];
  private readonly made = new Map<Schema, Reader>();

  constructor(shapes: GroupFacts['shapes']) {
    this.shapes = shapes;
  }

  of(schema: Schema): Reader {
    const resolved = schema.$ref === undefined ? schema : (this.shapes[schema.$ref.slice('#/shapes/'.length)] ?? {});
    let reader = this.made.get(resolved);
    if (reader === undefined) this.made.set(resolved, (reader = this.make(resolved)));
    return reader;
  }

  private make(schema: Schema): Reader {
    const { type, properties, additionalProperties, items = {} } = schema;
    if (type === 'array') return new ListReader(items, this);
    if (type !== 'object') return new ScalarReader(schema);
    if (typeof additionalProperties === 'object') return new MapReader(schema, additionalProperties, this);
    return properties === undefined ? new FreeReader() : new MessageReader(schema, properties, this);
  }
}

/** An object of which the schema says nothing. */
class FreeReader implements Reader {
  read(value: unknown, reading: Reading): unknown {
    if (value === null) return {};
    return isFields(value) ? value : reading.refuse('an object');
  }
}

class ListReader implements Reader {
  private readonly items: Schema;
  private readonly readers: Readers;
  private reader: Reader | undefined;

  constructor(items: Schema, readers: Readers) {
    this.items = items;
    this.readers = readers;
  }

  read(value: unknown, reading: Reading): unknown {
    if (!Array.isArray(value)) return reading.refuse('a list');
    const given: readonly unknown[] = value;
    const reader = (this.reader ??= this.readers.of(this.items));
    let list: unknown[] | undefined;
    for (let i = 0; i < given.length; i += 1) {
      reading.path.push(i);
      const item = reader.read(given[i] ?? null, reading);
      reading.path.pop();
      if (list === undefined && item !== given[i]) list = given.slice(0, i);
      list?.push(item);
    }
    return list ?? given;
  }
}

class MapReader implements Reader {
  private readonly numbered: boolean;
  private readonly values: Schema;
  private readonly readers: Readers;
  private reader: Reader | undefined;

  constructor(schema: Schema, values: Schema, readers: Readers) {
    this.numbered = hasNumberKeys(schema);
    this.values = values;
    this.readers = readers;
  }

  read(value: unknown, reading: Reading): unknown {
    if (value === null) return {};
    if (!isFields(value)) return reading.refuse('an object');
    const reader = (this.reader ??= this.readers.of(this.values));
    let map: Record<string, unknown> | undefined = isPlain(value) ? undefined : {};
    for (const key of Object.keys(value)) {
      const given = value[key];
      const item = given === undefined ? undefined : this.readItem(reader, key, given, reading);
      if (item !== given || given === undefined) map ??= before(value, key);
      if (map !== undefined && given !== undefined) setOwn(map, key, item);
    }
    return map ?? value;
  }

  private readItem(reader: Reader, key: string, given: unknown, reading: Reading): unknown {
    reading.path.push(key);
    if (this.numbered && !isWholeNumber(key, 'uint32')) reading.refuse('a whole number as the key');
    const item = reader.read(given, reading);
    reading.path.pop();
    return item;
  }
}

/** A field of a message, as it is called and with what reads it. */
interface Field {
  readonly name: string;
  readonly reader: Reader;
}

class MessageReader implements Reader {
  private readonly properties: Readonly<Record<string, Schema>>;
  private readonly readers: Readers;
  /** Sets of fields of which one can be set. */
  private readonly alternatives: readonly (readonly string[])[];
  /** By the names that were met; a field has two at most. */
  private readonly fields = new Map<string, Field>();

  constructor(schema: Schema, properties: Readonly<Record<string, Schema>>, readers: Readers) {
    this.properties = properties;
    this.readers = readers;
    this.alternatives = alternativesOf(schema);
  }

  read(value: unknown, reading: Reading): unknown {
    if (value === null) return {};
    if (!isFields(value)) return reading.refuse('an object');
    let message: Record<string, unknown> | undefined = isPlain(value) ? undefined : {};
    for (const key of Object.keys(value)) {
      const given = value[key];
      const field = given === undefined || given === null ? undefined : this.field(key);
      // A name of the protocol stands back behind the usual one.
      if (field === undefined || (field.name !== key && Object.hasOwn(value, field.name))) {
        message ??= before(value, key);
        continue;
      }
      reading.path.push(key);
      const item = field.reader.read(given, reading);
      reading.path.pop();
      if (item !== given || field.name !== key) message ??= before(value, key);
      if (message !== undefined) setOwn(message, field.name, item);
    }
    return this.alternatives.length === 0 ? (message ?? value) : this.lastOfAlternatives(message ?? value);
  }

  private field(key: string): Field | undefined {
    let field = this.fields.get(key);
    if (field !== undefined) return field;
    const name = nameOf(key, this.properties);
    const property = name === undefined ? undefined : this.properties[name];
    if (name === undefined || property === undefined) return undefined;
    this.fields.set(key, (field = { name, reader: this.readers.of(property) }));
    return field;
  }

  private lastOfAlternatives(message: Fields): Fields {
    let left = message;
    for (const names of this.alternatives) {
      let later = false;
      for (let i = names.length - 1; i >= 0; i -= 1) {
        const name = names[i] ?? '';
        if (!Object.hasOwn(left, name)) continue;
        if (later) left = without(left, name);
        later = true;
      }
    }
    return left;
  }
}

/** Only of plain objects it is known that they hold nothing but what is their own. */
function isPlain(value: Fields): boolean {
  return Object.getPrototypeOf(value) === Object.prototype;
}

/** A copy of the entries before a key. */
function before(value: Fields, end: string): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    if (key === end) break;
    setOwn(copy, key, value[key]);
  }
  return copy;
}

function without(value: Fields, name: string): Fields {
  const copy = { ...value };
  delete copy[name];
  return copy;
}

class ScalarReader implements Reader {
  private readonly schema: Schema;
  private readonly duration: boolean;
  /** Every text can be read. */
  private readonly free: boolean;

  constructor(schema: Schema) {
    const { type, format, enum: names } = schema;
    this.schema = schema;
    this.duration = isDuration(schema);
    this.free = type !== 'boolean' && type !== 'integer' && type !== 'number' && format !== 'byte' && names === undefined && !this.duration;
  }

  read(value: unknown, reading: Reading): unknown {
    if (this.free && typeof value === 'string') return value;
    const read = decodeScalar(value, this.schema);
    if (read === REFUSED) return reading.refuse(wordsFor(this.schema), value);
    if (this.duration && typeof read === 'string' && (value === null || parseGoDuration(read) === undefined)) return reading.refuse('a duration such as "5s" or "250ms"', value);
    return read;
  }
}
