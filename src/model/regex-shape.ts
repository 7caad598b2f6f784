/** What can be told of a regular expression without running it. Flags for letter case may stand before it: letters are told as they are written. */
export interface RegexShape {
  /** Characters that every text that it matches as a whole has in it. */
  readonly required: ReadonlySet<string>;
  /** What every such text begins with; '' where that cannot be told. */
  readonly start: string;
  /** Something in it takes texts of any length, or of several: `.*`, `[^/]+`, `(/.*)?`, `[0-9]{1,3}`. */
  readonly open: boolean;
  /** It begins with `^` or `\A`. */
  readonly anchoredStart: boolean;
  /** It ends with `$` or `\z`. */
  readonly anchoredEnd: boolean;
}

/** Nothing is known. */
const UNKNOWN: RegexShape = { required: new Set(), start: '', open: true, anchoredStart: false, anchoredEnd: false };

/** Longer expressions are not looked at. */
const LONGEST = 4_096;

/**
 * Reads an RE2 expression as far as it is simple: literal text, classes and groups one after the other. What it cannot
 * read it knows nothing of, so that nothing is claimed without reason.
 * Reference: https://github.com/google/re2/wiki/Syntax
 */
export function regexShape(expression: string): RegexShape {
  if (expression.length > LONGEST) return UNKNOWN;
  const text = expression.replace(/^\(\?[is]+\)/, '');
  // Other flags change what everything means, and quoted text hides what is special.
  if (/\(\?[^:P<]|\\[QECpP]/.test(text)) return UNKNOWN;
  const reader = new Reader(text);
  const read = reader.sequence(0);
  if (read === undefined || !reader.ended) return UNKNOWN;
  const { required, prefix: start, open } = read;
  return { required, start, open, anchoredStart: /^(?:\^|\\A)/.test(text), anchoredEnd: /^(?:[^\\]|\\[^])*\$$|\\z$/.test(text) };
}

interface Part {
  readonly required: Set<string>;
  /** Text that it begins with. */
  readonly prefix: string;
  /** The prefix is all of it. */
  readonly prefixEnds: boolean;
  /** It has something of no fixed length in it. */
  readonly open: boolean;
}

const NOTHING: Part = { required: new Set(), prefix: '', prefixEnds: true, open: false };
const DEEPEST = 50;

class Reader {
  #at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get ended(): boolean {
    return this.#at >= this.#text.length;
  }

  /** Alternatives up to the end, or to a bracket that closes. */
  sequence(depth: number): Part | undefined {
    if (depth > DEEPEST) return undefined;
    const alternatives: Part[] = [];
    let [required, prefix, prefixEnds, open] = [new Set<string>(), '', true, false];
    const close = (): void => {
      alternatives.push({ required, prefix, prefixEnds, open });
      [required, prefix, prefixEnds, open] = [new Set<string>(), '', true, false];
    };
    while (!this.ended) {
      const next = this.#text.charAt(this.#at);
      if (next === ')') break;
      if (next === '|') {
        this.#at++;
        close();
        continue;
      }
      const atom = this.#atom(depth);
      if (atom === undefined) return undefined;
      const { repeated, optional, endless } = this.#repeat();
      open ||= endless || atom.open;
      if (!optional) for (const each of atom.required) required.add(each);
      if (prefixEnds && !optional) prefix += atom.prefix;
      // What is repeated may go on with itself.
      prefixEnds &&= !repeated && atom.prefixEnds;
    }
    close();
    return alternatives.length === 1 ? alternatives[0] : either(alternatives);
  }

  #atom(depth: number): Part | undefined {
    const next = this.#text.charAt(this.#at++);
    if (next === '(') {
      const named = /^\?(?::|P?<\w+>)/.exec(this.#text.slice(this.#at, this.#at + 80))?.[0];
      if (named === undefined && this.#text.charAt(this.#at) === '?') return undefined;
      this.#at += named?.length ?? 0;
      const inner = this.sequence(depth + 1);
      if (inner === undefined || this.#text.charAt(this.#at) !== ')') return undefined;
      this.#at++;
      return inner;
    }
    if (next === '[') return this.#class();
    if (next === '.') return ANY;
    if (next === '^' || next === '$') return NOTHING;
    if (next === '\\') return this.#escaped();
    return next === '*' || next === '+' || next === '?' || next === '{' ? undefined : literal(next);
  }

  #escaped(): Part | undefined {
    const next = this.#text.charAt(this.#at++);
    if (/[AzbB]/.test(next)) return NOTHING;
    if (/[dDwWsS]/.test(next)) return ANY;
    return /[a-zA-Z0-9]/.test(next) || next === '' ? undefined : literal(next);
  }

  /** One of several characters. */
  #class(): Part | undefined {
    if (this.#text.charAt(this.#at) === '^') this.#at++;
    // A bracket at the beginning stands for itself.
    if (this.#text.charAt(this.#at) === ']') this.#at++;
    for (; !this.ended; this.#at++) {
      const next = this.#text.charAt(this.#at);
      if (next === '\\') this.#at++;
      else if (next === '[') {
        const close = this.#text.startsWith('[:', this.#at) ? this.#text.indexOf(':]', this.#at) : -1;
        if (close >= 0) this.#at = close + 1;
      } else if (next === ']') {
        this.#at++;
        return ANY;
      }
    }
    return undefined;
  }

  /** How often what was read may come. */
  #repeat(): { readonly repeated: boolean; readonly optional: boolean; readonly endless: boolean } {
    let [optional, endless] = [false, false];
    for (const start = this.#at; ; ) {
      const next = this.#text.charAt(this.#at);
      const counted = next === '{' ? /^\{(\d+)(,(\d*))?\}/.exec(this.#text.slice(this.#at, this.#at + 20)) : null;
      if (next === '*' || next === '?') optional = true;
      else if (counted !== null && Number(counted[1]) === 0) optional = true;
      else if (next !== '+' && counted === null) return { repeated: this.#at > start, optional, endless };
      if (next === '*' || next === '+' || (counted?.[2] !== undefined && counted[1] !== counted[3])) endless = true;
      this.#at += counted?.[0].length ?? 1;
    }
  }
}

const ANY: Part = { required: new Set(), prefix: '', prefixEnds: false, open: false };

function literal(text: string): Part {
  return { required: new Set([text]), prefix: text, prefixEnds: true, open: false };
}

/** What all of the alternatives have in common. */
function either(parts: readonly Part[]): Part {
  const [first, ...rest] = parts;
  const required = [...(first?.required ?? [])].filter((each) => rest.every((part) => part.required.has(each)));
  let prefix = first?.prefix ?? '';
  for (const part of rest) while (!part.prefix.startsWith(prefix)) prefix = prefix.slice(0, -1);
  return { required: new Set(required), prefix, prefixEnds: false, open: parts.some(({ open }) => open) };
}
