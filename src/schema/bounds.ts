import { isArray, isObject } from './values';

/** Levels of nesting that the API server's JSON decoder follows. */
export const MAX_DEPTH = 10_000;

/**
 * A request body of the API server holds at most 3 MiB, and a value takes at least two bytes of it. Aliases can make a
 * small YAML file expand to more than any memory holds, so values are counted as often as they are reached.
 */
export const MAX_VALUES = 1_500_000;

export type Excess = 'depth' | 'size';

/** Says whether an object is nested too deep or expands to too many values; walks without recursion, so nothing can overflow. */
export function excess(root: unknown): Excess | undefined {
  const values: unknown[] = [root];
  const depths: number[] = [1];
  let reached = 0;
  for (let value = values.pop(); value !== undefined; value = values.pop()) {
    const depth = depths.pop() ?? 0;
    const children = childrenOf(value);
    if (children.length === 0) continue;
    if (depth > MAX_DEPTH) return 'depth';
    reached += children.length;
    if (reached > MAX_VALUES) return 'size';
    for (const child of children) {
      if (typeof child === 'object' && child !== null) {
        values.push(child);
        depths.push(depth + 1);
      }
    }
  }
  return undefined;
}

const NONE: readonly unknown[] = [];

function childrenOf(value: unknown): readonly unknown[] {
  if (isArray(value)) return value;
  return isObject(value) ? Object.values(value) : NONE;
}
