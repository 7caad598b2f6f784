import { findingsOf, reported } from '../../run';

const RULE = 'route-service-not-found';

const service = (name = 'reviews', namespace = 'shop') => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${namespace} }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80 }] }
---`;

const route = (rule: string, parent = 'name: public, namespace: edge', kind = 'HTTPRoute') => `
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: { name: reviews, namespace: shop }
spec: { parentRefs: [{ ${parent} }], rules: [{ ${rule} }] }
---`;

const backend = (name: string) => `backendRefs: [{ port: 80, ${name} }]`;

test.each([
  ['a Service that is there', service() + route(backend('name: reviews'))],
  ['a Service of a namespace whose Services are elsewhere', route(backend('name: reviews'))],
  ['a Service of another namespace whose Services are elsewhere', service() + route(backend('name: reviews, namespace: blog'))],
  ['a backend that is no Service', service() + route(backend('group: networking.istio.io, kind: Hostname, name: a.example.com'))],
  ['a parent that is no Service', service() + route(backend('name: reviews'), 'name: ratings')],
])('there: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test.each([
  ['a wrong name', route(backend('name: review')), 'spec.rules[0].backendRefs[0].name: HTTPRoute shop/reviews sends requests to Service shop/review, but namespace shop has no Service "review" and no ServiceEntry has that host; "reviews" is near.'],
  ['a mirror', route('filters: [{ type: RequestMirror, requestMirror: { backendRef: { name: details, port: 80 } } }]'), 'spec.rules[0].filters[0].requestMirror.backendRef.name: HTTPRoute shop/reviews sends requests to Service shop/details, but namespace shop has no Service "details" and no ServiceEntry has that host.'],
  ['a parent', route(backend('name: reviews'), 'group: "", kind: Service, name: ratings'), 'spec.parentRefs[0].name: HTTPRoute shop/reviews is for Service shop/ratings, but namespace shop has no Service "ratings" and no ServiceEntry has that host.'],
  ['the name of a host', route(backend('name: reviews.shop.svc.cluster.local')), 'spec.rules[0].backendRefs[0].name: HTTPRoute shop/reviews sends requests to Service "reviews.shop.svc.cluster.local", which is the name of a host.'],
])('not there: %s', (_name, yaml, rest) => {
  expect(reported(RULE, service() + yaml)).toEqual([`error HTTPRoute shop/reviews ${rest}`]);
});

test.each(['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute'])('a %s stands for what Kiali says', (kind) => {
  const yaml = service() + route(backend('name: ratings'), undefined, kind);
  expect(findingsOf(yaml).filter(({ rule }) => rule === RULE).map(({ upstream }) => upstream.join())).toEqual(['KIA1402']);
});

test('what lives elsewhere', () => {
  const yaml = route(backend('name: reviews'));
  expect(reported(RULE, yaml, { settings: { complete: true } })).toHaveLength(1);
  expect(reported(RULE, yaml, { settings: { complete: true, declared: { hosts: ['reviews.shop.svc.cluster.local'] } } })).toEqual([]);
});
