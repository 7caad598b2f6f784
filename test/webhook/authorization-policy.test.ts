import { findingsOf } from '../validation/run';
import { document, said, type Said } from './run';

const on = (spec: string): readonly Said[] => said(document('AuthorizationPolicy', spec));
const error = (rule: string, path: string): Said => [rule, path, 'error'];
const warning = (rule: string, path: string): Said => [rule, path, 'warning'];
const PORT = 'to: [{ operation: { ports: ["8080"] } }]';

describe('the whole of it', () => {
  test.each<[string, string, readonly Said[]]>([
    ['nothing at all', '{}', []],
    ['a selector without labels', '{ selector: {} }', [warning('ineffective-field', 'spec.selector')]],
    ['another namespace', '{ targetRefs: [{ group: "", kind: Pod, name: a }] }', [error('invalid-target', 'spec.targetRefs[0]')]],
    ['a Gateway of Istio', '{ targetRefs: [{ group: networking.istio.io, kind: Gateway, name: a }] }', [error('invalid-target', 'spec.targetRefs[0]')]],
    ['a Gateway of Kubernetes', '{ targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: a }] }', []],
    ['CUSTOM without a provider', '{ action: CUSTOM, rules: [{}] }', [error('missing-setting', 'spec.provider.name')]],
    ['a provider for ALLOW', '{ provider: { name: a } }', [error('contradicting-fields', 'spec.provider')]],
    ['what CUSTOM cannot ask', `{ action: CUSTOM, provider: { name: a }, rules: [{ from: [{ source: { namespaces: [a], notPrincipals: [b] } }] }] }`, [error('contradicting-fields', 'spec.rules[0].from[0].source.namespaces'), error('contradicting-fields', 'spec.rules[0].from[0].source.notPrincipals')]],
    ['a condition that CUSTOM cannot ask', `{ action: CUSTOM, provider: { name: a }, rules: [{ when: [{ key: request.auth.principal, values: [a] }] }] }`, [error('contradicting-fields', 'spec.rules[0].when[0].key')]],
  ])('%s', (_name, spec, expected) => {
    expect(on(spec)).toEqual(expected);
  });

  test.each<[string, string, string, readonly Said[]]>([
    ['tried out', 'ALLOW', 'true', []],
    ['not a boolean', 'ALLOW', 'yes', [error('reserved-annotation', 'metadata.annotations["istio.io/dry-run"]')]],
    ['an action that cannot be tried out', 'AUDIT', 'true', [error('reserved-annotation', 'metadata.annotations["istio.io/dry-run"]')]],
  ])('dry run: %s', (_name, action, value, expected) => {
    expect(said(document('AuthorizationPolicy', `{ action: ${action}, rules: [{}] }`, `{ name: a, namespace: shop, annotations: { istio.io/dry-run: "${value}" } }`))).toEqual(expected);
  });

  test.each(['internal.istio.io/webhook-always-reject', 'internal.istio.io/parents', 'internal.istio.io/parent-namespace'])('the annotation %s', (name) => {
    expect(said(document('AuthorizationPolicy', '{ action: DENY }', `{ name: a, namespace: shop, annotations: { ${name}: "" } }`))).toEqual([error('reserved-annotation', `metadata.annotations["${name}"]`)]);
  });
});

