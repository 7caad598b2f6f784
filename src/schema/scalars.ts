import type { Schema } from './facts';
import { FORMATS, INTEGER_BOUNDS } from './formats';
import { patternWords } from './pattern-words';
import { matches } from './regex';
import { codePoints, kindOf, sameValue, show } from './values';
import { nearest } from './suggest';
import type { ViolationCode } from './violation';

/** What is wrong with a single value, without its place. */
export interface Flaw {
  readonly code: ViolationCode;
  readonly message: string;
  readonly fix: string;
}

/** Checks a value and answers its first flaw. */
export type Check = (value: unknown) => Flaw | undefined;

const INT64 = 2 ** 63;
const TYPE_WORDS: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

/** Says whether a value is of the JSON type that a schema asks for; a schema without a type takes every type. */
export function hasType(schema: Schema, value: unknown): boolean {
  if (schema['x-kubernetes-int-or-string'] === true) return typeof value === 'string' || isInteger(value);
  switch (schema.type) {
    case 'string':
      return typeof value === 'string' || isOverlooked(schema, value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return isInteger(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    default:
      return true;
  }
}

/**
 * Kubernetes does not look at the type of a list where a text with a format belongs, so it takes one. No reader could use
 * it, so it is not part of what is usable.
 */
export function isOverlooked(schema: Schema, value: unknown): boolean {
  return Array.isArray(value) && schema.format !== undefined && FORMATS.has(schema.format);
}

function isInteger(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value > -INT64 && value < INT64;
}

export function typeFlaw(schema: Schema, value: unknown): Flaw {
  if (schema.type === 'integer' && Number.isInteger(value)) return range(`${show(value)} does not fit 64 bits.`, 'Write a smaller number.');
  const expected = schema['x-kubernetes-int-or-string'] === true ? 'a whole number or a text' : (TYPE_WORDS[schema.type ?? ''] ?? 'a value');
  const found = value === null ? 'null' : `${kindOf(value)}${typeof value === 'object' ? '' : `, ${show(value)}`}`;
  return { code: 'invalid-type', message: `This must be ${expected}, but it is ${found}.`, fix: typeFix(schema, value, expected) };
}

function typeFix(schema: Schema, value: unknown, expected: string): string {
  if (value === null) return `Give it a value, or leave the field out.`;
  if (schema.type === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return `Put it in quotes: "${value}".`;
  if (typeof value === 'string' && value.trim() !== '') {
    if ((schema.type === 'integer' || schema.type === 'number') && Number.isFinite(Number(value))) return `Write ${Number(value)} without quotes.`;
    if (schema.type === 'boolean' && (value === 'true' || value === 'false')) return `Write ${value} without quotes.`;
  }
  if (schema.type === 'array' && !Array.isArray(value)) return 'Make it a list, even of a single item.';
  return `Write ${expected}.`;
}

/** The checks of one value beside its type, in the order in which they are told. */
export function scalarChecks(schema: Schema): readonly Check[] {
  const checks: Check[] = [];
  if (schema.enum !== undefined && schema.enum.length > 0) checks.push(enumCheck(schema.enum));
  checks.push(...textChecks(schema), ...numberChecks(schema));
  return checks;
}

/** Work to look at a value: texts and numbers are compared at once, objects are not. */
export function enumWeight({ enum: allowed = [] }: Schema): number {
  return allowed.reduce<number>((sum, value) => sum + (typeof value === 'object' ? 100 : 1), 1);
}

function enumCheck(allowed: readonly unknown[]): Check {
  let words: string | undefined;
  return (value) => {
    if (allowed.some((candidate) => sameValue(candidate, value))) return undefined;
    const names = allowed.filter((name): name is string => typeof name === 'string');
    const meant = typeof value === 'string' ? nearest(value, names) : undefined;
    const list = (words ??= allowed.map((name) => (typeof name === 'string' && name !== '' ? name : show(name))).join(', '));
    return {
      code: 'invalid-enum',
      message: `${show(value)} is not one of the values allowed here: ${list}.`,
      fix: meant === undefined || meant === '' ? `Use one of ${list}.` : `Use ${meant}.`,
    };
  };
}

function textChecks(schema: Schema): Check[] {
  const { minLength, maxLength, pattern } = schema;
  const checks: ((text: string) => Flaw | undefined)[] = [];
  if (maxLength !== undefined) {
    checks.push((text) => (text.length <= maxLength || codePoints(text) <= maxLength ? undefined
      : range(`This text has ${codePoints(text)} characters, more than the ${maxLength} that are allowed.`, `Shorten it to at most ${count(maxLength, 'character')}.`)));
  }
  if (minLength !== undefined && minLength > 0) {
    const empty = minLength === 1;
    checks.push((text) => (codePoints(text) >= minLength ? undefined
      : range(empty ? 'This text must not be empty.' : `This text has fewer than ${minLength} characters.`, empty ? 'Give it a value, or leave the field out.' : `Write at least ${count(minLength, 'character')}.`)));
  }
  if (pattern !== undefined && pattern !== '') {
    checks.push((text) => (matches(pattern, text) ? undefined
      : { code: 'pattern-mismatch', message: `${show(text)} is not ${patternWords(pattern)}.`, fix: patternFix(pattern, text) }));
  }
  const format = schema.format === undefined || (schema.type !== undefined && schema.type !== 'string') ? undefined : FORMATS.get(schema.format);
  if (format !== undefined) {
    checks.push((text) => (format.test(text) ? undefined
      : { code: 'pattern-mismatch', message: `${show(text)} is not ${format.expected}.`, fix: `Write ${format.expected}.` }));
  }
  return checks.map((check) => (value) => (typeof value === 'string' ? check(value) : undefined));
}

function patternFix(pattern: string, text: string): string {
  const lower = text.toLowerCase();
  if (lower !== text && matches(pattern, lower)) return `Write it in lower case: ${lower}.`;
  const trimmed = text.trim();
  if (trimmed !== text && matches(pattern, trimmed)) return 'Remove the spaces around it.';
  return `Write ${patternWords(pattern)}.`;
}

function numberChecks(schema: Schema): Check[] {
  const checks: ((value: number) => Flaw | undefined)[] = [];
  const bounds = schema.type === 'integer' ? INTEGER_BOUNDS.get(schema.format ?? '') : undefined;
  const minimum = schema.minimum ?? bounds?.[0];
  const maximum = schema.maximum ?? bounds?.[1];
  const words = minimum !== undefined && maximum !== undefined ? `a number from ${minimum} to ${maximum}` : minimum !== undefined ? `${minimum} or more` : `${maximum} or less`;
  const { multipleOf, exclusiveMinimum = false, exclusiveMaximum = false } = schema;
  const below = (value: number, limit: number, exclusive: boolean): boolean => (exclusive ? value <= limit : value < limit);
  if (minimum !== undefined) {
    checks.push((value) => (below(value, minimum, exclusiveMinimum) ? range(`${value} is too small: at least ${minimum} is allowed here.`, `Write ${words}.`) : undefined));
  }
  if (maximum !== undefined) {
    checks.push((value) => (below(-value, -maximum, exclusiveMaximum) ? range(`${value} is too large: at most ${maximum} is allowed here.`, `Write ${words}.`) : undefined));
  }
  if (bounds !== undefined) {
    checks.push((value) => (value < bounds[0] || value > bounds[1] ? range(`${value} does not fit ${schema.format ?? ''}.`, `Write a number from ${bounds[0]} to ${bounds[1]}.`) : undefined));
  }
  if (multipleOf !== undefined) {
    // Kubernetes divides whole numbers by a whole number.
    const fits = (value: number, factor: number): boolean => factor > 0 && Number.isInteger(value / factor);
    checks.push((value) => (fits(value, Number.isInteger(value) ? Math.trunc(multipleOf) : multipleOf) ? undefined : range(`${value} is not a multiple of ${multipleOf}.`, `Write a multiple of ${multipleOf}.`)));
  }
  return checks.map((check) => (value) => (typeof value === 'number' ? check(value) : undefined));
}

function range(message: string, fix: string): Flaw {
  return { code: 'out-of-range', message, fix };
}

/** `1 item`, `2 items`. */
export function count(number: number, noun: string): string {
  if (number === 1) return `1 ${noun}`;
  return `${number} ${noun.endsWith('y') ? `${noun.slice(0, -1)}ie` : noun}s`;
}

/** The first flaw of a value that has the type of its schema. */
export function firstFlaw(checks: readonly Check[], value: unknown): Flaw | undefined {
  for (const check of checks) {
    const flaw = check(value);
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}
