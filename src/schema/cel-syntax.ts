import { celTokens, type CelToken } from './cel-tokens';

/** As cel-go has it: what is longer is no expression, nor what is deeper. */
const LONGEST = 100_000;
const DEEPEST = 250;

/** Words that mean nothing yet and may not be names of variables and functions. */
const RESERVED = new Set(['as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'let', 'loop', 'package', 'namespace', 'return', 'var', 'void', 'while']);
const COMPARISONS = new Set(['<', '<=', '>=', '>', '==', '!=', 'in']);
const CALCULATIONS = new Set(['*', '/', '%', '+', '-']);

/** Macros called on a list or map, with how many arguments; the first is a name for an item. */
const MACROS: Readonly<Record<string, readonly number[]>> = { all: [2], exists: [2], exists_one: [2], filter: [2], map: [2, 3] };

/** What macros ask of an expression. */
type Shape = 'name' | 'select' | 'other';

/**
 * Says whether a text can be read as an expression of CEL as cel-go reads it, whatever its names mean. Linear in the text.
 * https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax
 */
export function isCelSyntax(text: string): boolean {
  if (text.length > LONGEST && [...text].length > LONGEST) return false;
  const tokens = celTokens(text);
  return tokens !== undefined && new Reader(tokens).reads();
}

/** Thrown where the text is no expression. */
class NoExpression extends Error {}

class Reader {
  readonly #tokens: readonly CelToken[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly CelToken[]) {
    this.#tokens = tokens;
  }

  reads(): boolean {
    try {
      this.#expression();
      return this.#at === this.#tokens.length;
    } catch (error) {
      if (error instanceof NoExpression) return false;
      throw error;
    }
  }

  #expression(): Shape {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new NoExpression();
    let shape = this.#alternatives();
    if (this.#takes('?')) {
      this.#alternatives();
      this.#needs(':');
      this.#expression();
      shape = 'other';
    }
    this.#depth -= 1;
    return shape;
  }

  #alternatives(): Shape {
    let shape = this.#conditions();
    while (this.#takes('||')) [shape] = ['other', this.#conditions()];
    return shape;
  }

  #conditions(): Shape {
    let shape = this.#chain(COMPARISONS, () => this.#chain(CALCULATIONS, () => this.#signed()));
    while (this.#takes('&&')) [shape] = ['other', this.#chain(COMPARISONS, () => this.#chain(CALCULATIONS, () => this.#signed()))];
    return shape;
  }

  /** Operands between operators, which cel-go takes for nested ones. */
  #chain(operators: ReadonlySet<string>, operand: () => Shape): Shape {
    let shape = operand();
    for (let length = 1; operators.has(this.#kind()); length += 1) {
      if (length > DEEPEST) throw new NoExpression();
      this.#at += 1;
      operand();
      shape = 'other';
    }
    return shape;
  }

  #signed(): Shape {
    const sign = this.#kind();
    const start = this.#at;
    if (sign === '!' || sign === '-') while (this.#kind() === sign) this.#at += 1;
    const signs = this.#at - start;
    if (sign === '-' && signs === 1 && ['integer', 'float'].includes(this.#kind())) return this.#member(true);
    const shape = this.#member(sign === '!' && this.#kind() === '-');
    // Two signs are none.
    return signs % 2 === 0 ? shape : 'other';
  }

  /** @param isSigned whether a number at the beginning may have a sign, or has one already */
  #member(isSigned: boolean): Shape {
    let shape = this.#primary(isSigned);
    for (let length = 1; ; length += 1) {
      if (length > DEEPEST && (this.#kind() === '.' || this.#kind() === '[')) throw new NoExpression();
      if (this.#takes('.')) {
        shape = this.#field();
      } else if (this.#takes('[')) {
        this.#expression();
        this.#needs(']');
        shape = 'other';
      } else {
        return shape;
      }
    }
  }

  #field(): Shape {
    if (this.#takes('quoted')) return 'select';
    const name = this.#needs('name');
    if (!this.#takes('(')) return 'select';
    const [first, count] = this.#arguments();
    if (Object.hasOwn(MACROS, name) && MACROS[name]?.includes(count) === true && first !== 'name') throw new NoExpression();
    return 'other';
  }

  #primary(isSigned: boolean): Shape {
    const kind = this.#kind();
    if (kind === '.' || kind === 'name') return this.#named();
    if (this.#takes('(')) {
      const shape = this.#expression();
      this.#needs(')');
      return shape;
    }
    if (this.#takes('[')) this.#entries(']', () => this.#expression());
    else if (this.#takes('{')) this.#entries('}', () => this.#pair(() => this.#expression()));
    else this.#literal(isSigned);
    return 'other';
  }

  #named(): Shape {
    const isRooted = this.#takes('.');
    const name = this.#needs('name');
    if (this.#isMessage()) {
      while (!this.#takes('{')) this.#at += 1;
      this.#entries('}', () => this.#pair(() => this.#takes('quoted') || this.#needs('name')));
      return 'other';
    }
    if (RESERVED.has(name)) throw new NoExpression();
    // A macro keeps its result under this name, so no item can have it.
    if (!this.#takes('(')) return name === '__result__' && !isRooted ? 'other' : 'name';
    const [first, count] = this.#arguments();
    if (name !== 'has' || isRooted || count !== 1) return 'other';
    if (first !== 'select') throw new NoExpression();
    return 'select';
  }

  /** Whether names with dots between them lead to a brace: the fields of a message. */
  #isMessage(): boolean {
    let at = this.#at;
    while (this.#tokens[at]?.kind === '.' && this.#tokens[at + 1]?.kind === 'name') at += 2;
    return this.#tokens[at]?.kind === '{';
  }

  #pair(key: () => void): void {
    key();
    this.#needs(':');
    this.#expression();
  }

  #arguments(): readonly [first: Shape | undefined, count: number] {
    if (this.#takes(')')) return [undefined, 0];
    const first = this.#expression();
    let count = 1;
    for (; this.#takes(','); count += 1) this.#expression();
    this.#needs(')');
    return [first, count];
  }

  /** Entries with commas between them, and one more at the end if you like. */
  #entries(closing: string, entry: () => void): void {
    while (this.#kind() !== closing && this.#kind() !== ',') {
      entry();
      if (this.#kind() !== ',' || this.#tokens[this.#at + 1]?.kind === closing) break;
      this.#at += 1;
      if (this.#kind() === ',') throw new NoExpression();
    }
    this.#takes(',');
    this.#needs(closing);
  }

  #literal(isSigned: boolean): void {
    const isNegative = isSigned && (this.#takes('-') || this.#tokens[this.#at - 1]?.kind === '-');
    const { kind, text } = this.#tokens[this.#at] ?? { kind: 'end', text: '' };
    const isOne = isNegative
      ? (kind === 'integer' && isBelow(text, 0x8000_0000_0000_0001n)) || (kind === 'float' && Number.isFinite(Number(text)))
      : ['text', 'true', 'false', 'null'].includes(kind) ||
        (kind === 'integer' && isBelow(text, 0x8000_0000_0000_0000n)) ||
        (kind === 'unsigned' && isBelow(text.slice(0, -1), 0x1_0000_0000_0000_0000n)) ||
        (kind === 'float' && Number.isFinite(Number(text)));
    if (!isOne) throw new NoExpression();
    this.#at += 1;
  }

  #kind(): string {
    return this.#tokens[this.#at]?.kind ?? 'end';
  }

  #takes(kind: string): boolean {
    if (this.#kind() !== kind) return false;
    this.#at += 1;
    return true;
  }

  #needs(kind: string): string {
    const text = this.#tokens[this.#at]?.text ?? '';
    if (!this.#takes(kind)) throw new NoExpression();
    return text;
  }
}

/** Of a whole number in digits or in hexadecimal. */
function isBelow(text: string, bound: bigint): boolean {
  const digits = text.replace(/^(0x)?0+(?=[0-9a-fA-F])/, '$1');
  return digits.length <= 20 && BigInt(digits) < bound;
}
