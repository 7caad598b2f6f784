import { checkMeshConfig, readMeshConfig } from '../../src/cli/mesh-config';

const MESH = 'rootNamespace: mesh\ntrustDomain: corp.example\nenableAutoMtls: false\naccessLogFile: /dev/stdout\n';
const READ = { rootNamespace: 'mesh', trustDomain: 'corp.example', trustDomains: ['corp.example'], autoMtls: false };
const indent = (text: string, by: number): string => text.replace(/^(?=.)/gm, ' '.repeat(by));
const CONFIG_MAP = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: istio\ndata:\n  meshNetworks: 'networks: {}'\n  mesh: |-\n${indent(MESH, 4)}`;

test.each<[string, string, object]>([
  ['a MeshConfig', MESH, READ],
  ['a MeshConfig behind comments and separators', `# mesh\n---\n${MESH}---\n`, READ],
  ['JSON', '{"enableAutoMtls": true}', { autoMtls: true }],
  ['the ConfigMap', CONFIG_MAP, READ],
  ['the ConfigMap among other documents', `apiVersion: v1\nkind: Namespace\n---\n${CONFIG_MAP}\n---\nkind: Deployment\n`, READ],
  ['an IstioOperator', `apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec:\n  meshConfig:\n${indent(MESH, 4)}`, READ],
  ['an IstioOperator among other documents', `apiVersion: v1\nkind: Namespace\n---\napiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec:\n  meshConfig:\n${indent(MESH, 4)}`, READ],
  [
    'what telemetry and ServiceEntries depend on',
    'defaultProviders: { accessLogging: [envoy] }\nextensionProviders: [{ name: old, lightstep: {} }, { name: new, zipkin: {} }]\n' +
      'defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: "true", ISTIO_META_DNS_AUTO_ALLOCATE: "true" } }',
    { accessLogProviders: ['envoy'], lightstepProviders: ['old'], dnsAllocatesAddresses: true },
  ],
  [
    'what is trusted beside the own domain',
    'trustDomain: corp.example\ntrustDomainAliases: [old.example]\ncaCertificates: [{ pem: x, trustDomains: [partner.example] }]\n',
    { trustDomain: 'corp.example', trustDomains: ['corp.example', 'old.example', 'partner.example'] },
  ],
  ['slashes that are merged', 'pathNormalization: { normalization: MERGE_SLASHES }', { mergesSlashes: true }],
  [
    'who sees what does not say it',
    'defaultServiceExportTo: ["."]\ndefaultVirtualServiceExportTo: [".", edge]\ndefaultDestinationRuleExportTo: []',
    { defaultExportTo: { services: ['.'], virtualServices: ['.', 'edge'] } },
  ],
  ['slashes that stay', 'pathNormalization: { normalization: BASE }', {}],
  ['what is not set', 'accessLogFile: x\nrootNamespace: ""\ntrustDomain: null', {}],
])('%s is read', (_, text, settings) => {
  expect(readMeshConfig('mesh.yaml', text)).toEqual(settings);
});

test.each<[string, string, string]>([
  ['nothing', '# empty\n', 'mesh.yaml: holds no document; a MeshConfig is wanted'],
  ['two of them', `${MESH}---\n${MESH}`, 'mesh.yaml:6:1: a second MeshConfig; one is wanted'],
  ['another kind', 'apiVersion: v1\nkind: Service\n', 'mesh.yaml:1:1: kind Service holds no mesh configuration; give a MeshConfig, a ConfigMap with data.mesh or an IstioOperator with spec.meshConfig'],
  ['other kinds only', 'apiVersion: v1\nkind: Service\n---\napiVersion: v1\nkind: Pod\n', 'mesh.yaml:1:1: kind Service holds no mesh configuration; give a MeshConfig, a ConfigMap with data.mesh or an IstioOperator with spec.meshConfig'],
  ['a list', '- 1\n', 'mesh.yaml:1:1: a MeshConfig is a mapping'],
  ['broken YAML', 'a: [\n', 'mesh.yaml:2:1: not valid YAML: deficient indentation (a bracket or a quote that is not closed?)'],
  ['a key set twice', 'a: 1\na: 2\n', 'mesh.yaml:2:1: key "a" is set twice; a strict API server refuses it (elsewhere the last one counts)'],
  ['a wrong type', 'enableAutoMtls: "false"\n', 'mesh.yaml:1:1: enableAutoMtls must be true or false'],
  ['a number as a name', 'trustDomain: x\nrootNamespace: 12\n', 'mesh.yaml:2:1: rootNamespace must be a text'],
  ['an error inside the ConfigMap', 'kind: ConfigMap\ndata:\n  mesh: |\n    enableAutoMtls: 1\n', 'mesh.yaml (data.mesh):1:1: enableAutoMtls must be true or false'],
])('%s: one line that names the place', (_, text, message) => {
  expect(() => readMeshConfig('mesh.yaml', text)).toThrow(new Error(message));
});

const WRONG = 'trustDomain: corp.example\ndefaultConfig:\n  drainDuration: 1500ms\ntlsDefaults:\n  ecdhCurves: [secp256r1]\n';

test.each<[string, string, readonly string[]]>([
  ['what istiod takes', MESH, []],
  ['a MeshConfig', WRONG, ['error MeshConfig mesh.yaml 3:3 defaultConfig.drainDuration', 'warning MeshConfig mesh.yaml 5:16 tlsDefaults.ecdhCurves[0]']],
  ['a ConfigMap', `kind: ConfigMap\nmetadata: { name: istio-canary }\ndata:\n  mesh: |\n${indent(WRONG, 4)}`, ['error ConfigMap istio-canary 4:3 data.mesh', 'warning ConfigMap istio-canary 4:3 data.mesh']],
  ['networks', `kind: ConfigMap\nmetadata: { name: istio }\ndata:\n  mesh: ""\n  meshNetworks: "networks: { a: { endpoints: [{ fromCidr: x }] } }"\n`, ['error ConfigMap istio 5:3 data.meshNetworks']],
  ['an IstioOperator', `---\nkind: IstioOperator\nmetadata: { name: mesh }\nspec:\n  meshConfig:\n${indent(WRONG, 4)}`, ['error IstioOperator mesh 8:7 spec.meshConfig.defaultConfig.drainDuration', 'warning IstioOperator mesh 10:20 spec.meshConfig.tlsDefaults.ecdhCurves[0]']],
])('%s is checked with places', (_, text, said) => {
  const found = checkMeshConfig('mesh.yaml', text);
  expect(found.map(({ severity, object, source, path }) => `${severity} ${object.kind} ${object.name} ${source?.line ?? 0}:${source?.column ?? 0} ${path}`)).toEqual(said);
});
