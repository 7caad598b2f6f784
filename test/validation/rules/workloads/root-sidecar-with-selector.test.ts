import { reported } from '../../run';

const RULE = 'root-sidecar-with-selector';

const sidecar = (namespace: string, selector = 'workloadSelector: { labels: { app: reviews } }, ') => `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: ${namespace} }
spec: { ${selector}egress: [{ hosts: ["./*"] }] }
---`;

const deployment = (namespace: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: ${namespace} }
spec: { template: { metadata: { labels: { app: reviews } }, spec: { containers: [{ name: a, image: a }] } } }
`;

test.each([
  ['another namespace', sidecar('shop')],
  ['no selector', sidecar('istio-system', '')],
  ['an empty selector', sidecar('istio-system', 'workloadSelector: { labels: {} }, ')],
  ['a workload of the root namespace', sidecar('istio-system') + deployment('istio-system')],
])('silent: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test('for a workload of another namespace, if any', () => {
  expect(reported(RULE, sidecar('istio-system') + deployment('shop'))).toEqual([
    'warning Sidecar istio-system/default spec.workloadSelector: Sidecar istio-system/default is in the root namespace and selects app=reviews, so it is for no workload of another namespace.',
  ]);
  expect(reported(RULE, sidecar('mesh'), { settings: { rootNamespace: 'mesh' } })).toHaveLength(1);
});
