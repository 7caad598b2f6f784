import type { Duration } from 'cdk8s';
import { durationText } from './duration';

/** The value as it is written: cdk8s `Duration`s become text; everything else keeps its shape. */
export function toWire(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(toWire);
  if (isDuration(value)) return durationText(value);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, toWire(field)]));
}

/** By shape, not by class: a project may hold cdk8s twice. */
function isDuration(value: object): value is Duration {
  return (
    !isPlain(value) && typeof Reflect.get(value, 'toMilliseconds') === 'function' && typeof Reflect.get(value, 'toIsoString') === 'function'
  );
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
