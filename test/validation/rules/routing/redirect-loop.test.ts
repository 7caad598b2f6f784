import { reported } from '../../run';

const RULE = 'redirect-loop';

const HTTP = '{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*.example.com"] }';
const HTTPS = '{ port: { number: 443, name: https, protocol: HTTPS }, hosts: ["*.example.com"], tls: { mode: SIMPLE, credentialName: c } }';
const gateway = (...servers: string[]) => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec: { selector: { app: public }, servers: [${servers.join(', ')}] }
---`;
const shop = (http: string, { gateways = '[edge/public]', hosts = '[shop.example.com]', name = 'shop' } = {}) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: shop }
spec: { hosts: ${hosts}, gateways: ${gateways}, http: [${http}] }
---`;
const to = (redirect: string, match = '') => `{ ${match === '' ? '' : `match: [${match}], `}redirect: { ${redirect} } }, `;
const route = (match = '') => `{ ${match === '' ? '' : `match: [${match}], `}route: [{ destination: { host: web } }] }, `;
const BOTH = gateway(HTTP, HTTPS);
const MESH = { gateways: '[mesh]', hosts: '[web]' };

test.each([
  ['to HTTPS, for one port', BOTH + shop(to('scheme: https', '{ port: 80 }') + route())],
  ['to HTTPS, after the route for HTTPS', BOTH + shop(route('{ port: 443 }') + to('scheme: https'))],
  ['to HTTPS, after a route for all', BOTH + shop(route('{ uri: { prefix: / } }') + to('scheme: https', '{ uri: { prefix: /a } }'))],
  ['to HTTPS, by the scheme', BOTH + shop(to('scheme: https', '{ scheme: { exact: http } }'))],
  ['to HTTPS, by a header', BOTH + shop(to('scheme: https', '{ headers: { x-forwarded-proto: { exact: http } } }'))],
  ['to HTTPS, after a route by a header', BOTH + shop(route('{ headers: { x-forwarded-proto: { exact: https } } }') + to('scheme: https'))],
  ['to HTTPS, where none is spoken', gateway(HTTP) + shop(to('scheme: https'))],
  ['to HTTPS, at a gateway that is not known', shop(to('scheme: https'))],
  ['to HTTPS, of sidecars', shop(to('scheme: https'), MESH)],
  ['to HTTPS, where TLS is passed on', gateway(HTTP, HTTPS.replace('SIMPLE', 'PASSTHROUGH')) + shop(to('scheme: https'))],
  ['to HTTP, where the server itself redirects', gateway(HTTP.replace('hosts', 'tls: { httpsRedirect: true }, hosts')) + shop(to('scheme: http'))],
  ['to another port', BOTH + shop(to('scheme: https, port: 8443'))],
  ['to another port in the authority', BOTH + shop(to('authority: "shop.example.com:8080"'))],
  ['to HTTPS, which is on an unusual port', gateway(HTTP, HTTPS.replace('443', '8443')) + shop(to('scheme: https'))],
  ['to another host', BOTH + shop(to('authority: www.example.com'))],
  ['to a host of another VirtualService', BOTH + shop(to('authority: www.example.com'), { hosts: '["*.example.com"]' }) + shop(route(), { hosts: '[www.example.com]', name: 'www' })],
  ['of a host of two VirtualServices', BOTH + shop(to('uri: /home')) + shop(route('{ uri: { exact: /home } }'), { name: 'home' })],
  ['to a path that is routed before', BOTH + shop(route('{ uri: { exact: /home } }') + to('uri: /home'))],
  ['to a path that may be routed before', BOTH + shop(route('{ uri: { regex: "/h.*" } }') + to('uri: /home'))],
  ['to a path that it does not match', BOTH + shop(to('uri: /home', '{ uri: { exact: / } }') + route())],
  ['to a path made of the old one', BOTH + shop(to('uri: "%PREFIX()%/"', '{ uri: { prefix: /a } }'))],
  ['to another prefix', BOTH + shop(to('prefixRewrite: /new', '{ uri: { prefix: /old } }'))],
  ['to a prefix, of an exact path', BOTH + shop(to('prefixRewrite: /a', '{ uri: { exact: /a } }'))],
  ['with a header', BOTH + shop(to('uri: /home', '{ headers: { x-a: {} } }'))],
  ['for another gateway', BOTH + shop(to('scheme: https', '{ gateways: [edge/plain] }'), { gateways: '[edge/public, edge/plain]' })],
  ['for hosts that nobody serves', BOTH + shop(to('uri: /home'), { hosts: '[shop.example.org]' })],
  ['of a delegate', BOTH + shop(to('uri: /home'), { hosts: '[]', gateways: '[]' })],
])('an end: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

const says = (index: number, host: string, entry: string, rest: string) => [`error VirtualService shop/shop spec.http[${index}].redirect: VirtualService shop/shop redirects requests for ${host} that come to ${entry} ${rest}.`];
const SELF = 'to the very place that they asked for';
const AGAIN = (uri: string) => `to "${uri}", which the same route redirects again`;
const ON_443 = 'port 443 of Gateway edge/public';
const ON_80 = 'port 80 of Gateway edge/public';

test.each([
  ['to HTTPS, for all', BOTH + shop(to('scheme: https')), says(0, 'shop.example.com', ON_443, SELF)],
  ['to HTTPS, after other paths', BOTH + shop(route('{ uri: { prefix: /api } }') + to('scheme: https', '{ uri: { prefix: /web } }')), says(1, 'shop.example.com', ON_443, SELF)],
  ['to the port of HTTPS', BOTH + shop(to('scheme: https, port: 443', '{ port: 80 }, { port: 443 }')), says(0, 'shop.example.com', ON_443, SELF)],
  ['to the same host', BOTH + shop(to('authority: Shop.example.com')), says(0, 'shop.example.com', ON_80, SELF)],
  ['to one of its hosts', BOTH + shop(to('authority: www.example.com'), { hosts: '["*.example.com"]' }), says(0, 'www.example.com', ON_80, SELF)],
  ['to a path below', BOTH + shop(to('uri: /a/b', '{ uri: { prefix: /a } }') + route()), says(0, 'shop.example.com', ON_80, AGAIN('/a/b'))],
  ['to a path, for all', BOTH + shop(to('uri: "/home?a=b"')), says(0, 'shop.example.com', ON_80, AGAIN('/home?a=b'))],
  ['to a longer prefix', BOTH + shop(to('prefixRewrite: /a/b', '{ uri: { prefix: /a } }')), says(0, 'shop.example.com', ON_80, AGAIN('/a/b'))],
  ['to the same path in capitals', BOTH + shop(to('uri: /home', '{ uri: { exact: /HOME }, ignoreUriCase: true }')), says(0, 'shop.example.com', ON_80, AGAIN('/home'))],
  ['at a gateway that is not known', shop(to('uri: /home')), says(0, 'shop.example.com', 'gateway edge/public', AGAIN('/home'))],
  ['of sidecars', shop(to('authority: web'), MESH), says(0, 'web.shop.svc.cluster.local', 'sidecars', SELF)],
])('no end: %s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});
