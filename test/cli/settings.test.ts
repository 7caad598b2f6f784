import { DEFAULT_SETTINGS } from '../../src/model/settings';
import type { CheckOptions } from '../../src/validation/validate';
import { GOOD, command } from './harness';

let options: CheckOptions | undefined;
jest.mock('../../src/validation/validate', () => ({
  check: (_: unknown, given: CheckOptions) => {
    options = given;
    return [];
  },
}));

const files = { 'a.yaml': GOOD, 'mesh.yaml': 'rootNamespace: mesh\ntrustDomain: corp\nenableAutoMtls: false\n' };

test.each<[string, readonly string[], object]>([
  ['nothing', [], {}],
  ['--istio-version', ['--istio-version', '1.29'], { istio: '1.29' }],
  ['--complete', ['--complete'], { complete: true }],
  ['--namespace', ['--namespace', 'shop'], { defaultNamespace: 'shop' }],
  ['--mesh-config', ['--mesh-config', 'mesh.yaml'], { rootNamespace: 'mesh', trustDomain: 'corp', autoMtls: false }],
])('%s reaches the engine', async (_, argv, changed) => {
  options = undefined;
  expect((await command(['check', ...argv, 'a.yaml'], { files })).code).toBe(0);
  const settings = { ...DEFAULT_SETTINGS, defaultNamespace: 'default', ...changed };
  expect(options).toEqual({ settings, assumeIngressGateway: true, requireNamespace: false, rules: { own: [], severities: new Map() }, onRuleError: expect.any(Function) });
});

test('the mesh config may come on standard input', async () => {
  await command(['check', '--mesh-config', '-', 'a.yaml'], { files, stdin: files['mesh.yaml'] });
  expect(options?.settings.rootNamespace).toBe('mesh');
});
