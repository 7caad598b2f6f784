import { FORMATS } from '../../src/schema/formats';
import { parseGoDuration } from '../../src/schema/go-duration';
import { isGoUrl, parseGoUrl } from '../../src/schema/go-url';
import { isIpv4, isIpv6, isMappedIpv4 } from '../../src/schema/ip';
import { nearest } from '../../src/schema/suggest';

// What is expected here is what Go answers; `npm run conformance` holds the same with mutants.

test.each<readonly [string, string, boolean]>([
  ['date-time', '2026-01-31T12:00:00Z', true],
  ['date-time', '2026-01-31t12:00:00.123+01:00', true],
  ['date-time', '2024-02-29T23:59:59Z', true],
  ['date-time', '2023-02-29T23:59:59Z', false],
  ['date-time', '2026-01-31T24:00:00Z', false],
  ['date-time', '2026-01-31 12:00:00Z', false],
  ['date-time', '2026-01-31', false],
  ['date-time', '2026-01-31T12:00:00zT', true],
  ['byte', 'YQ==', true],
  ['byte', 'YQ', false],
  ['byte', '', false],
  ['ipv4', '10.0.0.1', true],
  ['ipv4', '010.0.0.001', true],
  ['ipv4', '10.0.0.256', false],
  ['ipv4', '10.0.0', false],
  ['ipv4', '::ffff:10.0.0.1', true],
  ['ipv4', '::0ffff:10.0.0.1', true],
  ['ipv4', '::1', false],
  ['ipv6', '::1', true],
  ['ipv6', '1:2:3:4:5:6:7:8', true],
  ['ipv6', '1:2:3:4:5:6:7', false],
  ['ipv6', '1::2::3', false],
  ['ipv6', '1:2:3:4:5:6:7::8', false],
  ['ipv6', '12345::', false],
  ['ipv6', 'fe80::1%eth0', false],
  ['ipv6', '10.0.0.1', false],
])('%s: %s is %s', (format, text, expected) => {
  expect(FORMATS.get(format)?.test(text)).toBe(expected);
});

test('addresses as CEL reads them', () => {
  expect([isIpv4('010.0.0.1'), isIpv4('10.0.0.1'), isIpv6('::01.2.3.4'), isIpv6('::1.2.3.4')]).toEqual([false, true, false, true]);
  expect([isMappedIpv4('::ffff:1.2.3.4'), isMappedIpv4('::1.2.3.4'), isMappedIpv4('::ffff:102:304')]).toEqual([true, false, true]);
});

test.each<readonly [string, bigint | undefined]>([
  ['5s', 5_000_000_000n],
  ['1h30m', 5_400_000_000_000n],
  ['1.5s', 1_500_000_000n],
  ['.5ms', 500_000n],
  ['1.s', 1_000_000_000n],
  ['1\u00b5s', 1_000n],
  ['1\u03bcs', 1_000n],
  ['-1s', -1_000_000_000n],
  ['+0', 0n],
  ['9223372036854775807ns', 9_223_372_036_854_775_807n],
  ['9223372036854775808ns', undefined],
  ['-9223372036854775808ns', -9_223_372_036_854_775_808n],
  ['00000000000000000000000001s', 1_000_000_000n],
  ['', undefined],
  ['5', undefined],
  ['.s', undefined],
  ['5S', undefined],
  ['1d', undefined],
  [' 5s', undefined],
  ['5s ', undefined],
  ['1s1', undefined],
  ['--1s', undefined],
])('duration %j', (text, nanos) => {
  expect(parseGoDuration(text)).toBe(nanos);
});

test.each<readonly [string, string | undefined]>([
  ['https://example.com/a?b#c', 'https'],
  ['HTTP://A', 'http'],
  ['/abs', ''],
  ['*', ''],
  ['mailto:a@b', 'mailto'],
  ['http://user:p@ss@host:80/', 'http'],
  ['http://[::1]:80/', 'http'],
  ['http://[fe80::1%25en0]/', 'http'],
  ['rel/path', undefined],
  ['', undefined],
  [':80', undefined],
  ['1http://a', undefined],
  ['http://a b', undefined],
  ['http://a/%zz', undefined],
  ['http://a:b', undefined],
  ['http://a:1:2', undefined],
  ['tcp://a:1:2', 'tcp'],
  ['http://[1.2.3.4]/', undefined],
  ['http://[::1', undefined],
  ['http://a\u0000', undefined],
])('URL %j', (text, scheme) => {
  expect(parseGoUrl(text)?.scheme).toBe(scheme);
  expect(isGoUrl(text)).toBe(scheme !== undefined);
});

test('a bad escape in a fragment is a URL that cannot be read, as in Go', () => {
  expect([isGoUrl('http://a?#%zz'), parseGoUrl('http://a?#%zz')]).toEqual([true, undefined]);
});

test.each<readonly [string, readonly string[], string | undefined]>([
  ['retrys', ['retries', 'route', 'rewrite'], 'retries'],
  ['Hosts', ['hosts', 'http'], 'hosts'],
  ['hsots', ['hosts', 'http'], 'hosts'],
  ['x', ['hosts', 'http'], undefined],
  ['whatever', ['UNSET', 'STRICT'], undefined],
  ['a'.repeat(1000), ['hosts'], undefined],
])('nearest to %s', (name, known, expected) => {
  expect(nearest(name, known)).toBe(expected);
});
