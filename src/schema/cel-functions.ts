import { CelDuration, CelFailure, CelUrl, noOverload, type CelValue } from './cel-value';
import { parseGoDuration } from './go-duration';
import { isGoUrl, parseGoUrl } from './go-url';
import { isIpv4, isIpv6, isMappedIpv4 } from './ip';
import { matches } from './regex';
import { codePoints, isArray, isObject } from './values';

/** A function of CEL; a method gets what stands before the dot as its first argument. Arguments are never failures. */
export type CelFunction = (...args: readonly CelValue[]) => CelValue;

const INT64 = 1n << 63n;

function texts(name: string, compute: (...args: string[]) => CelValue): CelFunction {
  return (...args) => (args.every((arg) => typeof arg === 'string') ? compute(...args) : noOverload(name));
}

function size(value: CelValue): CelValue {
  if (typeof value === 'string') return codePoints(value);
  if (isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : noOverload('size');
}

function int(value: CelValue): CelValue {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.trunc(value) : new CelFailure('no whole number');
  if (typeof value !== 'string') return noOverload('int');
  const failure = new CelFailure(`${JSON.stringify(value)} is no whole number`);
  // Nothing of more digits fits 64 bits, unless it starts with zeros.
  const [, sign, digits] = /^([+-]?)0*([0-9]{1,19})$/.exec(value) ?? [];
  if (digits === undefined) return failure;
  const whole = sign === '-' ? -BigInt(digits) : BigInt(digits);
  return whole >= -INT64 && whole < INT64 ? Number(whole) : failure;
}

function substring(value: CelValue, from: CelValue, to?: CelValue): CelValue {
  if (typeof value !== 'string' || typeof from !== 'number') return noOverload('substring');
  const letters = Array.from(value);
  const end = to === undefined ? letters.length : to;
  if (typeof end !== 'number') return noOverload('substring');
  if (from < 0 || from > end || end > letters.length) return new CelFailure('the text is too short');
  return letters.slice(from, end).join('');
}

const durations = new Map<string, CelDuration>();

function duration(text: string): CelValue {
  const known = durations.get(text);
  if (known !== undefined) return known;
  const nanos = parseGoDuration(text);
  if (nanos === undefined) return new CelFailure(`${JSON.stringify(text)} is no duration`);
  const parsed = new CelDuration(nanos);
  if (durations.size >= 4_096) durations.clear();
  if (text.length <= 64) durations.set(text, parsed);
  return parsed;
}

function url(text: string): CelValue {
  const parsed = parseGoUrl(text);
  return parsed === undefined ? new CelFailure(`${JSON.stringify(text)} is no URL`) : new CelUrl(parsed);
}

/**
 * The functions of the known rules, with the meaning they have in Kubernetes. A rule with another function does not
 * compile, and a test compiles every rule of the facts.
 * https://kubernetes.io/docs/reference/using-api/cel/#cel-options-language-features-and-libraries
 */
export const FUNCTIONS: ReadonlyMap<string, CelFunction> = new Map<string, CelFunction>([
  ['size', size],
  ['int', int],
  ['substring', substring],
  ['contains', texts('contains', (text, part) => text.includes(part ?? ''))],
  ['startsWith', texts('startsWith', (text, part) => text.startsWith(part ?? ''))],
  ['endsWith', texts('endsWith', (text, part) => text.endsWith(part ?? ''))],
  ['matches', texts('matches', (text, expression) => matches(expression ?? '', text))],
  ['split', texts('split', (text, separator) => (separator === '' ? Array.from(text) : text.split(separator ?? '')))],
  ['duration', texts('duration', (text) => duration(text))],
  ['isURL', texts('isURL', (text) => isGoUrl(text))],
  ['url', texts('url', (text) => url(text))],
  ['getScheme', (value) => (value instanceof CelUrl ? value.url.scheme : noOverload('getScheme'))],
  ['isIP', texts('isIP', (text) => isIpv4(text) || (isIpv6(text) && !isMappedIpv4(text)))],
]);
