import { BAD, GOOD, command } from './harness';

const run = (argv: readonly string[], files: Record<string, string> = { 'a.yaml': BAD }) => command(['check', '--format', 'json', ...argv], { files });
const rulesOf = (stdout: string): string[] => (JSON.parse(stdout) as { findings: { rule: string }[] }).findings.map(({ rule }) => rule);

test('findings of an ignored rule are left out and counted', async () => {
  const { code, stdout } = await run(['--ignore', 'subset-not-found=v9 comes with the next release', 'a.yaml']);
  expect([code, JSON.parse(stdout)]).toEqual([0, { objects: 2, ignored: 1, findings: [] }]);
  expect((await command(['check', '--ignore', 'subset-not-found=a=b', 'a.yaml'], { files: { 'a.yaml': BAD } })).stdout).toBe('No findings in 2 objects; 1 ignored.\n');
});

test('an ignore that no finding needs is a warning', async () => {
  const outcome = await run(['--ignore', 'subset-not-found=old', '--ignore', 'host-not-found=old', 'a.yaml'], { 'a.yaml': GOOD });
  expect([outcome.code, rulesOf(outcome.stdout)]).toEqual([0, ['stale-ignore', 'stale-ignore']]);
  expect(JSON.parse(outcome.stdout)).toMatchObject({
    findings: [
      { severity: 'warning', upstream: [], object: { kind: 'Ignore', name: 'host-not-found' }, fix: 'Leave out --ignore host-not-found.' },
      { object: { name: 'subset-not-found' } },
    ],
  });
  expect((await run(['--fail-on', 'warning', '--ignore', 'subset-not-found=old', 'a.yaml'], { 'a.yaml': GOOD })).code).toBe(1);
});

test.each<[string, RegExp]>([
  ['subset-not-found', /^cdk8s-istio: --ignore subset-not-found: say why it may stand: --ignore "subset-not-found=the reason"\n$/],
  ['subset-not-found= ', /say why it may stand/],
  ['subset-not-fond=x', /^cdk8s-istio: --ignore subset-not-fond=x: there is no rule "subset-not-fond"; did you mean "subset-not-found"\?\n$/],
  ['=x', /there is no rule ""/],
  ['\u001b[2J=x', /^cdk8s-istio: --ignore \\u001b\[2J=x: there is no rule "[^\u001b]*" lists them all\n$/],
  ['unknown-field=our CRDs are newer', /findings of "unknown-field" cannot be left out: no API server takes such an object/],
  ['not-an-object=x', /cannot be left out/],
])('--ignore %j is one line and code 2', async (flag, line) => {
  expect(await run(['--ignore', flag, 'a.yaml'])).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(line) });
});
