import { reported } from '../../run';

const RULE = 'affinity-split-by-weight';

const rule = (policy: string, ofV1 = '') => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: cart, namespace: shop }
spec:
  host: cart
  ${policy === '' ? '' : `trafficPolicy: { ${policy} }`}
  subsets:
    - { name: v1, labels: { version: v1 }${ofV1 === '' ? '' : `, trafficPolicy: { ${ofV1} }`} }
    - { name: v2, labels: { version: v2 } }
---`;
const hash = (by: string) => `loadBalancer: { consistentHash: { ${by} } }`;
const COOKIE = hash('httpCookie: { name: session, ttl: 0s }');
const route = (http: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec: { hosts: [cart], http: [${http}] }
`;
const split = (one = '80', other = '20', more = '') => `{ route: [{ destination: { host: cart, subset: v1 }, weight: ${one}${more} }, { destination: { host: cart, subset: v2 }, weight: ${other}${more} }] }`;
const at = 'VirtualService shop/cart spec.http[0].route[0].weight: Route spec.http[0] of VirtualService shop/cart draws one of 2 destinations for each request, and of subset "v1" of cart';

test.each([
  ['a cookie', rule(COOKIE), `warning ${at} the cookie "session" is to choose the pod.`],
  ['a header', rule(hash('httpHeaderName: x-user')), `info ${at} the header "x-user" is to choose the pod.`],
  ['a parameter', rule(hash('httpQueryParameterName: user')), `info ${at} the query parameter "user" is to choose the pod.`],
  ['an address', rule(hash('useSourceIp: true')), `info ${at} the address of the caller is to choose the pod.`],
  ['of a subset', rule('', COOKIE), `warning ${at} the cookie "session" is to choose the pod.`],
])('a hash of %s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml + route(split()))).toEqual([expected]);
});

test('of the port that is named', () => {
  const forPort = rule(`${COOKIE}, portLevelSettings: [{ port: { number: 80 }, loadBalancer: { simple: RANDOM } }]`);
  const to = (port: string) => route(`{ route: [{ destination: { host: cart, subset: v1${port} }, weight: 1 }, { destination: { host: cart, subset: v2 }, weight: 0 }, { destination: { host: other }, weight: 1 }] }`);
  expect(reported(RULE, forPort + to(''))).toHaveLength(1);
  expect(reported(RULE, forPort + to(', port: { number: 80 }'))).toEqual([]);
});

test.each([
  ['a single destination', rule(COOKIE) + route('{ route: [{ destination: { host: cart, subset: v1 } }] }')],
  ['a single destination with a weight', rule(COOKIE) + route(split('100', '0'))],
  ['no hash', rule('loadBalancer: { simple: RANDOM }') + route(split())],
  ['answers that set a cookie', rule(COOKIE) + route(split('80', '20', ', headers: { response: { add: { Set-Cookie: a=b } } }'))],
  ['a match of cookies', rule(COOKIE) + route(`{ match: [{ headers: { cookie: { regex: '.*v=v1.*' } } }], route: [{ destination: { host: cart, subset: v1 } }] }, ${split()}`)],
  ['a match of the header', rule(hash('httpHeaderName: X-User')) + route(`{ match: [{ headers: { x-user: { prefix: a } } }], route: [{ destination: { host: cart, subset: v1 } }] }, ${split()}`)],
])('%s: nothing is said', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test('says it once a route', () => {
  expect(reported(RULE, rule(COOKIE) + route(`${split()}, ${split('50', '50')}`)).map((line) => line.split(': ')[0])).toEqual([
    'warning VirtualService shop/cart spec.http[0].route[0].weight',
    'warning VirtualService shop/cart spec.http[1].route[0].weight',
  ]);
});
