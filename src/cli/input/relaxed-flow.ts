import { EVENT_ID, YAMLException, type Event } from 'js-yaml';

/** What js-yaml says of a line inside brackets that is not indented more than what holds them. */
export const DEFICIENT = 'deficient indentation';

/** Characters that are parsed again in all for one chunk: each mended collection costs a parse. */
const MAX_WORK = 50_000_000;

/**
 * Parses a chunk in which lines inside brackets are indented too little for YAML 1.2. Kubernetes reads such lines, and people write them:
 *
 *     args: [
 *       "--verbose",
 *     ]
 *
 * The line breaks between the items are read as spaces, so that nothing moves; `undefined` when that does not help.
 */
export function parseRelaxed(chunk: string, first: YAMLException, parse: (text: string) => Event[]): Event[] | undefined {
  const text = [...splitUnits(chunk)];
  const changed: number[] = [];
  let error = first;
  for (let work = 0; work < MAX_WORK; work += chunk.length) {
    const before = changed.length;
    blankCollection(text, error.mark?.position ?? 0, changed);
    if (changed.length === before) return undefined;
    try {
      const events = parse(text.join(''));
      return touchesScalar(events, changed) ? undefined : events;
    } catch (next) {
      if (!(next instanceof YAMLException) || next.reason !== DEFICIENT) return undefined;
      error = next;
    }
  }
  return undefined;
}

/** UTF-16 units, so that positions are those of the text. */
function* splitUnits(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += 1) yield text.charAt(at);
}

/** Makes spaces of line breaks, tabs and comments: of those just before `at`, and of all to the end of the collection that `at` is in. */
function blankCollection(text: string[], at: number, changed: number[]): void {
  const line = lineStart(text, at);
  for (let end = line; end > 0; ) {
    const previous = lineStart(text, end - 1);
    const tail = commentStart(text, previous, end);
    blank(text, tail, end, changed);
    if (text.slice(previous, tail).some((unit) => unit !== ' ' && unit !== '\t')) break;
    end = previous;
  }
  let depth = 0;
  for (let i = line; i < text.length; i += 1) {
    const unit = text[i] ?? '';
    if (opensQuote(text, i)) i = endOfQuote(text, i);
    else if (unit === '[' || unit === '{') depth += 1;
    else if (unit === ']' || unit === '}') {
      depth -= 1;
      if (depth < 0) return;
    } else if (unit === '#' && /\s/.test(text[i - 1] ?? ' ')) {
      const end = lineEnd(text, i);
      blank(text, i, end, changed);
      i = end - 1;
    } else if (unit === '\n' || unit === '\r' || unit === '\t') blank(text, i, i + 1, changed);
  }
}

/** A quote opens a text only where a value can begin: `it's` holds none. */
function opensQuote(text: readonly string[], at: number): boolean {
  return (text[at] === '"' || text[at] === "'") && (at === 0 || /[\s,:[\]{}?!]/.test(text[at - 1] ?? ''));
}

/** Where the quoted text that begins at `at` ends: at its closing quote, or with the text. */
function endOfQuote(text: readonly string[], at: number): number {
  const quote = text[at];
  for (let i = at + 1; i < text.length; i += 1) {
    if (text[i] === '\\' && quote === '"') i += 1;
    else if (text[i] === quote && quote === "'" && text[i + 1] === "'") i += 1;
    else if (text[i] === quote) return i;
  }
  return text.length;
}

/** Where the comment of a line begins, or its line break. */
function commentStart(text: readonly string[], start: number, end: number): number {
  for (let i = start; i < end; i += 1) {
    const unit = text[i] ?? '';
    if (opensQuote(text, i)) i = endOfQuote(text, i);
    else if (unit === '\n' || unit === '\r' || (unit === '#' && (i === start || /\s/.test(text[i - 1] ?? '')))) return i;
  }
  return end;
}

function blank(text: string[], from: number, to: number, changed: number[]): void {
  for (let i = from; i < to; i += 1) {
    if (text[i] === ' ') continue;
    text[i] = ' ';
    changed.push(i);
  }
}

function lineStart(text: readonly string[], at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

function lineEnd(text: readonly string[], at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

/** Whether a change is inside a value: then it changed what the value says. */
function touchesScalar(events: readonly Event[], changed: readonly number[]): boolean {
  const sorted = [...changed].sort((a, b) => a - b);
  let next = 0;
  for (const event of events) {
    if (event.type !== EVENT_ID.SCALAR || event.valueStart === -1) continue;
    while (next < sorted.length && (sorted[next] ?? 0) < event.valueStart) next += 1;
    if (next < sorted.length && (sorted[next] ?? 0) < event.valueEnd) return true;
  }
  return false;
}
