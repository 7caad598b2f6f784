import { count } from './scalars';
import type { Schema } from './facts';
import { canonical, isObject, own, show } from './values';
import { report, type Run, spend } from './violation';

type ListCheck = (value: readonly unknown[], run: Run) => void;

/** Length of a list, and what Kubernetes merges lists by: a `set` holds no value twice, a `map` no key twice. */
export function listCheck(schema: Schema): ListCheck | undefined {
  const checks = [lengthCheck(schema), uniqueCheck(schema)].filter((check) => check !== undefined);
  if (checks.length === 0) return undefined;
  return (value, run) => checks.forEach((check) => check(value, run));
}

function lengthCheck({ minItems = 0, maxItems = Infinity }: Schema): ListCheck | undefined {
  if (minItems === 0 && maxItems === Infinity) return undefined;
  return ({ length }, run) => {
    if (length < minItems) {
      const message = length === 0 ? 'This list must not be empty.' : `This list has ${count(length, 'item')}; at least ${minItems} are needed.`;
      report(run, 'out-of-range', message, `Add at least ${count(minItems, 'item')}${length === 0 ? ', or leave the field out' : ''}.`);
    }
    if (length > maxItems) {
      report(run, 'out-of-range', `This list has ${length} items, more than the ${maxItems} that are allowed.`, `Keep at most ${count(maxItems, 'item')}.`);
    }
  };
}

function uniqueCheck(schema: Schema): ListCheck | undefined {
  const type = schema['x-kubernetes-list-type'];
  if (type !== 'set' && type !== 'map') return undefined;
  const keys = type === 'map' ? (schema['x-kubernetes-list-map-keys'] ?? []) : undefined;
  const scalar = keys !== undefined || ['string', 'integer', 'number', 'boolean'].includes(schema.items?.type ?? '');
  return (value, run) => {
    if (value.length < 2) return;
    spend(run, value.length * (1 + (keys?.length ?? 0)));
    const first = new Map<string, number>();
    for (const [i, item] of value.entries()) {
      if (keys !== undefined && item !== null && !isObject(item)) continue;
      const identity = keys === undefined ? item : pick(item, keys);
      // A list or an object in place of a key has the wrong type, and may be a trap of any depth.
      if (scalar && holdsContainer(identity, keys)) continue;
      const text = canonical(identity);
      const before = first.get(text);
      if (before === undefined) first.set(text, i);
      else reportDuplicate(run, i, before, keys, identity);
    }
  };
}

function holdsContainer(identity: unknown, keys: readonly string[] | undefined): boolean {
  const values = keys === undefined ? [identity] : Object.values(identity ?? {});
  return values.some((value) => typeof value === 'object' && value !== null);
}

function pick(item: unknown, keys: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  if (!isObject(item)) return picked;
  for (const key of keys) if (Object.hasOwn(item, key)) picked[key] = own(item, key);
  return picked;
}

function reportDuplicate(run: Run, index: number, before: number, keys: readonly string[] | undefined, identity: unknown): void {
  if (keys === undefined) {
    report(run, 'duplicate-item', `${show(identity)} is in this list already, as item ${before}.`, 'Remove it.', index);
    return;
  }
  const names = keys.join(' and ');
  report(run, 'duplicate-item', `Item ${before} of this list has the same ${names} already: ${show(identity)}.`, `Give it another ${names}, or remove it.`, index);
}
