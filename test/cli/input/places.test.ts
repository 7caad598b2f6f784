import { LineMap } from '../../../src/cli/input/line-map';
import { findPlaces } from '../../../src/cli/input/places';
import type { Path } from '../../../src/model/path';

function place(text: string, path: Path, root = text.search(/[^\s#-]/)): string {
  const [offset = -1] = findPlaces(text, [{ root, path }]);
  const { line, column } = new LineMap(text).place(offset);
  return `${line}:${column}`;
}

const BLOCK = `kind: A
metadata:
  name: "x"
spec:
  hosts:
  - a
  -   b
  http:
    - match: [{uri: {prefix: /v1}}, &anchor
        {uri: {exact: /v2}}]
      'quoted key': 1
      1: one
      yes: sure
      text: |
        block
      empty:
  again: *anchor
`;

test.each<[Path, string]>([
  [[], '1:1'],
  [['kind'], '1:1'],
  [['metadata', 'name'], '3:3'],
  [['spec', 'hosts'], '5:3'],
  [['spec', 'hosts', 0], '6:5'],
  [['spec', 'hosts', 1], '7:7'],
  [['spec', 'http', 0], '9:7'],
  [['spec', 'http', 0, 'match', 0, 'uri', 'prefix'], '9:22'],
  [['spec', 'http', 0, 'match', 1], '9:37'],
  [['spec', 'http', 0, 'match', 1, 'uri'], '10:10'],
  [['spec', 'http', 0, 'quoted key'], '11:7'],
  [['spec', 'http', 0, '1'], '12:7'],
  [['spec', 'http', 0, 'true'], '13:7'],
  [['spec', 'http', 0, 'text'], '14:7'],
  [['spec', 'http', 0, 'empty', 'missing'], '16:7'],
  [['spec', 'again', 'uri', 'exact'], '10:16'],
  [['spec', 'again', 'missing'], '17:3'],
  [['spec', 'missing', 'deeper', 3], '4:1'],
  [['spec', 'hosts', 7], '5:3'],
  [['spec', 'hosts', 0, 'no map'], '6:5'],
  [['missing'], '1:1'],
])('%j stands at %s', (path, expected) => {
  expect(place(BLOCK, path)).toBe(expected);
});

test('several paths are found in one walk', () => {
  expect(findPlaces('a: 1\nb: [2, 3]\n', [{ root: 0, path: ['b', 1] }, { root: 0, path: ['a'] }, { root: 0, path: ['b'] }, { root: 0, path: ['b', 1] }])).toEqual([12, 0, 5, 12]);
});

test('what a merge brings in stands where it is written; own keys come first', () => {
  const text = 'base: &base\n  a: 1\n  b: 2\nmore: &more {c: 3, d: 4}\nx:\n  b: 5\n  <<: [*base, *more]\nz:\n  <<: *base\n';
  expect(place(text, ['x', 'a'])).toBe('2:3');
  expect(place(text, ['x', 'b'])).toBe('6:3');
  expect(place(text, ['x', 'd'])).toBe('4:20');
  expect(place(text, ['z', 'b'])).toBe('3:3');
  expect(place(text, ['x', 'missing'])).toBe('5:1');
});

test('of a key that is set twice the last counts', () => {
  expect(place('a: 1\nb: 2\na: 3\n', ['a'])).toBe('3:1');
});

test('the document is told by where its root begins', () => {
  const text = 'a: 1\n...\na: 2\n';
  expect(place(text, ['a'], 9)).toBe('3:1');
});

test('tags and anchors belong to a node', () => {
  expect(place('a:\n  - !!str 1\n  - &x 2\n', ['a', 0])).toBe('2:5');
  expect(place('a:\n  - !!str 1\n  - &x 2\n', ['a', 1])).toBe('3:5');
});

test('__proto__ is found like any key', () => {
  expect(place('a: 1\n__proto__:\n  b: 1\n', ['__proto__', 'b'])).toBe('3:3');
});

test('columns count from the line start, also behind a byte order mark and with Windows line ends', () => {
  const map = new LineMap('\ufeffab\r\ncd\r\n');
  expect([map.place(1), map.place(2), map.place(5), map.line(1), map.line(2), map.line(9)]).toEqual([{ line: 1, column: 1 }, { line: 1, column: 2 }, { line: 2, column: 1 }, 'ab', 'cd', undefined]);
});
