/** A field of a message. */
export interface ProtoField {
  readonly type: string;
}

/** A message of a .proto file. */
export interface ProtoMessage {
  /** With package and outer messages: `istio.networking.v1alpha3.Headers.HeaderOperations`. */
  readonly fullName: string;
  /** Without the package: `Headers.HeaderOperations`. */
  readonly localName: string;
  /** The reference page that the file names. */
  readonly page?: string;
  readonly fields: ReadonlyMap<string, ProtoField>;
}

interface Draft extends ProtoMessage {
  readonly fields: Map<string, ProtoField>;
}

/**
 * Reads the messages of one .proto file: just names, fields and types, which is all that naming needs.
 * Options, enums, services and reserved ranges are stepped over.
 */
export function parseProto(text: string): readonly ProtoMessage[] {
  const location = /^\/\/ \$location: (\S+)/m.exec(text)?.[1];
  const tokens = tokenize(text);
  const messages: Draft[] = [];
  let at = 0;
  let packageName = '';

  const skipStatement = (): void => {
    for (let depth = 0; at < tokens.length; at++) {
      if (tokens[at] === '{') depth++;
      if (tokens[at] === '}' && --depth === 0) return void at++;
      if (tokens[at] === ';' && depth === 0) return void at++;
    }
  };
  const field = (message: Draft): void => {
    if (tokens[at] === 'repeated' || tokens[at] === 'optional') at++;
    let type = tokens[at++] ?? '';
    if (type === 'map') {
      while (tokens[at] !== ',') at++;
      type = tokens[at + 1] ?? '';
      at += 3;
    }
    const name = tokens[at] ?? '';
    const end = tokens.indexOf(';', at);
    const options = tokens.slice(at, end);
    const explicit = options.indexOf('json_name');
    const jsonName = explicit < 0 ? camelCase(name) : JSON.parse(options[explicit + 2] ?? '""') as string;
    // Istio keeps the proto name of a few old fields beside the JSON name (`jwks_uri`, `mirror_percent`).
    message.fields.set(name, { type });
    message.fields.set(jsonName, { type });
    at = end + 1;
  };
  const body = (message: Draft): void => {
    while (at < tokens.length && tokens[at] !== '}') {
      const token = tokens[at];
      if (token === 'message') define(message.localName);
      else if (token === 'oneof') {
        at += 3;
        while (tokens[at] !== '}') tokens[at] === 'option' ? skipStatement() : field(message);
        at++;
      } else if (token === 'enum' || token === 'reserved' || token === 'option' || token === 'extensions' || token === ';') skipStatement();
      else field(message);
    }
    at++;
  };
  const define = (outer: string): void => {
    const localName = (outer === '' ? '' : `${outer}.`) + (tokens[at + 1] ?? '');
    const message: Draft = { fullName: `${packageName}.${localName}`, localName, ...(location === undefined ? {} : { page: location }), fields: new Map() };
    messages.push(message);
    at += 3;
    body(message);
  };

  while (at < tokens.length) {
    if (tokens[at] === 'message') define('');
    else {
      if (tokens[at] === 'package') packageName = tokens[at + 1] ?? '';
      skipStatement();
    }
  }
  return messages;
}

function tokenize(text: string): readonly string[] {
  return text.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, ' ').match(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[\w.]+|[^\s\w]/g) ?? [];
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Finds messages by the name that a field writes, from the inside out as protobuf resolves names. */
export class ProtoIndex {
  private readonly byName: ReadonlyMap<string, ProtoMessage>;

  constructor(messages: readonly ProtoMessage[]) {
    this.byName = new Map(messages.map((message) => [message.fullName, message]));
  }

  /** The message with this full name. */
  get(fullName: string): ProtoMessage | undefined {
    return this.byName.get(fullName);
  }

  /** The message that `type` means inside `scope`. */
  resolve(type: string, scope: ProtoMessage): ProtoMessage | undefined {
    if (type.startsWith('.')) return this.byName.get(type.slice(1));
    for (let outer = scope.fullName; outer !== ''; outer = outer.slice(0, Math.max(0, outer.lastIndexOf('.')))) {
      const found = this.byName.get(`${outer}.${type}`);
      if (found !== undefined) return found;
    }
    return this.byName.get(type);
  }
}
