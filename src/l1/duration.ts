import type { Duration } from 'cdk8s';
import { misuse } from './usage-error';

/** Units of durations: hours, minutes, seconds, milliseconds, microseconds, nanoseconds. */
export type DurationUnit = 'h' | 'm' | 's' | 'ms' | 'us' | 'ns';

/** A duration written out: a number and a unit, `5s`, `1.5h`, `250ms`; several parts (`1m30s`) go through `duration()`. */
export type DurationText = `${number}${DurationUnit}`;

/** A duration field: text like `5s`, a cdk8s `Duration`, or the result of `duration(text)`. */
export type DurationValue = DurationText | Duration;

const DURATION = /^(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))+$/;

/** The Gateway API allows numbers of five digits (GEP-2257); Istio allows what Go's `time.ParseDuration` reads. */
const MOST_OF_A_UNIT = 99_999;

const WHOLE_UNITS: readonly (readonly [unit: DurationUnit, millis: number])[] = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
];

/**
 * Takes a computed text as a duration.
 *
 * @param text numbers with units, `1m30s`; units are `h`, `m`, `s`, `ms`, `us` and `ns`
 * @throws RangeError when the text is not a duration
 * Reference: https://pkg.go.dev/time#ParseDuration
 */
export function duration(text: string): DurationText {
  if (!isDurationText(text)) {
    misuse(`"${text}" is not a duration: write numbers with units, for example "5s", "250ms" or "1m30s"`, duration);
  }
  return text;
}

function isDurationText(text: string): text is DurationText {
  return DURATION.test(text);
}

/**
 * Writes a cdk8s `Duration` in the largest unit that holds it whole, `90s`, `2h`; with several units where one number
 * would grow too long for the Gateway API; in microseconds or nanoseconds below a millisecond.
 *
 * @throws RangeError when the duration is too long to be written exactly
 */
export function durationText(value: Duration): DurationText {
  const millis = value.toMilliseconds({ integral: false });
  if (millis > Number.MAX_SAFE_INTEGER) throw new RangeError(`a duration of ${millis} ms is too long to be written`);
  if (!Number.isInteger(millis)) return belowMillis(millis);
  if (millis === 0) return '0s';
  const [unit, size] = WHOLE_UNITS.find(([, length]) => millis % length === 0) ?? ['ms', 1];
  return unit === 'h' || millis / size <= MOST_OF_A_UNIT ? `${millis / size}${unit}` : duration(inSeveralUnits(millis));
}

function inSeveralUnits(millis: number): string {
  let rest = millis;
  let text = '';
  for (const [unit, size] of WHOLE_UNITS) {
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text;
}

function belowMillis(millis: number): DurationText {
  const nanos = Math.round(millis * 1e6);
  return nanos % 1000 === 0 ? `${nanos / 1000}us` : `${nanos}ns`;
}

const MILLIS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1, us: 1e-3, 'µs': 1e-3, ns: 1e-6 };

/**
 * How long a duration is, in milliseconds.
 *
 * @throws RangeError when it is a text that is no duration
 */
export function durationMillis(value: DurationValue): number {
  const text = typeof value === 'string' ? duration(value) : durationText(value);
  return [...text.matchAll(/([\d.]+)([a-zµ]+)/g)].reduce((sum, [, count = '', unit = '']) => sum + Number(count) * (MILLIS[unit] ?? 0), 0);
}
