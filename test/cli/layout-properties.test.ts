import * as fc from 'fast-check';
import { dump, loadAll } from 'js-yaml';
import { CATALOGUE } from '../../src/validation/rules';
import { check } from './harness';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A document as the examples of the rules hold it. */
interface Manifest {
  readonly [key: string]: Json;
}

function isManifest(value: unknown): value is Manifest {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a document is known by; two of one key are the business of the rule on duplicates, which names them by their place. */
function keyOf(manifest: Manifest): string {
  const metadata = manifest.metadata;
  const named = isManifest(metadata) ? metadata : {};
  return JSON.stringify([String(manifest.apiVersion).split('/')[0], manifest.kind, named.namespace ?? null, named.name ?? null]);
}

const EXAMPLES: readonly (readonly Manifest[])[] = CATALOGUE.flatMap(({ bad, good }) => [bad, good]).map((yaml) => loadAll(yaml).filter(isManifest));

/** The objects of a few examples of any rules as one mesh, each object once. */
const mesh = fc
  .uniqueArray(fc.nat(EXAMPLES.length - 1), { minLength: 1, maxLength: 8 })
  .map((picked) => [...new Map(picked.flatMap((index) => EXAMPLES[index] ?? []).map((object) => [keyOf(object), object])).values()]);

type Form = 'yaml' | 'json' | 'list' | 'json list' | 'flow' | 'quoted';

interface Layout {
  readonly order: number;
  readonly keys: number;
  readonly files: number;
  readonly form: Form;
}

/** How objects are written down: order, key order, files, form. Nothing of it may change what is found. */
const layout: fc.Arbitrary<Layout> = fc.record({
  order: fc.nat(),
  keys: fc.nat(),
  files: fc.integer({ min: 1, max: 4 }),
  form: fc.constantFrom<Form>('yaml', 'json', 'list', 'json list', 'flow', 'quoted'),
});

/** The items in an order that the seed decides. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  let state = seed >>> 0;
  return items
    .map((item) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return { item, key: state };
    })
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

function keysShuffled(value: Json, seed: number): Json {
  if (Array.isArray(value)) return value.map((item: Json) => keysShuffled(item, seed));
  if (!isManifest(value)) return value;
  return Object.fromEntries(shuffled(Object.entries(value), seed).map(([key, item]) => [key, keysShuffled(item, seed)]));
}

function write(objects: readonly Json[], form: Form): string {
  const list = { kind: 'List', apiVersion: 'v1', items: objects };
  switch (form) {
    case 'json':
      return objects.map((object) => JSON.stringify(object)).join('\n');
    case 'json list':
      return JSON.stringify(list, null, 2);
    case 'list':
      return dump(list, { noRefs: true });
    case 'yaml':
    case 'flow':
    case 'quoted':
      return objects.map((object) => `---\n${dump(object, { noRefs: true, flowLevel: form === 'flow' ? 1 : -1, forceQuotes: form === 'quoted' })}`).join('');
  }
}

async function findingsOf(objects: readonly Manifest[], { order, keys, files: count, form }: Layout): Promise<readonly string[]> {
  const ordered = shuffled(objects, order).map((object) => keysShuffled(object, keys));
  const files: Record<string, string> = {};
  for (let file = 0; file < count; file += 1) {
    const part = ordered.filter((_, index) => index % count === file);
    if (part.length > 0) files[`f${file}.yaml`] = write(part, form);
  }
  const { code, stderr, findings } = await check(files);
  expect([code === 2, stderr]).toEqual([false, '']);
  return findings.map(({ source: _, ...finding }) => JSON.stringify(finding)).sort();
}

test('the examples are those of the rules', () => {
  expect(EXAMPLES).toHaveLength(2 * CATALOGUE.length);
  expect(EXAMPLES.filter((objects) => objects.length === 0)).toEqual([]);
});

const WRITTEN: Layout = { order: 0, keys: 0, files: 1, form: 'yaml' };

test('what is found in the examples of any rules, thrown together, does not depend on how they are written down', async () => {
  await fc.assert(
    fc.asyncProperty(mesh, layout, async (objects, other) => {
      expect(await findingsOf(objects, other)).toEqual(await findingsOf(objects, WRITTEN));
    }),
    { numRuns: 80, seed: 5 },
  );
}, 60_000);

/** Every example of its own once, in a layout that its index decides: no rule is left to chance. */
test.each(CATALOGUE.map(({ id }, index) => [id, index] as const))('the examples of %s do not depend on how they are written down', async (_, index) => {
  const forms: readonly Form[] = ['json', 'list', 'json list', 'flow', 'quoted'];
  for (const half of [0, 1]) {
    const objects = EXAMPLES[2 * index + half] ?? [];
    const other: Layout = { order: index + 1, keys: index + 7, files: 1 + (index % 3), form: forms[(index + half) % forms.length] ?? 'json' };
    expect(await findingsOf(objects, other)).toEqual(await findingsOf(objects, WRITTEN));
  }
});
