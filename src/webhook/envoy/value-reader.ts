import { isFields, type Fields } from '../../model/values';
import { decodeInteger, REFUSED } from '../decode-scalars';
import type { EnvoyApi, EnvoyField, EnvoyMessage } from './api';
import { isKey, scalarOf } from './scalars';
import { lengthOf, trail, type Trail } from './trail';

/** What is wrong with a value that Envoy is to get. */
export type Complaint = { readonly at: Trail } & (
  | { readonly what: 'wrong-type'; readonly message: string; readonly wanted: string; readonly value: unknown }
  | { readonly what: 'not-in-enum'; readonly message: string; readonly names: readonly string[]; readonly value: unknown }
  | { readonly what: 'no-type' | 'no-value' }
  | { readonly what: 'unknown-type'; readonly type: string }
  | { readonly what: 'unknown-field'; readonly message: string; readonly key: string; readonly known: EnvoyMessage }
  | { readonly what: 'by-name-alone'; readonly message: string }
);

/** So many of each severity are shown of an object. */
const MAX_COMPLAINTS = 100;
/** What lies deeper is not read: no configuration of Envoy is that deep, and a stranger's could be deeper than a stack. */
const MAX_DEPTH = 1_000;
const ANY = 'google.protobuf.Any';
const STRUCT = 'google.protobuf.Struct';
const LIST = 'google.protobuf.ListValue';
const EMPTY = 'google.protobuf.Empty';
/** Of these a null is a value; of any other type it is as if the field were not there. */
const NULLS = new Set(['google.protobuf.Value', 'google.protobuf.NullValue']);
const NONE: readonly Complaint[] = [];

/**
 * Reads the value of a patch as istiod does, with the JSON of protocol buffers in its older dialect: names in snake_case or camelCase,
 * numbers in quotes, enums as numbers, durations as Go has them, a null as nothing, and what an "@type" names as that message.
 * Sources: https://protobuf.dev/programming-guides/json/ and the package jsonpb of https://pkg.go.dev/github.com/golang/protobuf
 */
export class EnvoyValueReader {
  /** For these istiod rejects the patch. */
  readonly errors: Complaint[] = [];
  /** These it leaves out. */
  readonly unknown: Complaint[] = [];
  readonly #api: EnvoyApi;

  constructor(api: EnvoyApi) {
    this.#api = api;
  }

  /**
   * @returns extensions that are asked for by their name alone: as upstream, those that no list, no map and no extension lies above
   */
  read(message: string, value: unknown): readonly Complaint[] {
    return this.#readOne(message, value, message, undefined);
  }

