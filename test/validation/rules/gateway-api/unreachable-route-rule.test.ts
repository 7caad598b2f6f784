import { reported } from '../../run';

const RULE = 'unreachable-route-rule';

const route = (rules: string, { name = 'shop', parent = 'name: public, namespace: edge', hostnames = '[shop.example.com]', kind = 'HTTPRoute', namespace = 'shop' } = {}) => `
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: { parentRefs: [{ ${parent} }], hostnames: ${hostnames}, rules: [${rules}] }
---`;
const rule = (...matches: string[]) => `{ matches: [${matches.map((each) => `{ ${each} }`).join(', ')}], backendRefs: [{ name: web, port: 80 }] }, `;
const prefix = (value: string) => `path: { type: PathPrefix, value: "${value}" }`;
const regex = (value: string) => `path: { type: RegularExpression, value: "${value}" }`;
const exact = (value: string) => `path: { type: Exact, value: "${value}" }`;
const header = (name: string, value = 'a') => `headers: [{ name: ${name}, value: ${value} }]`;

test.each([
  ['a wider prefix before a narrower', rule(prefix('/')) + rule(prefix('/a'))],
  ['a prefix before an exact path', rule(prefix('/a')) + rule(exact('/a'))],
  ['an exact path and an expression', rule(exact('/a/b')) + rule(regex('/a/.*'))],
  ['a wider match before one with a header', rule(prefix('/a')) + rule(`${prefix('/a')}, ${header('x-a')}`)],
  ['another value of a header', rule(`${prefix('/a')}, ${header('x-a')}`) + rule(`${prefix('/a')}, ${header('x-a', 'b')}`)],
  ['another method', rule(`${prefix('/a')}, method: GET`) + rule(`${prefix('/a')}, method: POST`)],
  ['another letter case of a parameter', rule(`${prefix('/a')}, queryParams: [{ name: a, value: b }]`) + rule(`${prefix('/a')}, queryParams: [{ name: A, value: b }]`)],
  ['the same match in one rule', rule(prefix('/a'), prefix('/a'))],
  ['an expression beside a prefix', rule(prefix('/api')) + rule(regex('/api.*')) + rule(regex('/a/b.*'))],
  ['an expression below a prefix that asks for more', rule(`${prefix('/a')}, ${header('x-a')}`) + rule(regex('/a/.*'))],
  ['an expression with alternatives', rule(prefix('/a')) + rule(regex('/(a|b)/c'))],
  ['an expression without letter case', rule(prefix('/a')) + rule(regex('(?i)/a/b'))],
  ['two hostnames', route(rule(prefix('/')), { name: 'a' }) + route(rule(prefix('/')), { name: 'b', hostnames: '[blog.example.com]' })],
  ['two listeners', route(rule(prefix('/')), { name: 'a', parent: 'name: public, sectionName: http' }) + route(rule(prefix('/')), { name: 'b', parent: 'name: public, sectionName: https' })],
  ['two kinds', route('{}', { name: 'a' }) + route('{}', { name: 'b', kind: 'GRPCRoute' })],
  ['callers of two namespaces', ['a', 'b'].map((namespace) => route(rule(prefix('/')), { namespace, parent: 'group: "", kind: Service, name: web, namespace: shop' })).join('')],
  ['a Gateway of another implementation', `{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: public, namespace: edge}, spec: {gatewayClassName: nginx, listeners: [{name: http, port: 80, protocol: HTTP}]}}\n---${route(rule(regex('/a/.*')) + rule(prefix('/')))}`],
])('each is used: %s', (_name, yaml) => {
  expect(reported(RULE, yaml.includes('kind: HTTPRoute') ? yaml : route(yaml))).toEqual([]);
});

const at = 'warning HTTPRoute shop/shop spec.rules';
const never = 'HTTPRoute shop/shop never comes to';

test.each([
  ['the same match in two rules', rule(prefix('/a'), prefix('/b')) + rule(prefix('/b/')), `${at}[1].matches[0]: ${never} this match: spec.rules[0].matches[1] has the same.`],
  ['no matches in two rules', '{ filters: [{ type: RequestRedirect, requestRedirect: { scheme: https } }] }, { backendRefs: [{ name: web, port: 80 }] }', `${at}[1].matches[0]: ${never} this match: spec.rules[0].matches[0] has the same.`],
  ['headers in other letter case', rule(`${prefix('/a')}, ${header('x-a')}`) + rule(`${prefix('/a')}, ${header('X-A')}`), `${at}[1].matches[0]: ${never} this match: spec.rules[0].matches[0] has the same.`],
  ['an expression below a prefix, written before it', rule(regex('/api/v[0-9]+')) + rule(prefix('/api')), `${at}[0].matches[0]: ${never} the expression "/api/v[0-9]+": spec.rules[1].matches[0] takes all below the prefix "/api", and prefixes go before expressions.`],
  ['an expression below the root', rule(regex('(?i).*\\\\.css')) + rule(prefix('/')), `${at}[0].matches[0]: ${never} the expression "(?i).*\\.css": spec.rules[1].matches[0] takes all below the prefix "/", and prefixes go before expressions.`],
  ['an expression and a prefix with the same header', rule(`${prefix('/a/b')}, ${header('x-a')}`) + rule(`${regex('/a/b/.*')}, ${header('x-a')}`), `${at}[1].matches[0]: ${never} the expression "/a/b/.*": spec.rules[0].matches[0] takes all below the prefix "/a/b", and prefixes go before expressions.`],
  ['an expression with a header below a prefix', rule(prefix('/a')) + rule(`${regex('/a/.*')}, ${header('x-a')}`), `${at}[1].matches[0]: ${never} the expression "/a/.*": spec.rules[0].matches[0] takes all below the prefix "/a", and prefixes go before expressions.`],
])('never used: %s', (_name, rules, expected) => {
  expect(reported(RULE, route(rules))).toEqual([expected]);
});

test('routes count together', () => {
  const yaml = route(rule(prefix('/a')) + rule(regex('/b/[0-9]+')), { hostnames: '[shop.example.com, www.example.com]' }) + route(rule(prefix('/a'), prefix('/b')), { name: 'web', hostnames: '[www.example.com]' });
  expect(reported(RULE, yaml)).toEqual([
    `${at}[1].matches[0]: ${never} the expression "/b/[0-9]+": HTTPRoute shop/web (spec.rules[0].matches[1]) takes all below the prefix "/b", and prefixes go before expressions.`,
    'warning HTTPRoute shop/web spec.rules[0].matches[0]: HTTPRoute shop/web never comes to this match: HTTPRoute shop/shop (spec.rules[0].matches[0]) has the same, which is used if it is the older.',
  ]);
});

test('calls of gRPC', () => {
  const call = (method: string) => rule(`method: { service: shop.Reviews, method: ${method} }`);
  expect(reported(RULE, route(call('List') + call('Get') + call('List'), { kind: 'GRPCRoute' }))).toEqual([
    'warning GRPCRoute shop/shop spec.rules[2].matches[0]: GRPCRoute shop/shop never comes to this match: spec.rules[0].matches[0] has the same.',
  ]);
});
