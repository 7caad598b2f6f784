import { BAD, check } from '../harness';

/** Seconds for one text: all of them take far less; what is exponential or quadratic takes far more. */
const LIMIT = 20_000;
const HEAD = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';
const times = (count: number, make: (index: number) => string, glue = '\n'): string => Array.from({ length: count }, (_, index) => make(index)).join(glue);
const doubling = (make: (before: string) => string): string => `${HEAD}a0: &a0 { x: 1 }\n${times(30, (i) => `a${i + 1}: &a${i + 1} ${make(`*a${i}`)}`)}`;

test.each<[string, string | Uint8Array, string]>([
  ['brackets 100,000 deep', `a: ${'['.repeat(100_000)}`, 'a.yaml:1:203: nested deeper than 200 levels'],
  ['braces 100,000 deep', `a: ${'{a: '.repeat(100_000)}`, 'nested deeper than 200 levels'],
  ['JSON 100,000 deep', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 'nested deeper than 200 levels'],
  ['list items 50,000 deep', `${'- '.repeat(50_000)}x`, 'nested deeper than 200 levels'],
  ['complex keys 50,000 deep', `${'? '.repeat(50_000)}x`, 'nested deeper than 200 levels'],
  ['mappings indented 2,000 deep', times(2000, (i) => `${' '.repeat(i)}a:`), 'nested deeper than 200 levels'],
  ['aliases that nest 3,000 deep', `${HEAD}a0: &a0 [x]\n${times(3000, (i) => `a${i + 1}: &a${i + 1} [*a${i}]`)}`, 'nested deeper than 200 levels (by aliases)'],
  ['aliases that double 30 times', doubling((before) => `[${before}, ${before}]`), 'aliases unfold to far more than is written here'],
  ['merges that double 30 times', doubling((before) => `{ <<: [${before}, ${before}] }`), 'aliases unfold to far more than is written here'],
  ['a large mapping merged 3,000 times', `${HEAD}a: &a {${times(5000, (i) => `k${i}: 1`, ', ')}}\n${times(3000, (i) => `m${i}: {<<: *a}`)}`, 'aliases unfold to far more than is written here'],
  ['many documents that unfold', times(100, () => doubling((before) => `[${before}, ${before}]`), '\n---\n'), 'and 80 more problems like these'],
  ['an anchor inside itself', `${HEAD}a: &a [*a]`, 'anchor &a contains itself'],
  ['a merge of itself', `${HEAD}a: &a { <<: *a }`, 'anchor &a contains itself'],
  ['a NUL byte', `${HEAD}a: "\0"`, 'a.yaml: line 4 holds a NUL byte: this is no text'],
  ['bytes that are no UTF-8', Buffer.concat([Buffer.from(HEAD), Buffer.from([0xc3, 0x28])]), 'a.yaml: line 4 is not valid UTF-8'],
  ['UTF-16', Buffer.from('\ufeffa: 1', 'utf16le'), 'a.yaml: is UTF-16; Kubernetes manifests are UTF-8'],
  ['a quote that never ends', `a: "${'x '.repeat(1_000_000)}`, 'unexpected end of the stream'],
  ['5,000 documents that are none', '{"a":1}'.repeat(5_000), 'and 4980 more problems like these'],
])('%s: an error in bounded time, and the other file is checked', async (_, text, message) => {
  const outcome = await check({ 'a.yaml': text, 'b.yaml': BAD });
  expect(outcome).toMatchObject({ code: 2, findings: [{ rule: 'subset-not-found', source: { file: 'b.yaml' } }], stderr: expect.stringContaining(message) });
  expect(outcome.stderr).not.toMatch(/\n\s+at /);
}, LIMIT);

test.each<[string, string, number]>([
  ['prototype keys', `${HEAD}__proto__: { polluted: 1 }\nconstructor: { prototype: { polluted: 1 } }\ndata: { __proto__: x, toString: x, hasOwnProperty: x }\n`, 1],
  ['a line of 20 MB', `${HEAD}data: { a: "${'x'.repeat(20_000_000)}" }`, 1],
  ['50,000 empty documents', '---\n'.repeat(50_000), 0],
  ['300,000 comments', '# c\n'.repeat(300_000), 0],
  ['50,000 anchors', `${HEAD}data:\n${times(50_000, (i) => `  a${i}: &a${i} x`)}`, 1],
  ['a text block of 300,000 blank lines', `${HEAD}data:\n  a: |\n${'    \n'.repeat(300_000)}`, 1],
  ['20 anchored nodes used 50 times', `${HEAD}x: &x [${times(20, String, ', ')}]\ndata: [${times(50, () => '*x', ', ')}]`, 1],
  ['Lists 90 deep', `${'{"apiVersion":"v1","kind":"List","items":['.repeat(90)}${']}'.repeat(90)}`, 0],
])('%s: read', async (_, text, objects) => {
  const outcome = await check({ 'a.yaml': text });
  const nothing = 'cdk8s-istio: a.yaml: no Kubernetes object found (the input is empty)\n';
  expect([outcome.stderr, outcome.objects]).toEqual([objects === 0 ? nothing : '', objects]);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
}, LIMIT);

/** A route for each pattern, in a gateway's VirtualService. */
const patterns = (...regexes: readonly string[]): string =>
  JSON.stringify({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'a', namespace: 'shop' },
    spec: { hosts: ['a.example.com'], http: regexes.map((regex) => ({ match: [{ headers: { 'x-a': { regex } } }], route: [{ destination: { host: 'a' } }] })) },
  });

test.each<[string, string, readonly string[]]>([
  ['that backtrack without end elsewhere', patterns('(a+)+$', '(a|a)*b', `(${'a?'.repeat(40)})${'a'.repeat(40)}`), []],
  ['that repeat repetitions', patterns('((a{1000}){1000}){1000}'), ['invalid-regex']],
  ['nested 2,000 deep', patterns(`${'('.repeat(2000)}a${')'.repeat(2000)}`), ['invalid-regex']],
])('patterns %s: judged in bounded time, and the other file is checked', async (_, text, rules) => {
  const { code, stderr, findings } = await check({ 'a.yaml': text, 'b.yaml': BAD });
  expect([code, stderr]).toEqual([1, '']);
  expect(findings.map(({ rule }) => rule)).toEqual([...rules, 'subset-not-found']);
}, LIMIT);

test('a device that never ends is not read to its end', async () => {
  if (process.platform === 'win32') return;
  expect(await check({}, '/dev/zero')).toMatchObject({ code: 2, stderr: expect.stringMatching(/^\/dev\/zero: longer than 256 MiB/) });
}, LIMIT);
