import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BAD, GOOD, check, command, route } from './harness';

const SUBSET = { rule: 'subset-not-found', severity: 'error', path: 'spec.http[0].route[0].destination.subset' };

test('a finding has everything that the contract promises', async () => {
  const { code, objects, findings, stderr } = await check({ 'dist/reviews.yaml': BAD }, 'dist');
  expect({ code, objects, stderr }).toEqual({ code: 1, objects: 2, stderr: '' });
  expect(findings).toEqual([
    {
      ...SUBSET,
      upstream: ['IST0101', 'KIA1107'],
      object: { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'shop', name: 'reviews' },
      message: expect.stringContaining('v9'),
      why: expect.any(String),
      fix: expect.any(String),
      source: { file: 'dist/reviews.yaml', line: 13, column: 13 },
    },
  ]);
});

test('without findings the code is 0 and the list empty', async () => {
  expect(await check({ 'a.yaml': GOOD })).toMatchObject({ code: 0, stdout: '{\n  "objects": 2,\n  "findings": []\n}\n', stderr: '' });
});

test.each([
  ['error', 0],
  ['warning', 1],
  ['info', 1],
])('--fail-on %s with only a warning gives %i', async (severity, code) => {
  const suppressed = 'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: { name: deny, namespace: shop }\nspec: {}\n';
  const outcome = await check({ 'a.yaml': suppressed }, '--fail-on', severity, 'a.yaml');
  const worst = outcome.findings.some((finding) => finding.severity === 'error') ? 1 : outcome.findings.some((finding) => finding.severity === 'warning') ? code : outcome.findings.length > 0 && severity === 'info' ? 1 : 0;
  expect(outcome.code).toBe(worst);
});

test('all paths together are one mesh', async () => {
  const [service = '', destination = ''] = BAD.replace('v9', 'v1').split('---\n');
  expect((await check({ 'a.yaml': service, 'b/c.json': JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [] }), 'b/d.yml': destination }, 'a.yaml', 'b')).findings).toEqual([]);
});

test('a folder is walked in a stable order, without hidden entries and node_modules', async () => {
  const files = { 'd/b.yaml': route('b'), 'd/a/z.yml': route('z').replaceAll('name: reviews', 'name: zebra').replaceAll('- reviews', '- zebra').replaceAll('host: reviews', 'host: zebra'), 'd/.git/x.yaml': 'x: [', 'd/node_modules/p/y.yaml': 'x: [', 'd/readme.md': 'x: [', 'd/package.json': '{"name": "x"}' };
  const { code, findings, stderr } = await check(files, 'd/');
  expect({ code, stderr, files: findings.map(({ source }) => source?.file) }).toEqual({ code: 1, stderr: '', files: ['d/a/z.yml', 'd/b.yaml'] });
});

describe('the patches of a kustomization', () => {
  const PATCH = 'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: { name: reviews, namespace: shop }\nspec: { http: [{ timeout: 5s }] }\n';
  const NOTE = 'cdk8s-istio: patch files of kustomizations are left out (1); to check what they make: kustomize build FOLDER | cdk8s-istio check -\n';

  test.each([
    ['patches', 'patches: [{ path: ../patches/timeout.yaml, target: { kind: VirtualService } }]'],
    ['patchesStrategicMerge', 'patchesStrategicMerge: [../patches/timeout.yaml, "apiVersion: v1\\nkind: A"]'],
    ['patchesJson6902', 'patchesJson6902: [{ path: ../patches/timeout.yaml, target: { kind: VirtualService } }]'],
  ])('named under %s are no objects', async (_, text) => {
    const files = { 'd/base/reviews.yaml': GOOD, 'd/prod/kustomization.yaml': `resources: [../base]\n${text}\n`, 'd/patches/timeout.yaml': PATCH };
    expect(await check(files, 'd')).toMatchObject({ code: 0, objects: 2, findings: [], stderr: NOTE });
  });

  test.each([
    ['a resource too', 'd/kustomization.yml', 'resources: [timeout.yaml]\npatches: [{ path: timeout.yaml }]', ['d']],
    ['named on the command line', 'd/kustomization.yaml', 'patches: [{ path: timeout.yaml }]', ['d/timeout.yaml']],
    ['named by a file of another kind', 'd/other.yaml', 'patches: [{ path: timeout.yaml }]', ['d']],
    ['without a kustomization that can be read', 'd/kustomization.yaml', 'apiVersion: a\npatches: [{ path: timeout.yaml', ['d']],
  ])('that are %s are checked', async (_, name, text, paths) => {
    const { objects, findings, stderr } = await check({ [name]: text, 'd/timeout.yaml': PATCH }, ...paths);
    expect([objects, findings.map(({ rule }) => rule)]).toEqual([1, expect.arrayContaining(['missing-setting'])]);
    expect(stderr).not.toContain('kustomizations');
  });
});

