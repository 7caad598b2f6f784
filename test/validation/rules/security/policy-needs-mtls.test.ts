import { reported } from '../../run';

const RULE = 'policy-needs-mtls';

const peer = (spec: string, namespace = 'shop', name = 'peer') => `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
---`;
const OFF = 'mtls: { mode: DISABLE }';
const SELECTOR = 'selector: { matchLabels: { app: reviews } },';
const policy = (rules: string, selector = SELECTOR, namespace = 'shop') => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: policy, namespace: ${namespace} }
spec: { ${selector} rules: [${rules}] }
---`;
const FROM_SHOP = 'from: [{ source: { namespaces: [shop] } }]';
const deployment = (name = 'reviews', labels = '', containers = '{ name: a, image: a }') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec: { template: { metadata: { labels: { app: ${name}, ${labels} } }, spec: { containers: [${containers}] } } }
---`;
const service = (name = 'reviews') => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80 }] }
---`;
const rule = (host: string, mode = 'DISABLE', more = '') => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: rule, namespace: shop }
spec: { host: "${host}", ${more} trafficPolicy: { tls: { mode: ${mode} } } }
---`;
const gateway = `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: gateway, namespace: shop }
spec: { selector: { app: reviews }, servers: [] }
---`;

const found = (path: string, what: string, by = 'PeerAuthentication shop/peer turns mTLS off there', severity = 'error') =>
  `${severity} AuthorizationPolicy shop/policy spec.rules[0].${path}: AuthorizationPolicy shop/policy looks at callers by ${what}, and ${by}.`;
const NAMESPACES = found('from[0].source.namespaces', '`namespaces`');
const BY_RULE = found('from[0].source.namespaces', '`namespaces`', 'DestinationRule shop/rule has them use plain text', 'warning');

test.each([
  ['the workload', policy(FROM_SHOP) + peer(SELECTOR + OFF) + deployment(), [NAMESPACES]],
  ['the namespace', policy(FROM_SHOP) + peer(OFF) + deployment(), [NAMESPACES]],
  ['the mesh', policy(FROM_SHOP) + peer(OFF, 'istio-system') + deployment(), [found('from[0].source.namespaces', '`namespaces`', 'PeerAuthentication istio-system/peer turns mTLS off there')]],
  ['a workload that is deployed elsewhere', policy(FROM_SHOP) + peer(SELECTOR + OFF), [NAMESPACES]],
  ['a namespace whose workloads are elsewhere', policy(FROM_SHOP, '') + peer(OFF), [NAMESPACES]],
  ['a namespace of which some workloads, elsewhere, may have it on', policy(FROM_SHOP, '') + peer(OFF) + peer(`${SELECTOR} mtls: { mode: STRICT }`, 'shop', 'on'), []],
  ['one of two workloads', policy(FROM_SHOP, '') + peer(SELECTOR + OFF) + deployment() + deployment('ratings'), []],
  ['all but one port', policy(FROM_SHOP) + peer(`${SELECTOR} ${OFF}, portLevelMtls: { "80": { mode: STRICT } }`) + deployment(), []],
  ['one port', policy(FROM_SHOP) + peer(`${SELECTOR} portLevelMtls: { "80": { mode: DISABLE } }`) + deployment(), []],
  ['mTLS is taken', policy(FROM_SHOP) + peer('mtls: { mode: PERMISSIVE }') + deployment(), []],
  ['nobody says anything', policy(FROM_SHOP) + deployment(), []],
  ['the caller does not matter', policy('to: [{ operation: { methods: [GET] } }]') + peer(OFF) + deployment(), []],
  ['callers told by address', policy('from: [{ source: { ipBlocks: [10.0.0.0/8] } }]') + peer(OFF) + deployment(), []],
  ['an ambient workload', policy(FROM_SHOP) + peer(OFF) + deployment('reviews', 'istio.io/dataplane-mode: ambient'), []],
  ['a workload without a sidecar', policy(FROM_SHOP) + peer(OFF) + deployment('reviews', 'sidecar.istio.io/inject: "false"'), []],
  ['a gateway', policy(FROM_SHOP) + peer(OFF) + deployment('reviews', '', '{ name: istio-proxy, image: auto }') + gateway, []],
  ['a gateway that is deployed elsewhere', policy(FROM_SHOP) + peer(OFF) + gateway, []],
  ['a policy for the mesh', policy(FROM_SHOP, '', 'istio-system') + peer(OFF, 'istio-system'), []],
])('mTLS is off: %s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['from: [{ source: { principals: ["*"] } }]', ['from[0].source.principals', '`principals`']],
  ['from: [{ source: { notPrincipals: [a/ns/b/sa/c] } }]', ['from[0].source.notPrincipals', '`notPrincipals`']],
  ['from: [{ source: { notNamespaces: [a] } }]', ['from[0].source.notNamespaces', '`notNamespaces`']],
  ['from: [{ source: { serviceAccounts: [a/b] } }]', ['from[0].source.serviceAccounts', '`serviceAccounts`']],
  ['when: [{ key: source.principal, values: [a/ns/b/sa/c] }]', ['when[0].key', 'a condition on them']],
  ['when: [{ key: source.namespace, notValues: [a] }]', ['when[0].key', 'a condition on them']],
] as const)('%s', (rules, [path, what]) => {
  expect(reported(RULE, policy(rules) + peer(OFF) + deployment())).toEqual([found(path, what)]);
});

test.each([
  ['of the only Service', rule('reviews') + service(), [BY_RULE]],
  ['of the namespace', rule('*.shop.svc.cluster.local') + service(), [BY_RULE]],
  ['of one of two Services', rule('reviews') + service() + service('reviews-v1'), []],
  ['of no Service that is known', rule('reviews'), []],
  ['in one namespace', rule('reviews', 'DISABLE', 'exportTo: ["."],') + service(), []],
  ['not of one subset', rule('reviews', 'DISABLE', 'subsets: [{ name: v1, labels: { version: v1 }, trafficPolicy: { tls: { mode: ISTIO_MUTUAL } } }],') + service(), []],
  ['of STRICT workloads, of which another rule tells', rule('reviews') + service() + peer('mtls: { mode: STRICT }'), []],
])('clients use plain text: %s', (_name, yaml, expected) => {
  expect(reported(RULE, policy(FROM_SHOP) + deployment() + yaml)).toEqual(expected);
});
