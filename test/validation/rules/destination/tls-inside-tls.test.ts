import { reported } from '../../run';

const RULE = 'tls-inside-tls';

const entry = (protocol = 'HTTPS', host = 'pay.example.com') => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: pay, namespace: shop }
spec: { hosts: [${host}], resolution: DNS, ports: [{ number: 80, name: http, protocol: HTTP, targetPort: 443 }, { number: 443, name: https, protocol: ${protocol} }] }
---`;

const rule = (policy: string, host = 'pay.example.com') => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: pay, namespace: shop }
spec: { host: "${host}", ${policy} }
---`;

const route = (routes: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: pay, namespace: shop }
spec: { hosts: [pay.example.com], ${routes} }
---`;

const SIMPLE = 'trafficPolicy: { tls: { mode: SIMPLE } }';

test('the message says where the callers speak TLS', () => {
  expect(reported(RULE, entry() + rule(SIMPLE))).toEqual([
    'warning DestinationRule shop/pay spec.trafficPolicy.tls.mode: DestinationRule shop/pay has clients of pay.example.com start TLS (SIMPLE), but ServiceEntry shop/pay has port 443 for HTTPS: there the callers speak TLS themselves.',
  ]);
});

test.each([
  ['TLS', entry('tls') + rule(SIMPLE), 'spec.trafficPolicy.tls.mode'],
  ['MUTUAL', entry() + rule('trafficPolicy: { tls: { mode: MUTUAL } }'), 'spec.trafficPolicy.tls.mode'],
  ['of a port', entry() + rule('trafficPolicy: { portLevelSettings: [{ port: { number: 443 }, tls: { mode: SIMPLE } }] }'), 'spec.trafficPolicy.portLevelSettings[0].tls.mode'],
  ['a route passes TLS on', entry() + rule(SIMPLE) + route('tls: [{ match: [{ sniHosts: [pay.example.com] }], route: [{ destination: { host: pay.example.com, port: { number: 443 } } }] }]'), 'spec.trafficPolicy.tls.mode'],
  ['a route for HTTP leads to the other port', entry() + rule(SIMPLE) + route('http: [{ route: [{ destination: { host: pay.example.com, port: { number: 80 } } }] }]'), 'spec.trafficPolicy.tls.mode'],
])('%s', (_name, yaml, path) => {
  expect(reported(RULE, yaml).map((line) => line.split(': ')[0])).toEqual([`warning DestinationRule shop/pay ${path}`]);
});

test.each([
  ['the TLS is that of the mesh', entry() + rule('trafficPolicy: { tls: { mode: ISTIO_MUTUAL } }')],
  ['none is started', entry() + rule('trafficPolicy: { tls: { mode: DISABLE } }')],
  ['it is for the port of plain HTTP', entry() + rule('trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, tls: { mode: SIMPLE } }] }')],
  ['the port has settings of its own', entry() + rule('trafficPolicy: { tls: { mode: SIMPLE }, portLevelSettings: [{ port: { number: 443 }, loadBalancer: { simple: RANDOM } }] }')],
  ['it is for a subset', entry() + rule('subsets: [{ name: tls, trafficPolicy: { tls: { mode: SIMPLE } } }]')],
  ['callers speak plain HTTP', entry('HTTP') + rule(SIMPLE)],
  ['callers speak TCP', entry('TCP') + rule(SIMPLE)],
  ['a route for HTTP leads there', entry() + rule(SIMPLE) + route('http: [{ route: [{ destination: { host: pay.example.com, port: { number: 443 } } }] }]')],
  ['a route for TCP leads there', entry() + rule(SIMPLE) + route('tcp: [{ route: [{ destination: { host: pay.example.com } }] }]')],
  ['a route of the Gateway API leads there', entry() + rule(SIMPLE) + '\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: pay, namespace: shop }\nspec: { rules: [{ backendRefs: [{ group: networking.istio.io, kind: Hostname, name: pay.example.com, port: 443 }] }] }'],
  ['it is for another host', entry() + rule(SIMPLE, 'api.example.com')],
  ['it is for hosts of a wildcard', entry() + rule(SIMPLE, '*.example.com')],
])('nothing is said where %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