describe('the templates of a chart', () => {
  const TEMPLATE = GOOD.replaceAll('namespace: shop', 'namespace: {{ .Release.Namespace }}');
  const NOTE = 'cdk8s-istio: templates of charts are left out (1); to check what they make: helm template CHART | cdk8s-istio check -\n';

  test('are no manifests, and the rest of it is checked', async () => {
    const files = { 'd/shop/Chart.yaml': 'apiVersion: v2\nname: shop\n', 'd/shop/templates/sub/a.yaml': TEMPLATE, 'd/shop/templates/b.yaml': GOOD, 'd/templates/c.yaml': 'a: 1' };
    expect(await check(files, 'd')).toMatchObject({ code: 0, objects: 2, findings: [], stderr: NOTE });
  });

  test.each([
    ['named on the command line', 'd/Chart.yaml', ['d/templates/a.yaml']],
    ['without a chart', 'd/other.yaml', ['d']],
    ['of a chart elsewhere', 'd/shop/Chart.yaml', ['d']],
  ])('that are %s cannot be used', async (_, chart, paths) => {
    const { code, stderr } = await check({ [chart]: 'name: shop', 'd/templates/a.yaml': TEMPLATE, 'd/b.yaml': GOOD }, ...paths);
    expect([code, stderr]).toEqual([2, expect.stringContaining('this looks like a template')]);
  });
});

test('a file that is named twice is read once', async () => {
  expect(await check({ 'd/a.yaml': GOOD }, 'd', './d/a.yaml', 'd/a.yaml')).toMatchObject({ objects: 2, findings: [] });
});

test('linked files are read, linked folders are not followed', async () => {
  const { code, stdout } = await command(['check', '--format', 'json', 'd'], {
    files: { 'd/a.yaml': GOOD, 'other/b.yaml': BAD },
    prepare: (folder) => {
      symlinkSync('..', join(folder, 'd/up'));
      symlinkSync('../other/b.yaml', join(folder, 'd/link.yaml'));
      symlinkSync('nowhere', join(folder, 'd/dangling.yaml'));
    },
  });
  expect({ code, objects: (JSON.parse(stdout) as { objects: number }).objects }).toEqual({ code: 1, objects: 4 });
});

test('standard input is read for -', async () => {
  const { code, stdout } = await command(['check', '--format', 'json', '-'], { stdin: BAD });
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ objects: 2, findings: [{ source: { file: '<stdin>', line: 13, column: 13 } }] });
});

test.each([
  ['nothing', ''],
  ['a comment', '# nothing was rendered\n---\n'],
  ['an empty List', '{ apiVersion: v1, kind: List, items: [] }'],
])('%s on standard input is no input: a pipe may have broken', async (_, stdin) => {
  const stderr = 'cdk8s-istio: -: no Kubernetes object found (the input is empty)\n';
  expect(await command(['check', '-'], { stdin })).toEqual({ code: 2, stdout: '', stderr });
});

