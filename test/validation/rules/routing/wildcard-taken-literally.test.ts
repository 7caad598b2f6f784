import { reported } from '../../run';

const RULE = 'wildcard-taken-literally';

const route = (match: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: search, namespace: shop }
spec: { hosts: [search], http: [{ match: [${match}], route: [{ destination: { host: search } }] }] }
`;
const at = 'warning VirtualService shop/search spec.http[0].match[0]';
const says = 'VirtualService shop/search compares the';
const itself = 'in which "*" stands for itself and for nothing else.';

test.each([
  ['a prefix', '{ uri: { prefix: "/api/*" } }', `${at}.uri.prefix: ${says} path with "/api/*", ${itself}`],
  ['an exact path', '{ uri: { exact: "/a/*/b" } }', `${at}.uri.exact: ${says} path with "/a/*/b", ${itself}`],
  ['an authority', '{ authority: { exact: "*.example.com" } }', `${at}.authority.exact: ${says} authority with "*.example.com", ${itself}`],
])('%s', (_name, match, expected) => {
  expect(reported(RULE, route(match))).toEqual([expected]);
});

test.each(['{ uri: { exact: "*" } }', '{ uri: { prefix: "*" } }', '{ uri: { regex: "/a/.*" } }', '{ uri: { prefix: /a } }', '{ headers: { accept: { exact: "*/*" } } }'])('%s is left alone', (match) => {
  expect(reported(RULE, route(match))).toEqual([]);
});

const httpRoute = (match: string) => `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: search, namespace: shop }
spec: { parentRefs: [{ name: edge }], rules: [{ matches: [${match}], backendRefs: [{ name: search, port: 80 }] }] }
`;

test('a path of an HTTPRoute', () => {
  expect(reported(RULE, httpRoute('{ path: { value: "/api/*" } }, { path: { type: RegularExpression, value: "/api/.*" } }, { path: { type: Exact, value: /api } }'))).toEqual([
    'warning HTTPRoute shop/search spec.rules[0].matches[0].path.value: HTTPRoute shop/search compares the path with "/api/*", in which "*" stands for itself and for nothing else.',
  ]);
});
