import type { Duration } from 'cdk8s';

type Unit = 'h' | 'm' | 's' | 'ms' | 'us' | 'ns';

/** A duration written out: a number and a unit, `5s`, `1.5h`, `250ms`; several parts (`1m30s`) go through `duration()`. */
export type DurationText = `${number}${Unit}`;

/** A duration field: text like `5s`, a cdk8s `Duration`, or the result of `duration(text)`. */
export type DurationValue = DurationText | Duration;

const DURATION = /^(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h)(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))*$/;

/**
 * Takes a computed text as a duration.
 *
 * @param text numbers with units, `1m30s`; units are `h`, `m`, `s`, `ms`, `us` and `ns`
 * @throws RangeError when the text is not a duration
 */
export function duration(text: string): DurationText {
  if (!DURATION.test(text)) {
    throw new RangeError(`"${text}" is not a duration: write numbers with units, for example "5s", "250ms" or "1m30s"`);
  }
  return text as DurationText;
}

/** Writes a cdk8s `Duration` in the largest unit that holds it whole. */
export function durationText(value: Duration): DurationText {
  const millis = value.toMilliseconds({ integral: false });
  if (millis !== 0 && millis % 3_600_000 === 0) return `${millis / 3_600_000}h`;
  if (millis !== 0 && millis % 60_000 === 0) return `${millis / 60_000}m`;
  return millis % 1000 === 0 ? `${millis / 1000}s` : `${millis}ms`;
}
