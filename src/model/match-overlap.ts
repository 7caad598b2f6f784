import type { HttpMatch } from './kinds/networking';
import { httpMatchShape, includesValues, type Condition, type MatchShape } from './match-cover';

/**
 * True where no request can meet both matches, as far as that can be told: they ask one thing for different values.
 * Two matches that look at different things can be met by one request that has both.
 */
export function areDisjoint(one: HttpMatch, other: HttpMatch): boolean {
  return shapesAreDisjoint(httpMatchShape(one, undefined), httpMatchShape(other, undefined));
}

function shapesAreDisjoint(one: MatchShape, other: MatchShape): boolean {
  return one.conditions.some((mine) => other.conditions.some((theirs) => mine.field === theirs.field && cannotBothHold(mine, theirs)));
}

function cannotBothHold(one: Condition, other: Condition): boolean {
  if (one.not && other.not) return false;
  if (one.not) return includesValues(one, other);
  if (other.not) return includesValues(other, one);
  if (one.test === 'present' || other.test === 'present') return false;
  if (one.test === 'regex' || other.test === 'regex') return differentCookies(one, other);
  const [a, b] = one.fold || other.fold ? [one.text.toLowerCase(), other.text.toLowerCase()] : [one.text, other.text];
  if (one.test === 'exact' && other.test === 'exact') return a !== b;
  if (one.test === 'exact') return !a.startsWith(b);
  if (other.test === 'exact') return !b.startsWith(a);
  return !a.startsWith(b) && !b.startsWith(a);
}

/** A browser sends one cookie of a name. */
function differentCookies(one: Condition, other: Condition): boolean {
  const [mine, theirs] = [readCookieRegex(one.text), readCookieRegex(other.text)];
  return one.field === 'header cookie' && mine !== undefined && theirs !== undefined && mine.name === theirs.name && mine.value !== theirs.value;
}

const COOKIE = /^\(\.\*;\)\?\\s\*([^=]+)=(.*)\(;\.\*\)\?$/;

/** An RE2 expression for a Cookie header with this cookie among others. */
export function cookieRegex(name: string, value: string): string {
  return `(.*;)?\\s*${literalRegex(name)}=${literalRegex(value)}(;.*)?`;
}

/** The text with everything that means something in RE2 escaped. */
export function literalRegex(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}

/** What `cookieRegex` was made of, as expressions; undefined for any other expression. */
function readCookieRegex(text: string): { readonly name: string; readonly value: string } | undefined {
  const [, name, value] = COOKIE.exec(text) ?? [];
  return name === undefined || value === undefined ? undefined : { name, value };
}
