import { reported } from '../../run';

const RULE = 'host-not-on-gateway';

const gateway = (...hosts: readonly string[]): string => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec: { selector: { app: gateway }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ${JSON.stringify(hosts)} }] }
---`;
const virtualService = (host: string, gateways = '[edge/public]'): string => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: v, namespace: shop }
spec: { hosts: ["${host}"], gateways: ${gateways}, http: [{ directResponse: { status: 200 } }] }
`;

test.each([
  ['another host', gateway('a.example.com') + virtualService('b.example.com'), [
    'warning VirtualService shop/v spec.gateways[0]: VirtualService shop/v is for b.example.com, and Gateway edge/public does not serve it.',
  ]],
  ['a host for another namespace', gateway('blog/a.example.com', './a.example.com') + virtualService('a.example.com'), [
    'warning VirtualService shop/v spec.gateways[0]: VirtualService shop/v is for a.example.com, and Gateway edge/public does not serve it.',
  ]],
  ['a wildcard is not for its parent', gateway('*.example.com') + virtualService('example.com'), [
    'warning VirtualService shop/v spec.gateways[0]: VirtualService shop/v is for example.com, and Gateway edge/public does not serve it.',
  ]],
  ['a wildcard above another', gateway('a.example.com') + virtualService('*.example.org', '[mesh, edge/public]'), [
    'warning VirtualService shop/v spec.gateways[1]: VirtualService shop/v is for *.example.org, and Gateway edge/public does not serve it.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['the same host', gateway('b.example.com', 'a.example.com') + virtualService('a.example.com')],
  ['a host for this namespace', gateway('shop/a.example.com') + virtualService('a.example.com')],
  ['a host for any namespace', gateway('*/a.example.com') + virtualService('a.example.com')],
  ['any host', gateway('*') + virtualService('a.example.com')],
  ['a host that a wildcard covers', gateway('*.example.com') + virtualService('a.b.example.com')],
  ['a wildcard that covers the host', gateway('a.b.example.com') + virtualService('*.example.com')],
  ['all hosts', gateway('a.example.com') + virtualService('*')],
  ['a gateway that is not there', virtualService('a.example.com')],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
