import { reported } from '../../run';

const RULE = 'route-redirect-loop';

const HTTP = '{ name: http, port: 80, protocol: HTTP }';
const HTTPS = '{ name: https, port: 443, protocol: HTTPS, hostname: "*.example.com", tls: { certificateRefs: [{ name: c }] } }';
const gateway = (...listeners: string[]) => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec: { gatewayClassName: istio, listeners: [${listeners.join(', ')}] }
---`;
const shop = (rules: string, { parent = 'name: public, namespace: edge', hostnames = '[shop.example.com]', name = 'shop' } = {}) => `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: ${name}, namespace: shop }
spec: { parentRefs: [{ ${parent} }], hostnames: ${hostnames}, rules: [${rules}] }
---`;
const to = (redirect: string, match = 'path: { value: / }') => `{ matches: [{ ${match} }], filters: [{ type: RequestRedirect, requestRedirect: { ${redirect} } }] }, `;
const rule = (match = 'path: { value: / }') => `{ matches: [{ ${match} }], backendRefs: [{ name: web, port: 80 }] }, `;
const full = (path: string) => `path: { type: ReplaceFullPath, replaceFullPath: ${path} }`;
const replaced = (path: string) => `path: { type: ReplacePrefixMatch, replacePrefixMatch: ${path} }`;
const BOTH = gateway(HTTP, HTTPS);
const SECURE = 'name: public, namespace: edge, sectionName: https';

test.each([
  ['to HTTPS, of the listener for HTTP', BOTH + shop(to('scheme: https'), { parent: 'name: public, namespace: edge, sectionName: http' })],
  ['to HTTPS, of its port', BOTH + shop(to('scheme: https'), { parent: 'name: public, namespace: edge, port: 80' })],
  ['to HTTPS, where none is spoken', gateway(HTTP) + shop(to('scheme: https'))],
  ['to HTTPS, where it is passed on', gateway(HTTP, HTTPS.replace('tls: {', 'tls: { mode: Passthrough,')) + shop(to('scheme: https'))],
  ['to HTTPS, which is for other hosts', BOTH + shop(to('scheme: https'), { hostnames: '[shop.example.org]' })],
  ['to HTTPS, at a Gateway that is not known', shop(to('scheme: https'))],
  ['to HTTPS, by a header', BOTH + shop(to('scheme: https', 'headers: [{ name: x-forwarded-proto, value: http }]'))],
  ['to HTTPS, after the same match', BOTH + shop(rule() + to('scheme: https'))],
  ['to HTTPS, on an unusual port', gateway(HTTP, HTTPS.replace('443', '8443')) + shop(to('scheme: https'))],
  ['to another host', BOTH + shop(to('hostname: www.example.com'))],
  ['to a host below its wildcard', BOTH + shop(to('hostname: www.example.com'), { hostnames: '["*.example.com"]' })],
  ['to a host, for all hosts', gateway(HTTP) + shop(to('hostname: www.example.com'), { hostnames: '[]' })],
  ['to a prefix, of an exact path', BOTH + shop(to(replaced('/a'), 'path: { type: Exact, value: /a }'))],
  ['to another port', BOTH + shop(to('port: 8080'))],
  ['to a path that has a rule', BOTH + shop(to(full('/home')) + rule('path: { type: Exact, value: /home }'))],
  ['to a path below another prefix', BOTH + shop(to(replaced('/app')) + rule('path: { value: /app/ }'))],
  ['to a path with a rule for a header', BOTH + shop(to(full('/home')) + rule('path: { value: /home }, headers: [{ name: a, value: b }]'))],
  ['to a path with a rule of another route', BOTH + shop(to(full('/home'))) + shop(rule('path: { value: /home }'), { name: 'home' })],
  ['to a path that does not match', BOTH + shop(to(replaced('/b'), 'path: { value: /a }') + to(full('/'), 'path: { type: Exact, value: /c }'))],
  ['to a path that only begins like the prefix', BOTH + shop(to(replaced('/ab'), 'path: { value: /a }'))],
])('an end: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

const SELF = 'to the very place that they asked for';
const AGAIN = (path: string) => `to "${path}", which the same rule redirects again`;
const HTTP_LISTENER = 'listener http of Gateway edge/public';
const HTTPS_LISTENER = 'listener https of Gateway edge/public';

test.each([
  ['to HTTPS, of both listeners', BOTH + shop(to('scheme: https') + rule()), 'shop.example.com', HTTPS_LISTENER, SELF],
  ['to HTTPS, of a listener', BOTH + shop(to('scheme: https, port: 443'), { parent: SECURE }), 'shop.example.com', HTTPS_LISTENER, SELF],
  ['to HTTPS, for the hosts of the listener', BOTH + shop(to('scheme: https'), { hostnames: '[]' }), '*.example.com', HTTPS_LISTENER, SELF],
  ['to the same host', BOTH + shop(to('hostname: shop.example.com')), 'shop.example.com', HTTP_LISTENER, SELF],
  ['another code', BOTH + shop(to('statusCode: 302')), 'shop.example.com', HTTP_LISTENER, SELF],
  ['to a path, for all', BOTH + shop(to(full('/home')) + rule('path: { value: /api }')), 'shop.example.com', HTTP_LISTENER, AGAIN('/home')],
  ['to a longer prefix', BOTH + shop(to(replaced('/a/b/'), 'path: { value: /a }')), 'shop.example.com', HTTP_LISTENER, AGAIN('/a/b')],
  ['at a Gateway that is not known', shop(to(full('/home'))), 'shop.example.com', 'Gateway edge/public', AGAIN('/home')],
  ['of callers', shop(to(full('/home')), { parent: 'group: "", kind: Service, name: web', hostnames: '[]' }), 'web', 'Service shop/web', AGAIN('/home')],
])('no end: %s', (_name, yaml, host, place, rest) => {
  expect(reported(RULE, yaml)).toEqual([`error HTTPRoute shop/shop spec.rules[0].filters[0].requestRedirect: HTTPRoute shop/shop redirects requests for ${host} that come to ${place} ${rest}.`]);
});

test('another route has the same match at the listener', () => {
  expect(reported(RULE, BOTH + shop(to('scheme: https')) + shop(rule(), { name: 'app', parent: SECURE }))).toEqual([
    `warning HTTPRoute shop/shop spec.rules[0].filters[0].requestRedirect: HTTPRoute shop/shop redirects requests for shop.example.com that come to ${HTTPS_LISTENER} ${SELF}, unless HTTPRoute shop/app, which has the same match, is the older.`,
  ]);
});
