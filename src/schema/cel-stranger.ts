import type { CelFunction } from './cel-functions';
import { CelFailure, noOverload, type CelValue } from './cel-value';
import { unsupported } from './cel-operators';
import { judgeable, matches } from './regex';
import { codePoints, isArray, isObject } from './values';
import type { Work } from './work';

/** `oldSelf` of a rule with `optionalOldSelf` when an object is created. */
export const NO_OLD_SELF: unique symbol = Symbol('no old self');

/** Functions that the rules of our facts do not use, and what can be asked of `oldSelf` when it is optional. */
export const STRANGER_FUNCTIONS: ReadonlyMap<string, CelFunction> = new Map<string, CelFunction>([
  ['hasValue', (value) => (value === NO_OLD_SELF ? false : noOverload('hasValue'))],
  ['orValue', (value, other) => (value === NO_OLD_SELF ? other : noOverload('orValue'))],
  ['value', (value) => (value === NO_OLD_SELF ? new CelFailure('there is no old value') : noOverload('value'))],
  ['dyn', (value) => value],
  ['string', (value) => (typeof value === 'string' ? value : typeof value === 'boolean' || Number.isSafeInteger(value) ? String(value) : noOverload('string'))],
  ['lowerAscii', (text) => (typeof text === 'string' ? text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : noOverload('lowerAscii'))],
  ['upperAscii', (text) => (typeof text === 'string' ? text.replace(/[a-z]/g, (letter) => letter.toUpperCase()) : noOverload('upperAscii'))],
  ['trim', (text) => (typeof text === 'string' ? text.replace(SPACE, '') : noOverload('trim'))],
  ['indexOf', (text, part, from) => indexOf(text, part, from)],
  ['join', (items, separator) => join(items, separator)],
  ['replace', (text, old, by, limit) => replace(text, old, by, limit)],
]);

/** White space as Go has it. */
const SPACE = /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g;

function indexOf(text: CelValue, part: CelValue, from?: CelValue): CelValue {
  if (typeof text !== 'string' || typeof part !== 'string' || from !== undefined) return noOverload('indexOf');
  const at = text.indexOf(part);
  return at < 0 ? -1 : codePoints(text.slice(0, at));
}

function join(list: CelValue, separator: CelValue = ''): CelValue {
  if (!isArray(list) || typeof separator !== 'string' || !list.every((item) => typeof item === 'string')) return noOverload('join');
  return list.join(separator);
}

function replace(text: CelValue, old: CelValue, by: CelValue, limit?: CelValue): CelValue {
  if (typeof text !== 'string' || typeof old !== 'string' || typeof by !== 'string' || old === '' || limit !== undefined) return noOverload('replace');
  return text.split(old).join(by);
}

export function strangerMatches([text, expression]: readonly CelValue[], work: Work): CelValue {
  if (typeof text !== 'string' || typeof expression !== 'string') return noOverload('matches');
  const problem = judgeable(expression, work);
  if (problem !== undefined) throw unsupported(`a pattern that ${problem}`);
  work.spend(Math.ceil((text.length * expression.length) / 16));
  return matches(expression, text);
}

/** Operators whose work grows with all that their arguments hold. */
const DEEP = new Set(['_==_', '_!=_', '@in']);

/** The work of an operator or a function, beside that of its arguments. */
export function weigh(name: string, values: readonly CelValue[]): number {
  let units = 4;
  for (const value of values) {
    if (typeof value === 'string') units += value.length >> 4;
    else if (DEEP.has(name)) units += 10 * countValues(value);
    else if (isArray(value)) units += value.length >> 1;
  }
  return units;
}

function countValues(value: unknown): number {
  const children = isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  let count = 1;
  for (const child of children) count += typeof child === 'object' ? countValues(child) : 1;
  return count;
}
