import type { JSONSchema4 } from 'json-schema';
import type { Schema } from '../schema/facts';
import { propertyName } from './text';
import { shapeType, type TypeContext } from './type-schema';

const ROOT = 'GeneratedRoot';
const REF = '#/definitions/';
const PROPERTY = /^( *)(key\d+_|\[k: string\])(\??:)( .*|)$/;
const CLOSED_LIST = /^( *)[)}]\[\];$/;

/** What the types of a file are made from. */
export interface TypesInput {
  readonly shapes: ReadonlyMap<string, Schema>;
  /** Shapes to write, with everything that they refer to. */
  readonly roots: readonly string[];
  readonly durations: ReadonlySet<string>;
  /** Shapes that differ from another in checks alone: where the type is the same, so is the name. */
  readonly variants: Readonly<Record<string, string>>;
  readonly comment: TypeContext['comment'];
  /** Shape to its kind: shapes of one kind that are of one type are written once, and their names all stay. */
  readonly owners: ReadonlyMap<string, string>;
}

/** Writes the message types of a file with json-schema-to-typescript. */
export async function emitTypes(input: TypesInput): Promise<string> {
  const definitions = draw(input);
  const aliases = findAliases(definitions, input.owners);
  const names = [...definitions.keys()].filter((name) => !aliases.has(name)).sort();
  if (names.length === 0) return '';
  // Names are replaced by numbers while the types are written, so that no text of a CRD passes through anything that might
  // take it for code, and none is bent to somebody's idea of an identifier.
  const keys = new KeyTable();
  const types = new TypeTable([...names, ...aliases.keys()], JSON.stringify(Object.fromEntries(definitions)));
  const refer = (name: string): JSONSchema4 => (aliases.has(name) ? { tsType: types.codeOf(name) } : { $ref: REF + types.codeOf(name) });
  const schema: JSONSchema4 = {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(names.map((name) => [types.codeOf(name), refer(name)])),
    definitions: Object.fromEntries(names.map((name) => [types.codeOf(name), keys.encode(definitions.get(name) ?? {}, refer)])),
  };
  const { compile } = await import('json-schema-to-typescript');
  const text = await compile(schema, ROOT, {
    additionalProperties: false,
    bannerComment: '',
    enableConstEnums: false,
    ignoreMinAndMaxItems: true,
    unknownAny: true,
    style: { printWidth: 120, singleQuote: true },
  });
  const withoutRoot = text.replace(new RegExp(`^export interface ${ROOT} \\{[^}]*\\}\n`, 'm'), '');
  const written = spaceOut(foldComments(makeReadonly(withoutRoot, keys)));
  const others = [...aliases]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, same]) => `export type ${types.codeOf(name)} = ${types.codeOf(same)};\n`);
  return types.decode(others.length === 0 ? written : `${written}\n${others.join('')}`);
}

function draw(input: TypesInput): ReadonlyMap<string, JSONSchema4> {
  const context: TypeContext = {
    isDuration: (shape, property) => input.durations.has(`${shape}.${property}`),
    comment: input.comment,
    typeOf: (shape) => canonical(shape),
  };
  const drawn = new Map<string, JSONSchema4>();
  const one = (shape: string): JSONSchema4 => {
    const type = drawn.get(shape) ?? shapeType(shape, input.shapes.get(shape) ?? {}, context);
    drawn.set(shape, type);
    return type;
  };
  const canonical = (shape: string): string => {
    const base = input.variants[shape];
    return base !== undefined && fingerprint(one(shape), false) === fingerprint(one(base), false) ? base : shape;
  };
  const definitions = new Map<string, JSONSchema4>();
  const reach = (shape: string): void => {
    if (definitions.has(shape)) return;
    definitions.set(shape, one(shape));
    forEachRef(one(shape), reach);
  };
  for (const root of input.roots) reach(root);
  return definitions;
}

/** Shape to the shape of the same type and comments that is written in its place: the one with the shortest name. */
function findAliases(definitions: ReadonlyMap<string, JSONSchema4>, owners: ReadonlyMap<string, string>): Map<string, string> {
  const prints = new Map<string, string>();
  const numbers = new Map<string, number>();
  const printOf = (name: string): string => {
    const known = prints.get(name);
    if (known !== undefined) return known;
    const { description: _, ...type } = definitions.get(name) ?? {};
    const text = fingerprint(type, true, (inner) => printOf(inner));
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    prints.set(name, String(number));
    return String(number);
  };
  const first = new Map<string, string>();
  const aliases = new Map<string, string>();
  for (const name of [...definitions.keys()].sort((a, b) => a.length - b.length || (a < b ? -1 : 1))) {
    const owner = owners.get(name);
    if (owner === undefined) continue;
    const id = `${owner} ${printOf(name)}`;
    const same = first.get(id);
    if (same === undefined) first.set(id, name);
    else aliases.set(name, same);
  }
  return aliases;
}

