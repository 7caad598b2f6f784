import { BAD, GOOD, command } from './harness';
import { version } from '../../package.json';

jest.mock('../../src/validation/validate', () => {
  const actual = jest.requireActual<typeof import('../../src/validation/validate')>('../../src/validation/validate');
  return { ...actual, check: (...args: Parameters<typeof actual.check>) => (crash === undefined ? actual.check(...args) : crash()) };
});
let crash: (() => never) | undefined;

test('--help goes to stdout', async () => {
  const outcome = await command(['--help']);
  expect(outcome).toMatchObject({ code: 0, stderr: '' });
  expect(outcome.stdout).toMatch(/^Usage: cdk8s-istio .*check.*import.*rules/s);
  expect((await command(['help', 'check'])).stdout).toBe((await command(['check', '--help'])).stdout);
});

test('--version prints the version of the package', async () => {
  expect(await command(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

test('without a command the help stands on stderr, and the code is 2', async () => {
  expect(await command([])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('Usage: cdk8s-istio') });
});

test.each([
  [['chek', 'a.yaml'], "cdk8s-istio: unknown command 'chek' (Did you mean check?); see cdk8s-istio --help\n"],
  [['--verbose'], "cdk8s-istio: unknown option '--verbose'; see cdk8s-istio --help\n"],
  [['rules', 'a', 'b'], 'cdk8s-istio: too many arguments for \'rules\'. Expected 1 argument but got 2.; see cdk8s-istio rules --help\n'],
])('%j is one line and code 2', async (argv, stderr) => {
  expect(await command(argv)).toEqual({ code: 2, stdout: '', stderr });
});

test('an error of ours is one line without a stack, unless it is asked for', async () => {
  crash = () => {
    throw new RangeError('out of\nluck');
  };
  const files = { 'a.yaml': GOOD };
  expect(await command(['check', 'a.yaml'], { files })).toEqual({ code: 2, stdout: '', stderr: 'cdk8s-istio: internal error: out of luck (a bug of this program; CDK8S_ISTIO_DEBUG=1 shows where)\n' });
  expect((await command(['check', 'a.yaml'], { files, env: { CDK8S_ISTIO_DEBUG: '1' } })).stderr).toContain('    at ');
  crash = undefined;
});

test.each<[string, Record<string, string>, boolean, boolean]>([
  ['a terminal', {}, true, true],
  ['a pipe', {}, false, false],
  ['a terminal with NO_COLOR', { NO_COLOR: '1' }, true, false],
  ['a pipe with FORCE_COLOR', { FORCE_COLOR: '1' }, false, true],
  ['both', { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
  ['a terminal with FORCE_COLOR=0', { FORCE_COLOR: '0' }, true, false],
  ['a dumb terminal', { TERM: 'dumb' }, true, false],
])('colours on %s', async (_, env, terminal, colours) => {
  const { stdout } = await command(['check', 'a.yaml'], { files: { 'a.yaml': BAD }, env, terminal });
  expect(stdout.includes('\u001b[')).toBe(colours);
});