test('an empty file beside others is no problem', async () => {
  expect(await check({ 'a.yaml': '# nothing yet\n', 'b.yaml': GOOD })).toMatchObject({ code: 0, objects: 2, stderr: '' });
});

test('findings inside a List stand where their item is', async () => {
  const items = BAD.split('---\n').map((text) => `  - ${text.trimEnd().replaceAll('\n', '\n    ')}\n`);
  const { findings } = await check({ 'a.yaml': `# a list\napiVersion: v1\nkind: List\nitems:\n${items.join('')}` });
  expect(findings).toMatchObject([{ ...SUBSET, source: { line: 17, column: 17 } }]);
});

test('findings in JSON have places too', async () => {
  const [service, destination] = [{ kind: 'VirtualService', spec: { hosts: ['reviews'], http: [{ route: [{ destination: { host: 'reviews', subset: 'v9' } }] }] } }, { kind: 'DestinationRule', spec: { host: 'reviews', subsets: [{ name: 'v1', labels: { version: 'v1' } }] } }].map((object) => ({ apiVersion: 'networking.istio.io/v1', metadata: { name: 'reviews', namespace: 'shop' }, ...object }));
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [destination, service] });
  const { findings } = await check({ 'a.json': text });
  expect(findings).toMatchObject([{ ...SUBSET, source: { file: 'a.json', line: 1, column: text.indexOf('"subset"') + 1 } }]);
});

test('an object without a namespace is in "default", or where --namespace says', async () => {
  const bare = BAD.replaceAll('  namespace: shop\n', '');
  expect((await check({ 'a.yaml': bare })).findings).toMatchObject([{ ...SUBSET, object: { namespace: 'default' } }]);
  expect((await check({ 'a.yaml': bare }, '--namespace', 'shop', 'a.yaml')).findings).toMatchObject([{ ...SUBSET, object: { namespace: 'shop' } }]);
});

test('a document that cannot be read hides no finding of the others, and the code is 2', async () => {
  const outcome = await check({ 'a.yaml': `${BAD}---\na: [\n`, 'b.yaml': 'x: &x [*x]\n', 'c.yaml': 'a: 1\n', 'd.yaml': Buffer.from([0x61, 0x0a, 0xff]) });
  expect(outcome).toMatchObject({ code: 2, objects: 2, findings: [SUBSET] });
  expect(outcome.stderr.split('\n')).toEqual([
    'd.yaml: line 2 is not valid UTF-8',
    'a.yaml:28:1: not valid YAML: deficient indentation (a bracket or a quote that is not closed?)',
    'b.yaml:1:8: anchor &x contains itself',
    'c.yaml:1:1: this document lacks apiVersion or kind, so it is no Kubernetes object',
    '',
  ]);
});

test('a key that is set twice makes the input unusable, but is checked with its last value', async () => {
  const outcome = await check({ 'a.yaml': BAD.replace('            subset: v9', '            subset: v1\n            subset: v9') });
  expect(outcome).toMatchObject({ code: 2, findings: [{ ...SUBSET, source: { line: 14 } }], stderr: expect.stringMatching(/^a\.yaml:14:13: key "subset" is set twice;/) });
});

test('a document of a folder that is no manifest is passed over', async () => {
  expect(await check({ 'd/values.yaml': 'replicas: 1\n# apiVersion\n', 'd/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n', 'd/a.yaml': GOOD }, 'd')).toMatchObject({ code: 0, objects: 2, stderr: '' });
});

test('an object that lost half of its type is a finding', async () => {
  expect(await check({ 'd/a.yaml': 'apiVersion: v1\nmetadata: { name: a }\n' }, 'd')).toMatchObject({ code: 1, findings: [{ rule: 'not-an-object' }], stderr: '' });
});

test('of one file the first problems are printed', async () => {
  const { code, stderr } = await check({ 'a.yaml': '- 1\n---\n'.repeat(50) });
  expect(code).toBe(2);
  expect(stderr.trimEnd().split('\n')).toHaveLength(21);
  expect(stderr).toContain('a.yaml: and 30 more problems like these\n');
});

