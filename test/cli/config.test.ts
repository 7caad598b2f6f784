import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SETTINGS } from '../../src/model/settings';
import type { CheckOptions } from '../../src/validation/validate';
import { BAD, GOOD, command, type World } from './harness';

let options: CheckOptions | undefined;
jest.mock('../../src/validation/validate', () => {
  const actual = jest.requireActual<typeof import('../../src/validation/validate')>('../../src/validation/validate');
  return {
    ...actual,
    check: (...args: Parameters<typeof actual.check>) => {
      [, options] = args;
      return actual.check(...args);
    },
  };
});

const NAME = 'cdk8s-istio.yaml';
const check = (config: string, argv: readonly string[] = ['a.yaml'], files: World['files'] = {}) => command(['check', ...argv], { files: { 'a.yaml': BAD, [NAME]: config, ...files } });

test('settings reach the engine', async () => {
  const declared = { hosts: ['a.example.com', '*.b.example.com'], gateways: ['istio-ingress/public'], subsets: [{ host: 'x.example.com', subsets: ['v1'] }], workloads: [{ namespace: 'edge', labels: { app: 'x' } }] };
  const settings = { istio: '1.30', rootNamespace: 'mesh', clusterDomain: 'corp.local', trustDomain: 'corp', autoMtls: false, defaultExportTo: { services: ['.'] }, dataPlane: 'ambient', complete: true, declared };
  expect((await check(JSON.stringify({ ...settings, namespace: 'shop' }))).stderr).toBe('');
  expect(options?.settings).toEqual({ ...settings, defaultNamespace: 'shop' });
});

test('an empty file says nothing', async () => {
  expect(await check('# nothing yet\n')).toMatchObject({ code: 1, stderr: '' });
  expect(options?.settings).toEqual({ ...DEFAULT_SETTINGS, defaultNamespace: 'default' });
});

