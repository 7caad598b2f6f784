import { reported } from '../../run';

const RULE = 'regex-for-whole-value';

const route = (match: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: search, namespace: shop }
spec: { hosts: [search], http: [{ match: [${match}], route: [{ destination: { host: search } }] }] }
`;
const at = 'VirtualService shop/search spec.http[0].match[0]';
const says = 'VirtualService shop/search compares the whole of';
const OPEN = 'which begins with an anchor and leaves its end open: what goes on there does not match';
const LIST = 'which has no room for anything else in it';

test.each([
  ['an anchor for a path', '{ uri: { regex: "^/api/" } }', `warning ${at}.uri.regex: ${says} the path with "^/api/", ${OPEN}.`],
  ['an anchor, and something open before the end', '{ uri: { regex: "^/api/.*/users" } }', `warning ${at}.uri.regex: ${says} the path with "^/api/.*/users", ${OPEN}.`],
  ['an anchor and flags', '{ uri: { regex: "(?i)^/api" } }', `warning ${at}.uri.regex: ${says} the path with "(?i)^/api", ${OPEN}.`],
  ['an anchor for a header', '{ headers: { authorization: { regex: "^Bearer " } } }', `warning ${at}.headers.authorization.regex: ${says} the header "authorization" with "^Bearer ", ${OPEN}.`],
  ['a part of a browser', '{ headers: { User-Agent: { regex: "(Chrome|Firefox)" } } }', `warning ${at}.headers.User-Agent.regex: ${says} the header "User-Agent" with "(Chrome|Firefox)", ${LIST}.`],
  ['a cookie', '{ headers: { cookie: { regex: "user=jason" } } }', `warning ${at}.headers.cookie.regex: ${says} the header "cookie" with "user=jason", ${LIST}.`],
  ['a plain text', '{ uri: { regex: /api/v1 } }', `info ${at}.uri.regex: ${says} the path with "/api/v1", which is a plain text: only this one path matches, and nothing below it.`],
])('%s', (_name, match, expected) => {
  expect(reported(RULE, route(match))).toEqual([expected]);
});

test.each([
  '{ uri: { regex: "^/api/.*" } }',
  '{ uri: { regex: "^/api$" } }',
  '{ uri: { regex: "^/(api|web)" } }',
  '{ uri: { regex: "^/a{2}" } }',
  '{ uri: { regex: "/api/[0-9]+" } }',
  "{ uri: { regex: '/a\\.css' } }",
  '{ uri: { prefix: ^/api } }',
  '{ uri: { regex: "api" } }',
  '{ headers: { cookie: { regex: "^(.*?;)?(user=jason)(;.*)?$" } } }',
  '{ headers: { cookie: { regex: "^user=jason$" } } }',
  '{ headers: { user-agent: { regex: ".*Chrome.*" } } }',
  '{ headers: { user-agent: { regex: "(?i:chrome)" } } }',
  '{ headers: { x-version: { regex: "v2" } } }',
])('%s is left alone', (match) => {
  expect(reported(RULE, route(match))).toEqual([]);
});

const httpRoute = (match: string) => `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: search, namespace: shop }
spec: { parentRefs: [{ name: edge }], rules: [{ matches: [${match}], backendRefs: [{ name: search, port: 80 }] }] }
`;

test.each([
  ['an anchor for a path', 'path: { type: RegularExpression, value: "^/api/" }', `warning HTTPRoute shop/search spec.rules[0].matches[0].path.value: HTTPRoute shop/search compares the whole of the path with "^/api/", ${OPEN}.`],
  ['a plain text', 'path: { type: RegularExpression, value: /api }', 'info HTTPRoute shop/search spec.rules[0].matches[0].path.value: HTTPRoute shop/search compares the whole of the path with "/api", which is a plain text: only this one path matches, and nothing below it.'],
  ['a part of a browser', 'headers: [{ name: USER-AGENT, type: RegularExpression, value: Chrome }]', `warning HTTPRoute shop/search spec.rules[0].matches[0].headers[0].value: HTTPRoute shop/search compares the whole of the header "USER-AGENT" with "Chrome", ${LIST}.`],
])('a route of the Gateway API: %s', (_name, match, expected) => {
  expect(reported(RULE, httpRoute(`{ ${match} }`))).toEqual([expected]);
});

test.each(['path: { value: /api }', 'path: { type: Exact, value: /api }', 'path: { type: RegularExpression, value: "/api/v[12]/.*" }', 'headers: [{ name: user-agent, value: Chrome }]'])('a route of the Gateway API may have %s', (match) => {
  expect(reported(RULE, httpRoute(`{ ${match} }`))).toEqual([]);
});
