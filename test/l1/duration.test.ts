import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { duration, durationText } from '../../src/l1/duration';

const NANOS: Readonly<Record<string, bigint>> = {
  h: 3_600_000_000_000n,
  m: 60_000_000_000n,
  s: 1_000_000_000n,
  ms: 1_000_000n,
  us: 1000n,
  ns: 1n,
};

/** Reads whole-number durations back, by a way of its own. */
function nanos(text: string): bigint {
  let sum = 0n;
  expect(
    text.replace(/(\d+)(ms|us|ns|h|m|s)/g, (_, count: string, unit: string) => {
      sum += BigInt(count) * (NANOS[unit] ?? 0n);
      return '';
    }),
  ).toBe('');
  return sum;
}

test.each([
  [Duration.seconds(5), '5s'],
  [Duration.seconds(0), '0s'],
  [Duration.seconds(90), '90s'],
  [Duration.seconds(120), '2m'],
  [Duration.hours(2), '2h'],
  [Duration.days(1), '24h'],
  [Duration.seconds(1.5), '1500ms'],
  [Duration.millis(250), '250ms'],
  [Duration.millis(0.5), '500us'],
  [Duration.millis(0.0005), '500ns'],
  [Duration.seconds(100_001), '27h46m41s'],
  [Duration.millis(100_001), '1m40s1ms'],
])('%s is written %s', (value, text) => {
  expect(durationText(value)).toBe(text);
});

test('a duration means the same after it was written', () => {
  fc.assert(fc.property(fc.nat(10_000_000_000), (millis) => nanos(durationText(Duration.millis(millis))) === BigInt(millis) * 1_000_000n));
});

test('whole milliseconds are written as the Gateway API wants them', () => {
  fc.assert(fc.property(fc.nat(10_000_000_000), (millis) => /^([0-9]{1,5}(h|m|s|ms)){1,4}$/.test(durationText(Duration.millis(millis)))));
});

test('what is written is a duration text', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (millis) => {
      const text = durationText(Duration.millis(millis));
      return duration(text) === text;
    }),
  );
});

test('too long to be exact', () => {
  expect(() => durationText(Duration.days(1e12))).toThrow(RangeError);
});

test.each(['5s', '1m30s', '1.5h', '.5s', '5.s', '250ms', '10us', '3ns', '0s'])('duration(%j) takes it', (text) => {
  expect(duration(text)).toBe(text);
});

test.each(['', '5', 's', '5 s', '5sec', '-5s', '1m 30s', '1d', '5s\n', '1e3s', '∞s'])('duration(%j) says what is wrong', (text) => {
  expect(() => duration(text)).toThrow(`"${text}" is not a duration: write numbers with units`);
});
