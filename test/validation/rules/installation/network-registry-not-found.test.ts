import { reported } from '../../run';

const RULE = 'network-registry-not-found';

const configMap = (networks: string, metadata = 'name: istio, namespace: istio-system'): string => `
apiVersion: v1
kind: ConfigMap
metadata: { ${metadata} }
data: { meshNetworks: '${networks}' }
---`;
const secret = (key: string, label = 'istio/multiCluster: "true"'): string => `
apiVersion: v1
kind: Secret
metadata: { name: remote-${key}, namespace: istio-system, labels: { ${label} } }
stringData: { ${key}: a }
---`;
const istiod = (cluster: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: istiod, namespace: istio-system, labels: { app: istiod } }
spec:
  selector: { matchLabels: { app: istiod } }
  template:
    metadata: { labels: { app: istiod } }
    spec: { containers: [{ name: discovery, image: istio/pilot, env: [{ name: CLUSTER_ID, value: ${cluster} }] }] }
---`;

const NETWORKS = '{ networks: { east: { endpoints: [{ fromRegistry: one }] }, west: { endpoints: [{ fromCidr: 10.0.0.0/8 }, { from_registry: two }] } } }';
const at = (place: string, registry: string): string =>
  `error ConfigMap istio-system/istio data.meshNetworks: In the mesh networks, at networks.${place}.fromRegistry: no remote secret gives istiod access to a cluster ${registry}.`;

test.each([
  ['no secret at all', configMap(NETWORKS), [at('east.endpoints[0]', 'one'), at('west.endpoints[1]', 'two')]],
  ['a secret of one of them', configMap(NETWORKS) + secret('one'), [at('west.endpoints[1]', 'two')]],
  ['secrets that are for something else', configMap(NETWORKS) + secret('one', 'istio/multiCluster: "false"') + secret('two'), [at('east.endpoints[0]', 'one')]],
  ['the own name in small letters', configMap('{ networks: { a: { endpoints: [{ fromRegistry: kubernetes }] } } }'), [at('a.endpoints[0]', 'kubernetes')]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml, { settings: { complete: true } })).toEqual(expected);
});

test.each([
  ['secrets of both', configMap(NETWORKS) + secret('one') + secret('two')],
  ['the own cluster and a secret', configMap(NETWORKS) + istiod('one') + secret('two')],
  ['names that istiod has of itself', configMap('{ networks: { a: { endpoints: [{ fromRegistry: Kubernetes }, { fromRegistry: External }, {}] }, b: null, c: { endpoints: 5 } } }')],
  ['no networks', configMap('{}')],
  ['a text that is no YAML', configMap('{')],
  ['another ConfigMap', configMap(NETWORKS, 'name: other, namespace: istio-system')],
  ['another namespace', configMap(NETWORKS, 'name: istio, namespace: shop')],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml, { settings: { complete: true } })).toEqual([]);
});

test('nothing where there may be secrets elsewhere', () => {
  expect(reported(RULE, configMap(NETWORKS))).toEqual([]);
});
