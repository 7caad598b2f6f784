import fc from 'fast-check';
import { DEFAULT_SETTINGS } from '../../src/model/settings';
import { CATALOGUE } from '../../src/validation/rules';
import { check } from '../../src/validation/validate';
import { documents, findingsOf } from './run';

const OPTIONS = { settings: DEFAULT_SETTINGS, assumeIngressGateway: true };

/** Every example of every rule, all in one mesh: they contradict each other in many ways. */
const EXAMPLES = CATALOGUE.flatMap(({ bad, good }) => [...documents(bad), ...documents(good)]);

/** Findings without the positions of their objects, which a change of order changes. */
function told(inputs: readonly unknown[]): readonly string[] {
  return check(inputs, OPTIONS)
    .map(({ input, ...rest }) => JSON.stringify(rest))
    .sort();
}

/** The same object with the keys of every map in another order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([key, item]) => [key, turned(item)]));
}

describe('findings', () => {
  const expected = told(EXAMPLES);

  test('do not depend on the order of the input', () => {
    expect(expected.length).toBeGreaterThan(50);
    fc.assert(
      fc.property(fc.shuffledSubarray(EXAMPLES, { minLength: EXAMPLES.length }), (inputs) => {
        expect(told(inputs)).toEqual(expected);
      }),
      { numRuns: 8 },
    );
  });

  test('do not depend on the order of keys', () => {
    expect(told(EXAMPLES.map(turned))).toEqual(expected);
  });

  test('point at the object that they are about', () => {
    for (const { input, object } of check(EXAMPLES, OPTIONS)) {
      expect(EXAMPLES[input]).toEqual(expect.objectContaining(object.kind === '' ? {} : { kind: object.kind }));
    }
  });

  test('are sorted by object and place, and none is there twice', () => {
    const places = check(EXAMPLES, OPTIONS).map(({ object }) => `${object.namespace ?? ''} ${object.kind} ${object.name}`);
    expect(places).toEqual([...places].sort());
    const keys = check(EXAMPLES, OPTIONS).map((finding) => JSON.stringify(finding));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('leave the objects as they were', () => {
    const before = JSON.stringify(EXAMPLES);
    check(EXAMPLES, OPTIONS);
    expect(JSON.stringify(EXAMPLES)).toBe(before);
  });
});

describe('strangers', () => {
  test('whatever stands in the place of a value, the check ends with findings', () => {
    const anything = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('__proto__', 'constructor', '*', '.', '/', ''));
    fc.assert(
      fc.property(fc.nat(), fc.nat(), anything, (which, where, value) => {
        const inputs = structuredClone(EXAMPLES);
        const places = [...leaves(inputs[which % inputs.length])];
        const place = places[where % Math.max(places.length, 1)];
        if (place !== undefined) place.owner[place.key] = value;
        check(inputs, OPTIONS);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['nothing', null],
    ['a number', 5],
    ['a list', []],
    ['a date', new Date(0)],
    ['no apiVersion', { kind: 'ConfigMap' }],
    ['no kind', { apiVersion: 'v1' }],
    ['a kind that is no text', { apiVersion: 'v1', kind: {} }],
  ])('%s is not an object', (_name, input) => {
    expect(check([input], OPTIONS).map(({ rule }) => rule)).toEqual(['not-an-object']);
  });

  test('a value that is nested too deeply', () => {
    let deep: unknown = 'x';
    for (let level = 0; level < 100_000; level++) deep = { a: deep };
    const object = (name: string, spec: unknown) => ({ apiVersion: 'networking.istio.io/v1', kind: 'Sidecar', metadata: { name, namespace: 'shop' }, spec });
    expect(check([object('a', deep), object('a', deep)], OPTIONS).map(({ rule }) => rule)).toContain('out-of-range');
    expect(check([{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a', namespace: 'shop' }, spec: deep }], OPTIONS)).toEqual([]);
  });

  test('values that aliases repeat without end', () => {
    let bomb: unknown = ['x'];
    for (let level = 0; level < 80; level++) bomb = [bomb, bomb];
    const circle: Record<string, unknown> = {};
    circle['circle'] = circle;
    const object = (apiVersion: string, kind: string, value: unknown) => ({
      apiVersion,
      kind,
      metadata: { name: 'a', namespace: 'shop', labels: value },
      spec: { ports: value, selector: value, template: value, hosts: value, [kind]: value },
    });
    const kinds = [['v1', 'Service'], ['apps/v1', 'Deployment'], ['v1', 'ConfigMap'], ['networking.istio.io/v1', 'VirtualService']] as const;
    const inputs = kinds.flatMap(([apiVersion, kind]) => [bomb, circle, bomb].map((value) => object(apiVersion, kind, value)));
    expect(new Set(check(inputs, OPTIONS).map(({ rule }) => rule))).toEqual(new Set(['duplicate-object', 'invalid-metadata', 'out-of-range']));
  });

  test('names of prototypes are names like any other', () => {
    const yaml = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: constructor, namespace: prototype }
spec:
  hosts: [toString]
  gateways: [valueOf]
  http: [{ route: [{ destination: { host: hasOwnProperty, subset: constructor } }] }]
`;
    expect(findingsOf(yaml).map(({ rule }) => rule)).toEqual(['gateway-not-found', 'subset-not-found']);
  });
});

interface Leaf {
  readonly owner: Record<string, unknown>;
  readonly key: string;
}

function* leaves(value: unknown): Generator<Leaf> {
  if (!isOwner(value)) return;
  for (const [key, item] of Object.entries(value)) {
    yield { owner: value, key };
    yield* leaves(item);
  }
}

function isOwner(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
