/** One token of CEL: `kind` is the sign itself for signs and the words `in`, `true`, `false` and `null`. */
export interface CelToken {
  readonly kind: string;
  readonly text: string;
}

const SKIPPED = /(?:[\t \r\n\f]+|\/\/[^\n]*)+/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const QUOTED_NAME = /`[A-Za-z0-9_.\-/ ]+`/y;
const FLOAT = /(?:\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?)/y;
const WHOLE = /(?:0x[0-9a-fA-F]+|\d+)[uU]?/y;
const SIGN = /==|!=|<=|>=|&&|\|\||[<>[\]{}().,\-!?:+*/%]/y;
const TEXT_START = /([bB]?)([rR]?)("""|'''|"|')/y;
const WORDS = new Set(['in', 'true', 'false', 'null']);

/** What may stand after a backslash, of one letter and of several; a surrogate or what is beyond Unicode may not. */
const ESCAPE = /\\(?:[abfnrtv"'\\?`]|[0-3][0-7][0-7]|[xX][0-9a-fA-F]{2}|(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}))/y;

/** The tokens of a text; undefined when it holds something else. */
export function celTokens(text: string): readonly CelToken[] | undefined {
  const tokens: CelToken[] = [];
  for (let at = end(SKIPPED, text, 0) ?? 0; at < text.length; at = end(SKIPPED, text, at) ?? at) {
    const token = tokenAt(text, at);
    if (token === undefined) return undefined;
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

function tokenAt(text: string, at: number): CelToken | undefined {
  const start = match(TEXT_START, text, at);
  if (start !== undefined) {
    const [opening, bytes = '', raw = '', quote = ''] = start;
    const stop = endOfText(text, at + opening.length, quote, raw !== '', bytes !== '');
    return stop === undefined ? undefined : { kind: 'text', text: text.slice(at, stop) };
  }
  const name = match(NAME, text, at)?.[0];
  if (name !== undefined) return { kind: WORDS.has(name) ? name : 'name', text: name };
  const [float = '', whole = ''] = [match(FLOAT, text, at)?.[0], match(WHOLE, text, at)?.[0]];
  if (float.length > whole.length) return { kind: 'float', text: float };
  if (whole !== '') return { kind: /[uU]$/.test(whole) ? 'unsigned' : 'integer', text: whole };
  const quoted = match(QUOTED_NAME, text, at)?.[0];
  if (quoted !== undefined) return { kind: 'quoted', text: quoted };
  const sign = match(SIGN, text, at)?.[0];
  return sign === undefined ? undefined : { kind: sign, text: sign };
}

/** Where a text ends, behind its closing quote. */
function endOfText(text: string, from: number, quote: string, isRaw: boolean, isBytes: boolean): number | undefined {
  for (let at = from; at < text.length; ) {
    if (text.startsWith(quote, at)) return at + quote.length;
    const letter = text[at] ?? '';
    if (quote.length === 1 && (letter === '\n' || letter === '\r')) return undefined;
    if (letter === '\\' && !isRaw) {
      const escape = match(ESCAPE, text, at);
      if (escape === undefined || (escape[1] !== undefined && (isBytes || !isLetter(Number.parseInt(escape[1].slice(1), 16))))) return undefined;
      at += escape[0].length;
    } else {
      at += 1;
    }
  }
  return undefined;
}

function isLetter(point: number): boolean {
  return point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
}

function match(expression: RegExp, text: string, at: number): RegExpExecArray | undefined {
  expression.lastIndex = at;
  return expression.exec(text) ?? undefined;
}

function end(expression: RegExp, text: string, at: number): number | undefined {
  const found = match(expression, text, at);
  return found === undefined ? undefined : at + found[0].length;
}
