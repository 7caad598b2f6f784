import { KnownTexts } from './known-texts';

/** Nanoseconds of each unit that Go knows; the micro sign and the Greek letter mu are the same unit. */
const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['\u00b5s', 1_000n],
  ['\u03bcs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);
const LIMIT = 1n << 63n;
const PART = /([0-9]*)(?:(\.)([0-9]*))?([^.0-9]+)/y;

const known = new KnownTexts<bigint>(32);

/**
 * Reads a duration as Go's `time.ParseDuration` does: `1h30m`, `1.5s`, `-20ms`, `0`.
 * Answers nanoseconds, or undefined when the text is no duration or does not fit 64 bits (about 292 years).
 */
export function parseGoDuration(text: string): bigint | undefined {
  const before = known.get(text);
  if (before !== undefined) return before;
  const nanos = read(text);
  if (nanos !== undefined) known.add(text, nanos);
  return nanos;
}

function read(text: string): bigint | undefined {
  const negative = text.startsWith('-');
  const body = negative || text.startsWith('+') ? text.slice(1) : text;
  if (body === '0') return 0n;
  if (body === '') return undefined;
  let total = 0n;
  PART.lastIndex = 0;
  while (PART.lastIndex < body.length) {
    const part = PART.exec(body);
    if (part === null) return undefined;
    const nanos = nanosOf(part[1] ?? '', part[3] ?? '', UNITS.get(part[4] ?? ''));
    if (nanos === undefined) return undefined;
    total += nanos;
    if (total > LIMIT) return undefined;
  }
  if (negative) return -total;
  return total === LIMIT ? undefined : total;
}

function nanosOf(whole: string, fraction: string, unit: bigint | undefined): bigint | undefined {
  if (unit === undefined || (whole === '' && fraction === '')) return undefined;
  // More digits cannot be a 64-bit number, and would only cost time.
  if (whole.replace(/^0+/, '').length > 19) return undefined;
  const nanos = BigInt(whole) * unit + fractionOf(fraction, unit);
  return nanos > LIMIT ? undefined : nanos;
}

/** Go reads as many digits as fit 63 bits and computes with doubles; so do we. */
function fractionOf(digits: string, unit: bigint): bigint {
  const some = digits.slice(0, 18);
  if (some === '') return 0n;
  return BigInt(Math.trunc(Number(some) * (Number(unit) / 10 ** some.length)));
}
