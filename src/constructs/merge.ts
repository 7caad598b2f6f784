import type { IConstruct } from 'constructs';
import { toWire } from '../l1/wire';
import type { Path } from '../model/path';
import { canonical, compareText } from '../model/values';

/** A value and the construct that wants it. */
export interface Wish<T> {
  readonly by: IConstruct;
  readonly value: T;
}

/** A field that two constructs want to have different values. */
export interface Disagreement {
  readonly path: Path;
  readonly wishes: readonly [Wish<unknown>, Wish<unknown>];
}

export interface Merged<T> {
  readonly value: T;
  readonly disagreements: readonly Disagreement[];
}

/**
 * Merges objects field by field: what one wish has, or all have alike, is in the result. Objects are merged in depth;
 * lists, and the maps named in `WHOLE`, are one value; the destinations of a route are the same in any order. Where
 * wishes differ the result holds the value whose text comes first, so that it does not depend on the order of the wishes,
 * and the field is reported.
 */
export function mergeFields<T extends object>(wishes: readonly Wish<T>[]): Merged<Partial<T>> {
  const disagreements: Disagreement[] = [];
  const value = mergeObjects(wishes, [], disagreements);
  // Every field of the result is a field of one of the wishes, with a value that one of them has.
  return { value: value as Partial<T>, disagreements };
}

/** Maps that mean something only as a whole: half of two label sets would select other pods than either. */
const WHOLE = new Set(['labels', 'match', 'destination', 'mirror']);

function mergeObjects(wishes: readonly Wish<object>[], path: Path, disagreements: Disagreement[]): Record<string, unknown> {
  const fields = new Map<string, Wish<unknown>[]>();
  for (const { by, value } of wishes) {
    for (const [key, field] of Object.entries(value)) {
      if (field === undefined) continue;
      const held = fields.get(key);
      if (held === undefined) fields.set(key, [{ by, value: field }]);
      else held.push({ by, value: field });
    }
  }
  return Object.fromEntries([...fields].sort(byKey).map(([key, wanted]) => [key, mergeField(key, wanted, [...path, key], disagreements)]));
}

function mergeField(key: string, wishes: readonly Wish<unknown>[], path: Path, disagreements: Disagreement[]): unknown {
  const objects = wishes.flatMap(({ by, value }) => (isObject(value) && !Array.isArray(value) && !WHOLE.has(key) ? [{ by, value }] : []));
  if (objects.length === wishes.length) return mergeObjects(objects, path, disagreements);
  const [first, ...rest] = [...wishes].sort((a, b) => compareText(canonical(a.value), canonical(b.value)) || compareText(a.by.node.path, b.by.node.path));
  const other = rest.find((wish) => comparable(key, wish.value) !== comparable(key, first?.value));
  if (first !== undefined && other !== undefined) disagreements.push({ path, wishes: [first, other] });
  return first?.value;
}

/** Shares of traffic are the same in any order. */
function comparable(key: string, value: unknown): string {
  return key === 'route' && Array.isArray(value) ? canonical(value.map(canonical).sort(compareText)) : canonical(value);
}

/** Values in the order of their text, each once: lists whose order means nothing. */
export function byText<T>(values: readonly T[]): readonly T[] {
  return [...new Map(values.map((value) => [canonical(value), value]))].sort(byKey).map(([, value]) => value);
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return compareText(a, b);
}

/** Whether the value holds others: an object or a list. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** The parts as they are written, so that a Duration and its text are equal. */
export function wire<T extends object>(parts: T): T {
  return toWire(parts) as T;
}
