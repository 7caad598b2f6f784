import { reported } from '../../run';

const RULE = 'http-rule-on-tcp-port';

const service = (ports: string, name = 'reviews') => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { ports: [${ports}] }
---`;
const TCP = '{ name: tcp-api, port: 9080 }';
const HTTPS = '{ name: https, port: 443 }';
const HTTP = '{ name: http, port: 80 }';
const entry = (protocol: string) => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: api, namespace: shop }
spec: { hosts: [api.example.com], ports: [{ number: 443, name: http, protocol: ${protocol} }], resolution: DNS }
---`;
const route = (more = '', spec = '', hosts = 'reviews') => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [${hosts}]
  ${spec}
  http: [{ ${more === '' ? '' : `${more}, `}route: [{ destination: { host: reviews } }] }]
---`;
const rule = (policy: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec: { host: reviews, ${policy} }
---`;
const POOL = 'trafficPolicy: { connectionPool: { http: { maxRetries: 1 } } }';
const of = 'VirtualService shop/reviews spec.http[0]';
const says = 'Route spec.http[0] of VirtualService shop/reviews is for HTTP, and';

test.each([
  ['a port of TCP', service(TCP) + route(), `warning ${of}: ${says} reviews has only port 9080 (tcp).`],
  ['ports of several protocols', service(`${TCP}, ${HTTPS}`) + route(), `warning ${of}: ${says} reviews has only port 443 (https) and port 9080 (tcp).`],
  ['a port known by its number', service('{ name: db, port: 3306 }') + route(), `warning ${of}: ${says} reviews has only port 3306 (tcp).`],
  ['the port of a match', service(`${HTTP}, ${TCP}`) + route('match: [{ port: 80 }, { port: 9080 }]'), `warning ${of}.match[1].port: ${says} reviews has port 9080 (tcp).`],
  ['an entry of TLS', entry('TLS') + route('', '', 'api.example.com'), `warning ${of}: ${says} api.example.com has only port 443 (tls).`],
  ['what is for the mesh by its match', service(TCP) + route('match: [{ gateways: [mesh] }]', 'gateways: [mesh, edge/public]'), `warning ${of}: ${says} reviews has only port 9080 (tcp).`],
])('a route for %s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual([expected]);
});

test.each([
  ['a port of HTTP', service(HTTP) + route()],
  ['a port of HTTP beside another', service(`${HTTP}, ${TCP}`) + route()],
  ['a port that says nothing', service('{ name: web, port: 9080 }') + route()],
  ['a port of gRPC', service('{ name: api, port: 9080, appProtocol: grpc }') + route()],
  ['no port', service('') + route()],
  ['a port of UDP alone', service('{ name: dns, port: 53, protocol: UDP }') + route()],
  ['a gateway', service(TCP) + route('', 'gateways: [edge/public]')],
  ['a gateway as well', service(TCP) + route('', 'gateways: [mesh, edge/public]')],
  ['a host that is not known', route()],
  ['another host that is not known', service(TCP) + route('', '', 'reviews, other')],
  ['another host of HTTP', service(TCP) + service(HTTP, 'other') + route('', '', 'reviews, other')],
  ['a match of the port of a gateway', service(`${HTTP}, ${TCP}`) + route('match: [{ port: 9080, gateways: [edge/public] }]', 'gateways: [mesh, edge/public]')],
  ['an entry of HTTP', entry('HTTP') + route('', '', 'api.example.com')],
  ['a wildcard', service(TCP) + route('', '', '"*.shop.svc.cluster.local"')],
])('a route for %s is left alone', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test.each([
  ['a pool', rule(POOL), 'spec.trafficPolicy.connectionPool.http: DestinationRule shop/reviews has settings for HTTP connections'],
  ['a hash', rule('trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: x-user } } }'), 'spec.trafficPolicy.loadBalancer.consistentHash: DestinationRule shop/reviews has a hash of what requests hold'],
  ['of a subset', rule(`subsets: [{ name: v1, labels: { version: v1 }, ${POOL} }]`), 'spec.subsets[0].trafficPolicy.connectionPool.http: DestinationRule shop/reviews has settings for HTTP connections'],
])('a policy with %s', (_name, yaml, expected) => {
  expect(reported(RULE, service(TCP) + yaml)).toEqual([`info DestinationRule shop/reviews ${expected} for reviews.shop.svc.cluster.local, which has only port 9080 (tcp).`]);
});

test.each([
  ['a port of HTTP', service(`${HTTP}, ${TCP}`) + rule(POOL)],
  ['a port of HTTPS, to which clients may begin TLS', service(HTTPS) + rule(POOL)],
  ['a route of a gateway', service(TCP) + rule(POOL) + route('', 'gateways: [edge/public]')],
  ['connections alone', service(TCP) + rule('trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 } }, loadBalancer: { consistentHash: { useSourceIp: true } } }')],
  ['a host that is not known', rule(POOL)],
])('a policy for %s is left alone', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
