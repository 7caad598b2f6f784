// What nobody else tells of gateways, Sidecars and ServiceEntries: the harm of it, and that it is gone when it is mended.
import { client, namespace, service } from '../manifests.mjs';

const kubernetes = [namespace('shop'), namespace('bank'), service('shop', 'web'), service('bank', 'pay'), client('shop', 'front')].join('');

const object = (kind, name, spec) => `
---
apiVersion: networking.istio.io/v1
kind: ${kind}
metadata: { name: ${name}, namespace: shop }
spec: ${spec}
`;

const host = 'shop.example.com';
const ingress = (port, more = {}) => ({ from: 'outside', to: { gateway: 'istio-system/istio-ingressgateway', port }, host, ...more });
const front = { from: 'shop/front' };

const https = (mode) => object('Gateway', 'public', `
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [${host}], tls: { mode: ${mode}, credentialName: shop } }]`);
const http = object('Gateway', 'public', `
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [${host}] }]`);
const toWeb = 'route: [{ destination: { host: web.shop.svc.cluster.local, port: { number: 80 } } }]';
const httpRoute = `http: [{ ${toWeb} }]`;
const tlsRoute = `tls: [{ match: [{ sniHosts: [${host}] }], ${toWeb} }]`;
const routes = (list, more = '') => object('VirtualService', 'shop', `{ hosts: [${host}], gateways: [public], ${list}${more} }`);
const secure = ingress(443, { protocol: 'https' });

const wildcard = (hosts) => object('ServiceEntry', 'partners', `
  hosts: ${hosts}
  location: MESH_EXTERNAL
  resolution: NONE
  ports: [{ number: 80, name: http, protocol: HTTP }]`);
const named = object('VirtualService', 'api', `
  hosts: [api.example.org]
  http: [{ timeout: 5s, route: [{ destination: { host: api.example.org, port: { number: 80 } } }] }]`);
const partner = (name) => ({ ...front, to: { host: name, port: 80 } });

const egress = (hosts) => object('Sidecar', 'default', `{ egress: [{ hosts: ${hosts} }] }`);
const closed = object('VirtualService', 'pay', `
  hosts: [pay.bank.svc.cluster.local]
  exportTo: ["."]
  http: [{ fault: { abort: { httpStatus: 418, percentage: { value: 100 } } }, route: [{ destination: { host: pay.bank.svc.cluster.local } }] }]`);
const pay = { ...front, to: { host: 'pay.bank', port: 80 } };
const detour = object('VirtualService', 'web', `
  hosts: [web.shop.svc.cluster.local]
  http: [{ route: [{ destination: { host: pay.bank.svc.cluster.local } }] }]`);

const database = (name, address) => object('ServiceEntry', name, `
  hosts: [${name}.example.com]
  addresses: [${address}]
  location: MESH_EXTERNAL
  resolution: DNS
  ports: [{ number: 5432, name: tcp, protocol: TCP }]`);
const connect = (address, name) => ({ ...front, to: { host: address, port: 5432 }, protocol: 'tcp', expect: { by: `external/${name}.example.com` } });

const blog = 'blog.example.com';
const shared = (name, servers) => object('Gateway', name, `
  selector: { istio: ingressgateway }
  servers: [${servers.map(([port, hosts]) => `{ port: { number: 443, name: ${port}, protocol: HTTPS }, hosts: [${hosts}], tls: { mode: SIMPLE, credentialName: shop } }`).join(', ')}]`);
const both = (gateways) => [host, blog].map((name, index) => object('VirtualService', name.split('.')[0], `{ hosts: [${name}], gateways: [${gateways[index]}], ${httpRoute} }`)).join('');
/** What a browser does over the HTTP/2 connection that it has for another host of the certificate. */
const reuses = (status) => [{ ...secure, sni: host, expect: { status: 200 } }, { ...secure, sni: host, host: blog, expect: { status } }];

const delegating = (more, path = '/cart/items') => http + object('VirtualService', 'shop', `
  hosts: [${host}]
  gateways: [public]
  http: [{ match: [{ uri: { prefix: /cart } }], delegate: { name: cart, namespace: bank } }]`)
  + object('VirtualService', 'cart', `{ ${more}, http: [{ match: [{ uri: { prefix: ${path} } }], ${toWeb} }] }`).replace('namespace: shop', 'namespace: bank');

