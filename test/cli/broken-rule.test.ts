import { BAD, GOOD, command } from './harness';

jest.mock('../../src/validation/rules/routing/unreachable-route', () => {
  const actual = jest.requireActual<typeof import('../../src/validation/rules/routing/unreachable-route')>('../../src/validation/rules/routing/unreachable-route');
  return {
    unreachableRoute: {
      ...actual.unreachableRoute,
      check: () => {
        throw new RangeError('out of\nluck');
      },
    },
  };
});

test('a rule of ours that breaks hides no finding of another; the code is 2 and stderr names it', async () => {
  const { code, stdout, stderr } = await command(['check', 'a.yaml'], { files: { 'a.yaml': BAD } });
  expect(stdout).toContain('error subset-not-found');
  expect([code, stderr]).toEqual([2, 'cdk8s-istio: internal error: rule unreachable-route: out of luck (a bug of this program; CDK8S_ISTIO_DEBUG=1 shows where)\n']);
  expect((await command(['check', 'a.yaml'], { files: { 'a.yaml': GOOD }, env: { CDK8S_ISTIO_DEBUG: '1' } })).stderr).toContain('\n    at ');
});
