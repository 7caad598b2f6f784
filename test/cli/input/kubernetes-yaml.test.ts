import { construct } from '../../../src/cli/input/construct';
import { parseChunk } from '../../../src/cli/input/documents';
import { FACTS } from './kubernetes-facts';

/** The first document, as JSON text with sorted keys. */
function asJson(text: string): string {
  const yaml = text.endsWith('\n') ? text : `${text}\n`;
  const { documents } = construct(yaml, parseChunk(yaml), { nodes: 1000 });
  return JSON.stringify(sorted(documents[0]?.value ?? null));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]));
}

/** Facts: what sigs.k8s.io/yaml 1.6.0 refuses. */
const REFUSED: readonly string[] = [
  'a: .nan',
  'a: .inf',
  'a: !!null x',
  'a: !!binary \'!!\'',
  'a: !!int x',
  'a: !!float \'.inf\'',
  'null: x',
  '~: x',
  '? [1]\n: x',
  '? {a: 1}\n: x',
  '18446744073709551615: x',
  'y: {<<: 1}',
  'y: {<<: [1]}',
  'y: {<<: null}',
  'x: &x [1]\ny: {<<: *x}',
  'a: &a [*a]',
  'a: &a {b: *a}',
  'a: *b',
  'a: |\n  x\n y\n',
  'a: b: c',
  '\ta: 1',
  'a:\n\t- 1',
  'a: @x',
  'a: `x',
  'a: %x',
  'a: - b',
  'a: -',
  'a: .Inf',
  'a: +.INF',
  'a: -.inf',
  '9223372036854775808: x',
  'a: !!int 1.0',
  'a: !!int 1e3',
  'a: !!float x',
  'a: !!bool 1',
  'a: x: y',
  'a: \'x\' y',
  'a: [*x]',
  'a: ::',
  'a: x:',
  'a: - ',
  'a: ?',
  'a: - 1',
  'a: +.inf',
];

/** What we read although Kubernetes does not: JSON escapes, YAML 1.2, an odd line separator, a colon first in brackets. */
const LENIENT: readonly (readonly [yaml: string, json: string])[] = [
  ['%YAML 1.2\n---\na: 1', '{"a":1}'],
  ['a: "\\/"', '{"a":"/"}'],
  ['a: "\\ud83d\\ude00"', '{"a":"\u{1f600}"}'],
  ['a: \u0085b', '{"a":"\u0085b"}'],
  ['a: [::, ::1]', '{"a":["::","::1"]}'],
];

test.each(FACTS)('%j is read as Kubernetes reads it', (yaml, json) => {
  expect(asJson(yaml)).toBe(JSON.stringify(sorted(JSON.parse(json))));
});

test.each(REFUSED)('%j is refused', (yaml) => {
  expect(() => asJson(yaml)).toThrow(expect.objectContaining({ name: 'TextProblem' }));
});

test.each(LENIENT)('%j is read', (yaml, json) => {
  expect(asJson(yaml)).toBe(json);
});

test('a key that is set twice is a problem, and the last value counts', () => {
  const yaml = 'a: 1\nb: 2\na: 3';
  const { documents, problems } = construct(yaml, parseChunk(yaml), { nodes: 1000 });
  expect(documents).toEqual([{ value: { a: 3, b: 2 }, at: 0 }]);
  expect(problems.map(({ offset, message }) => [offset, message])).toEqual([[10, 'key "a" is set twice; a strict API server refuses it (elsewhere the last one counts)']]);
});

test('a key that replaces a merged one is no duplicate', () => {
  const yaml = 'x: &x {a: 1}\nz:\n  <<: *x\n  a: 2';
  expect(construct(yaml, parseChunk(yaml), { nodes: 1000 }).problems).toEqual([]);
});

test('__proto__ is a key like any other', () => {
  const yaml = '__proto__: {admin: true}\na: {__proto__: 1}\nb: {<<: {__proto__: 2}}';
  const [document] = construct(yaml, parseChunk(yaml), { nodes: 1000 }).documents;
  expect(JSON.stringify(document?.value)).toBe('{"__proto__":{"admin":true},"a":{"__proto__":1},"b":{"__proto__":2}}');
  expect(Object.getPrototypeOf(document?.value)).toBe(Object.prototype);
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
});
