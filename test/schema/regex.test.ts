import { isRegex, matches } from '../../src/schema/regex';

test.each([
  ['{*', '{{'],
  ['^/{*}$', '/{{}'],
  ['^{+$', '{'],
  ['^[{*]$', '*'],
  ['^\\\\{*$', '\\{{'],
  ['^\\Q{\\E{?$', '{{'],
  ['^a{2}$', 'aa'],
])('%s matches %s', (expression, text) => {
  expect(isRegex(expression)).toBe(true);
  expect(matches(expression, text)).toBe(true);
});

test.each(['(', '(?=a)', '\\1', 'a**', 'a{1001}', '({*', '\\p{*', 'a{2}{*('])('%s is no expression', (expression) => {
  expect(isRegex(expression)).toBe(false);
});
