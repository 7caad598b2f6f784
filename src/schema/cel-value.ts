import type { GoUrl } from './go-url';
import { isArray, isObject, own, sameValue } from './values';

/** A rule that cannot be evaluated: a missing key, an index out of range, an argument of the wrong type. */
export class CelFailure {
  readonly reason: string;
  /** Only that we know no way to do it: Kubernetes may know one for a rule that is not one of ours. */
  readonly unknown: boolean;

  constructor(reason: string, unknown = false) {
    this.reason = reason;
    this.unknown = unknown;
  }
}

/** A duration in nanoseconds; Go's range is 64 bits, more than a double holds exactly. */
export class CelDuration {
  readonly nanos: bigint;

  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

export class CelUrl {
  readonly url: GoUrl;

  constructor(url: GoUrl) {
    this.url = url;
  }
}

/**
 * What an expression works on: JSON values as manifests hold them, and the values above. CEL's int and double are both
 * numbers: schemas bound what can meet, and Kubernetes compares them by value.
 */
export type CelValue = unknown;

export function noOverload(what: string): CelFailure {
  return new CelFailure(`${what} cannot take these values`, true);
}

/** CEL's `==`. */
export function celEquals(a: CelValue, b: CelValue): boolean {
  if (a instanceof CelDuration) return b instanceof CelDuration && a.nanos === b.nanos;
  return sameValue(a, b);
}

/** Negative, zero or positive as CEL orders two values; a failure when they have no order. */
export function celCompare(a: CelValue, b: CelValue): number | CelFailure {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (a instanceof CelDuration && b instanceof CelDuration) return order(a.nanos, b.nanos);
  if (typeof a === 'string' && typeof b === 'string') return order(a, b);
  return noOverload('a comparison');
}

function order<T extends bigint | string>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** CEL's `in`: an item of a list or a key of a map. */
export function celContains(item: CelValue, container: CelValue): boolean | CelFailure {
  if (isArray(container)) return container.some((candidate) => celEquals(candidate, item));
  if (isObject(container)) return typeof item === 'string' && Object.hasOwn(container, item);
  return noOverload('in');
}

/** A field; null is the same as absent, as it is for objects with properties. */
export function celSelect(container: CelValue, field: string): CelValue {
  if (container instanceof CelFailure) return container;
  if (!isObject(container)) return noOverload(`.${field}`);
  const value = own(container, field);
  return value === undefined || value === null ? new CelFailure(`there is no ${field}`) : value;
}

export function celHas(container: CelValue, field: string): boolean | CelFailure {
  if (container instanceof CelFailure) return container;
  if (!isObject(container)) return noOverload('has()');
  const value = own(container, field);
  return value !== undefined && value !== null;
}

/** `container[index]`. */
export function celIndex(container: CelValue, index: CelValue): CelValue {
  if (isArray(container)) {
    if (typeof index !== 'number') return noOverload('an index');
    return index >= 0 && index < container.length ? container[index] : new CelFailure(`there is no item ${index}`);
  }
  if (isObject(container) && typeof index === 'string') {
    return Object.hasOwn(container, index) ? container[index] : new CelFailure(`there is no ${index}`);
  }
  return noOverload('an index');
}

const ESCAPED: Readonly<Record<string, string>> = { underscores: '__', dot: '.', dash: '-', slash: '/' };
const RESERVED = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(' '),
);

/**
 * The property that an identifier of a rule stands for: Kubernetes writes `namespace` as `__namespace__`, `a-b` as
 * `a__dash__b`.
 * https://kubernetes.io/docs/reference/using-api/cel/#escaping
 */
export function unescapeField(identifier: string): string {
  return identifier.replace(/__([^_]+)__/g, (whole, name: string) => ESCAPED[name] ?? (RESERVED.has(name) ? name : whole));
}