test('flags win over the file, and the file over the MeshConfig that it names', async () => {
  const files = { 'mesh.yaml': 'rootNamespace: one\ntrustDomain: one\n', 'other.yaml': 'trustDomain: two\n' };
  const config = 'meshConfig: mesh.yaml\nrootNamespace: own\nistio: "1.29"\ncomplete: true\nnamespace: shop\nfailOn: warning\nformat: json\n';
  expect((await check(config, ['a.yaml'], files)).stdout).toMatch(/^\{/);
  expect(options?.settings).toMatchObject({ rootNamespace: 'own', trustDomain: 'one', istio: '1.29', complete: true, defaultNamespace: 'shop' });
  expect((await check(config, ['--mesh-config', 'other.yaml', '--istio-version', '1.30', '--namespace', 'x', '--format', 'text', 'a.yaml'], files)).stdout).toMatch(/^error/);
  expect(options?.settings).toMatchObject({ rootNamespace: 'own', trustDomain: 'two', istio: '1.30', defaultNamespace: 'x' });
});

test('failOn is what --fail-on says', async () => {
  const files = { 'a.yaml': GOOD };
  const stale = 'ignore: [{ rule: host-not-found, reason: old }]\n';
  expect((await check(stale, ['a.yaml'], files)).code).toBe(0);
  expect((await check(`failOn: warning\n${stale}`, ['a.yaml'], files)).code).toBe(1);
  expect((await check(`failOn: warning\n${stale}`, ['--fail-on', 'error', 'a.yaml'], files)).code).toBe(0);
});

test('it is found upward, up to the folder of the repository, and --no-config leaves it out', async () => {
  const files = { 'repo/deploy/shop/a.yaml': BAD, 'repo/cdk8s-istio.yaml': 'rootNamespace: repo\n', 'cdk8s-istio.yaml': 'rootNamespace: outside\n' };
  const from = async (folder: string, argv: readonly string[] = [], git = true): Promise<string | undefined> => {
    let cwd = '';
    const prepare = (root: string): void => {
      cwd = join(root, folder);
      if (git) mkdirSync(join(root, 'repo/.git'));
      mkdirSync(join(root, 'repo/empty'));
    };
    const { stderr } = await command(['check', ...argv, '.'], { files: { ...files, [`${folder}/a.yaml`]: BAD }, prepare, cwd: () => cwd });
    expect(stderr).toBe('');
    return options?.settings.rootNamespace;
  };
  expect(await from('repo/deploy/shop')).toBe('repo');
  expect(await from('repo')).toBe('repo');
  expect(await from('other')).toBe('outside');
  expect(await from('repo/deploy/shop', ['--no-config'])).toBe('istio-system');
});

test('--config names the file, and paths in it count from its folder', async () => {
  const files = { 'settings/shop.yaml': 'meshConfig: ../mesh/m.yaml\n', 'mesh/m.yaml': 'rootNamespace: mesh\n' };
  expect((await check('rootNamespace: found\n', ['--config', 'settings/shop.yaml', 'a.yaml'], files)).stderr).toBe('');
  expect(options?.settings.rootNamespace).toBe('mesh');
});

test('baseline is what --baseline says, from the folder of the file; the flag wins', async () => {
  const subset = (name: string): string => GOOD.replaceAll(/(?<!\/)v1/g, name);
  const files = { 'a.yaml': subset('v2'), 'old/a.yaml': GOOD, 'same/a.yaml': subset('v2'), 'settings/shop.yaml': 'baseline: ../old\n' };
  const rules = async (...argv: readonly string[]): Promise<readonly string[]> => {
    const { stdout, stderr } = await command(['check', '--format', 'json', ...argv, 'a.yaml'], { files });
    expect(stderr).toBe('');
    return (JSON.parse(stdout) as { findings: { rule: string }[] }).findings.map(({ rule }) => rule);
  };
  expect(await rules('--config', 'settings/shop.yaml')).toEqual(await rules('--baseline', 'old'));
  expect(await rules('--config', 'settings/shop.yaml')).toEqual(['subset-removed-while-routed']);
  expect(await rules('--config', 'settings/shop.yaml', '--baseline', 'same')).toEqual([]);
});

test.each<[string, string, number]>([
  ['the whole rule', '', 0],
  ['its kind', 'kind: VirtualService', 0],
  ['another kind', 'kind: DestinationRule', 1],
  ['globs that fit', 'kind: Virtual*, namespace: "s*p", name: "*"', 0],
  ['a glob that does not', 'namespace: "s*x"', 1],
  ['a path above', 'path: "spec.http[0]"', 0],
  ['a path that is only a beginning', 'path: spec.ht', 1],
])('an ignore of %s', async (_, limits, code) => {
  const { code: got, stdout } = await check(`ignore:\n  - { rule: subset-not-found, reason: known${limits === '' ? '' : `, ${limits}`} }\n`, ['--format', 'json', 'a.yaml']);
  expect(got).toBe(code);
  expect(stdout.includes('stale-ignore')).toBe(code === 1);
});

test('a stale ignore stands at its line', async () => {
  const { stdout } = await check('ignore:\n  - rule: host-not-found\n    reason: old\n', ['--format', 'json', 'a.yaml'], { 'a.yaml': GOOD });
  expect(JSON.parse(stdout)).toMatchObject({ findings: [{ rule: 'stale-ignore', severity: 'warning', source: { file: NAME, line: 2, column: 5 } }] });
});

test.each<[string, string, number]>([
  ['warning', '"severity":"warning"', 0],
  ['off', '"findings": []', 0],
  ['"off"', '"findings": []', 0],
  ['error', '"severity":"error"', 1],
])('a rule set to %s', async (severity, text, code) => {
  const outcome = await check(`rules: [{ rule: subset-not-found, severity: ${severity}, reason: subsets come later }]\n`, ['--format', 'json', 'a.yaml']);
  expect(outcome).toMatchObject({ code, stderr: '', stdout: expect.stringContaining(text) });
});

test.each<[string, string, string]>([
  ['an unknown key', 'a: 1\n', '1:1: unknown key "a"; known are istio, rootNamespace, clusterDomain, trustDomain, autoMtls, defaultExportTo, dataPlane, namespace, complete, declared, meshConfig, baseline, ignore, rules, failOn, format'],
  ['a misspelt key', 'istio: "1.30"\nfailon: error\n', '2:1: unknown key "failon"; did you mean "failOn"?'],
  ['a misspelt key of an ignore', 'ignore:\n  - { rule: host-not-found, reson: x }\n', '2:29: unknown key "reson"; did you mean "reason"?'],
  ['an unknown key of declared', 'declared:\n  host: []\n', '2:3: there is no option "declared.host"; known are hosts, gateways, subsets, workloads'],
  ['a wrong host', 'declared:\n  hosts:\n    - a.example.com\n    - a b\n', '4:7: declared.hosts[1] must be a full host like "reviews.bookinfo.svc.cluster.local" or "*.example.com", not "a b"'],
  ['a version without quotes', 'istio: 1.30\n', '1:1: istio must be one of "1.29", "1.30", "1.31", not 1.3 (quote it: without quotes it is a number)'],
  ['a wrong namespace', 'namespace: Shop\n', '1:1: namespace must be the name of a namespace (lower-case letters, digits and "-", at most 63), not "Shop"'],
  ['a wrong severity', 'failOn: fatal\n', '1:1: failOn must be one of error, warning, info'],
  ['a wrong format', 'format: xml\n', '1:1: format must be one of text, json, sarif, github, junit'],
  ['an ignore without a reason', 'ignore:\n  - rule: host-not-found\n', '2:5: reason is missing: why host-not-found may stand here'],
  ['an ignore with an empty reason', 'ignore:\n  - rule: host-not-found\n    reason: " "\n', '3:5: reason must be a text: why host-not-found may stand here'],
  ['an ignore of no rule', 'ignore:\n  - rule: hosts-not-found\n    reason: x\n', '2:5: there is no rule "hosts-not-found"; did you mean "host-not-found"?'],
  ['an ignore of what no API server takes', 'ignore: [{ rule: unknown-field, reason: x }]', '1:12: findings of "unknown-field" cannot be left out: no API server takes such an object, whatever the reason'],
  ['ignores that are no list', 'ignore: {}\n', '1:1: ignore must be a list'],
  ['an ignore that is a text', 'ignore: [host-not-found]\n', '1:10: an entry of ignore is a mapping with rule, reason, kind, namespace, name, path'],
  ['a baseline that is no path', 'baseline: [a]\n', '1:1: baseline must be a text: the path of a folder'],
  ['a severity that is none', 'rules:\n  - { rule: host-not-found, severity: fatal, reason: x }\n', '2:29: severity must be one of error, warning, info, off'],
  ['a rule that is set twice', `rules:\n${'  - { rule: host-not-found, severity: info, reason: x }\n'.repeat(2)}`, '3:5: the severity of "host-not-found" is set twice'],
  ['a setting of a rule that does not exist', 'rules: [{ rule: host-not-fund, severity: info, reason: x }]', '1:9: there is no rule "host-not-fund"; did you mean "host-not-found"?'],
  ['a list', '- istio\n', '1:1: the settings must be a mapping of names to values'],
  ['two documents', 'istio: "1.30"\n---\nistio: "1.31"\n', '3:1: a second document; one is wanted'],
  ['a key twice', 'complete: true\ncomplete: false\n', '2:1: key "complete" is set twice; a strict API server refuses it (elsewhere the last one counts)'],
  ['no YAML', 'a: [\n', '2:1: not valid YAML: deficient indentation (a bracket or a quote that is not closed?)'],
  ['an alias bomb', `a0: &a0 [x]\n${Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`).join('\n')}`, 'aliases unfold to far more than is written here; Kubernetes refuses such a document'],
  ['a prototype key', '__proto__: { complete: true }\n', '1:1: unknown key "__proto__"'],
  ['control characters', '"\\e[2J": 1\n', '1:1: unknown key "\\u001b[2J"'],
])('%s is one line that names file and line, and code 2', async (_, config, message) => {
  const { code, stdout, stderr } = await check(config);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr.startsWith(`cdk8s-istio: ${NAME}:`)).toBe(true);
  expect(stderr).toContain(message);
  expect(stderr.split('\n')).toHaveLength(2);
});

test.each<[string, readonly string[], string]>([
  ['no such file', ['--config', 'nowhere.yaml', 'a.yaml'], 'cdk8s-istio: nowhere.yaml: no such file or folder\n'],
  ['a MeshConfig that is not there', ['--config', 'mesh-gone.yaml', 'a.yaml'], 'cdk8s-istio: gone.yaml: no such file or folder\n'],
  ['a MeshConfig on standard input', ['--config', 'mesh-stdin.yaml', 'a.yaml'], 'cdk8s-istio: mesh-stdin.yaml: meshConfig must be a file; standard input is for --mesh-config -\n'],
  ['a baseline that is not there', ['--config', 'baseline-gone.yaml', 'a.yaml'], 'cdk8s-istio: gone: no such file or folder\n'],
  ['a baseline on standard input', ['--config', 'baseline-stdin.yaml', 'a.yaml'], 'cdk8s-istio: baseline-stdin.yaml: baseline must be a folder; standard input is for --baseline -\n'],
])('%s is one line and code 2', async (_, argv, stderr) => {
  expect(await check('', argv, { 'mesh-gone.yaml': 'meshConfig: gone.yaml', 'mesh-stdin.yaml': 'meshConfig: "-"', 'baseline-gone.yaml': 'baseline: gone', 'baseline-stdin.yaml': 'baseline: "-"' })).toEqual({ code: 2, stdout: '', stderr });
});
