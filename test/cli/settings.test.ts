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
  ['--mesh-config', ['--mesh-config', 'mesh.yaml'], { rootNamespace: 'mesh', trustDomain: 'corp', trustDomains: ['corp'], autoMtls: false }],
])('%s reaches the engine', async (_, argv, changed) => {
  options = undefined;
  expect((await command(['check', ...argv, 'a.yaml'], { files })).code).toBe(0);
  const settings = { ...DEFAULT_SETTINGS, defaultNamespace: 'default', ...changed };
  expect(options).toEqual({ settings, assumeIngressGateway: true, requireNamespace: false, rules: { own: [], severities: new Map() }, onRuleError: expect.any(Function) });
});

const configMap = (mesh: string, metadata = '{ name: istio, namespace: istio-system }'): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: ${metadata}\ndata: { mesh: ${JSON.stringify(mesh)} }\n`;
const MESH = files['mesh.yaml'];
const SETTINGS = { rootNamespace: 'mesh', trustDomain: 'corp', trustDomains: ['corp'], autoMtls: false };

test.each<[string, string, readonly string[], object]>([
  ['the ConfigMap', configMap(MESH), [], SETTINGS],
  ['the ConfigMap of a revision', configMap(MESH, '{ name: istio-canary, namespace: mesh }'), [], SETTINGS],
  ['an IstioOperator', 'apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: { meshConfig: { trustDomain: corp } }\n', [], { trustDomain: 'corp', trustDomains: ['corp'] }],
  ['slashes that are merged', configMap('pathNormalization: { normalization: DECODE_AND_MERGE_SLASHES }'), [], { mergesSlashes: true }],
  ['who sees what does not say it', configMap('defaultDestinationRuleExportTo: ["."]'), [], { defaultExportTo: { destinationRules: ['.'] } }],
  [
    'what telemetry and ServiceEntries depend on',
    configMap('defaultProviders: { accessLogging: [envoy] }\nextensionProviders: [{ name: old, lightstep: {} }]\ndefaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: "true", ISTIO_META_DNS_AUTO_ALLOCATE: "true" } }'),
    [],
    { accessLogProviders: ['envoy'], lightstepProviders: ['old'], dnsAllocatesAddresses: true },
  ],
  ['revisions that agree', `${configMap(MESH)}---\n${configMap(MESH, '{ name: istio-canary, namespace: istio-system }')}`, [], SETTINGS],
  ['revisions that agree in part', `${configMap('trustDomain: corp')}---\n${configMap(MESH, '{ name: istio-canary, namespace: istio-system }')}`, [], { trustDomain: 'corp', trustDomains: ['corp'] }],
  ['a ConfigMap of another namespace', configMap(MESH, '{ name: istio, namespace: shop }'), [], {}],
  ['a ConfigMap of another name', configMap(MESH, '{ name: mesh, namespace: istio-system }'), [], {}],
  ['a text that is no YAML', configMap('a: [', '{ name: istio, namespace: istio-system }'), [], {}],
  ['a value of another type', configMap('trustDomain: 5'), [], {}],
  ['a flag goes before it', configMap('trustDomain: other'), ['--mesh-config', 'mesh.yaml'], SETTINGS],
])('the mesh config of the input: %s', async (_, text, flags, changed) => {
  await command(['check', ...flags, 'b.yaml'], { files: { ...files, 'b.yaml': text } });
  expect(options?.settings).toEqual({ ...DEFAULT_SETTINGS, defaultNamespace: 'default', ...changed });
});

test('the mesh config may come on standard input', async () => {
  await command(['check', '--mesh-config', '-', 'a.yaml'], { files, stdin: files['mesh.yaml'] });
  expect(options?.settings.rootNamespace).toBe('mesh');
});
