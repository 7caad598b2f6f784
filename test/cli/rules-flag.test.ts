import { resolve } from 'node:path';
import { BAD, GOOD, builtCommand } from './harness';

const PACKAGE = JSON.stringify(resolve(__dirname, '../../lib/library/index.js'));
const RULE = `defineRule({
  id: 'timeout-required', severity: 'warning', fix: 'Set a timeout.',
  check(context) {
    for (const object of context.all(networking.VirtualService)) object.manifest.spec.http.forEach((route, index) => {
      if (!route.timeout) context.report(object, ['spec', 'http', index, 'timeout'], 'No timeout.');
    });
  },
})`;
const FILES = {
  'a.yaml': GOOD,
  'named.cjs': `const { defineRule, networking } = require(${PACKAGE});\nexports.timeoutRequired = ${RULE};\n`,
  'only.cjs': `const { defineRule, networking } = require(${PACKAGE});\nmodule.exports = ${RULE};\n`,
  'list.mjs': `import entry from ${PACKAGE};\nconst { defineRule, networking } = entry;\nexport default [${RULE}];\n`,
  'named.mjs': `import entry from ${PACKAGE};\nconst { defineRule, networking } = entry;\nexport const timeoutRequired = ${RULE};\nexport const other = 5;\n`,
  'failing.cjs': `exports.failing = { id: 'failing', severity: 'info', check() { throw new Error('no\\nluck'); } };\n`,
  'taken.cjs': `exports.taken = { id: 'unreachable-route', severity: 'info', check() {} };\n`,
  'none.cjs': 'exports.a = 1;\n',
  'throws.cjs': "throw new Error('first\\nsecond');\n",
  'syntax.mjs': 'export default [;\n',
};
const run = (argv: readonly string[], files: Record<string, string> = {}) => builtCommand(['check', '--format', 'json', ...argv, 'a.yaml'], { files: { ...FILES, ...files } });

test.each(['named.cjs', 'only.cjs', 'list.mjs', 'named.mjs'])('the rules of %s run, and their findings have places', async (file) => {
  const { code, stdout, stderr } = await run(['--rules', file]);
  expect([code, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toMatchObject({ findings: [{ rule: 'timeout-required', severity: 'warning', path: 'spec.http[0].timeout', source: { file: 'a.yaml', line: 10, column: 7 } }] });
});

test('own rules can be ignored and set like ours, also by the configuration file', async () => {
  expect(await run(['--rules', 'named.cjs', '--ignore', 'timeout-required=legacy'])).toMatchObject({ code: 0, stdout: expect.stringContaining('"findings": []') });
  expect(await run(['--rules', 'named.cjs'], { 'cdk8s-istio.yaml': 'rules: [{ rule: timeout-required, severity: error, reason: ours }]\n' })).toMatchObject({ code: 1, stdout: expect.stringContaining('"severity":"error"') });
});

test('a rule that fails is a finding, and hides no other', async () => {
  const { code, stdout, stderr } = await run(['--rules', 'failing.cjs', '--ignore', 'failing=known'], { 'a.yaml': BAD });
  expect([code, stderr]).toEqual([1, '']);
  expect(JSON.parse(stdout)).toMatchObject({
    findings: [
      { rule: 'stale-ignore' },
      { rule: 'failing', severity: 'error', object: { kind: 'Rule', name: 'failing' }, message: expect.stringMatching(/^The rule failing failed: no\nluck \(.*failing\.cjs:1:\d+\)$/) },
      { rule: 'subset-not-found' },
    ],
  });
});

test('in SARIF an own rule has what it says of itself', async () => {
  const { stdout } = await run(['--rules', 'named.cjs', '--format', 'sarif']);
  expect(JSON.parse(stdout)).toMatchObject({ runs: [{ tool: { driver: { rules: [{ id: 'timeout-required', shortDescription: { text: 'timeout-required' }, help: { text: 'Set a timeout.' } }] } } }] });
});

test('a configuration file cannot name code', async () => {
  expect(await run([], { 'cdk8s-istio.yaml': 'rules: [named.cjs]\n' })).toEqual({ code: 2, stdout: '', stderr: 'cdk8s-istio: cdk8s-istio.yaml:1:9: an entry of rules is a mapping with rule, severity, reason\n' });
});

test.each<[string, RegExp]>([
  ['nowhere.cjs', /^cdk8s-istio: --rules nowhere\.cjs: no such file\n$/],
  ['none.cjs', /^cdk8s-istio: --rules none\.cjs: exports no rule; export what defineRule returns, by name or in a list\n$/],
  ['throws.cjs', /^cdk8s-istio: --rules throws\.cjs: cannot be loaded: first second\n$/],
  ['syntax.mjs', /^cdk8s-istio: --rules syntax\.mjs: cannot be loaded: Unexpected token ';'\n$/],
  ['taken.cjs', /^cdk8s-istio: --rules taken\.cjs: the id "unreachable-route" is taken; give your rule another one, like "our-unreachable-route"\n$/],
])('--rules %s is one line and code 2', async (file, line) => {
  expect(await run(['--rules', file])).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(line) });
});
