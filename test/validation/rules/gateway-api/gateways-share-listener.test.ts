import { reported } from '../../run';

const RULE = 'gateways-share-listener';

const gateway = (name: string, listener: string, more = '') => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: edge }
spec: { gatewayClassName: istio, ${more} listeners: [{ name: a, ${listener} }] }
---`;

const HTTP = 'port: 80, protocol: HTTP, hostname: a.example.com';
const SERVICE = 'addresses: [{ type: Hostname, value: gw.edge.svc.cluster.local }],';

test.each([
  ['other hosts', gateway('a', HTTP) + gateway('b', HTTP.replace('a.example', 'b.example'))],
  ['other ports', gateway('a', HTTP) + gateway('b', HTTP.replace('80', '8080'))],
  ['no host', gateway('a', 'port: 80, protocol: HTTP') + gateway('b', 'port: 80, protocol: HTTP')],
  ['a wildcard and a host below it', gateway('a', HTTP) + gateway('b', HTTP.replace('a.example', '"*.example').replace('.com', '.com"'))],
  ['another class', gateway('a', HTTP) + gateway('b', HTTP).replace('className: istio', 'className: nginx').replace('ClassName: istio', 'ClassName: nginx')],
])('silent: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test('the same host at two Gateways', () => {
  expect(reported(RULE, gateway('a', HTTP) + gateway('b', HTTP))).toEqual([
    'info Gateway edge/a spec.listeners[0]: Gateway edge/a listens for a.example.com on port 80 (HTTP), and so does Gateway edge/b.',
    'info Gateway edge/b spec.listeners[0]: Gateway edge/b listens for a.example.com on port 80 (HTTP), and so does Gateway edge/a.',
  ]);
});

test('a warning for those of one deployment', () => {
  expect(reported(RULE, gateway('a', HTTP, SERVICE) + gateway('b', HTTP, SERVICE) + gateway('c', HTTP)).map((line) => line.split(': ')[0] ?? '').map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
    'warning Gateway edge/a',
    'warning Gateway edge/b',
    'info Gateway edge/c',
  ]);
});
