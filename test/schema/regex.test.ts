import { isRegex, matches } from '../../src/schema/regex';

test.each(['', 'a.*', '(?i)a', '\\Qa{*\\E', '\\pL', 'a{2,3}', '{', 'a{', 'a{,2}', '/{*}', '{+', 'a{2}{*', '\\{*', '\\x{41}*', '{01}', '\\p{L}{*'])('%j is an expression of RE2', (text) => {
  expect(isRegex(text)).toBe(true);
});

test.each(['(', '[a', '*', 'a**', 'a{2,1}', 'a{1001}', '(?=a)', '\\1', '{2}*', 'a{2}{3}', '{**}', '\\p{*'])('%j is none', (text) => {
  expect(isRegex(text)).toBe(false);
});

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
