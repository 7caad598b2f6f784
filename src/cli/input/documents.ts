import { YAMLException, parseEvents, type Event } from 'js-yaml';
import { keepFinalColons } from './flow-colons';
import { TextProblem } from './problem';
import { DEFICIENT, parseRelaxed } from './relaxed-flow';

/** A stretch of a text that is parsed by itself: one YAML document, or a few that `...` separates. */
export interface Chunk {
  readonly start: number;
  readonly end: number;
}

/** Deepest nesting that is read. Real objects stay below 40. */
export const MAX_DEPTH = 200;
/** A document longer than this (in characters) must stay below {@link MAX_SEPARATORS}; shorter ones cannot exceed it by far. */
const LARGE_DOCUMENT = 2 * 1024 * 1024;
/** Most commas, colons, brackets and line breaks in one document: each can open a node, and nodes are what takes memory. */
const MAX_SEPARATORS = 4_000_000;

/**
 * Cuts a text where kubectl does: at every line that starts with `---`. So one broken document does not hide the others.
 * A text that starts with `{` may hold several JSON objects in a row.
 */
export function splitDocuments(text: string): Chunk[] {
  const chunks: Chunk[] = [];
  const last = endOfManifests(text);
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let from = start; ; ) {
    const next = text.indexOf('\n---', from);
    const found = next >= last ? -1 : next;
    const end = found === -1 ? last : found + 1;
    from = end + 3;
    if (found !== -1 && !isBlank(text.charCodeAt(from))) continue;
    if (found !== -1 && holdsDirectivesOnly(text, start, end)) continue;
    pushJsonValues(text, start, end, chunks);
    if (found === -1) return chunks;
    start = end;
  }
}

/** What `helm install --dry-run` prints ends with words for people, below a line `NOTES:`; its objects say where they come from. */
function endOfManifests(text: string): number {
  const notes = text.lastIndexOf('\nNOTES:');
  const isLine = notes !== -1 && /^[ \t\r]*(?:\n|$)/.test(text.slice(notes + '\nNOTES:'.length, notes + 100));
  return isLine && text.lastIndexOf('# Source: ', notes) !== -1 ? notes + 1 : text.length;
}

/** Parses one chunk into js-yaml's events, whose offsets count from the chunk's start. */
export function parseChunk(chunk: string): Event[] {
  if (chunk.length > LARGE_DOCUMENT) refuseTooManyNodes(chunk);
  try {
    return parse(chunk);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const relaxed = error.reason === DEFICIENT ? parseRelaxed(chunk, error, parse) : undefined;
    if (relaxed !== undefined) return relaxed;
    throw new TextProblem(Math.min(error.mark?.position ?? 0, chunk.length), explain(error.reason));
  }
}

function parse(text: string): Event[] {
  return keepFinalColons(text, parseEvents(text, { maxDepth: MAX_DEPTH }));
}

/** What usually stands behind the parser's words. */
const LIKELY: ReadonlyMap<string, string> = new Map([
  [DEFICIENT, 'a bracket or a quote that is not closed?'],
  ['bad indentation of a mapping entry', 'or a value that needs quotes'],
  ["expected ':' after a mapping key", 'or a line that is indented too little'],
  ['can not read a block mapping entry; a multiline key may not be an implicit key', 'a colon is missing?'],
  ['end of the stream or a document separator is expected', 'a line that is indented too little, or text behind a value?'],
]);

function explain(reason: string): string {
  if (reason.startsWith('nesting exceeded')) return `nested deeper than ${MAX_DEPTH} levels`;
  const likely = LIKELY.get(reason);
  return `not valid YAML: ${reason}${likely === undefined ? '' : ` (${likely})`}`;
}

function isBlank(code: number): boolean {
  return Number.isNaN(code) || code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

/** True for `%YAML 1.1` and comments: what may stand before the `---` of a document that it belongs to. */
function holdsDirectivesOnly(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; ) {
    const next = text.indexOf('\n', at) + 1;
    const first = text.charCodeAt(skipSpace(text, at, next));
    if (first === 0x25) return true;
    if (first !== 0x23 && !isBlank(first)) return false;
    at = next;
  }
  return false;
}

function skipSpace(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

function pushJsonValues(text: string, start: number, end: number, chunks: Chunk[]): void {
  let from = start;
  for (;;) {
    const at = skipSpace(text, from, end);
    const close = text.charCodeAt(at) === 0x7b ? endOfJson(text, at, end) : -1;
    const next = close === -1 ? end : skipSpace(text, close, end);
    if (next >= end || text.charCodeAt(next) !== 0x7b) break;
    chunks.push({ start: from, end: close });
    from = close;
  }
  chunks.push({ start: from, end });
}

/** Where the JSON object that starts at `at` ends, or -1. Braces inside strings do not count. */
function endOfJson(text: string, at: number, end: number): number {
  let depth = 0;
  for (let i = at; i < end; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 0x22) {
      for (i += 1; i < end && text.charCodeAt(i) !== 0x22; i += 1) if (text.charCodeAt(i) === 0x5c) i += 1;
    } else if (code === 0x7b || code === 0x5b) depth += 1;
    else if ((code === 0x7d || code === 0x5d) && (depth -= 1) === 0) return i + 1;
  }
  return -1;
}

function refuseTooManyNodes(chunk: string): void {
  let separators = 0;
  for (let i = 0; i < chunk.length; i += 1) {
    const code = chunk.charCodeAt(i);
    const opens = code === 0x2c || code === 0x3a || code === 0x0a || code === 0x0d || code === 0x5b || code === 0x7b;
    if (opens || ((code === 0x2d || code === 0x3f) && isBlank(chunk.charCodeAt(i + 1)))) separators += 1;
    if (separators > MAX_SEPARATORS) throw new TextProblem(i, `one document of more than ${MAX_SEPARATORS} parts is not read; split it with ---`);
  }
}
