/** A message is its fields with their types, in their order; an enum is its names. As a .proto file has it, and behind a bar the oneof that a field is of. */
type Types = Readonly<Record<string, Readonly<Record<string, string>> | readonly string[]>>;

/** What a field holds: one value, a list, or a map. */
export interface EnvoyField {
  /** Its name in the protocol, in snake_case. */
  readonly name: string;
  /** Its name in JSON. Both names can be written. */
  readonly jsonName: string;
  readonly shape: 'one' | 'list' | 'map';
  /** The type of its values: a scalar of the protocol, or the name of a message or an enum. */
  readonly type: string;
  /** The type of the keys of a map. */
  readonly keys: string;
  /** Of the fields with this name only one can be set: the last of them in the message. */
  readonly oneof: string | undefined;
  readonly position: number;
}

/** The fields of a message, by each name that can be written. */
export type EnvoyMessage = ReadonlyMap<string, EnvoyField>;

/** The messages of Envoy's API that istiod knows. */
export class EnvoyApi {
  readonly #types: Types;
  readonly #messages = new Map<string, EnvoyMessage>();

  constructor(types: Types) {
    this.#types = types;
  }

  message(name: string): EnvoyMessage | undefined {
    let message = this.#messages.get(name);
    const fields = this.#typeOf(name);
    if (message === undefined && fields !== undefined && !isEnum(fields)) this.#messages.set(name, (message = messageOf(fields)));
    return message;
  }

  /** The names of an enum. */
  enumOf(name: string): readonly string[] | undefined {
    const names = this.#typeOf(name);
    return names !== undefined && isEnum(names) ? names : undefined;
  }

  /** The messages that have the same name in another package: those whose packages have most in common with its own. */
  namesakes(name: string): readonly string[] {
    const wanted = new Set(name.split('.'));
    const inCommon = (known: string): number => known.split('.').filter((part) => wanted.has(part)).length;
    const last = lastName(name);
    const known = Object.keys(this.#types).filter((other) => lastName(other) === last && this.message(other) !== undefined);
    const most = Math.max(...known.map(inCommon));
    return known.filter((other) => inCommon(other) === most);
  }

  #typeOf(name: string): Types[string] | undefined {
    return Object.hasOwn(this.#types, name) ? this.#types[name] : undefined;
  }
}

let loaded: EnvoyApi | undefined;

/** It is large and seldom needed: read when it is first asked for. */
export function loadEnvoyApi(): EnvoyApi {
  loaded ??= new EnvoyApi(require('../../../imports/envoy-api.json') as Types);
  return loaded;
}

function isEnum(type: Types[string]): type is readonly string[] {
  return Array.isArray(type);
}

function lastName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function messageOf(fields: Readonly<Record<string, string>>): EnvoyMessage {
  const message = new Map<string, EnvoyField>();
  for (const [position, [name, written]] of Object.entries(fields).entries()) {
    const field = { name, jsonName: name.replace(/_+(.?)/g, (_, letter: string) => letter.toUpperCase()), position, ...typeOf(written) };
    message.set(name, field);
    message.set(field.jsonName, field);
  }
  return message;
}

function typeOf(written: string): Pick<EnvoyField, 'shape' | 'type' | 'keys' | 'oneof'> {
  const [, keys = '', values] = /^map<(\w+),(.+)>$/.exec(written) ?? [];
  if (values !== undefined) return { shape: 'map', type: values, keys, oneof: undefined };
  const [type = '', oneof] = written.split('|');
  return type.startsWith('repeated ') ? { shape: 'list', type: type.slice('repeated '.length), keys, oneof } : { shape: 'one', type, keys, oneof };
}
