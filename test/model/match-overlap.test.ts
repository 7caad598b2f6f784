import type { HttpMatch } from '../../src/model/kinds/networking';
import { areDisjoint, cookieRegex } from '../../src/model/match-overlap';

const header = (name: string, value: object): HttpMatch => ({ headers: { [name]: value } });
const cookie = (name: string, value: string): HttpMatch => header('cookie', { regex: cookieRegex(name, value) });

test.each<[string, HttpMatch, HttpMatch, boolean]>([
  ['two values of a header', header('x', { exact: 'a' }), header('X', { exact: 'b' }), true],
  ['one value of a header', header('x', { exact: 'a' }), header('x', { exact: 'a' }), false],
  ['two headers', header('x', { exact: 'a' }), header('y', { exact: 'b' }), false],
  ['a value and a prefix of it', header('x', { exact: 'abc' }), header('x', { prefix: 'ab' }), false],
  ['a value and another prefix', header('x', { exact: 'abc' }), header('x', { prefix: 'b' }), true],
  ['prefixes that part', header('x', { prefix: 'a' }), header('x', { prefix: 'b' }), true],
  ['prefixes in one another', header('x', { prefix: 'a' }), header('x', { prefix: 'ab' }), false],
  ['presence', header('x', {}), header('x', { exact: 'a' }), false],
  ['presence and absence', header('x', {}), { withoutHeaders: { x: {} } }, true],
  ['a value and absence', header('x', { exact: 'a' }), { withoutHeaders: { x: {} } }, true],
  ['a value and the lack of another', header('x', { exact: 'a' }), { withoutHeaders: { x: { exact: 'b' } } }, false],
  ['two absences', { withoutHeaders: { x: {} } }, { withoutHeaders: { x: {} } }, false],
  ['expressions', header('x', { regex: 'a' }), header('x', { regex: 'b' }), false],
  ['two values of a cookie', cookie('a', '1'), cookie('a', '2'), true],
  ['two cookies', cookie('a', '1'), cookie('b', '2'), false],
  ['a cookie and an expression', cookie('a', '1'), header('cookie', { regex: 'a=2' }), false],
  ['two parameters', { queryParams: { a: { exact: '1' } } }, { queryParams: { A: { exact: '2' } } }, false],
  ['paths, whatever their case', { uri: { exact: '/A' }, ignoreUriCase: true }, { uri: { exact: '/a' } }, false],
  ['one field that parts them is enough', { ...header('x', { exact: 'a' }), port: 80 }, { ...header('x', { exact: 'a' }), port: 90 }, true],
  ['everything', {}, {}, false],
])('%s', (_what, one, other, disjoint) => {
  expect([areDisjoint(one, other), areDisjoint(other, one)]).toEqual([disjoint, disjoint]);
});
