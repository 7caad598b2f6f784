import * as fc from 'fast-check';
import { dump } from 'js-yaml';
import { BAD, check, command } from './harness';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type Manifest = { readonly [key: string]: Json };

const name = fc.constantFrom('a', 'b', 'c');
const namespace = fc.constantFrom('shop', 'other');
const subset = fc.constantFrom('v1', 'v2', 'v3');
const head = (apiVersion: string, kind: string) => fc.record({ apiVersion: fc.constant(apiVersion), kind: fc.constant(kind), metadata: fc.record({ name, namespace }) });

const virtualService = fc
  .tuple(head('networking.istio.io/v1', 'VirtualService'), fc.array(name, { minLength: 1, maxLength: 2 }), fc.array(fc.record({ host: name, subset, weight: fc.constantFrom(50, 100) }), { minLength: 1, maxLength: 3 }), fc.option(fc.constant('mesh/gone')))
  .map(([top, hosts, routes, gateway]): Manifest => ({
    ...top,
    spec: {
      hosts,
      ...(gateway === null ? {} : { gateways: [gateway] }),
      http: [{ route: routes.map(({ host, subset: to, weight }) => ({ destination: { host, subset: to }, weight })), unknownField: 1 }],
    },
  }));
const destinationRule = fc
  .tuple(head('networking.istio.io/v1', 'DestinationRule'), name, fc.uniqueArray(subset))
  .map(([top, host, subsets]): Manifest => ({ ...top, spec: { host, subsets: subsets.map((version) => ({ name: version, labels: { version } })) } }));
const service = fc
  .tuple(head('v1', 'Service'), name)
  .map(([top, app]): Manifest => ({ ...top, spec: { selector: { app }, ports: [{ name: 'http', port: 80 }] } }));
const mesh = fc.array(fc.oneof(virtualService, destinationRule, service), { minLength: 1, maxLength: 8 });

/** How objects are written down: order, files, form. Nothing of it may change what is found. */
const layout = fc.record({ order: fc.infiniteStream(fc.nat(1000)), files: fc.integer({ min: 1, max: 4 }), form: fc.constantFrom('yaml', 'json', 'list', 'flow'), reversed: fc.boolean() });

function reversedKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => reversedKeys(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([key, item]) => [key, reversedKeys(item)]));
}

function write(objects: readonly Manifest[], form: string): string {
  if (form === 'json') return objects.map((object) => JSON.stringify(object, null, 2)).join('\n');
  if (form === 'list') return dump({ apiVersion: 'v1', kind: 'List', items: objects });
  return objects.map((object) => `---\n# Source\n${dump(object, form === 'flow' ? { flowLevel: 1 } : {})}`).join('');
}

async function findingsOf(objects: readonly Manifest[], how: { order: Iterator<number>; files: number; form: string; reversed: boolean }): Promise<string[]> {
  const keyed = objects.map((object) => ({ object, key: Number(how.order.next().value) }));
  const ordered = keyed.sort((a, b) => a.key - b.key).map(({ object }) => (how.reversed ? (reversedKeys(object) as Manifest) : object));
  const files: Record<string, string> = {};
  for (let file = 0; file < how.files; file += 1) files[`f${file}.yaml`] = write(ordered.filter((_, index) => index % how.files === file), how.form);
  const { code, stderr, objects: count, findings } = await check(files);
  expect([code === 2, stderr, count]).toEqual([false, '', objects.length]);
  return findings.map(({ source: _, ...finding }) => JSON.stringify(finding)).sort();
}

/** Two objects of one name are told apart by nothing but their place: which of them a finding names is then a matter of order. */
function distinct(objects: readonly Manifest[]): Manifest[] {
  return [...new Map(objects.map((object) => [JSON.stringify([object.kind, object.metadata]), object])).values()];
}

test('findings do not depend on the order of documents and keys, on files, nor on YAML or JSON', async () => {
  await fc.assert(
    fc.asyncProperty(mesh, layout, layout, async (all, one, other) => {
      const objects = distinct(all);
      expect(await findingsOf(objects, { ...one, order: one.order[Symbol.iterator]() })).toEqual(await findingsOf(objects, { ...other, order: other.order[Symbol.iterator]() }));
    }),
    { numRuns: 60, seed: 7 },
  );
}, 60_000);

/** Characters and words that YAML gives a meaning. */
const token = fc.constantFrom('[', ']', '{', '}', ',', ':', '- ', '? ', '#', '&a ', '*a', '!!str ', '|', '>', "'", '"', '%', '@', '`', '\t', '\n', '\r\n', '\n---\n', '\n...\n', '<<: ', '~', 'y', '0x', '.5', '\u0000', '\ufeff', '\u2028', '\ud800', '__proto__: ', 'items: ', 'kind: List\n');
const cut = fc.record({ at: fc.nat(600), length: fc.nat(12), insert: fc.array(token, { maxLength: 3 }) });

test('whatever the text, the answer is an exit code of the contract, readable JSON and no failure of ours', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(cut, { minLength: 1, maxLength: 6 }), async (cuts) => {
      const text = cuts.reduce((before, { at, length, insert }) => before.slice(0, at) + insert.join('') + before.slice(at + length), BAD);
      const { code, stdout, stderr } = await command(['check', '--format', 'json', '-'], { stdin: text });
      expect([0, 1, 2]).toContain(code);
      expect(code === 2).toBe(stderr !== '');
      expect(stderr).not.toMatch(/internal error|\n\s+at /);
      for (const { source } of (JSON.parse(stdout) as { findings: { source?: { line: number; column: number } }[] }).findings) {
        const lines = text.split('\n');
        expect(source?.line).toBeLessThanOrEqual(lines.length);
        expect(source?.column).toBeLessThanOrEqual((lines[(source?.line ?? 1) - 1] ?? '').length + 1);
      }
    }),
    { numRuns: 300, seed: 11 },
  );
}, 60_000);
