import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { FORMATS } from '../../src/cli/formats';
import { version } from '../../package.json';
import { BAD, GOOD, command } from './harness';

const report = async (format: string, text = BAD, argv: readonly string[] = ['d/a.yaml'], env: Record<string, string> = {}) =>
  command(['check', '--format', format, ...argv], { files: { 'd/a.yaml': text }, env });

test('github: annotations on stdout, and the same exit code', async () => {
  const { code, stdout, stderr } = await report('github');
  expect([code, stderr]).toEqual([1, '']);
  expect(stdout).toMatch(/^::error file=d\/a\.yaml,line=13,col=13,title=subset-not-found \(IST0101%2C KIA1107\)::VirtualService shop\/reviews: [^\n]*%0AWhy: [^\n]*\n1 error in 2 objects\.\n$/);
});

test('sarif: the version of the package, the summary of the rule, the place', async () => {
  const { code, stdout } = await report('sarif');
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'cdk8s-istio', version, rules: [{ id: 'subset-not-found', defaultConfiguration: { level: 'error' } }] } },
        results: [{ ruleId: 'subset-not-found', locations: [{ physicalLocation: { artifactLocation: { uri: 'd/a.yaml' }, region: { startLine: 13, startColumn: 13 } } }] }],
      },
    ],
  });
});

test('junit: what fails is what --fail-on says', async () => {
  expect((await report('junit')).stdout).toContain('<testsuites name="cdk8s-istio check" tests="2" failures="1" errors="0" time="0">');
  expect(await report('junit', GOOD)).toMatchObject({ code: 0, stdout: expect.stringContaining('tests="1" failures="0"') });
});

test.each(['github', 'sarif'])('%s: files are named from the root of the repository that a workflow says', async (format) => {
  const world = { files: { 'repo/deploy/a.yaml': BAD }, prepare: (folder: string) => mkdirSync(join(folder, 'elsewhere')) };
  let where = '';
  const outcome = await command(['check', '--format', format, 'repo/deploy'], { ...world, env: {} });
  expect(outcome.stdout).toContain('repo/deploy/a.yaml');
  const inRepository = await command(['check', '--format', format, 'repo/deploy'], {
    ...world,
    prepare: (folder) => {
      where = join(folder, 'repo');
    },
    env: {
      get GITHUB_WORKSPACE() {
        return where;
      },
    },
  });
  expect(inRepository.stdout).toContain('deploy/a.yaml');
  expect(inRepository.stdout).not.toContain('repo/deploy/a.yaml');
});

test.each(FORMATS)('%s: what could not be read stands on stderr, and the code is 2', async (format) => {
  const { code, stdout, stderr } = await report(format, `${BAD}---\na: [\n`);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^d\/a\.yaml:28:1: not valid YAML[^\n]*\n$/)]);
  expect(stdout).toContain('subset-not-found');
});

test('a manifest cannot speak to the runner of a workflow', async () => {
  const evil = '::set-output name=a::b';
  const { stdout } = await report('text', `apiVersion: security.istio.io/v1\nkind: "${evil}"\nmetadata: { name: "${evil}", namespace: shop }\nspec: {}\n`);
  expect(stdout).toContain('set-output');
  expect(stdout.split('\n').filter((line) => line.trim().startsWith('::'))).toEqual([]);
});
