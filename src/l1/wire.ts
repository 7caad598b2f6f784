import { Duration } from 'cdk8s';
import { durationText } from './duration';

/** The value as it is written: cdk8s `Duration`s become text; everything else keeps its shape. */
export function toWire(value: unknown): unknown {
  if (value instanceof Duration) return durationText(value);
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, toWire(field)]));
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
