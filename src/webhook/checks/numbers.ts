import { parseGoDuration } from '../../schema/go-duration';
import type { Place } from '../place';

export const NANOS_OF_A_MILLISECOND = 1_000_000n;
export const NANOS_OF_A_SECOND = 1_000_000_000n;

/** A text that Go reads as a duration, however short. Answers its nanoseconds. */
export function readDuration(text: string | undefined, at: Place): bigint | undefined {
  const nanos = text === undefined ? undefined : parseGoDuration(text);
  if (text !== undefined && nanos === undefined) at.error('invalid-duration', `"${text}" is no duration.`, 'Write a number and a unit, such as "5s" or "250ms".');
  return nanos;
}

/** A duration in milliseconds or more. */
export function validateDuration(text: string | undefined, at: Place): void {
  const nanos = readDuration(text, at);
  if (nanos === undefined) return;
  if (nanos < NANOS_OF_A_MILLISECOND) {
    at.error('invalid-duration', `The duration ${text} is shorter than a millisecond.`, 'Use at least "1ms".');
  } else if (nanos % NANOS_OF_A_MILLISECOND !== 0n) {
    at.error('invalid-duration', `The duration ${text} is not a whole number of milliseconds.`, 'Round it to milliseconds.');
  }
}

export function isPort(number: number): boolean {
  return Number.isInteger(number) && number >= 1 && number <= 65535;
}

/** A port number; one that is absent counts as 0. */
export function validatePort(number: number | undefined, at: Place): void {
  if (!isPort(number ?? 0)) at.error('invalid-port', `${number ?? 0} is not a port.`, 'Use a number from 1 to 65535.');
}

/** A whole percentage. */
export function validatePercent(value: number | undefined, at: Place): void {
  if (value !== undefined && (value < 0 || value > 100)) at.error('invalid-value', `${value} is not a percentage.`, 'Use a number from 0 to 100.');
}

/** A percentage with a fraction: Envoy counts in millionths. */
export function validateFractionalPercent(value: number | undefined, at: Place): void {
  if (value === undefined || value === 0 || (value >= 0.0001 && value <= 100)) return;
  at.error('invalid-value', `${value} is not a percentage that Envoy can count.`, 'Use 0, or a number from 0.0001 to 100.');
}

/** A number that must not be negative. */
export function validateCount(value: number | undefined, at: Place): void {
  if (value !== undefined && value < 0) at.error('invalid-value', `${value} is negative.`, 'Use 0 or more.');
}
