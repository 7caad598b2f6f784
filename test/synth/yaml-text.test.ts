import fc from 'fast-check';
import * as jsYaml from 'js-yaml';
import * as yaml from 'yaml';
import { toYaml } from '../../src/synth/yaml-text';

test('keys: head first, then sorted; nested ones sorted; empty objects stay', () => {
  const manifest = { status: {}, data: { b: 1, a: [] }, spec: { z: {}, a: [{ d: 1, c: [[1, 2], []] }] }, metadata: { namespace: 'n', name: 'x' }, kind: 'K', apiVersion: 'v1' };
  expect(toYaml(manifest)).toBe(
    [
      'apiVersion: v1',
      'kind: K',
      'metadata:',
      '  name: x',
      '  namespace: "n"',
      'spec:',
      '  a:',
      '    - c:',
      '        - - 1',
      '          - 2',
      '        - []',
      '      d: 1',
      '  z: {}',
      'data:',
      '  a: []',
      '  b: 1',
      'status: {}',
      '',
    ].join('\n'),
  );
});

test.each<[unknown, string]>([
  ['reviews', 'reviews'],
  ['cluster.local/ns/a/sa/b', 'cluster.local/ns/a/sa/b'],
  ['http://x:80/a?b=c', 'http://x:80/a?b=c'],
  ['two words', 'two words'],
  ['5s', '5s'],
  ['1.5h', '1.5h'],
  ['128Mi', '128Mi'],
  ['', '""'],
  ['yes', '"yes"'],
  ['On', '"On"'],
  ['y', '"y"'],
  ['null', '"null"'],
  ['~', '"~"'],
  ['1e3', '"1e3"'],
  ['0x1f', '"0x1f"'],
  ['012', '"012"'],
  ['1_000', '"1_000"'],
  ['2024-01-01', '"2024-01-01"'],
  ['12:30:00', '"12:30:00"'],
  ['.5', '".5"'],
  ['.', '"."'],
  ['+.', '"+."'],
  ['e1', '"e1"'],
  ['0x_', '"0x_"'],
  ['-1', '"-1"'],
  ['1.31', '"1.31"'],
  ['.inf', '".inf"'],
  ['=', '"="'],
  ['<<', '"<<"'],
  ['*', '"*"'],
  ['a: b', '"a: b"'],
  ['a:', '"a:"'],
  ['a #b', '"a #b"'],
  [' a', '" a"'],
  ['a ', '"a "'],
  ['- a', '"- a"'],
  ['{a}', '"{a}"'],
  ['é', 'é'],
  ['\u0085\u2028\ufeff', '"\\N\\L\\uFEFF"'],
  ['a\u0000b', '"a\\0b"'],
  ['a\nb', '|-\n  a\n  b'],
  ['a\n\n  b\n', '|\n  a\n\n    b'],
  ['a \nb', '|-\n  a \n  b'],
  ['a\r\nb', '"a\\r\\nb"'],
  [1e21, '1.e+21'],
  [1.5e-7, '1.5e-7'],
  [9007199254740993, '9007199254740992'],
  [true, 'true'],
  [null, 'null'],
])('%j is written as %s', (value, text) => {
  expect(toYaml({ v: value })).toBe(`v: ${text}\n`);
  expect(readers({ v: value })).toEqual([{ v: value }, { v: value }, { v: value }]);
});

test('keys that look like something else, and a key too long for one line', () => {
  const manifest = { yes: 1, '1': 2, 'a b': 3, 'x: y': 4, '<<': 5, ['k'.repeat(1200)]: { a: ['b'] }, constructor: 6 };
  expect(readers(manifest)).toEqual([manifest, manifest, manifest]);
});

test('every reader reads back what was written', () => {
  const key = fc.string({ unit: 'binary' }).filter((text) => text !== '__proto__');
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[-+~.0-9a-fxoeE_:yn \n\t#&*!|>'"%@`{}[\],?=<]{0,9}$/), fc.constantFrom('NO', 'off', '0o7', '0b1', '1e+3', '.NaN', '1:2', '.', 'e10', '08_'));
  const { tree } = fc.letrec((tie) => ({
    leaf: fc.oneof(text, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)),
    tree: fc.oneof({ maxDepth: 4 }, tie('leaf'), fc.array(tie('tree'), { maxLength: 4 }), fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true })),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      const manifest = JSON.parse(JSON.stringify({ v: value }));
      expect(readers(manifest)).toEqual([manifest, manifest, manifest]);
    }),
    { numRuns: 500 },
  );
});

function readers(manifest: Record<string, unknown>): unknown[] {
  const text = toYaml(manifest);
  return [yaml.parse(text, { version: '1.1' }), yaml.parse(text, { version: '1.2' }), jsYaml.load(text)];
}
