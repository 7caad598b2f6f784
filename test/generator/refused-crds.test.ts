import { importCrds } from '../../src/generator/import-crds';
import { crdText, type CrdParts, version } from './support/crd';

jest.mock('prettier', () => jest.requireActual('./support/prettier'));

const generate = (text: string): ReturnType<typeof importCrds> => importCrds([{ name: 'crd.yaml', text }], { outdir: 'imports' });

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
