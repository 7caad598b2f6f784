import { reported } from '../../run';

const RULE = 'several-sidecars';

const sidecar = (name: string, spec: string, namespace = 'shop'): string => `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
---`;
const labels = (text: string): string => `workloadSelector: { labels: { ${text} } }`;
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
  ['three for one namespace', sidecar('a', '') + sidecar('b', '') + sidecar('c', labels('')), [
    'error Sidecar shop/a spec: Sidecar shop/a applies to the whole namespace shop, and so do Sidecar shop/b and Sidecar shop/c.',
    'error Sidecar shop/b spec: Sidecar shop/b applies to the whole namespace shop, and so do Sidecar shop/a and Sidecar shop/c.',
    'error Sidecar shop/c spec: Sidecar shop/c applies to the whole namespace shop, and so do Sidecar shop/a and Sidecar shop/b.',
  ]],
  ['two for one workload', deployment('reviews', 'app: reviews, version: v1') + sidecar('a', labels('app: reviews')) + sidecar('b', labels('version: v1')), [
    'error Sidecar shop/a spec.workloadSelector.labels: Sidecar shop/a selects Deployment shop/reviews, and so does Sidecar shop/b.',
    'error Sidecar shop/b spec.workloadSelector.labels: Sidecar shop/b selects Deployment shop/reviews, and so does Sidecar shop/a.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['of two namespaces', sidecar('a', '') + sidecar('b', '', 'blog')],
  ['for different workloads', deployment('reviews', 'app: reviews') + deployment('ratings', 'app: ratings') + sidecar('a', labels('app: reviews')) + sidecar('b', labels('app: ratings'))],
  ['in an ambient namespace', namespace('istio.io/dataplane-mode: ambient') + sidecar('a', '') + sidecar('b', '')],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