export const cases = [
  {
    name: 'route-unused-by-gateway: routes for HTTP where TLS is passed on',
    yaml: kubernetes + https('PASSTHROUGH') + routes(httpRoute),
    requests: [{ ...secure, expect: { failure: 'refused', arrivals: {} } }],
  },
  {
    name: 'route-unused-by-gateway: routes for TLS where it is ended',
    yaml: kubernetes + https('SIMPLE') + routes(tlsRoute),
    requests: [{ ...secure, expect: { status: 404, arrivals: {} } }],
  },
  {
    name: 'route-unused-by-gateway: mended',
    yaml: kubernetes + https('SIMPLE') + routes(httpRoute),
    requests: [{ ...secure, expect: { status: 200 } }],
  },
  {
    name: 'virtual-service-hidden-from-gateway: exported to its own namespace',
    yaml: kubernetes + http + routes(httpRoute, ', exportTo: ["."]'),
    requests: [{ ...ingress(80), expect: { status: 404, arrivals: {} } }],
  },
  {
    name: 'virtual-service-hidden-from-gateway: mended',
    yaml: kubernetes + http + routes(httpRoute, ', exportTo: [".", istio-system]'),
    requests: [{ ...ingress(80), expect: { status: 200 } }],
  },
  {
    name: 'route-under-wildcard: no cluster for a host below',
    yaml: kubernetes + wildcard('["*.example.org"]') + named,
    requests: [
      { ...partner('api.example.org'), expect: { status: 503, arrivals: {} } },
      { ...partner('www.example.org'), expect: { status: 200 } },
    ],
  },
  {
    name: 'route-under-wildcard: mended',
    yaml: kubernetes + wildcard('["*.example.org", api.example.org]') + named,
    requests: [{ ...partner('api.example.org'), expect: { status: 200 } }],
  },
  {
    name: 'virtual-service-hidden-by-sidecar: its routes are not used',
    yaml: kubernetes + egress('["bank/*"]') + closed,
    requests: [{ ...pay, expect: { status: 200, by: 'bank/pay' } }],
  },
  {
    name: 'virtual-service-hidden-by-sidecar: mended',
    yaml: kubernetes + egress('["bank/*", "./*"]') + closed,
    requests: [{ ...pay, expect: { status: 418, arrivals: {} } }],
  },
  {
    // Why no rule asks for the destinations of a VirtualService among the egress hosts.
    name: 'a Sidecar that lets a VirtualService in lets in where it leads',
    yaml: kubernetes + egress('["./*"]') + detour,
    requests: [{ ...front, to: { host: 'web', port: 80 }, expect: { status: 200, by: 'bank/pay' } }],
  },
  {
    name: 'gateways-share-certificate: two Gateways',
    yaml: kubernetes + shared('one', [['https', host]]) + shared('two', [['https', blog]]) + both(['one', 'two']),
    requests: reuses(404),
  },
  {
    name: 'gateways-share-certificate: two servers of a Gateway',
    yaml: kubernetes + shared('one', [['https-shop', host], ['https-blog', blog]]) + both(['one', 'one']),
    requests: reuses(404),
  },
  {
    name: 'gateways-share-certificate: one server',
    yaml: kubernetes + shared('one', [['https', `${host}, ${blog}`]]) + both(['one', 'one']),
    requests: reuses(200),
  },
  {
    name: 'delegate-not-found: the delegate is not exported',
    yaml: kubernetes + delegating('exportTo: ["."]'),
    requests: [{ ...ingress(80), path: '/cart/items', expect: { status: 404, arrivals: {} } }],
  },
  {
    name: 'delegate-route-left-out: the path of the delegate does not begin with that of the route',
    yaml: kubernetes + delegating('exportTo: [shop]', '/items'),
    requests: ['/items', '/cart/items'].map((path) => ({ ...ingress(80), path, expect: { status: 404, arrivals: {} } })),
  },
  {
    name: 'delegate-not-found and delegate-route-left-out: mended',
    yaml: kubernetes + delegating('exportTo: [shop]'),
    requests: [{ ...ingress(80), path: '/cart/items', expect: { status: 200 } }],
  },
  {
    name: 'service-entries-share-address: one takes the connections of both',
    yaml: kubernetes + database('orders', '240.0.0.1') + database('stock', '240.0.0.1'),
    requests: [connect('240.0.0.1', 'orders'), connect('240.0.0.1', 'orders')],
  },
  {
    name: 'service-entries-share-address: mended',
    yaml: kubernetes + database('orders', '240.0.0.1') + database('stock', '240.0.0.2'),
    requests: [connect('240.0.0.1', 'orders'), connect('240.0.0.2', 'stock')],
  },
];
