import { reported } from '../../run';

const RULE = 'route-port-not-found';

const SERVICE = `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80, targetPort: 9080 }, { name: grpc, port: 81 }] }
---`;
const ENTRY = `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: api, namespace: shop }
spec: { hosts: [api.example.com], resolution: DNS, ports: [{ number: 443, name: tls, protocol: TLS }] }
---`;
const route = (rule: string, kind = 'HTTPRoute') => `
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: { name: reviews, namespace: shop }
spec: { parentRefs: [{ name: public }], rules: [{ ${rule} }] }
---`;
const backend = (ref: string) => `backendRefs: [{ ${ref} }]`;
const HOST = 'group: networking.istio.io, kind: Hostname, name: api.example.com';

test.each([
  ['a port of the Service', SERVICE + route(backend('name: reviews, port: 81'))],
  ['a Service that is not in the input', SERVICE + route(backend('name: reviews, namespace: blog, port: 9080'))],
  ['a port of a host', ENTRY + route(backend(`${HOST}, port: 443`))],
  ['a backend of another kind', SERVICE + route(backend('group: inference.networking.k8s.io, kind: InferencePool, name: reviews, port: 1'))],
  ['a port that a ServiceEntry gives the Service', SERVICE + ENTRY.replace('api.example.com', 'reviews.shop.svc.cluster.local') + route(backend('name: reviews, port: 443'))],
])('there: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test('a declared host may have any port', () => {
  expect(reported(RULE, route(backend('name: reviews, port: 1')), { settings: { declared: { hosts: ['reviews.shop.svc.cluster.local'] } } })).toEqual([]);
});

test.each([
  ['the port of the container', backend('name: reviews, port: 9080'), 'backendRefs[0].port', '9080 of reviews.shop.svc.cluster.local, which has only ports 80 and 81'],
  ['a mirror', 'filters: [{ type: RequestMirror, requestMirror: { backendRef: { name: reviews, port: 8080 } } }]', 'filters[0].requestMirror.backendRef.port', '8080 of reviews.shop.svc.cluster.local, which has only ports 80 and 81'],
  ['a host', backend(`${HOST}, port: 80`), 'backendRefs[0].port', '80 of api.example.com, which has only port 443'],
])('not there: %s', (_name, rule, path, rest) => {
  expect(reported(RULE, SERVICE + ENTRY + route(rule))).toEqual([`error HTTPRoute shop/reviews spec.rules[0].${path}: HTTPRoute shop/reviews sends requests to port ${rest}.`]);
});

test.each(['GRPCRoute', 'TLSRoute', 'TCPRoute'])('a %s', (kind) => {
  expect(reported(RULE, SERVICE + route(backend('name: reviews, port: 9080'), kind))).toHaveLength(1);
});
