import { reported } from '../../run';

const RULE = 'subset-selects-nothing';

const deployment = (name: string, labels: string, namespace = 'shop'): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec: { template: { metadata: { labels: { ${labels} } }, spec: { containers: [{ name: app, image: app }] } } }
---`;
const service = (selector: string): string => `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { selector: { ${selector} }, ports: [{ name: http, port: 80 }] }
---`;
const entry = (endpoints: string): string => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: e, namespace: shop }
spec: { hosts: [a.example.com], resolution: STATIC, endpoints: [${endpoints}], ports: [{ number: 80, name: http, protocol: HTTP }] }
---`;
const rule = (labels: string, host = 'reviews'): string => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: d, namespace: shop }
spec: { host: ${host}, subsets: [{ name: v2, labels: { ${labels} } }] }
---`;
const route = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: v, namespace: shop }
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews, subset: v2 } }] }] }
`;
const SERVICE = service('app: reviews');
const V1 = deployment('reviews-v1', 'app: reviews, version: v1');

test.each([
  ['a version that is not there, and is routed to', V1 + SERVICE + rule('version: v2') + route, [
    'error DestinationRule shop/d spec.subsets[0].labels: DestinationRule shop/d has subset "v2" with version=v2, and no workload of reviews.shop.svc.cluster.local has these labels.',
  ]],
  ['a version that is not there', V1 + SERVICE + rule('version: v2'), [
    'warning DestinationRule shop/d spec.subsets[0].labels: DestinationRule shop/d has subset "v2" with version=v2, and no workload of reviews.shop.svc.cluster.local has these labels.',
  ]],
  ['a version of another Service', V1 + deployment('ratings', 'app: ratings, version: v2') + SERVICE + rule('version: v2'), [
    'warning DestinationRule shop/d spec.subsets[0].labels: DestinationRule shop/d has subset "v2" with version=v2, and no workload of reviews.shop.svc.cluster.local has these labels.',
  ]],
  ['an endpoint that is not there', entry('{ address: 192.0.2.1, labels: { version: v1 } }') + rule('version: v2', 'a.example.com'), [
    'warning DestinationRule shop/d spec.subsets[0].labels: DestinationRule shop/d has subset "v2" with version=v2, and no workload of a.example.com has these labels.',
  ]],
  ['a region without a name', V1 + SERVICE + rule('"topology.kubernetes.io/region": ""'), [
    'warning DestinationRule shop/d spec.subsets[0].labels: DestinationRule shop/d has subset "v2" with topology.kubernetes.io/region=, and no workload of reviews.shop.svc.cluster.local has these labels.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['a version that is there', V1 + deployment('reviews-v2', 'app: reviews, version: v2') + SERVICE + rule('version: v2')],
  ['workloads that are not known', SERVICE + rule('version: v2')],
  ['a Service without a selector', V1 + service('') + rule('version: v2')],
  ['an endpoint', entry('{ address: 192.0.2.1, labels: { version: v2 } }') + rule('version: v2', 'a.example.com')],
  ['labels of the node', V1 + SERVICE + rule('version: v1, topology.kubernetes.io/region: a')],
  ['a wildcard', V1 + rule('version: v2', '"*.local"')],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
