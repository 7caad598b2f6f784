import fc from 'fast-check';
import { regexShape } from '../../src/model/regex-shape';
import { isRegex, matchesWhole } from '../../src/schema/regex';

const told = (expression: string) => {
  const { required, start, open, anchoredStart, anchoredEnd } = regexShape(expression);
  return [[...required].sort().join(''), start, ...(open ? ['open'] : []), ...(anchoredStart ? ['^'] : []), ...(anchoredEnd ? ['$'] : [])];
};

test.each<[string, readonly string[]]>([
  ['/api', ['/aip', '/api']],
  ['^/api$', ['/aip', '/api', '^', '$']],
  ['\\A/a\\z', ['/a', '/a', '^', '$']],
  ['/a\\$', ['$/a', '/a$']],
  ['/a\\\\$', ['/\\a', '/a\\', '$']],
  ['/a.*', ['/a', '/a', 'open']],
  ['/ab?c', ['/ac', '/a']],
  ['/ab+c', ['/abc', '/ab', 'open']],
  ['/a{3}b', ['/ab', '/a']],
  ['/a{0,1}b', ['/b', '/', 'open']],
  ['/[a-z]x', ['/x', '/']],
  ['/[]x]y', ['/y', '/']],
  ['/[[:alpha:]x]y', ['/y', '/']],
  ['/[\\]x]y', ['/y', '/']],
  ['/(a|b)c', ['/c', '/']],
  ['/(?:ab|ac)d', ['/ad', '/a']],
  ['/(?P<x>ab)c', ['/abc', '/abc']],
  ['a|b', ['', '']],
  ['(?i)/api', ['/aip', '/api']],
  ['/x\\?y=\\d+', ['/=?xy', '/x?y=', 'open']],
  ['/(x\\?)?y', ['/y', '/']],
  ['', ['', '']],
])('%s', (expression, expected) => {
  expect(told(expression)).toEqual(expected);
});

test.each(['(?m)^a$', '/(?i:a)', '\\Qa?\\E', '/\\pL', '(', '/a)', '*a', '/{id}', '[a', `/${'a'.repeat(5_000)}`, `${'('.repeat(60)}a${')'.repeat(60)}`])('of %s nothing is told', (expression) => {
  expect(told(expression)).toEqual(['', '', 'open']);
});

test('what is told is true of every text that the expression matches', () => {
  const piece = fc.constantFrom('a', 'b', '/', '\\?', '.', '[ab]', '[^a]', '(', ')', '(?:', '|', '*', '+', '?', '{2}', '{0,2}', '^', '$', '\\d', '#', '\\b');
  const text = fc.array(fc.constantFrom('a', 'b', '/', '?', '#', '1'), { maxLength: 6 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('')), fc.array(text, { maxLength: 40 }), (expression, texts) => {
      fc.pre(isRegex(expression));
      const { required, start, open } = regexShape(expression);
      const matched = texts.filter((each) => matchesWhole(expression, each));
      for (const each of matched) {
        expect(each.startsWith(start)).toBe(true);
        for (const character of required) expect(each).toContain(character);
      }
      // Alternatives and optional parts are no open end, yet no text is longer than what is written.
      if (!open) for (const each of matched) expect(each.length).toBeLessThanOrEqual(expression.length * 4);
    }),
    { numRuns: 2_000 },
  );
});
