import { importCrds } from '../../src/generator/import-crds';
import { crdText } from './support/crd';
import { literalTypes, memberNames, outline } from './support/outline';

jest.mock('prettier', () => jest.requireActual('./support/prettier'));

async function generate(text: string): Promise<string> {
  const { files } = await importCrds([{ name: 'crd.yaml', text }], { outdir: 'imports' });
  expect(files).toHaveLength(1);
  return files[0]?.text ?? '';
}

const IMPORTS = ["import 'constructs'", "import 'cdk8s-istio'"];

function classOf(name: string, kind = name, apiVersion = 'example.com/v1'): string {
  return `class ${name} { GVK = { apiVersion: '${apiVersion}', kind: '${kind}' }; manifest; constructor }`;
}

/** What a kind Foo with these members of its spec is written as. */
function foo(...members: readonly string[]): readonly string[] {
  return [
    ...IMPORTS,
    `interface FooSpec { ${members.join('; ')} }`,
    'interface FooProps { spec: FooSpec }',
    classOf('Foo'),
  ];
}

const BREAKOUTS = [
  '*/ process.exit(1) /*',
  '*\\/ */*/',
  "'; process.exit(1); '",
  '"; process.exit(1); "',
  '`${process.exit(1)}`',
  '${process.exit(1)}',
  'a\nprocess.exit(1)',
  'a\r\n}\r\nprocess.exit(1);\r\nexport interface X {',
  'a\u2028process.exit(1)\u2029//',
  'a\u0085export const x = 1;',
  '\\',
  "\\'",
  '\u0000\u001b[31m',
  '// @ts-nocheck',
  '@ts-ignore',
  '<script>',
  '\u202e desrever',
  '\ud800',
  'key0_?: string;\n  key1_',
  'Type000000',
  'export interface GeneratedRoot {\n}\n',
  '\n\nexport interface GeneratedRoot {\n',
];