describe('rules', () => {
  const rule = (text: string, action = 'ALLOW'): readonly Said[] =>
    on(`{ action: ${action}, rules: [{ ${text} }] }`).map(([code, path, severity]) => [code, path.replace(/^spec\.rules\[0\]\.?/, ''), severity]);

  test.each<[string, string, readonly Said[]]>([
    ['a network', 'from: [{ source: { notIpBlocks: ["", 10.0.0.0/33] } }]', [error('invalid-value', 'from[0].source.notIpBlocks[0]'), error('invalid-address', 'from[0].source.notIpBlocks[1]')]],
    ['an empty principal', 'from: [{ source: { notPrincipals: [""] } }]', [error('invalid-value', 'from[0].source.notPrincipals[0]')]],
    ['service accounts', 'from: [{ source: { notServiceAccounts: ["", "a*", a/b/c, /a, a, b/c] } }]', [0, 1, 2, 3].map((index) => error('invalid-value', `from[0].source.notServiceAccounts[${index}]`))],
    ['trust domains', 'from: [{ source: { notTrustDomains: ["", "*a*", "a*b", a/b, "*a", "a*"] } }]', [0, 1, 2, 3].map((index) => error('invalid-value', `from[0].source.notTrustDomains[${index}]`))],
    ['ports', 'to: [{ operation: { notPorts: ["", http, "65536", "0", "080"] } }]', [0, 1, 2].map((index) => error('invalid-port', `to[0].operation.notPorts[${index}]`))],
    ['an empty host', 'to: [{ operation: { notHosts: [""] } }]', [error('invalid-value', 'to[0].operation.notHosts[0]')]],
    ['paths', 'to: [{ operation: { notPaths: ["", "/{a}", "/{**}/{*}", "/{*}/*", "/{*}//a", "/a/{*}/{**}", "/*"] } }]', [0, 1, 2, 3, 4].map((index) => error('invalid-value', `to[0].operation.notPaths[${index}]`))],
    ['a condition on nothing', 'when: [{ key: "", values: [a] }]', [error('missing-setting', 'when[0].key')]],
    ['an unknown attribute', 'when: [{ key: request.path, notValues: [a] }]', [error('invalid-value', 'when[0].key')]],
    ['an attribute that is gone', 'when: [{ key: destination.namespace, notValues: [a] }]', [error('invalid-value', 'when[0].key')]],
    ['no name of a header', 'when: [{ key: "request.headers[]", notValues: [a] }]', [error('invalid-value', 'when[0].key')]],
    ['an empty value', 'when: [{ key: "request.headers[a]", notValues: [""] }]', [error('invalid-value', 'when[0].notValues[0]')]],
    ['an address to compare with', 'when: [{ key: remote.ip, notValues: [a] }]', [error('invalid-address', 'when[0].notValues[0]')]],
    ['a port to compare with', 'when: [{ key: destination.port, notValues: [http] }]', [error('invalid-port', 'when[0].notValues[0]')]],
  ])('%s', (_name, text, expected) => {
    expect(rule(text)).toEqual(expected);
  });

  test.each<[string, string, readonly Said[]]>([
    ['a path without a port', 'to: [{ operation: { paths: [/a] } }]', [warning('ineffective-field', '')]],
    ['a path and a port', 'to: [{ operation: { paths: [/a], ports: ["8080"] } }]', []],
    ['callers by their tokens', 'from: [{ source: { requestPrincipals: ["*"] } }]', [warning('ineffective-field', '')]],
    ['callers by their namespaces', 'from: [{ source: { notNamespaces: [a] } }]', []],
    ['callers by their tokens, at a port', `from: [{ source: { requestPrincipals: ["*"] } }], ${PORT}`, []],
  ])('DENY by %s', (_name, text, expected) => {
    expect(rule(text, 'DENY')).toEqual(expected);
  });
});

describe('what is rejected because it never matches, the rule policy-never-matches tells of alone', () => {
  test.each([
    ['DENY without rules', '{ action: DENY }'],
    ['CUSTOM without rules', '{ action: CUSTOM, provider: { name: a } }'],
    ['from without a source', '{ rules: [{ from: [{}] }] }'],
    ['a source that names nobody', '{ rules: [{ from: [{ source: {} }] }] }'],
    ['to without an operation', '{ rules: [{ to: [{}] }] }'],
    ['an operation that names nothing', '{ rules: [{ to: [{ operation: {} }] }] }'],
    ['a condition that compares nothing', '{ rules: [{ when: [{ key: source.ip }] }] }'],
  ])('%s', (_name, spec) => {
    expect(findingsOf(document('AuthorizationPolicy', spec)).map(({ rule, upstream }) => [rule, upstream.includes('IST0106')])).toEqual([['policy-never-matches', true]]);
  });
});
