import { construct } from '../../../src/cli/input/construct';
import { parseChunk } from '../../../src/cli/input/documents';
import { findPlaces } from '../../../src/cli/input/places';

const value = (text: string): unknown => construct(text, parseChunk(text), { nodes: 1000 }).documents[0]?.value;

test.each<[string, string, unknown]>([
  ['a bracket that closes below its key', 'a: [\n  1,\n]\nb: 2\n', { a: [1], b: 2 }],
  ['a brace that closes below its key', 'a:\n  b: {\n    c: 1,\n  }\n', { a: { b: { c: 1 } } }],
  ['items at the margin', 'a: [\n1,\n2\n]\nb: 2\n', { a: [1, 2], b: 2 }],
  ['comments between items', 'a: [ # one\n# two ]\n\n1, # it\'s ]\n2\n] # end\nb: [3\n]\n', { a: [1, 2], b: [3] }],
  ['brackets in quotes', 'a: [\n"]\\"", \'[\'\']\',\n]\n', { a: [']"', "[']"] }],
  ['quotes inside words', "a: [it's,\n's', b's\n]\n", { a: ["it's", 's', "b's"] }],
  ['brackets in brackets', 'a:\n  - b: [\n  {c: [\n1\n]},\n{d: e\n}\n]\n    f: 1\n', { a: [{ b: [{ c: [1] }, { d: 'e' }], f: 1 }] }],
  ['tabs', 'a: [\n\t1\n]\nb: 2\n', { a: [1], b: 2 }],
  ['Windows line ends', 'a: [\r\n1\r\n]\r\nb: 2\r\n', { a: [1], b: 2 }],
  ['many of them', `a:\n${'- [\n1,\n]\n'.repeat(500)}`, { a: Array.from({ length: 500 }, () => [1]) }],
])('%s is read as Kubernetes reads it', (_, text, expected) => {
  expect(value(text)).toEqual(expected);
});

test('places are those of the text', () => {
  const text = 'a: [ # one\n1,\n{ b: 2 }\n]\nc: 3\n';
  expect(findPlaces(text, [{ root: 0, path: ['a', 1, 'b'] }, { root: 0, path: ['c'] }])).toEqual([text.indexOf('b:'), text.indexOf('c:')]);
});

test.each([
  ['a bracket that never closes', 'a: [\n1\n'],
  ['a line break inside a quoted text', 'a: "x\ny"\n'],
  ['a line break inside a plain text', 'a: [x\ny]\n'],
  ['a line break inside a quoted item', 'a: [x,\n"y\nz"]\n'],
])('%s is refused, never read as something else', (_, text) => {
  expect(() => value(text)).toThrow('not valid YAML: deficient indentation');
});

test('a large text with one collection at the margin is mended in one go', () => {
  const started = performance.now();
  const mended = JSON.stringify(value(`a: [\n${'1,\n'.repeat(200_000)}]\n`));
  expect(mended.length).toBe('{"a":[]}'.length + 200_000 * 2 - 1);
  expect(performance.now() - started).toBeLessThan(10_000);
});
