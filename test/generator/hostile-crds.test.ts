import { importCrds } from '../../src/generator/import-crds';
import { crdText, type CrdParts, version } from './support/crd';
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

describe('refused with a clear error', () => {
  const spec = (properties: unknown): CrdParts => ({ spec: { type: 'object', properties } });
  test.each<[string, CrdParts, string]>([
    [
      'a group that leaves the folder',
      { group: '../../etc/passwd' },
      'spec.group is "../../etc/passwd"; it must be a DNS name such as example.com',
    ],
    ['a group with a line break', { group: "example.com'\n" }, 'spec.group is'],
    ['a group without a dot', { group: 'example' }, 'spec.group is "example"'],
    ['a group that is no text', { group: 5 }, 'spec.group is 5'],
    ['a kind with a quote', { kind: "Foo'" }, `spec.names.kind is "Foo'"; it must be letters and digits, starting with a letter`],
    ['a kind that is code', { kind: 'Foo {} process.exit(1); class Bar' }, 'spec.names.kind is'],
    ['a kind with a line break at its end', { kind: 'Foo\n' }, 'spec.names.kind is'],
    ['a kind of ours', { kind: 'TypedApiObject' }, 'the name TypedApiObject of a construct for TypedApiObject is in use already'],
    ['a kind that is imported', { kind: 'construct' }, 'the name Construct of a construct for construct is in use already'],
    ['a version that is code', { versions: [version("v1'; process.exit(1); '", {})] }, 'the name of a version of Foo is'],
    ['no versions', { versions: [] }, 'Foo has no versions in spec.versions'],
    ['no served version', { versions: [version('v1', {}, false)] }, 'Foo of example.com has no served version'],
    ['no schema', { versions: [{ name: 'v1', served: true }] }, 'the schema (openAPIV3Schema) of Foo v1 is missing or not an object'],
    ['a scope of its own', { scope: 'Global' }, 'spec.scope of Foo must be Namespaced or Cluster'],
    [
      'an old apiVersion',
      { apiVersion: 'apiextensions.k8s.io/v1beta1' },
      'apiVersion "apiextensions.k8s.io/v1beta1" of a CustomResourceDefinition is not supported',
    ],
    ['a reference', spec({ a: { $ref: '/etc/passwd' } }), 'Foo v1.spec.a: a schema of a CRD may not have "$ref"'],
    ['definitions', { spec: { type: 'object', definitions: {} } }, 'Foo v1.spec: a schema of a CRD may not have "definitions"'],
    ['a type of its own', spec({ a: { type: 'function' } }), 'Foo v1.spec.a: type "function" is not one of'],
    ['several types', spec({ a: { type: ['string', 'null'] } }), 'Foo v1.spec.a: type ["string","null"] is not one of'],
    ['properties that are a list', { spec: { type: 'object', properties: ['a'] } }, 'Foo v1.spec: ["a"] stands where a map belongs'],
    ['a schema that is a text', spec({ a: 'string' }), 'Foo v1.spec.a: "string" stands where a map belongs'],
    ['an enum that is a text', spec({ a: { type: 'string', enum: 'x' } }), 'Foo v1.spec.a: "x" stands where a list belongs'],
    ['required that is a map', { spec: { type: 'object', required: { a: 1 } } }, 'Foo v1.spec: {"a":1} stands where a list belongs'],
    ['a bound that is a text', spec({ a: { type: 'string', maxLength: '*/' } }), 'Foo v1.spec.a: "*/" stands where a number belongs'],
  ])('%s', async (_, parts, problem) => {
    await expect(generate(crdText(parts))).rejects.toThrow(`crd.yaml: ${problem}`);
  });

  test.each([
    ['no YAML', 'a: [', 'not readable as YAML'],
    ['a tab', 'a:\n\t- b', 'not readable as YAML'],
    ['the same key twice', 'a: 1\na: 2', 'not readable as YAML'],
    ['an alias bomb', `a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]`, 'not readable as YAML'],
    ['a deep one', '['.repeat(5000), 'not readable as YAML'],
    ['a NUL', 'a: "\u0000"', 'not readable as YAML'],
    ['a tag', 'a: !!js/function "function () {}"', 'not readable as YAML'],
    ['something else', 'kind: Service', 'there is no CustomResourceDefinition in it'],
    ['nothing', ' \n', 'there is no CustomResourceDefinition in it'],
    ['a text', 'hello', 'there is no CustomResourceDefinition in it'],
  ])('%s', async (_, text, problem) => {
    await expect(generate(text)).rejects.toThrow(`crd.yaml: ${problem}`);
  });

  test('a schema too deep to be real', async () => {
    let spec: unknown = { type: 'string' };
    for (let depth = 0; depth < 120; depth++) spec = { type: 'array', items: spec };
    await expect(generate(crdText({ spec }))).rejects.toThrow('levels deep');
  });

  test('names too long to be real', async () => {
    let spec: unknown = { type: 'string' };
    for (let depth = 0; depth < 50; depth++) spec = { type: 'object', properties: { ['long'.repeat(20)]: spec } };
    await expect(generate(crdText({ spec }))).rejects.toThrow('the names on the way to this schema have more than 2000 characters');
  });

  test('a schema too large to be real', async () => {
    const properties = Object.fromEntries(Array.from({ length: 101_000 }, (_, at) => [`p${at}`, 0]));
    const text = crdText({ spec: { type: 'object', properties } }).replaceAll(':0', ':{}');
    await expect(generate(text)).rejects.toThrow('the source has more than 100000 schemas');
  });
});
