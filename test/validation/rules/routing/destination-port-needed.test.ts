import { reported } from '../../run';

const RULE = 'destination-port-needed';

const mesh = (destination: string, gateways = '[edge/public]', ports = '{ name: http, port: 80 }, { name: grpc, port: 81 }'): string => `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { ports: [${ports}] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: v, namespace: shop }
spec: { hosts: [reviews], gateways: ${gateways}, http: [{ ${destination} }] }
`;

test.each([
  ['a route of a gateway', mesh('route: [{ destination: { host: reviews } }]'), [
    'error VirtualService shop/v spec.http[0].route[0].destination.host: VirtualService shop/v sends traffic to reviews.shop.svc.cluster.local without a port, and it has the ports 80 and 81.',
  ]],
  ['a route for the mesh', mesh('route: [{ destination: { host: reviews } }]', '[mesh]'), [
    'warning VirtualService shop/v spec.http[0].route[0].destination.host: VirtualService shop/v sends traffic to reviews.shop.svc.cluster.local without a port, and it has the ports 80 and 81.',
  ]],
  ['a mirror', mesh('route: [{ destination: { host: reviews, port: { number: 80 } } }], mirror: { host: reviews }'), [
    'error VirtualService shop/v spec.http[0].mirror.host: VirtualService shop/v sends traffic to reviews.shop.svc.cluster.local without a port, and it has the ports 80 and 81.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['a port', mesh('route: [{ destination: { host: reviews, port: { number: 81 } } }]')],
  ['a Service with one port', mesh('route: [{ destination: { host: reviews } }]', '[edge/public]', '{ name: http, port: 80 }')],
  ['another host', mesh('route: [{ destination: { host: ratings } }]')],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
