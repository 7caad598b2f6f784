import { reported } from '../../run';

const RULE = 'route-under-wildcard';

const entry = (hosts: string, exportTo = '["*"]', namespace = 'shop') => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: e${hosts.replace(/\W/g, '')}, namespace: ${namespace} }
spec: { hosts: [${hosts}], exportTo: ${exportTo}, resolution: NONE, ports: [{ number: 80, name: http, protocol: HTTP }] }
---`;

const route = (routes: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: pay, namespace: shop }
spec: { hosts: [pay.example.com], ${routes} }
---`;

const to = (host: string) => route(`http: [{ route: [{ destination: { host: "${host}" } }] }]`);

test.each([
  ['http', 'http: [{ route: [{ destination: { host: pay.example.com } }] }]', 'spec.http[0].route[0].destination.host', 'sends'],
  ['a mirror', 'http: [{ directResponse: { status: 200 }, mirror: { host: pay.example.com } }]', 'spec.http[0].mirror.host', 'mirrors'],
  ['tls', 'tls: [{ match: [{ sniHosts: [pay.example.com] }], route: [{ destination: { host: pay.example.com } }] }]', 'spec.tls[0].route[0].destination.host', 'sends'],
])('%s', (_name, routes, path, does) => {
  expect(reported(RULE, entry('"*.example.com"') + route(routes))).toEqual([
    `error VirtualService shop/pay ${path}: VirtualService shop/pay ${does} traffic to pay.example.com, but ServiceEntry shop/eexamplecom has only *.example.com.`,
  ]);
});

test.each([
  ['the host has an entry', entry('"*.example.com"') + entry('pay.example.com') + to('pay.example.com')],
  ['an entry that is hidden has the host', entry('"*.example.com"') + entry('pay.example.com', '[.]', 'bank') + to('pay.example.com')],
  ['the route goes to the wildcard itself', entry('"*.example.com"') + to('*.example.com')],
  ['nothing has the host: another rule tells', entry('"*.example.org"') + to('pay.example.com')],
  ['a Service may be elsewhere', entry('"*.svc.cluster.local"') + to('pay')],
  ['nobody who calls sees the wildcard', entry('"*.example.com"', '[.]', 'bank') + to('pay.example.com')],
])('nothing is said where %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test('a wildcard that is declared may stand for the host', () => {
  const declared = { hosts: ['*.example.com'] };
  expect(reported(RULE, entry('"*.com"') + to('pay.example.com'))).toHaveLength(1);
  expect(reported(RULE, entry('"*.com"') + to('pay.example.com'), { settings: { declared } })).toEqual([]);
});
