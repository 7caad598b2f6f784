import { CelDuration, celCompare, celContains, celEquals, CelFailure, celIndex, noOverload, type CelValue } from './cel-value';
import type { CelTree } from './cel-tree';
import { isArray, isObject } from './values';

type Operator = (a: CelValue, b: CelValue) => CelValue;

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['_==_', celEquals],
  ['_!=_', (a, b) => !celEquals(a, b)],
  ['_<_', compared((order) => order < 0)],
  ['_<=_', compared((order) => order <= 0)],
  ['_>_', compared((order) => order > 0)],
  ['_>=_', compared((order) => order >= 0)],
  ['_+_', add],
  ['@in', celContains],
  ['_[_]', celIndex],
  ['!_', (a) => (typeof a === 'boolean' ? !a : noOverload('!'))],
]);

function compared(test: (order: number) => boolean): Operator {
  return (a, b) => {
    const order = celCompare(a, b);
    return order instanceof CelFailure ? order : test(order);
  };
}

function add(a: CelValue, b: CelValue): CelValue {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  return isArray(a) && isArray(b) ? a.concat(b) : noOverload('+');
}

/** Operators that the rules of our facts do not use, and those that can mean more than one thing where types are not known. */
const STRANGER: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['_==_', surelyEquals],
  ['_!=_', (a, b) => !surelyEquals(a, b)],
  ['_-_', subtract],
  ['_*_', (a, b) => (typeof a === 'number' && typeof b === 'number' ? exact(a * b) : noOverload('*'))],
  ['-_', (a) => (typeof a === 'number' ? exact(-a) : noOverload('-'))],
]);

/** The operator of a name, if it is one; `written` are its arguments as they stand in the rule. */
export function operatorsFor(stranger: boolean): (name: string, written: readonly CelTree[]) => Operator | undefined {
  if (!stranger) return (name) => OPERATORS.get(name);
  return (name, written) => {
    const whole = written.some(({ is }) => is === 'int');
    if (name === '_/_' || name === '_%_') return whole ? divided(name) : undefined;
    // To join two lists that are sets is to unite them, so one side must be a list that the rule itself makes.
    if (name === '_+_' && !written.some(({ is }) => is === 'list')) return addTexts;
    return name === '_+_' ? (a, b) => exact(add(a, b)) : (STRANGER.get(name) ?? OPERATORS.get(name));
  };
}

function addTexts(a: CelValue, b: CelValue): CelValue {
  if (a instanceof CelDuration && b instanceof CelDuration) return new CelDuration(a.nanos + b.nanos);
  return isArray(a) && isArray(b) && a.length > 0 && b.length > 0 ? noOverload('+ of lists') : exact(add(a, b));
}

function subtract(a: CelValue, b: CelValue): CelValue {
  if (a instanceof CelDuration && b instanceof CelDuration) return new CelDuration(a.nanos - b.nanos);
  return typeof a === 'number' && typeof b === 'number' ? exact(a - b) : noOverload('-');
}

/** Of whole numbers; one of the two stands in the rule as a whole number, so the other is one too. */
function divided(name: '_/_' | '_%_'): Operator {
  return (a, b) => {
    if (typeof a !== 'number' || typeof b !== 'number' || !Number.isInteger(a) || !Number.isInteger(b)) return noOverload('a division');
    if (b === 0) return new CelFailure('it divides by zero');
    // + 0: there is no negative zero among whole numbers.
    return exact(name === '_/_' ? Math.trunc(a / b) + 0 : (a % b) + 0);
  };
}

/** Numbers beyond 2^53 are not told apart. */
function exact(value: CelValue): CelValue {
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) return new CelFailure('a number is too large', true);
  return value;
}

/** In lists that are sets or maps the order does not count, and whether a list is one is not known here. */
function surelyEquals(a: CelValue, b: CelValue): boolean {
  const equal = celEquals(a, b);
  const container = (isArray(a) && isArray(b)) || (isObject(a) && isObject(b));
  if (!equal && container && unordered(a) === unordered(b)) throw unsupported('a comparison of lists that differ only in their order');
  return equal;
}

function unordered(value: unknown): string {
  if (isArray(value)) return `[${value.map(unordered).sort().join()}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${unordered(value[key])}`).join()}}`;
}

export function unsupported(what: string): Error {
  return new Error(`A CEL rule uses ${what}, which is not known here.`);
}
