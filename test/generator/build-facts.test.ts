import { buildFacts } from '../../src/generator/build-facts';
import { compareVersions, type Crd } from '../../src/schema/crd';
import type { DescribedSchema } from '../../src/schema/read-schema';
import { fieldsSince } from '../../src/generator/since';
import { stableJson } from '../../src/generator/stable-json';

const object = (properties: Readonly<Record<string, DescribedSchema>>, more: DescribedSchema = {}): DescribedSchema => ({
  type: 'object',
  description: 'prose',
  properties,
  ...more,
});
const TEXT: DescribedSchema = { type: 'string', description: 'prose' };

function crd(spec: DescribedSchema, versions: readonly string[] = ['v1']): Crd {
  return {
    group: 'g.io',
    kind: 'Kind',
    plural: 'kinds',
    scope: 'Namespaced',
    source: 'test',
    versions: versions.map((name) => ({ name, served: true, schema: object({ spec }) })),
  };
}

const PATHS: Readonly<Record<string, string>> = {
  'Kind.spec': 'Spec',
  'Kind.spec.a': 'Part',
  'Kind.spec.b': 'Part',
  'Kind.spec.c': 'Part',
};
const build = (...crds: readonly Crd[]): ReturnType<typeof buildFacts> =>
  buildFacts({
    group: 'g.io',
    source: 'test',
    crds,
    nameAt: (path) => PATHS[path],
    variantAt: (path) => `Variant${path.replaceAll('.', '')}`,
  });

test('a shape that repeats is kept once, without prose', () => {
  const part = object({ x: TEXT });
  const { facts, variants } = build(crd(object({ a: part, b: part }), ['v1', 'v1beta1']));
  expect(facts.shapes).toEqual({
    Part: { type: 'object', properties: { x: { type: 'string' } } },
    Spec: { type: 'object', properties: { a: { $ref: '#/shapes/Part' }, b: { $ref: '#/shapes/Part' } } },
  });
  expect(facts.kinds['Kind']).toEqual({
    plural: 'kinds',
    scope: 'Namespaced',
    best: 'v1',
    versions: Object.fromEntries(
      ['v1', 'v1beta1'].map((version) => [version, { schema: { type: 'object', properties: { spec: { $ref: '#/shapes/Spec' } } } }]),
    ),
  });
  expect(variants).toEqual({});
});

test('where the checks of a message differ, the most frequent form has its name', () => {
  const part = object({ x: TEXT });
  const strict = object({ x: TEXT }, { required: ['x'] });
  const { facts, variants } = build(crd(object({ a: strict, b: part, c: part })));
  expect(facts.shapes['Part']).toEqual({ type: 'object', properties: { x: { type: 'string' } } });
  expect(facts.shapes['VariantKindspeca']).toEqual({ required: ['x'], type: 'object', properties: { x: { type: 'string' } } });
  expect(facts.shapes['Spec']?.properties?.['a']).toEqual({ $ref: '#/shapes/VariantKindspeca' });
  expect(variants).toEqual({ VariantKindspeca: 'Part' });
});

test('versions that are not served are not kept', () => {
  const versions = crd(object({})).versions;
  const { facts } = build({ ...crd(object({})), versions: [...versions, { name: 'v2', served: false, schema: object({}) }] });
  expect(facts.kinds['Kind']?.best).toBe('v1');
  expect(Object.keys(facts.kinds['Kind']?.versions ?? {})).toEqual(['v1']);
});

test('versions in the order of Kubernetes', () => {
  const order = ['v10', 'v2', 'v1', 'v11beta2', 'v10beta3', 'v3beta1', 'v12alpha1', 'v11alpha2', 'foo1', 'foo10'];
  expect([...order].reverse().sort(compareVersions)).toEqual(order);
});

describe('since', () => {
  const release = (minor: string, spec?: DescribedSchema): Parameters<typeof fieldsSince>[3][number] => ({
    minor,
    ...(spec === undefined ? {} : { versions: crd(spec).versions }),
  });
  const now = object({
    spec: object({
      old: TEXT,
      list: { type: 'array', items: object({ newer: TEXT, newest: object({ inner: TEXT }) }) },
      map: { type: 'object', additionalProperties: object({ newest: TEXT }) },
    }),
  });

  test('the release that has a field first; of new fields inside each other the topmost', () => {
    const middle = object({
      old: TEXT,
      list: { type: 'array', items: object({ newer: TEXT }) },
      map: { type: 'object', additionalProperties: object({}) },
    });
    const oldest = object({
      old: TEXT,
      list: { type: 'array', items: object({}) },
      map: { type: 'object', additionalProperties: object({}) },
    });
    expect(fieldsSince('v1', now, '1.31', [release('1.30', middle), release('1.29', oldest)])).toEqual({
      'spec.list[].newer': '1.30',
      'spec.list[].newest': '1.31',
      'spec.map{}.newest': '1.31',
    });
  });

  test('a new field inside a field that is new itself, but older', () => {
    expect(
      fieldsSince('v1', now, '1.31', [
        release(
          '1.30',
          object({
            old: TEXT,
            list: { type: 'array', items: object({ newest: object({}), newer: TEXT }) },
            map: { type: 'object', additionalProperties: object({ newest: TEXT }) },
          }),
        ),
        release('1.29', object({ old: TEXT, map: { type: 'object', additionalProperties: object({ newest: TEXT }) } })),
      ]),
    ).toEqual({ 'spec.list': '1.30', 'spec.list[].newest.inner': '1.31' });
  });

  test('a new value of an older enum', () => {
    const mode = (...values: string[]): DescribedSchema => object({ mode: { type: 'string', enum: values } });
    expect(
      fieldsSince('v1', mode('A', 'B', 'C'), '1.31', [
        { minor: '1.30', versions: [{ name: 'v1', served: true, schema: mode('A', 'B') }] },
        { minor: '1.29', versions: [{ name: 'v1', served: true, schema: mode('A') }] },
      ]),
    ).toEqual({ 'mode=B': '1.30', 'mode=C': '1.31' });
  });

  test('a kind that a release does not have says nothing of its fields', () => {
    expect(fieldsSince('v1', now, '1.31', [release('1.30')])).toEqual({});
  });
});

test('JSON that reads well: short values on one line, long ones broken, the same bytes every time', () => {
  const value = { short: { a: [1, 'two', null] }, long: Array.from({ length: 30 }, (_, at) => ({ number: at })) };
  const text = stableJson(value);
  expect(JSON.parse(text)).toEqual(value);
  expect(text.split('\n')[1]).toBe(' "short":{"a":[1,"two",null]},');
  expect(text.split('\n').every((line) => line.length <= 120)).toBe(true);
  expect(stableJson(JSON.parse(text))).toBe(text);
});
