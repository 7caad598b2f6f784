import { reported } from '../../run';

const RULE = 'plain-text-to-tls-port';

const entry = (port: string, more = 'resolution: DNS', hosts = '[pay.example.com]') => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: pay, namespace: shop }
spec: { hosts: ${hosts}, ${more}, ports: [${port}] }
---`;
const rule = (policy: string, { host = 'pay.example.com', namespace = 'shop' } = {}) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: pay, namespace: ${namespace} }
spec: { host: "${host}", ${policy} }
---`;
const policy = (target: string) => `
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: { name: pay, namespace: shop }
spec: { targetRefs: [{ group: networking.istio.io, ${target} }], validation: { hostname: pay.example.com, wellKnownCACertificates: System } }
---`;
const HTTP = '{ number: 443, name: http, protocol: HTTP }';
const MAPPED = '{ number: 80, name: http, protocol: HTTP, targetPort: 443 }';
const SIMPLE = 'trafficPolicy: { tls: { mode: SIMPLE } }';
const ofPort = (number: number, mode: string) => `trafficPolicy: { tls: { mode: SIMPLE }, portLevelSettings: [{ port: { number: ${number} }, tls: { mode: ${mode} } }] }`;

test.each([
  ['TLS', entry('{ number: 443, name: tls, protocol: TLS }')],
  ['HTTPS', entry('{ number: 443, name: https, protocol: HTTPS }')],
  ['TCP', entry('{ number: 443, name: tcp, protocol: TCP }')],
  ['another port', entry('{ number: 80, name: http, protocol: HTTP }')],
  ['another port behind it', entry('{ number: 443, name: http, protocol: HTTP, targetPort: 8080 }')],
  ['a DestinationRule', entry(HTTP) + rule(SIMPLE)],
  ['a DestinationRule of another namespace', entry(HTTP) + rule(SIMPLE, { namespace: 'istio-system' })],
  ['a DestinationRule for a wildcard', entry(HTTP) + rule(SIMPLE, { host: '*.example.com' })],
  ['a DestinationRule for the port', entry(MAPPED) + rule(ofPort(80, 'MUTUAL'))],
  ['a DestinationRule for a subset', entry(HTTP) + rule('subsets: [{ name: a, trafficPolicy: { tls: { mode: SIMPLE } } }]')],
  ['a policy for the entry', entry(HTTP) + policy('kind: ServiceEntry, name: pay')],
  ['a policy for the host', entry(HTTP) + policy('kind: Hostname, name: pay.example.com')],
  ['workloads of the mesh', entry(HTTP, 'location: MESH_INTERNAL, resolution: STATIC, endpoints: [{ address: 192.0.2.1 }]')],
  ['selected workloads', entry(HTTP, 'resolution: STATIC, workloadSelector: { labels: { app: pay } }')],
  ['other ports of the endpoints', entry(HTTP, 'resolution: STATIC, endpoints: [{ address: 192.0.2.1, ports: { http: 8080 } }]')],
  ['an endpoint in the cluster', entry(HTTP, 'resolution: DNS, endpoints: [{ address: egress.edge.svc.cluster.local }]')],
  ['a socket', entry(HTTP, 'resolution: STATIC, endpoints: [{ address: "unix:///var/run/pay" }]')],
  ['a host in the cluster', entry(HTTP, 'resolution: STATIC, endpoints: [{ address: 192.0.2.1 }]', '[pay.shop.svc.cluster.local]')],
  ['no resolution, another port', entry(MAPPED, 'resolution: NONE')],
])('nothing is said of %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

const says = (what: string) => [`warning ServiceEntry shop/pay spec.ports[0]: ServiceEntry shop/pay has ${what}, and no DestinationRule has its clients start TLS there.`];

test.each([
  ['port 443', entry(HTTP), says('port 443 of pay.example.com for HTTP')],
  ['gRPC', entry(HTTP.replace('protocol: HTTP', 'protocol: grpc')), says('port 443 of pay.example.com for grpc')],
  ['a port that leads there', entry(MAPPED), says('port 80, which leads to 443, of pay.example.com for HTTP')],
  ['endpoints that listen there', entry('{ number: 80, name: http, protocol: HTTP }', 'resolution: STATIC, endpoints: [{ address: 192.0.2.1, ports: { http: 443 } }]'), says('port 80, which leads to 443, of pay.example.com for HTTP')],
  ['a wildcard', entry(HTTP, 'resolution: NONE', '["*.example.com"]'), says('port 443 of *.example.com for HTTP')],
  ['a DestinationRule that turns it off', entry(HTTP) + rule('trafficPolicy: { tls: { mode: DISABLE } }'), says('port 443 of pay.example.com for HTTP')],
  ['a DestinationRule that turns it off for the port', entry(HTTP) + rule(ofPort(443, 'DISABLE')), says('port 443 of pay.example.com for HTTP')],
  ['a DestinationRule for another port', entry(MAPPED) + rule(ofPort(443, 'SIMPLE').replace('tls: { mode: SIMPLE }, ', '')), says('port 80, which leads to 443, of pay.example.com for HTTP')],
  ['a DestinationRule for another host', entry(HTTP, 'resolution: DNS', '[api.example.com, pay.example.com]') + rule(SIMPLE, { host: 'api.example.com' }), says('port 443 of pay.example.com for HTTP')],
])('plain text: %s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});