function fingerprint(type: JSONSchema4, comments: boolean, refer: (name: string) => string = (name) => name): string {
  return JSON.stringify(type, (key, value: unknown) => {
    if (key === 'description' && typeof value === 'string' && !comments) return undefined;
    return key === '$ref' && typeof value === 'string' ? refer(value.slice(REF.length)) : value;
  });
}

function forEachRef(type: JSONSchema4, visit: (name: string) => void): void {
  JSON.stringify(type, (key, value: unknown) => {
    if (key === '$ref' && typeof value === 'string') visit(value.slice(REF.length));
    return value;
  });
}

/** Stands in for the property names of a file. */
class KeyTable {
  private readonly names: string[] = [];
  private readonly numbers = new Map<string, number>();

  /** The same type with numbers for property names, and with references to what is written. */
  encode(type: JSONSchema4, refer: (name: string) => JSONSchema4): JSONSchema4 {
    const { $ref, properties, required, items, additionalProperties, oneOf, allOf, ...rest } = type;
    const encodeAll = (members: readonly JSONSchema4[]): JSONSchema4[] => members.map((member) => this.encode(member, refer));
    return {
      ...rest,
      ...($ref === undefined ? {} : refer($ref.slice(REF.length))),
      ...(properties === undefined
        ? {}
        : {
            properties: Object.fromEntries(Object.entries(properties).map(([key, value]) => [this.codeOf(key), this.encode(value, refer)])),
          }),
      ...(Array.isArray(required) ? { required: required.map((key) => this.codeOf(key)) } : {}),
      ...(items === undefined || Array.isArray(items) ? {} : { items: this.encode(items, refer) }),
      ...(additionalProperties === undefined
        ? {}
        : {
            additionalProperties:
              typeof additionalProperties === 'boolean' ? additionalProperties : this.encode(additionalProperties, refer),
          }),
      ...(oneOf === undefined ? {} : { oneOf: encodeAll(oneOf) }),
      ...(allOf === undefined ? {} : { allOf: encodeAll(allOf) }),
    };
  }

  /** The property name that a code stands for, as TypeScript writes it. */
  decode(code: string): string {
    return propertyName(this.names[Number(/\d+/.exec(code)?.[0])] ?? '');
  }

  private codeOf(name: string): string {
    let number = this.numbers.get(name);
    if (number === undefined) {
      number = this.names.push(name) - 1;
      this.numbers.set(name, number);
    }
    return `key${number}_`;
  }
}

/** Stands in for the type names of a file. */
class TypeTable {
  private readonly names: readonly string[];
  private readonly numbers: ReadonlyMap<string, number>;
  private readonly prefix: string;

  /** @param text everything that the types say: the codes must not occur in it */
  constructor(names: readonly string[], text: string) {
    this.names = names;
    this.numbers = new Map(names.map((name, at) => [name, at]));
    let prefix = 'Type';
    while (new RegExp(`${prefix}\\d`).test(text)) prefix += 'X';
    this.prefix = prefix;
  }

  codeOf(name: string): string {
    return this.prefix + String(this.numbers.get(name) ?? '').padStart(6, '0');
  }

  decode(text: string): string {
    const found = new Set<number>();
    const decoded = text.replace(new RegExp(`\\b${this.prefix}(\\d{6})\\b`, 'g'), (_, digits: string) => {
      found.add(Number(digits));
      return this.names[Number(digits)] ?? '';
    });
    if (found.size !== this.names.length) throw new Error('json-schema-to-typescript left out a type');
    return decoded;
  }
}

/** Makes properties and lists of the formatted types readonly, and gives properties their names back. */
function makeReadonly(text: string, keys: KeyTable): string {
  const lines = text.split('\n');
  const open = new Map<number, number>();
  lines.forEach((line, at) => {
    const property = PROPERTY.exec(line);
    if (property !== null) {
      const [, indent = '', code = '', colon = '', type = ''] = property;
      const name = code.startsWith('[') ? code : keys.decode(code);
      lines[at] = `${indent}readonly ${name}${colon}${type.endsWith('[];') ? ' readonly' : ''}${type}`;
      open.set(indent.length, at);
      return;
    }
    const closed = CLOSED_LIST.exec(line);
    const start = closed === null ? undefined : open.get(closed[1]?.length ?? 0);
    if (start !== undefined) lines[start] = (lines[start] ?? '').replace(/: ([({])$/, ': readonly $1');
  });
  return lines.join('\n');
}

/** Writes comments of one line in one line. */
function foldComments(text: string): string {
  return text.replace(/^( *)\/\*\*\n *\* (.*)\n *\*\/$/gm, '$1/** $2 */');
}

function spaceOut(text: string): string {
  return `${text.replace(/^(\}|.*;)\n(?=\/\*\*|export )/gm, '$1\n\n').trim()}\n`;
}