/** One property for each of the texts. */
const each = (property: (text: string) => unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(BREAKOUTS.map((text, at) => [`p${at}`, property(text)]));
const MEMBERS = BREAKOUTS.map((_, at) => `p${at}`)
  .sort()
  .map((name) => `${name}: string`);

describe('texts that try to become code', () => {
  test('as descriptions', async () => {
    const text = await generate(
      crdText({
        spec: { type: 'object', description: BREAKOUTS.join('\n'), properties: each((description) => ({ type: 'string', description })) },
      }),
    );
    expect(outline(text)).toEqual(foo(...MEMBERS));
    expect(text).not.toMatch(/^\s*\/?\**\s*@/m);
  });

  test('as the description of a kind', async () => {
    const schema = {
      description: BREAKOUTS.join('\n'),
      type: 'object',
      properties: { spec: { type: 'object', properties: { a: { type: 'string' } } } },
    };
    expect(outline(await generate(crdText({ versions: [{ name: 'v1', served: true, schema: { openAPIV3Schema: schema } }] })))).toEqual(
      foo('a: string'),
    );
  });

  test('as values of an enum', async () => {
    const text = await generate(crdText({ spec: { type: 'object', properties: { a: { type: 'string', enum: BREAKOUTS } } } }));
    expect(literalTypes(text)).toEqual(BREAKOUTS);
    expect(memberNames(text, 'FooSpec')).toEqual(['a']);
    expect(outline(text)).toHaveLength(foo().length);
  });

  test('as names of properties', async () => {
    const properties = Object.fromEntries(BREAKOUTS.map((name) => [name, { type: 'string' }]));
    const text = await generate(crdText({ spec: { type: 'object', properties, required: BREAKOUTS } }));
    expect(outline(text)).toHaveLength(foo().length);
    expect(memberNames(text, 'FooSpec')).toEqual([...BREAKOUTS].sort());
  });

  test('as names of properties that hold objects', async () => {
    const properties = Object.fromEntries(BREAKOUTS.map((name) => [name, { type: 'object', properties: { [name]: { type: 'string' } } }]));
    const text = await generate(crdText({ spec: { type: 'object', properties } }));
    expect(new Set(outline(text).map((line) => line.split(' ', 1)[0]))).toEqual(new Set(['import', 'interface', 'class']));
    expect(outline(text)).toHaveLength(foo().length + BREAKOUTS.length);
    expect(memberNames(text, 'FooSpec')).toEqual([...BREAKOUTS].sort());
  });

  test('as fields beside spec', async () => {
    const properties = Object.fromEntries(BREAKOUTS.map((name) => [name, { type: 'string' }]));
    const text = await generate(
      crdText({ versions: [{ name: 'v1', served: true, schema: { openAPIV3Schema: { type: 'object', properties } } }] }),
    );
    expect(memberNames(text, 'FooProps')).toEqual([...[...BREAKOUTS].sort()]);
    expect(new Set(outline(text).map((line) => line.split(' ', 1)[0]))).toEqual(new Set(['import', 'type', 'interface', 'class']));
  });

  test('as patterns, formats, defaults and CEL rules', async () => {
    const properties = each((text) => ({
      type: 'string',
      pattern: text,
      format: text,
      default: text,
      'x-kubernetes-validations': [{ rule: text, message: text }],
    }));
    expect(outline(await generate(crdText({ spec: { type: 'object', properties } })))).toEqual(foo(...MEMBERS));
  });

  test('as keys of a oneOf', async () => {
    const properties = Object.fromEntries(BREAKOUTS.map((name) => [name, { type: 'string' }]));
    const lines = outline(
      await generate(crdText({ spec: { type: 'object', properties, oneOf: BREAKOUTS.map((name) => ({ required: [name] })) } })),
    );
    expect(lines).toEqual([
      ...IMPORTS,
      'type FooSpec',
      'interface FooProps { spec: FooSpec }',
      classOf('Foo'),
    ]);
  });
});

describe('names that mean something to JavaScript', () => {
  const names = [
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'valueOf',
    'class',
    'default',
    'length',
    'then',
    '',
    ' ',
    '0',
    '1e3',
    '-',
    'a.b',
    'a-b',
    '$ref',
    '$id',
    'description',
    'type',
    'properties',
    'title',
    'enum',
    'items',
  ];

  const fields = (schema: string): string => names.map((name) => `${JSON.stringify(name)}:${schema}`).join(',');

  test('as properties', async () => {
    const text = await generate(
      crdText({ spec: { type: 'object', properties: 0 } }).replace('"properties":0', `"properties":{${fields('{"type":"string"}')}}`),
    );
    expect(outline(text)).toHaveLength(foo().length);
    expect([...memberNames(text, 'FooSpec')].sort()).toEqual([...names].sort());
  });

  test('as properties that hold objects', async () => {
    const object = '{"type":"object","properties":{"a":{"type":"string"}}}';
    const text = await generate(
      crdText({ spec: { type: 'object', properties: 0 } }).replace('"properties":0', `"properties":{${fields(object)}}`),
    );
    expect([...memberNames(text, 'FooSpec')].sort()).toEqual([...names].sort());
    expect(new Set(outline(text).map((line) => line.split(' ', 1)[0]))).toEqual(new Set(['import', 'type', 'interface', 'class']));
  });

  test.each([
    'class',
    'any',
    'string',
    'undefined',
    'Record',
    'Object',
    'Array',
    'Promise',
    'Partial',
    'Date',
    'Symbol',
    'K8s',
    'HTTPRoute',
  ])('as a kind: %s', async (kind) => {
    const text = await generate(
      crdText({
        kind,
        spec: { type: 'object', properties: { a: { type: 'string' }, b: { type: 'object', additionalProperties: { type: 'string' } } } },
      }),
    );
    const name = kind.charAt(0).toUpperCase() + kind.slice(1);
    expect(outline(text).at(-1)).toBe(classOf(name, kind));
  });
});

describe('schemas that would grow without end', () => {
  const keys = Array.from({ length: 200 }, (_, at) => `k${at}`);
  const properties = Object.fromEntries(keys.map((key) => [key, { type: 'string' }]));
  const rule = (...names: readonly string[]): unknown => ({
    rule: `${names.map((name) => `(has(self.${name}) ? 1 : 0)`).join(' + ')} <= 1`,
  });
  const plain = [...keys].sort().map((key) => `${key}: string`);

  test.each<[string, unknown]>([
    ['a oneof of many keys', { oneOf: keys.map((key) => ({ required: [key] })) }],
    ['a star of oneofs, of which there are 2^199 sets', { 'x-kubernetes-validations': keys.slice(1).map((key) => rule('k0', key)) }],
  ])('%s stays plain properties', async (_, more) => {
    expect(outline(await generate(crdText({ spec: { type: 'object', properties, ...Object(more) } })))).toEqual(foo(...plain));
  });

  test('a hundred oneofs: as many of them as the compiler can take', async () => {
    const pairs = keys.flatMap((key, at) => (at % 2 === 0 ? [rule(key, `k${at + 1}`)] : []));
    const text = await generate(crdText({ spec: { type: 'object', properties, 'x-kubernetes-validations': pairs } }));
    expect(outline(text).slice(2, -2)).toEqual(['type FooSpec']);
    expect(text.match(/\?: never;/g)).toHaveLength(6 * 4);
  });

  test('a long text deep inside', async () => {
    let schema: unknown = { type: 'object', properties: { a: { type: 'string', description: 'x'.repeat(1_000_000) } } };
    for (let depth = 0; depth < 60; depth++) schema = { type: 'object', properties: { a: schema } };
    expect(outline(await generate(crdText({ spec: schema })))).toHaveLength(60 + foo().length);
  });
});
