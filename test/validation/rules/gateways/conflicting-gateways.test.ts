import { reported } from '../../run';

const RULE = 'conflicting-gateways';

const gateway = (name: string, { host = 'a.example.com', labels = 'istio: ingressgateway', port = 443, tls = true, bind = '' } = {}): string => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: ${name} }
spec: { selector: { ${labels} }, servers: [{ port: { number: ${port}, name: web, protocol: ${tls ? 'HTTPS' : 'HTTP'} }, hosts: ["${host}"]${bind}${tls ? `, tls: { mode: SIMPLE, credentialName: ${name} }` : ''} }] }
---`;
const pod = (labels: string): string => `
apiVersion: v1
kind: Pod
metadata: { name: gateway, namespace: edge, labels: { ${labels} } }
---`;

test.each([
  ['one host with TLS', gateway('a') + gateway('b'), [
    'error Gateway a/a spec.servers[0].hosts[0]: Gateway a/a and Gateway b/b both serve a.example.com on port 443 of the pods with istio=ingressgateway.',
    'error Gateway b/b spec.servers[0].hosts[0]: Gateway b/b and Gateway a/a both serve a.example.com on port 443 of the pods with istio=ingressgateway.',
  ]],
  ['one host of plain HTTP', gateway('a', { tls: false }) + gateway('b', { tls: false }), [
    'warning Gateway a/a spec.servers[0].hosts[0]: Gateway a/a and Gateway b/b both serve a.example.com on port 443 of the pods with istio=ingressgateway.',
    'warning Gateway b/b spec.servers[0].hosts[0]: Gateway b/b and Gateway a/a both serve a.example.com on port 443 of the pods with istio=ingressgateway.',
  ]],
  ['three', gateway('a') + gateway('b') + gateway('c'), [
    'error Gateway a/a spec.servers[0].hosts[0]: Gateway a/a, Gateway b/b and Gateway c/c all serve a.example.com on port 443 of the pods with istio=ingressgateway.',
    'error Gateway b/b spec.servers[0].hosts[0]: Gateway b/b, Gateway a/a and Gateway c/c all serve a.example.com on port 443 of the pods with istio=ingressgateway.',
    'error Gateway c/c spec.servers[0].hosts[0]: Gateway c/c, Gateway a/a and Gateway b/b all serve a.example.com on port 443 of the pods with istio=ingressgateway.',
  ]],
  ['selectors that meet in a pod', pod('istio: ingressgateway, zone: a') + gateway('a') + gateway('b', { labels: 'zone: a' }), [
    'error Gateway a/a spec.servers[0].hosts[0]: Gateway a/a and Gateway b/b both serve a.example.com on port 443 of the pods with istio=ingressgateway.',
    'error Gateway b/b spec.servers[0].hosts[0]: Gateway b/b and Gateway a/a both serve a.example.com on port 443 of the pods with zone=a.',
  ]],
  ['the same namespace of VirtualServices, written in two ways', gateway('a', { host: './x.example.com' }) + gateway('b', { host: 'a/x.example.com' }), [
    'error Gateway a/a spec.servers[0].hosts[0]: Gateway a/a and Gateway b/b both serve a/x.example.com on port 443 of the pods with istio=ingressgateway.',
    'error Gateway b/b spec.servers[0].hosts[0]: Gateway b/b and Gateway a/a both serve a/x.example.com on port 443 of the pods with istio=ingressgateway.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['another host', gateway('a') + gateway('b', { host: 'b.example.com' })],
  ['a wildcard', gateway('a') + gateway('b', { host: '*.example.com' })],
  ['another port', gateway('a') + gateway('b', { port: 8443 })],
  ['another address', gateway('a') + gateway('b', { bind: ', bind: 192.0.2.1' })],
  ['selectors that no pod meets', pod('istio: ingressgateway') + gateway('a') + gateway('b', { labels: 'zone: a' })],
  ['other pods', gateway('a') + gateway('b', { labels: 'istio: egressgateway' })],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
