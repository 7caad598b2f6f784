import { reported } from '../../run';

const RULE = 'sidecar-in-ambient';

const sidecar = (spec: string): string => `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: shop }
spec: { ${spec} }
---`;
const FOR_REVIEWS = 'workloadSelector: { labels: { app: reviews } }';
const AMBIENT = 'istio.io/dataplane-mode: ambient';
const namespace = (labels: string): string => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { ${labels} } }
---`;
const deployment = (name: string, labels: string, namespace = 'shop'): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec: { template: { metadata: { labels: { ${labels} } }, spec: { containers: [{ name: app, image: app }] } } }
---`;

test.each([
  ['for an ambient namespace', namespace(AMBIENT) + sidecar(''), {}, [
    'warning Sidecar shop/default spec: Sidecar shop/default is for namespace shop, which is ambient.',
  ]],
  ['for an ambient workload', deployment('reviews', `app: reviews, ${AMBIENT}`) + sidecar(FOR_REVIEWS), {}, [
    'warning Sidecar shop/default spec.workloadSelector.labels: Sidecar shop/default selects app=reviews, and workloads with these labels are ambient.',
  ]],
  ['in a mesh that is ambient', sidecar(''), { settings: { dataPlane: 'ambient' as const } }, [
    'warning Sidecar shop/default spec: Sidecar shop/default is for namespace shop, which is ambient.',
  ]],
])('%s', (_name, yaml, options, expected) => {
  expect(reported(RULE, yaml, options)).toEqual(expected);
});

test.each([
  ['for a namespace with sidecars', namespace('istio-injection: enabled') + sidecar('')],
  ['for a workload that is not ambient', namespace(AMBIENT) + deployment('reviews', 'app: reviews, istio.io/dataplane-mode: none') + sidecar(FOR_REVIEWS)],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
