import { isFields } from '../model/values';

/** Deepest nesting that is copied; what is below is left out, so that no value is a danger. */
const DEEPEST = 200;

/** A frozen copy of plain data. What is shared stays shared, so that aliases do not unfold. */
export function frozenCopy(value: unknown): unknown {
  return copy(value, 0, new Map());
}

function copy(value: unknown, depth: number, copies: Map<unknown, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return undefined;
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    copies.set(value, items);
    for (const item of value) items.push(copy(item, depth + 1, copies));
    return Object.freeze(items);
  }
  if (!isFields(value)) return value;
  const fields: Record<string, unknown> = {};
  copies.set(value, fields);
  for (const [key, field] of Object.entries(value)) {
    Object.defineProperty(fields, key, { value: copy(field, depth + 1, copies), enumerable: true });
  }
  return Object.freeze(fields);
}
