import { findingsOf } from './run';

/** Objects of which Kiali says something; who else says it, and of which place, is a matter of the rules' own tests. */
const object = (apiVersion: string, kind: string, name: string, spec: string, namespace = 'shop') => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
---`;
const istio = (kind: string, name: string, spec: string, namespace?: string) => object('networking.istio.io/v1', kind, name, spec, namespace);
const service = (name: string, ports = '{ name: http, port: 80 }') => object('v1', 'Service', name, `selector: { app: ${name} }, ports: [${ports}]`);
const entry = (name: string, protocol: string) => istio('ServiceEntry', name, `hosts: [api.example.com], resolution: DNS, ports: [{ number: 443, name: a, protocol: ${protocol} }]`);
const route = (name: string, http: string, more = '', namespace?: string) => istio('VirtualService', name, `hosts: [reviews.shop.svc.cluster.local], ${more} http: [${http}]`, namespace);
const to = (host: string, more = '') => `{ route: [{ destination: { host: ${host} ${more} } }] }`;
const REVIEWS = 'reviews.shop.svc.cluster.local';
const gateway = (listeners: string) => object('gateway.networking.k8s.io/v1', 'Gateway', 'public', `gatewayClassName: istio, listeners: [${listeners}]`);
const listener = (name: string) => `{ name: ${name}, port: 80, protocol: HTTP, hostname: a.example.com }`;

test.each([
  ['KIA0601', service('reviews', '{ name: web, port: 80 }')],
  ['KIA0602', service('reviews', '{ name: http, port: 80, appProtocol: soap }')],
  ['KIA1101', service('reviews') + route('a', to('ratings'))],
  ['KIA1101', service('reviews') + istio('VirtualService', 'a', 'hosts: [reviews], tcp: [{ route: [{ destination: { host: ratings } }] }]')],
  ['KIA1102', service('reviews') + route('a', to('reviews'), 'gateways: [public],')],
  ['KIA1102', service('reviews') + route('a', `{ match: [{ gateways: [public] }], ${to('reviews').slice(1)}`)],
  ['KIA1104', service('reviews') + route('a', '{ route: [{ destination: { host: reviews }, weight: 20 }] }')],
  ['KIA1106', service('reviews') + route('a', to('reviews')) + route('b', to('reviews'))],
  ['KIA1106', service('reviews') + route('a', to('reviews'), 'gateways: [edge/public],') + route('b', to('reviews'), 'gateways: [edge/public],')],
  ['KIA1106', service('reviews') + route('a', to('reviews')) + route('b', to(REVIEWS), '', 'blog')],
  ['KIA1107', service('reviews') + route('a', to('reviews', ', subset: v1'))],
  ['KIA1107', service('reviews') + istio('DestinationRule', 'a', 'host: reviews, subsets: [{ name: v1, labels: { version: v1 } }]') + route('a', to('reviews', ', subset: v2'))],
  ['KIA1108', service('reviews') + route('a', to('reviews'), 'gateways: [public.edge],')],
  ['KIA1212', entry('a', 'TLS') + entry('b', 'HTTP')],
  ['KIA1503', gateway(`${listener('a')}, ${listener('b')}`)],
])('%s is found', (code, yaml) => {
  expect(findingsOf(yaml).flatMap(({ upstream }) => upstream)).toContain(code);
});

test.each([
  ['KIA1503 where no host is named', 'KIA1503', gateway(`${listener('a')}, ${listener('b')}`.replaceAll(', hostname: a.example.com', ''))],
  ['KIA1108 of a name without a dot', 'KIA1108', route('a', to('reviews'), 'gateways: [edge/public],')],
  ['KIA0601 of a port that says its protocol', 'KIA0601', service('reviews')],
])('not: %s', (_name, code, yaml) => {
  expect(findingsOf(yaml).flatMap(({ upstream }) => upstream)).not.toContain(code);
});
