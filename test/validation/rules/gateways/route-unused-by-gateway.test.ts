import { reported } from '../../run';

const RULE = 'route-unused-by-gateway';

const gateway = (protocol: string, tls = '', name = 'public', host = 'shop.example.com') => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: edge }
spec: { selector: { app: ${name} }, servers: [{ port: { number: 443, name: port, protocol: ${protocol} }, hosts: ["${host}"]${tls === '' ? '' : `, tls: { mode: ${tls}, credentialName: c }`} }] }
---`;

const TARGET = 'route: [{ destination: { host: web } }]';
const HTTP = `http: [{ ${TARGET} }]`;
const TLS = `tls: [{ match: [{ sniHosts: [shop.example.com] }], ${TARGET} }]`;
const TCP = `tcp: [{ ${TARGET} }]`;
const virtualService = (routes: string, gateways = 'edge/public', hosts = 'shop.example.com') => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: shop }
spec: { hosts: ["${hosts}"], gateways: [${gateways}], ${routes} }
---`;

test.each([
  ['HTTP', '', HTTP],
  ['HTTP2', '', HTTP],
  ['GRPC-Web', '', HTTP],
  ['http', 'SIMPLE', HTTP],
  ['HTTPS', 'SIMPLE', HTTP],
  ['HTTPS', 'PASSTHROUGH', TLS],
  ['TLS', 'PASSTHROUGH', TLS],
  ['TLS', 'SIMPLE', TCP],
  ['TCP', '', TCP],
  ['TCP', 'MUTUAL', TCP],
  ['TCP', 'PASSTHROUGH', TLS],
])('%s %s uses %s', (protocol, tls, routes) => {
  const found = [HTTP, TLS, TCP].map((each) => reported(RULE, gateway(protocol, tls) + virtualService(each)).length);
  expect(found).toEqual([HTTP, TLS, TCP].map((each) => (each === routes ? 0 : 1)));
});

test.each([
  ['it may be for the mesh', gateway('HTTPS', 'SIMPLE') + virtualService(TLS, 'edge/public, mesh')],
  ['a gateway is not known', gateway('HTTPS', 'SIMPLE') + virtualService(TLS, 'edge/public, edge/egress')],
  ['another gateway uses it', gateway('HTTPS', 'SIMPLE') + gateway('HTTPS', 'PASSTHROUGH', 'raw') + virtualService(TLS, 'edge/public, edge/raw')],
  ['another server uses it', gateway('HTTPS', 'PASSTHROUGH').replace('servers: [', 'servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"] }, ') + virtualService(HTTP)],
  ['nobody serves the host', gateway('HTTPS', 'PASSTHROUGH', 'public', 'blog.example.com') + virtualService(HTTP)],
  ['a server that is malformed', gateway('HTTPS') + virtualService(TCP)],
  ['clusters chosen by SNI', gateway('TLS', 'AUTO_PASSTHROUGH') + virtualService(HTTP)],
  ['a delegate', gateway('HTTPS', 'PASSTHROUGH') + virtualService(HTTP).replace('hosts: ["shop.example.com"], ', '')],
])('nothing is said where %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test('where and what', () => {
  expect(reported(RULE, gateway('HTTPS', 'PASSTHROUGH') + virtualService(`${TLS}, ${HTTP}`))).toEqual([
    'warning VirtualService shop/shop spec.http[0]: VirtualService shop/shop has a route for HTTP, but for its hosts Gateway edge/public only passes TLS on unopened.',
  ]);
});

test('routes are for the gateways of their matches', () => {
  const routes = (name: string) => virtualService(`http: [{ match: [{ gateways: [edge/${name}] }], ${TARGET} }, { match: [{ gateways: [edge/public] }, { port: 1 }], ${TARGET} }]`, 'edge/public, edge/raw, mesh');
  const gateways = gateway('HTTPS', 'SIMPLE') + gateway('HTTPS', 'PASSTHROUGH', 'raw');
  expect(reported(RULE, gateways + routes('public'))).toEqual([]);
  expect(reported(RULE, gateways + routes('raw'))).toEqual([
    'warning VirtualService shop/shop spec.http[0]: VirtualService shop/shop has a route for HTTP, but for its hosts Gateway edge/raw only passes TLS on unopened.',
  ]);
});
