import { RE2JS } from '@bufbuild/re2';

import type { Work } from './work';

/** Results of one expression for short strings: names and hosts repeat a thousandfold in a mesh. */
const MAX_RESULTS = 4_096;
const MAX_REMEMBERED_LENGTH = 256;

interface Compiled {
  readonly regex: RE2JS;
  readonly results: Map<string, boolean>;
}

const expressions = new Map<string, Compiled>();

/**
 * Says whether an RE2 expression matches anywhere in a text, as Go's `regexp.MatchString` does. Linear in the text.
 *
 * @throws when the expression is no RE2 expression; the expressions of schema facts always are.
 */
export function matches(expression: string, text: string): boolean {
  let compiled = expressions.get(expression);
  if (compiled === undefined) {
    compiled = { regex: compile(expression), results: new Map() };
    expressions.set(expression, compiled);
  }
  if (text.length > MAX_REMEMBERED_LENGTH) return compiled.regex.test(text);
  const known = compiled.results.get(text);
  if (known !== undefined) return known;
  const result = compiled.regex.test(text);
  if (compiled.results.size >= MAX_RESULTS) compiled.results.clear();
  compiled.results.set(text, result);
  return result;
}

/** Says whether an RE2 expression matches the whole of a text, as Envoy compares; false for what is no expression. */
export function matchesWhole(expression: string, text: string): boolean {
  return isRegex(expression) && compile(expression).matches(text);
}

/** What a brace may be part of, and a brace that begins no count and so stands for itself. */
const BRACES = /\\Q[\s\S]*?(?:\\E|$)|\\[pPx]\{|\\[\s\S]|\{(?!(?:0|[1-9]\d*)(?:,(?:0|[1-9]\d*)?)?\})/g;

/** Says whether a text is a regular expression of RE2. */
export function isRegex(expression: string): boolean {
  const known = judged.get(expression);
  if (known !== undefined) return known;
  if (judged.size >= MAX_RESULTS) judged.clear();
  const result = compiles(expression);
  judged.set(expression, result);
  return result;
}

const judged = new Map<string, boolean>();

function compiles(expression: string): boolean {
  try {
    compile(expression);
    return true;
  } catch {
    return false;
  }
}

/** The library takes a brace that stands for itself for a repetition where another one follows it: `/{*}`. */
function compile(expression: string): RE2JS {
  try {
    return RE2JS.compile(expression);
  } catch (error) {
    const escaped = expression.replace(BRACES, (found) => (found === '{' ? '\\{' : found));
    if (escaped === expression) throw error;
    return RE2JS.compile(escaped);
  }
}

const LONGEST = 4_096;

/**
 * What speaks against an expression of a stranger: it is no RE2 expression, or one that takes too long to compile.
 * Undefined: `matches` may be asked.
 */
export function judgeable(expression: string, work: Work): string | undefined {
  if (expressions.has(expression)) return undefined;
  if (expression.length > LONGEST) return `has more than ${LONGEST} characters`;
  if (!work.takesPattern(letters(expression))) return 'is too large, or one of too many';
  try {
    expressions.set(expression, { regex: compile(expression), results: new Map() });
    return undefined;
  } catch {
    return 'is not an RE2 expression';
  }
}

/** How much there is to compile. A repeat is unrolled, and RE2 takes no more than 1,000 of it; a class of Unicode letters is like a hundred letters. */
export function letters(expression: string): number {
  let repeats = 1;
  for (const [, least = '', most = ''] of expression.matchAll(/\{(\d{1,6})(?:,(\d{0,6}))?\}/g)) {
    repeats = Math.min(1_000, repeats * Math.max(1, Number(least), Number(most)));
  }
  const classes = expression.match(/\\[pP]|\(\?[a-z]*i/g)?.length ?? 0;
  return (expression.length + 100 * classes) * repeats;
}
