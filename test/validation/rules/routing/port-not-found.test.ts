import { reported } from '../../run';

const RULE = 'port-not-found';

const service = (ports: string, namespace = 'shop') => `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: ${namespace} }
spec: { ports: ${ports} }
---`;

const entry = (ports: string) => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: external, namespace: shop }
spec: { hosts: ["*.example.com"], ports: ${ports} }
---`;

const to = (host: string, port: number, field = 'http') => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  ${field}: [{ match: [{ port: 1${field === 'tls' ? ', sniHosts: [reviews]' : ''} }], route: [{ destination: { host: "${host}", port: { number: ${port} } } }] }]
`;

const PORTS = '[{ name: http, port: 80, targetPort: 9080 }, { name: grpc, port: 90 }]';
const ENTRY_PORTS = '[{ number: 443, name: tls, protocol: TLS }]';

test.each([
  ['a port of the Service', service(PORTS) + to('reviews', 90)],
  ['a port of a ServiceEntry', entry(ENTRY_PORTS) + to('api.example.com', 443)],
  ['an unknown Service', to('reviews', 80)],
  ['a host that has a Service and a ServiceEntry', service(PORTS) + entry(ENTRY_PORTS).replace('*.example.com', 'reviews.shop.svc.cluster.local') + to('reviews', 443)],
])('%s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test('a declared host may have any port', () => {
  expect(reported(RULE, to('api.example.com', 1), { settings: { declared: { hosts: ['api.example.com'] } } })).toEqual([]);
});

test.each([
  ['the port of the container', service(PORTS) + to('reviews', 9080), '9080 of reviews.shop.svc.cluster.local, which has only ports 80 and 90'],
  ['a port of a Service with one', service('[{ port: 80 }]') + to('reviews', 81, 'tcp'), '81 of reviews.shop.svc.cluster.local, which has only port 80'],
  ['a port of an external host', entry(ENTRY_PORTS) + to('api.example.com', 80, 'tls'), '80 of api.example.com, which has only port 443'],
  ['a ServiceEntry without ports', entry('[]') + to('api.example.com', 80), '80 of api.example.com, which has no ports'],
])('%s', (_name, yaml, message) => {
  const [line, ...others] = reported(RULE, yaml);
  expect(others).toEqual([]);
  expect(line).toMatch(/^error VirtualService shop\/reviews spec\.(http|tcp|tls)\[0\]\.route\[0\]\.destination\.port\.number: /);
  expect(line).toContain(`VirtualService shop/reviews sends traffic to port ${message}.`);
});

describe('only ports that the callers see count', () => {
  const of = (name: string, namespace: string, exportTo: string, port: number, host = 'api.example.com') => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: ${name}, namespace: ${namespace} }
spec: { hosts: ["${host}"], ports: [{ number: ${port}, name: tls, protocol: TLS }], exportTo: ${exportTo} }
---`;
  const exported = (exportTo: string) => to('api.example.com', 443).replace('hosts: [reviews]', `hosts: [reviews]\n  exportTo: ${exportTo}`);
  const AT = 'VirtualService shop/reviews spec.http[0].route[0].destination.port.number: VirtualService shop/reviews sends traffic to port 443 of api.example.com, which has only port 80.';

  test.each([
    ['a hidden ServiceEntry', of('a', 'shop', '["*"]', 80) + of('b', 'bakery', '["."]', 443) + exported('["."]'), [`error ${AT}`]],
    ['one that is exported to them', of('a', 'shop', '["*"]', 80) + of('b', 'bakery', '[shop]', 443) + exported('["."]'), []],
    ['as seen from where the routes are used', of('a', 'shop', '["."]', 80) + of('b', 'bakery', '["."]', 443) + exported('[bakery]'), []],
    ['as seen from some of them', of('a', 'shop', '["."]', 80) + of('b', 'bakery', '["."]', 443) + exported('[".", bakery]'), [`warning ${AT}`]],
    ['a wildcard that has more', of('a', 'shop', '["*"]', 80) + of('b', 'shop', '["*"]', 443, '*.example.com') + exported('["*"]'), [`error ${AT}`]],
    ['a wildcard, where the host itself is hidden', of('a', 'bakery', '["."]', 80) + of('b', 'shop', '["*"]', 443, '*.example.com') + exported('["*"]'), []],
    ['a host that nobody sees is left to another rule', of('b', 'bakery', '["."]', 80) + exported('["*"]'), []],
    ['routes that nobody sees', of('a', 'shop', '["*"]', 80) + exported('["~"]'), []],
  ])('%s', (_name, yaml, lines) => {
    expect(reported(RULE, yaml)).toEqual(lines);
  });
});
