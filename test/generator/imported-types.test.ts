import * as path from 'node:path';
import { flattenDiagnosticMessageText } from 'typescript';
import { importCrds } from '../../src/generator/import-crds';
import { compile } from './support/compile';

jest.mock('prettier', () => jest.requireActual('./support/prettier'));

/** A CRD with everything that types are made of, as one YAML text. */
const CRD = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
spec:
  group: example.com
  scope: Namespaced
  names: { kind: Record, plural: records }
  versions:
    - name: v1
      served: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            data: { type: array, items: { type: string } }
            spec:
              type: object
              required: [match]
              properties:
                match:
                  type: object
                  properties: { exact: { type: string }, prefix: { type: string }, note: { type: string } }
                  oneOf: [{ required: [exact] }, { required: [prefix] }]
                matrix: { type: array, items: { type: array, items: { type: object, properties: { x: { type: integer } } } } }
                map: { type: object, additionalProperties: { type: array, items: { type: object, properties: { y: { type: boolean } } } } }
                open: { type: object, x-kubernetes-preserve-unknown-fields: true, properties: { known: { type: string } } }
                any: { x-kubernetes-preserve-unknown-fields: true }
                levels: { type: array, items: { type: string, enum: ["it's", 'b"c', low, medium, high, very-high, extremely-high, absolutely-high, unbelievably-high] } }
                'odd name': { type: string }
                __proto__: { type: object, properties: { constructor: { type: string } } }
    - name: v1beta1
      served: true
      schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { old: { type: string } } } } } }
`;

const PROGRAMS: readonly (readonly [name: string, program: string, error?: string])[] = [
  [
    'a whole object',
    `new k.Record(chart, 'a', { metadata: { name: 'a' }, data: ['x'], spec: { match: { exact: 'a', note: 'n' }, matrix: [[{ x: 1 }]], map: { a: [{ y: true }] }, open: { known: 'a', other: [1] }, any: { a: null }, levels: ["it's", 'b"c'], 'odd name': '', ['__proto__']: { constructor: '' } } });`,
  ],
  ['a lesser version', `new k.RecordV1beta1(chart, 'a', { metadata: { name: 'a' }, spec: { old: '' } });`],
  ['a name alone', `new k.Record(chart, 'a', { metadata: { name: 'a' } });`],
  ['no name', `new k.Record(chart, 'a', { spec: { match: { exact: '' } } });`, `'metadata' is missing`],
  ['both members of a oneof', `const m: k.RecordSpecMatch = { exact: '', prefix: '' };`, 'not assignable'],
  ['a field of another version', `new k.Record(chart, 'a', { metadata: { name: 'a' }, spec: { match: { exact: '' }, old: '' } });`, `'old' does not exist`],
  ['no member of an enum', `const s: k.RecordSpec = { match: { exact: '' }, levels: ['lo'] };`, 'not assignable'],
  ['a list inside a map stays as it is', `declare const s: k.RecordSpec; s.map?.['a']?.push({});`, `'push' does not exist`],
];

test('the written types compile and hold what they promise', async () => {
  const { files } = await importCrds([{ name: 'crd.yaml', text: CRD }], { outdir: __dirname });
  const texts = Object.fromEntries(files.map((file) => [file.path, file.text]));
  const header = `import { Chart } from 'cdk8s';\nimport * as k from './example.com';\ndeclare const chart: Chart;\n`;
  for (const [name, program] of PROGRAMS) texts[path.join(__dirname, `${name}.ts`)] = header + program;
  const found = compile(texts);
  const messages = (file: string): string =>
    (found[file] ?? []).map(({ messageText }) => flattenDiagnosticMessageText(messageText, '\n')).join('\n');
  expect(messages(path.join(__dirname, 'example.com.ts'))).toBe('');
  for (const [name, , error] of PROGRAMS) {
    const message = messages(path.join(__dirname, `${name}.ts`));
    if (error === undefined) expect([name, message]).toEqual([name, '']);
    else expect(message).toContain(error);
  }
});
