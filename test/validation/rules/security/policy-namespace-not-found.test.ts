import { reported } from '../../run';

const RULE = 'policy-namespace-not-found';

const namespace = (name: string, labels = ''): string => `
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: { ${labels} } }
---`;
const policy = (source: string): string => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: p, namespace: shop }
spec: { rules: [{ from: [{ source: { ${source} } }] }] }
`;
const WHOLE = { settings: { complete: true } };
const BOTH = namespace('shop') + namespace('edge-public');

test.each([
  ['a name', BOTH + policy('namespaces: [shop, shp]'), WHOLE, [
    'error AuthorizationPolicy shop/p spec.rules[0].from[0].source.namespaces[1]: AuthorizationPolicy shop/p names namespace "shp", and there is none.',
  ]],
  ['a beginning and an end', BOTH + policy('namespaces: ["shp*"], notNamespaces: ["*-private"]'), WHOLE, [
    'error AuthorizationPolicy shop/p spec.rules[0].from[0].source.namespaces[0]: AuthorizationPolicy shop/p names namespace "shp*", and there is none.',
    'error AuthorizationPolicy shop/p spec.rules[0].from[0].source.notNamespaces[0]: AuthorizationPolicy shop/p names namespace "*-private", and there is none.',
  ]],
])('%s', (_name, yaml, options, expected) => {
  expect(reported(RULE, yaml, options)).toEqual(expected);
});

test.each([
  ['a name that is there', BOTH + policy('namespaces: [edge-public, Shop]'), WHOLE],
  ['a beginning, an end and all', BOTH + policy('namespaces: ["edge*", "*public", "*"]'), WHOLE],
  ['a namespace of Kubernetes', BOTH + policy('namespaces: [kube-system]'), WHOLE],
  ['a declared workload', BOTH + policy('namespaces: [other]'), { settings: { complete: true, declared: { workloads: [{ namespace: 'other', labels: {} }] } } }],
  ['a part of a cluster', BOTH + policy('namespaces: [shp]'), {}],
])('nothing: %s', (_name, yaml, options) => {
  expect(reported(RULE, yaml, options)).toEqual([]);
});
