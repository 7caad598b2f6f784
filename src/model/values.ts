/** An object as YAML or JSON gives it: nothing is known of its values yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** True for a map of names to values; not for lists, dates and null. */
export function isFields(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  // Nearly all are plain objects, and this is asked of every value of a mesh: the long way is for the others.
  return Object.getPrototypeOf(value) === Object.prototype || Object.prototype.toString.call(value) === '[object Object]';
}

/** The own property `key`, never one inherited from `Object.prototype`. */
export function fieldOf(value: unknown, key: string): unknown {
  return isFields(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Follows property names from an object inwards; undefined as soon as one is missing. */
export function fieldAt(value: unknown, ...keys: readonly string[]): unknown {
  let current = value;
  for (const key of keys) current = fieldOf(current, key);
  return current;
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

const NO_TEXTS: Readonly<Record<string, string>> = Object.freeze({});

/**
 * The pairs of a map whose values are text; anything else is left out. A number or a truth value, which is the finding that its quotes are
 * missing, counts as if it had them.
 */
export function asTextMap(value: unknown): Readonly<Record<string, string>> {
  if (!isFields(value)) return NO_TEXTS;
  const result: Record<string, string> = {};
  for (const key of Object.keys(value)) {
    const text = asQuoted(value[key]);
    if (text !== undefined && key !== '__proto__') result[key] = text;
  }
  return result;
}

/** A text, or what would be one with quotes. */
export function asQuoted(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)) ? String(value) : undefined;
}

const CANONICAL_DEPTH = 200;

/**
 * One text for equal values, whatever the order of their keys. What is nested deeper than 200 levels does
 * not count, so that no value, however deep, is a danger.
 */
export function canonical(value: unknown, depth = 0): string {
  if (depth > CANONICAL_DEPTH) return '';
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, depth + 1)).join(',')}]`;
  if (!isFields(value)) return JSON.stringify(value) ?? 'null';
  const pairs = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key], depth + 1)}`);
  return `{${pairs.join(',')}}`;
}

/** Order of texts by code unit: the same on every machine, unlike `localeCompare`. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
