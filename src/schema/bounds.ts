import { isArray, isObject } from './values';

/** Levels of nesting that the API server's JSON decoder follows. */
export const MAX_DEPTH = 10_000;

/**
 * A request body of the API server holds at most 3 MiB, and a value takes at least two bytes of it. Aliases can make a
 * small YAML file expand to more than any memory holds, so values are counted as often as they are reached.
 */
export const MAX_VALUES = 1_500_000;

export type Excess = 'depth' | 'size';

/** Within these, which nearly every object is, a plain recursion can look: it is several times faster than a list of what is left. */
const SMALL_DEPTH = 100;
const SMALL_VALUES = 10_000;

/** Says whether an object is nested too deep or expands to too many values. */
export function excess(root: unknown): Excess | undefined {
  return smallLeft(root, SMALL_DEPTH, SMALL_VALUES) >= 0 ? undefined : measured(root);
}

/** What is left of a number of values when those below a value are taken off it; negative when they are too many or too deep. */
function smallLeft(value: unknown, depth: number, values: number): number {
  if (depth === 0) return -1;
  let left = values;
  if (isArray(value)) {
    left -= value.length;
    for (let i = 0; i < value.length && left >= 0; i += 1) {
      const child = value[i];
      if (typeof child === 'object' && child !== null) left = smallLeft(child, depth - 1, left);
    }
  } else if (isObject(value)) {
    for (const key in value) {
      const child = value[key];
      left -= 1;
      if (typeof child === 'object' && child !== null) left = smallLeft(child, depth - 1, left);
      if (left < 0) break;
    }
  }
  return left;
}

/** The exact answer, without recursion, so that nothing can overflow. */
function measured(root: unknown): Excess | undefined {
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
