import type { Message, MessageField } from './messages';

const SITE = 'https://istio.io/';

interface Draft extends Message {
  readonly fields: Map<string, MessageField>;
}

/**
 * Reads the messages of one .proto file: just names, fields and types, which is all that naming needs.
 * Options, enums, services and reserved ranges are stepped over.
 */
export function parseProto(text: string): readonly Message[] {
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
    const jsonName = explicit < 0 ? camelCase(name) : String(JSON.parse(options[explicit + 2] ?? '""'));
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
    const message: Draft = { fullName: `${packageName}.${localName}`, localName, ...pageOf(location, localName), fields: new Map() };
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

/** The part of Istio's reference that a message is described in. */
function pageOf(location: string | undefined, localName: string): { readonly page?: string } {
  if (location?.startsWith(`${SITE}docs/`) !== true) return {};
  return { page: `${SITE}latest/${location.slice(SITE.length).replace(/\.html$/, '/')}#${localName.replaceAll('.', '-')}` };
}

function tokenize(text: string): readonly string[] {
  return text.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, ' ').match(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[\w.]+|[^\s\w]/g) ?? [];
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
