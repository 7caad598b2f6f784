import { reported } from '../../run';

const RULE = 'match-never-holds';

const route = (match: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: search, namespace: shop }
spec: { hosts: [search], http: [{ match: [${match}], route: [{ destination: { host: search } }] }] }
`;
const at = 'warning VirtualService shop/search spec.http[0].match[0]';
const says = 'VirtualService shop/search matches no request where it asks that';
const QUERY = 'a path is compared without its query';
const SLASH = 'every path begins with "/"';

test.each([
  ['a query, exact', '{ uri: { exact: "/a?b=c" } }', `.uri: ${says} the path is "/a?b=c": ${QUERY}.`],
  ['a query, prefix', '{ uri: { prefix: "/a?" } }', `.uri: ${says} the path begins with "/a?": ${QUERY}.`],
  ['a query, regex', "{ uri: { regex: '/a\\?b=.*' } }", `.uri: ${says} the path matches "/a\\?b=.*": ${QUERY}.`],
  ['a query in a group', "{ uri: { regex: '/a(\\?b=.*)' } }", `.uri: ${says} the path matches "/a(\\?b=.*)": ${QUERY}.`],
  ['a fragment', '{ uri: { exact: "/a#b" } }', `.uri: ${says} the path is "/a#b": a path comes without its fragment.`],
  ['no slash, exact', '{ uri: { exact: api } }', `.uri: ${says} the path is "api": ${SLASH}.`],
  ['no slash, regex', '{ uri: { regex: "^api/.*" } }', `.uri: ${says} the path matches "^api/.*": ${SLASH}.`],
  ['only an ending', "{ uri: { regex: '\\.(css|js)$' } }", `.uri: ${says} the path matches "\\.(css|js)$": ${SLASH}.`],
  ['a wildcard', '{ uri: { prefix: "*" } }', `.uri: ${says} the path begins with "*": ${SLASH}.`],
  ['a URL', '{ uri: { prefix: "https://a/b" } }', `.uri: ${says} the path begins with "https://a/b": ${SLASH}.`],
  ['a method in small letters', '{ method: { exact: get } }', `.method: ${says} the method is "get": methods are written in capitals and case counts: GET.`],
  ['an authority with a path', '{ authority: { exact: "a.example.com/x" } }', `.authority: ${says} the authority is "a.example.com/x": the authority is a host, with a port or without one, and has no "/" in it.`],
  ['an authority with a scheme', '{ authority: { regex: "https://a.*" } }', `.authority: ${says} the authority matches "https://a.*": the authority is a host, with a port or without one, and has no "/" in it.`],
  ['blanks around a value', '{ headers: { x-user: { exact: " ann" } } }', `.headers.x-user: ${says} the header "x-user" is " ann": a value of a header does not begin or end with a blank.`],
  ['a value in the name of a parameter', '{ queryParams: { "kind=book": {} } }', `.queryParams["kind=book"]: ${says} the query parameter "kind=book" is there: it is looked for by its name alone, which has no "?", "&", "=" or "#" in it.`],
])('%s', (_name, match, expected) => {
  expect(reported(RULE, route(match))).toEqual([`${at}${expected}`]);
});

test.each([
  '{ uri: { exact: /a } }',
  '{ uri: { prefix: "" } }',
  '{ uri: { exact: "*" } }',
  '{ uri: { regex: ".*" } }',
  "{ uri: { regex: '/a(\\?.*)?' } }",
  "{ uri: { regex: '/a\\?*' } }",
  '{ uri: { regex: "/a?" } }',
  '{ uri: { regex: "/[?]" } }',
  '{ uri: { regex: "^(/a|/b).*" } }',
  '{ uri: { regex: "(api|/web).*" } }',
  '{ uri: { regex: "a*/b" } }',
  '{ uri: { regex: "(" } }',
  '{ method: { exact: PURGE } }',
  '{ method: { exact: purge } }',
  '{ method: { regex: "get|post" } }',
  '{ authority: { exact: "a.example.com:80" } }',
  '{ authority: { prefix: a } }',
  '{ headers: { x-user: { exact: "a b" }, "@request.auth.claims.a": { exact: " b" } }, withoutHeaders: { x-a: { exact: " b" } } }',
  '{ queryParams: { kind: { exact: "a=b" } } }',
  '{ sourceLabels: { app: a } }',
])('%s may hold', (match) => {
  expect(reported(RULE, route(match))).toEqual([]);
});

const httpRoute = (match: string, kind = 'HTTPRoute') => `
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: { name: search, namespace: shop }
spec: { parentRefs: [{ name: edge }], rules: [{ matches: [${match}], backendRefs: [{ name: search, port: 80 }] }] }
`;

test.each([
  ['a query in an expression', "{ path: { type: RegularExpression, value: '/a\\?b=.*' } }", 'HTTPRoute', `path: HTTPRoute shop/search matches no request where it asks that the path matches "/a\\?b=.*": ${QUERY}.`],
  ['only an ending', "{ path: { type: RegularExpression, value: '\\.css$' } }", 'HTTPRoute', `path: HTTPRoute shop/search matches no request where it asks that the path matches "\\.css$": ${SLASH}.`],
  ['blanks around a value', '{ headers: [{ name: a, value: b }, { name: x-user, value: " ann" }] }', 'GRPCRoute', 'headers[1]: GRPCRoute shop/search matches no request where it asks that the header "x-user" is " ann": a value of a header does not begin or end with a blank.'],
])('a route of the Gateway API: %s', (_name, match, kind, expected) => {
  expect(reported(RULE, httpRoute(match, kind))).toEqual([`warning ${kind} shop/search spec.rules[0].matches[0].${expected}`]);
});

test.each([
  ['HTTPRoute', '{}'],
  ['HTTPRoute', '{ path: { type: RegularExpression, value: "/a" }, method: GET, queryParams: [{ name: kind, value: book }] }'],
  ['HTTPRoute', '{ headers: [{ name: X-User, type: RegularExpression, value: " ann" }] }'],
  ['GRPCRoute', '{ method: { service: shop.Reviews, method: List } }'],
  ['GRPCRoute', '{ method: { type: RegularExpression, service: "shop[.].*" } }'],
])('a match of a %s that may hold: %s', (kind, match) => {
  expect(reported(RULE, httpRoute(match, kind))).toEqual([]);
});
