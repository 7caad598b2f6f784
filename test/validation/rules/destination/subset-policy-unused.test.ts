import { reported } from '../../run';

const RULE = 'subset-policy-unused';

const rule = (host = 'reviews') => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: "${host}"
  subsets:
    - { name: v1, labels: { version: v1 }, trafficPolicy: { loadBalancer: { simple: RANDOM } } }
    - { name: v2, labels: { version: v2 } }
---`;
const route = (destination: string, more = '', name = 'reviews') => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: shop }
spec: { hosts: [reviews], http: [{ route: [{ destination: ${destination} }]${more} }] }
---`;
const PLAIN = '{ host: reviews }';
const at = 'DestinationRule shop/reviews spec.subsets[0].trafficPolicy: DestinationRule shop/reviews has a policy for subset "v1" of reviews.shop.svc.cluster.local, which holds for no request:';

test.each([
  ['a route without a subset', rule() + route(PLAIN, '', 'b') + route(PLAIN, '', 'a'), `warning ${at} VirtualService shop/a routes to the host without a subset.`],
  ['a route to another subset', rule() + route('{ host: reviews, subset: v2 }'), `info ${at} VirtualService shop/reviews routes to other subsets.`],
  ['the full host', rule('reviews.shop.svc.cluster.local') + route(PLAIN), `warning ${at} VirtualService shop/reviews routes to the host without a subset.`],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual([expected]);
});

test('without any route it speaks of a whole cluster', () => {
  expect(reported(RULE, rule())).toEqual([]);
  expect(reported(RULE, rule() + route('{ host: other }'))).toEqual([]);
  expect(reported(RULE, rule(), { settings: { complete: true } })).toEqual([`warning ${at} no route leads to that host.`]);
});

test.each([
  ['a route to it', rule() + route(PLAIN, '', 'a') + route('{ host: reviews, subset: v1 }', '', 'b')],
  ['a mirror', rule() + route(PLAIN, ', mirror: { host: reviews, subset: v1 }')],
  ['a wildcard', rule('*.shop.svc.cluster.local') + route(PLAIN)],
])('%s: nothing is said', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
