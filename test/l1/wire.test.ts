import { Duration, Lazy } from 'cdk8s';
import * as fc from 'fast-check';
import { toWire } from '../../src/l1/wire';

test('JSON stays as it is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(toWire(value)).toEqual(value);
    }),
  );
});

test('keys that mean something to JavaScript are only keys', () => {
  const value: unknown = JSON.parse('{"__proto__":{"a":1},"constructor":{"b":2}}');
  const written = toWire(value);
  expect(JSON.stringify(written)).toBe('{"__proto__":{"a":1},"constructor":{"b":2}}');
  expect(Object.getPrototypeOf(written)).toBe(Object.prototype);
});

test('durations become text wherever they are', () => {
  expect(toWire({ timeout: Duration.seconds(5), retries: [{ perTryTimeout: Duration.millis(250) }] })).toEqual({
    timeout: '5s',
    retries: [{ perTryTimeout: '250ms' }],
  });
});

test("another copy's Duration is one too", () => {
  class Foreign {
    toMilliseconds(): number {
      return 1500;
    }
    toIsoString(): string {
      return 'PT1.5S';
    }
  }
  expect(toWire([new Foreign()])).toEqual(['1500ms']);
});

test('what cdk8s resolves itself is left to it', () => {
  const lazy = Lazy.any({ produce: () => 1 });
  expect(toWire({ lazy })).toEqual({ lazy });
});

test('objects without a prototype are maps', () => {
  const map: Record<string, unknown> = Object.assign(Object.create(null), { a: Duration.hours(1) });
  expect(toWire(map)).toEqual({ a: '1h' });
});
