import { reported } from '../../run';

const RULE = 'subset-rules-skipped';

const virtualService = (name: string, hosts: string, destination: string, gateways = '[]', namespace = 'shop'): string => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: ${namespace} }
spec: { hosts: ${hosts}, gateways: ${gateways}, http: [{ route: [{ destination: { ${destination} } }] }] }
---`;
const own = virtualService('reviews', '[reviews]', 'host: reviews, subset: v1');
const FULL = 'host: reviews.shop.svc.cluster.local';

test.each([
  ['a gateway', own + virtualService('a', '[a.example.com]', 'host: reviews', '[public]'), [
    'warning VirtualService shop/a spec.http[0].route[0].destination: VirtualService shop/a sends requests of a gateway to reviews.shop.svc.cluster.local without a subset, and the routes of VirtualService shop/reviews do not apply there.',
  ]],
  ['the full name in another namespace', own + virtualService('a', '[a.example.com]', FULL, '[mesh, public]', 'edge'), [
    'warning VirtualService edge/a spec.http[0].route[0].destination: VirtualService edge/a sends requests of a gateway to reviews.shop.svc.cluster.local without a subset, and the routes of VirtualService shop/reviews do not apply there.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['a subset', own + virtualService('a', '[a.example.com]', 'host: reviews, subset: v2', '[public]')],
  ['the mesh', own + virtualService('a', '[a.example.com]', 'host: reviews', '[mesh]')],
  ['another host of that name', own + virtualService('a', '[a.example.com]', 'host: reviews', '[public]', 'edge')],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