test.each<[string, readonly string[], RegExp]>([
  ['no path', [], /^cdk8s-istio: missing required argument 'path'; see cdk8s-istio check --help\n$/],
  ['an unknown flag', ['--formt', 'json', 'a.yaml'], /^cdk8s-istio: unknown option '--formt' \(Did you mean --format\?\); see cdk8s-istio check --help\n$/],
  ['an unknown format', ['--format', 'xml', 'a.yaml'], /^cdk8s-istio: option '--format <format>' argument 'xml' is invalid\. Allowed choices are text, json, sarif, github, junit\.; see/],
  ['an unknown version', ['--istio-version', '1.2', 'a.yaml'], /^cdk8s-istio: option '--istio-version <version>' argument '1\.2' is invalid\. Allowed choices are 1\.29, 1\.30, 1\.31\./],
  ['an unknown severity', ['--fail-on', 'fatal', 'a.yaml'], /argument 'fatal' is invalid\. Allowed choices are error, warning, info\./],
  ['a bad namespace', ['--namespace', 'Shop', 'a.yaml'], /^cdk8s-istio: --namespace Shop: not a namespace name/],
  ['a missing path', ['a.yaml', 'nowhere.yaml'], /^cdk8s-istio: nowhere\.yaml: no such file or folder\n$/],
  ['a folder without manifests', ['empty'], /^cdk8s-istio: empty: this folder holds no \.yaml, \.yml or \.json file\n$/],
  ['a folder with nothing of Kubernetes', ['foreign'], /^cdk8s-istio: foreign: no Kubernetes object found \(1 files or documents lack apiVersion or kind\)\n$/],
  ['a missing mesh config', ['--mesh-config', 'nowhere.yaml', 'a.yaml'], /^cdk8s-istio: nowhere\.yaml: no such file or folder\n$/],
  ['a folder as mesh config', ['--mesh-config', 'empty', 'a.yaml'], /^cdk8s-istio: empty: is a folder; a file is wanted here\n$/],
])('%s is one line and code 2', async (_, argv, line) => {
  const outcome = await command(['check', ...argv], {
    files: { 'a.yaml': GOOD, 'foreign/values.yaml': 'a: 1' },
    prepare: (folder) => mkdirSync(join(folder, 'empty')),
  });
  expect(outcome).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(line) });
});

test('a file that may not be read is named', async () => {
  if (process.getuid?.() === 0 || process.platform === 'win32') return; // may read everything
  const outcome = await command(['check', 'a.yaml'], {
    prepare: (folder) => {
      writeFileSync(join(folder, 'a.yaml'), GOOD);
      chmodSync(join(folder, 'a.yaml'), 0);
    },
  });
  expect(outcome).toMatchObject({ code: 2, stderr: 'cdk8s-istio: a.yaml: may not be read (permission denied)\n' });
});

test('--baseline compares with what was written last', async () => {
  const [before, after] = [GOOD, GOOD.replaceAll(/(?<!\/)v1/g, 'v2')];
  const { code, findings } = await check({ 'old/a.yaml': before, 'new/a.yaml': after }, '--baseline', 'old', 'new');
  expect([code, findings]).toMatchObject([1, [{ rule: 'subset-removed-while-routed', source: { file: 'new/a.yaml' } }]]);
  expect((await check({ 'old/a.yaml': before, 'new/a.yaml': before }, '--baseline', 'old', 'new')).findings).toEqual([]);
});

test('a baseline that cannot be read is unusable input', async () => {
  expect(await command(['check', '--baseline', 'nowhere', 'a.yaml'], { files: { 'a.yaml': GOOD } })).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('nowhere') });
  expect(await command(['check', '--baseline', 'old.yaml', 'a.yaml'], { files: { 'a.yaml': GOOD, 'old.yaml': 'a: [1' } })).toMatchObject({ code: 2, stderr: expect.stringContaining('old.yaml:1') });
});
