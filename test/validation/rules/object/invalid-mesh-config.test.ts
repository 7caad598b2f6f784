import { formatPath } from '../../../../src/model/path';
import { findingsOf } from '../../run';

const RULE = 'invalid-mesh-config';

const configMap = (data: string, metadata = '{ name: istio, namespace: istio-system }'): string => `
apiVersion: v1
kind: ConfigMap
metadata: ${metadata}
data: ${data}
`;
const operator = (meshConfig: string): string => `
apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: { name: mesh, namespace: istio-system }
spec: { meshConfig: ${meshConfig} }
`;
const DRAIN = '{ mesh: "defaultConfig: { drainDuration: 1500ms }" }';

test.each([
  ['a mesh config', configMap('{ mesh: "defaultConfig: { drainDuration: 2s }", meshNetworks: "networks: {}" }')],
  ['empty texts', configMap('{ mesh: "", meshNetworks: "# nothing" }')],
  ['no data', configMap('{}')],
  ['a ConfigMap of another name', configMap(DRAIN, '{ name: istiod, namespace: istio-system }')],
  ['a ConfigMap of another namespace', configMap(DRAIN, '{ name: istio, namespace: shop }')],
  ['an IstioOperator', operator('{ trustDomain: a.b }')],
  ['an IstioOperator without a mesh config', operator('null')],
])('%s is fine', (_name, yaml) => {
  expect(found(yaml)).toEqual([]);
});

test.each([
  ['the ConfigMap', configMap(DRAIN), 'error data.mesh: In the mesh config, at defaultConfig.drainDuration: The duration 1500ms is not a whole number of seconds.'],
  ['that of a revision', configMap(DRAIN, '{ name: istio-1-31, namespace: istio-system }'), 'error data.mesh: In the mesh config, at defaultConfig.drainDuration: The duration 1500ms is not a whole number of seconds.'],
  ['that of a mesh elsewhere', configMap('{ mesh: "{ rootNamespace: mesh, trustDomain: a_b }" }', '{ name: istio, namespace: mesh }'), 'error data.mesh: In the mesh config, at trustDomain: "a_b" is no trust domain.'],
  ['networks', configMap('{ meshNetworks: "networks: { a: { gateways: [{ address: 10.0.0.1, port: 0 }] } }" }'), 'error data.meshNetworks: In the mesh networks, at networks.a.gateways[0].port: 0 is not a port.'],
  ['a text that is no YAML', configMap('{ mesh: "a: [" }'), 'error data.mesh: The mesh config is not one document of YAML with fields.'],
  ['a list', configMap('{ mesh: "[]" }'), 'error data.mesh: The mesh config is not one document of YAML with fields.'],
  ['aliases that unfold without end', configMap(JSON.stringify({ mesh: bomb() })), 'error data.mesh: The mesh config is not one document of YAML with fields.'],
  ['an IstioOperator', operator('{ proxyListenPort: 0 }'), 'error spec.meshConfig.proxyListenPort: 0 is not a port.'],
  ['what is only warned of', operator('{ tlsDefaults: { ecdhCurves: [P-256, P-256] } }'), 'warning spec.meshConfig.tlsDefaults.ecdhCurves[1]: The curve "P-256" is named twice.'],
])('%s', (_name, yaml, said) => {
  expect(found(yaml)).toEqual([said]);
});

function found(yaml: string): readonly string[] {
  return findingsOf(yaml).filter(({ rule }) => rule === RULE).map(({ severity, path, message }) => `${severity} ${formatPath(path)}: ${message}`);
}

function bomb(): string {
  const levels = Array.from({ length: 12 }, (_, level) => `a${level + 1}: &a${level + 1} [${Array.from({ length: 9 }, () => `*a${level}`).join(', ')}]`);
  return ['a0: &a0 [1]', ...levels].join('\n');
}
