import { ALIAS_BUDGET } from '../../../src/cli/input/construct';
import { readManifests } from '../../../src/cli/input/manifests';

const read = (text: string) => {
  const { manifests, problems, foreign } = readManifests(text, { nodes: ALIAS_BUDGET });
  return {
    objects: manifests.map(({ object }) => object),
    places: manifests.map(({ root, path }) => [text.slice(root, root + 10), path]),
    problems: problems.map(({ offset, message }) => [offset, message]),
    foreign,
  };
};
const object = (name: string): string => `kind: A\napiVersion: v1\nname: ${name}\n`;
const value = (name: string): unknown => ({ kind: 'A', apiVersion: 'v1', name });

test.each<[string, string, readonly string[]]>([
  ['one document', object('a'), ['a']],
  ['several documents', `${object('a')}---\n${object('b')}---\n${object('c')}`, ['a', 'b', 'c']],
  ['comments, empty documents and end marks', `# head\n---\n# Source: x.yaml\n---\n\n---\n${object('a')}...\n---\n# tail\n`, ['a']],
  ['a comment behind the separator', `--- # one\n${object('a')}--- # two\n${object('b')}`, ['a', 'b']],
  ['an end mark without a separator', `${object('a')}...\n${object('b')}`, ['a', 'b']],
  ['Windows line ends', `---\n${object('a')}---\n${object('b')}`.replaceAll('\n', '\r\n'), ['a', 'b']],
  ['a byte order mark', `\ufeff${object('a')}`, ['a']],
  ['a byte order mark before a separator', `\ufeff---\n${object('a')}`, ['a']],
  ['a directive', `%YAML 1.1\n---\n${object('a')}`, ['a']],
  ['a comment and a directive', `# c\n%YAML 1.1\n# d\n---\n${object('a')}---\n${object('b')}`, ['a', 'b']],
  ['no line end at the end', object('a').trimEnd(), ['a']],
  ['JSON', '{"kind":"A","apiVersion":"v1","name":"a"}', ['a']],
  ['JSON with tabs', '{\n\t"kind": "A",\n\t"apiVersion": "v1",\n\t"name": "a"\n}\n', ['a']],
  ['JSON objects in a row', '{"kind":"A","apiVersion":"v1","name":"a"}\n{"kind":"A","apiVersion":"v1","name":"b"} {"kind":"A","apiVersion":"v1","name":"c"}', ['a', 'b', 'c']],
  ['braces inside JSON strings', '{"kind":"A","apiVersion":"v1","name":"}\\"{"}\n{"kind":"A","apiVersion":"v1","name":"b"}', ['}"{', 'b']],
  ['JSON documents with separators', '{"kind":"A","apiVersion":"v1","name":"a"}\n---\n{"kind":"A","apiVersion":"v1","name":"b"}', ['a', 'b']],
  ['flow YAML', '{kind: A, apiVersion: v1, name: a}', ['a']],
  ['a separator inside a block of text', 'kind: A\napiVersion: v1\nname: |-\n  ---\n  x\n', ['---\nx']],
])('%s', (_, text, names) => {
  expect(read(text)).toMatchObject({ objects: names.map(value), problems: [], foreign: [] });
});

test('a List is unpacked, also inside another, and typed lists give their type', () => {
  const text = `apiVersion: v1
kind: List
items:
- {kind: A, apiVersion: v1, name: a}
- apiVersion: v1
  kind: List
  items:
  - {kind: A, apiVersion: v1, name: b}
- apiVersion: v1
  kind: AList
  items:
  - {name: c}
- null
`;
  expect(read(text)).toMatchObject({ objects: ['a', 'b', 'c'].map(value), places: [['apiVersion', ['items', 0]], ['apiVersion', ['items', 1, 'items', 0]], ['apiVersion', ['items', 2, 'items', 0]]] });
});

test('a kind that ends in List without items is an object', () => {
  expect(read('apiVersion: v1\nkind: AllowList\nspec: {}\n').objects).toHaveLength(1);
});

test('a broken document hides no other', () => {
  const text = `${object('a')}---\nx: [1\n---\n${object('b')}---\ny: *none\n---\n- list\n---\n${object('c')}`;
  expect(read(text)).toMatchObject({
    objects: ['a', 'b', 'c'].map(value),
    problems: [
      [text.indexOf('\n---\nkind: A\napiVersion: v1\nname: b') + 1, expect.stringContaining('not valid YAML')],
      [text.indexOf('*none'), 'alias *none has no anchor &none before it in its document'],
      [text.indexOf('- list'), 'this document is a list, not a Kubernetes object'],
    ],
  });
});

test('anchors end with their document', () => {
  expect(read(`a: &x 1\n${object('a')}---\nb: *x\n${object('b')}`).problems).toHaveLength(1);
});

test('what is no Kubernetes object at all is told apart from half of one', () => {
  const text = `replicas: 1\n---\napiVersion: v2\nname: chart\n---\nkind: A\nmetadata: {}\n---\napiVersion: v1\nmetadata: {}\n`;
  expect(read(text)).toMatchObject({ objects: [{ kind: 'A' }, { apiVersion: 'v1' }], foreign: [0, text.indexOf('apiVersion: v2')], problems: [] });
});

test('a template is recognised', () => {
  expect(read('a: {{ .Values.a }}').problems).toEqual([[4, 'a list or a mapping cannot be a key; this looks like a template: give what it renders to (helm template)']]);
  expect(read('{{- if .Values.a }}\na: 1').problems).toEqual([[expect.any(Number), expect.stringContaining('looks like a template')]]);
});