  #readOne(type: string, value: unknown, holder: string, at: Trail): readonly Complaint[] {
    if (lengthOf(at) > MAX_DEPTH) return NONE;
    const scalar = scalarOf(type);
    if (scalar !== undefined) return scalar.reads(value) ? NONE : this.#refuse(holder, scalar.words, value, at);
    const names = this.#api.enumOf(type);
    if (names !== undefined) return this.#readEnum(names, value, holder, at);
    if (value === null) return NONE;
    if (type === LIST) return Array.isArray(value) ? NONE : this.#refuse(holder, 'a list', value, at);
    if (!isFields(value)) return this.#refuse(holder, type === ANY ? 'an object with "@type"' : 'an object', value, at);
    if (type === STRUCT) return NONE;
    if (type === ANY) return this.#readAny(value, at);
    return this.#readFields(type, value, at);
  }

  #readEnum(names: readonly string[], value: unknown, holder: string, at: Trail): readonly Complaint[] {
    const reads = typeof value === 'string' ? names.includes(value) : decodeInteger(value, 'int32') !== REFUSED;
    if (!reads) this.#say(this.errors, { at, what: 'not-in-enum', message: holder, names, value });
    return NONE;
  }

  #readAny(value: Fields, at: Trail): readonly Complaint[] {
    const url = Object.hasOwn(value, '@type') ? value['@type'] : undefined;
    if (url === undefined) {
      this.#say(this.errors, { at: trail(at, '@type'), what: 'no-type' });
    } else if (typeof url !== 'string' && url !== null) {
      this.#refuse(ANY, 'a text', url, trail(at, '@type'));
    } else {
      this.#readExtension((url ?? '').slice((url ?? '').lastIndexOf('/') + 1), value, at);
    }
    return NONE;
  }

  #readExtension(type: string, value: Fields, at: Trail): void {
    if (this.#api.message(type) === undefined) {
      this.#say(this.errors, { at: trail(at, '@type'), what: 'unknown-type', type });
    } else if (scalarOf(type) === undefined && type !== ANY && type !== STRUCT && type !== LIST && type !== EMPTY) {
      this.#readFields(type, value, at, '@type');
    } else if (!Object.hasOwn(value, 'value') || value['value'] === undefined) {
      this.#say(this.errors, { at: trail(at, 'value'), what: 'no-value' });
    } else {
      this.#readOne(type, value['value'], type, trail(at, 'value'));
    }
  }

  #readFields(type: string, value: Fields, at: Trail, besides?: string): readonly Complaint[] {
    const message: EnvoyMessage = this.#api.message(type) ?? new Map();
    const set = new Map<string, { readonly field: EnvoyField; readonly below: readonly Complaint[] }>();
    for (const [key, given] of Object.entries(value)) {
      if (given === undefined || key === besides) continue;
      const field = message.get(key);
      if (field === undefined) {
        this.#say(this.unknown, { at: trail(at, key), what: 'unknown-field', message: type, key, known: message });
        continue;
      }
      // Where both names are there, the one of JSON counts.
      if (key !== field.jsonName && Object.hasOwn(value, field.jsonName) && value[field.jsonName] !== undefined) continue;
      if (given === null && !(field.shape === 'one' && NULLS.has(field.type))) continue;
      const below = this.#readField(field, given, type, trail(at, key));
      const place = field.oneof === undefined ? field.name : `|${field.oneof}`;
      const other = set.get(place);
      if (other === undefined || other.field.position < field.position) set.set(place, { field, below });
    }
    return byNameAlone(type, message, [...set.values()], at);
  }

  #readField({ shape, type, keys }: EnvoyField, value: unknown, holder: string, at: Trail): readonly Complaint[] {
    if (shape === 'one') return this.#readOne(type, value, holder, at);
    if (shape === 'list') {
      if (!Array.isArray(value)) return this.#refuse(holder, 'a list', value, at);
      for (const [index, item] of value.entries()) this.#readOne(type, item ?? null, holder, trail(at, index));
      return NONE;
    }
    if (!isFields(value)) return this.#refuse(holder, 'an object', value, at);
    for (const [key, item] of Object.entries(value)) {
      if (item === undefined) continue;
      if (!isKey(key, keys)) this.#refuse(holder, `${scalarOf(keys)?.words ?? keys} as the key`, key, trail(at, key));
      this.#readOne(type, item, holder, trail(at, key));
    }
    return NONE;
  }

  #refuse(message: string, wanted: string, value: unknown, at: Trail): readonly Complaint[] {
    this.#say(this.errors, { at, what: 'wrong-type', message, wanted, value });
    return NONE;
  }

  #say(complaints: Complaint[], complaint: Complaint): void {
    if (complaints.length < MAX_COMPLAINTS) complaints.push(complaint);
  }
}

/** A message with a `typed_config` has to say what it configures, there or where it is discovered. */
function byNameAlone(type: string, message: EnvoyMessage, set: readonly { readonly field: EnvoyField; readonly below: readonly Complaint[] }[], at: Trail): readonly Complaint[] {
  const below = set.flatMap((one) => one.below).slice(0, MAX_COMPLAINTS);
  const needed = message.has('typed_config') && !set.some(({ field }) => field.name === 'typed_config' || field.name === 'config_discovery');
  return needed ? [...below, { at: trail(at, 'typed_config'), what: 'by-name-alone', message: type }] : below;
}
