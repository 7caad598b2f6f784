import { findingsOf, reported } from '../../run';
import type { RunOptions } from '../../run';

const RULE = 'policy-identity-not-found';

const policy = (rule: string, namespace = 'shop') => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: policy, namespace: ${namespace} }
spec: { rules: [${rule}] }
---`;
const from = (source: string, namespace?: string) => policy(`from: [{ source: { ${source} } }]`, namespace);
const principals = (...texts: readonly string[]) => from(`principals: ["${texts.join('", "')}"]`);
const deployment = (spec: string, namespace = 'shop') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: page, namespace: ${namespace} }
spec: { template: { metadata: { labels: { app: page } }, spec: { ${spec} containers: [{ name: a, image: a }] } } }
---`;
const PAGE = deployment('serviceAccountName: page,');
const object = (apiVersion: string, kind: string, name: string, spec = '{}', annotations = '') => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}, namespace: shop, annotations: { ${annotations} } }
spec: ${spec}
---`;

const nobody = (path: string, text: string, account: string, hint = '', namespace = 'shop') =>
  `warning AuthorizationPolicy shop/policy spec.rules[0].${path}: AuthorizationPolicy shop/policy names "${text}", and nothing in namespace ${namespace} runs as service account "${account}".${hint}`;
const CART = 'cluster.local/ns/shop/sa/cart';
const found = (text = CART, hint = '') => [nobody('from[0].source.principals[0]', text, 'cart', hint)];

test.each<[string, string, readonly string[], RunOptions?]>([
  ['an account that a workload runs as', principals('cluster.local/ns/shop/sa/page') + PAGE, []],
  ['an account that no workload runs as', principals(CART) + PAGE, found()],
  ['of any trust domain', principals('*/ns/shop/sa/cart') + PAGE, found('*/ns/shop/sa/cart')],
  ['one that is near', principals('cluster.local/ns/shop/sa/pgae') + PAGE, [nobody('from[0].source.principals[0]', 'cluster.local/ns/shop/sa/pgae', 'pgae', ' Is "page" meant?')]],
  ['one that a prefix is missing of', principals('cluster.local/ns/shop/sa/page') + deployment('serviceAccountName: shop-page,'), [nobody('from[0].source.principals[0]', 'cluster.local/ns/shop/sa/page', 'page', ' Is "shop-page" meant?')]],
  ['one that is excluded', from(`notPrincipals: ["${CART}"]`) + PAGE, []],
  ['the account of Pods that name none', principals('cluster.local/ns/shop/sa/default') + deployment(''), []],
  ['the account in the older field', principals('cluster.local/ns/shop/sa/page') + deployment('serviceAccount: page,'), []],
  ['a ServiceAccount of the input', principals(CART) + PAGE + object('v1', 'ServiceAccount', 'cart'), []],
  ['a virtual machine', principals(CART) + PAGE + object('networking.istio.io/v1', 'WorkloadEntry', 'vm', '{ address: 1.2.3.4, serviceAccount: cart }'), []],
  ['virtual machines', principals(CART) + PAGE + object('networking.istio.io/v1', 'WorkloadGroup', 'vm', '{ template: { serviceAccount: cart } }'), []],
  ['a waypoint', principals('cluster.local/ns/shop/sa/waypoint') + PAGE + object('gateway.networking.k8s.io/v1', 'Gateway', 'waypoint', '{ gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }'), []],
  ['a gateway', principals('cluster.local/ns/shop/sa/edge-istio') + PAGE + object('gateway.networking.k8s.io/v1', 'Gateway', 'edge', '{ gatewayClassName: istio, listeners: [{ name: http, port: 80, protocol: HTTP }] }'), []],
  ['a gateway with an account of its own', principals(CART) + PAGE + object('gateway.networking.k8s.io/v1', 'Gateway', 'edge', '{ gatewayClassName: istio, listeners: [{ name: http, port: 80, protocol: HTTP }] }', 'gateway.istio.io/service-account: cart'), []],
  ['a namespace that is elsewhere', principals('cluster.local/ns/bank/sa/cart') + PAGE, []],
  ['a namespace that is nowhere', principals('cluster.local/ns/bank/sa/cart') + PAGE, [nobody('from[0].source.principals[0]', 'cluster.local/ns/bank/sa/cart', 'cart', '', 'bank')], { settings: { complete: true } }],
  ['a namespace with workloads that are only declared', principals(CART) + PAGE, [], { settings: { declared: { workloads: [{ namespace: 'shop', labels: {} }] } } }],
  ['the namespace of Istio', principals('cluster.local/ns/istio-system/sa/gateway') + deployment('', 'istio-system'), []],
  ['an identity of another mesh', principals('partner.example/ns/shop/sa/cart') + PAGE, []],
  ['the trust domain of the mesh', principals('corp.example/ns/shop/sa/cart') + PAGE, found('corp.example/ns/shop/sa/cart'), { settings: { trustDomain: 'corp.example' } }],
  ['an open end', principals('cluster.local/ns/shop/*', '*/sa/cart', '*', 'cluster.local/ns/shop/sa/c*') + PAGE, []],
  ['serviceAccounts', from('serviceAccounts: [cart, page, shop/cart]') + PAGE, [nobody('from[0].source.serviceAccounts[0]', 'cart', 'cart'), nobody('from[0].source.serviceAccounts[2]', 'shop/cart', 'cart')]],
  ['conditions', policy(`when: [{ key: source.principal, values: ["${CART}"] }, { key: source.serviceAccount, values: [shop/cart] }, { key: source.namespace, values: [cart] }]`) + PAGE,
    [nobody('when[0].values[0]', CART, 'cart'), nobody('when[1].values[0]', 'shop/cart', 'cart')]],
])('%s', (_name, yaml, expected, options = {}) => {
  expect(reported(RULE, yaml, options)).toEqual(expected);
});

describe('trust domains', () => {
  const settings = { trustDomain: 'corp.example', trustDomains: ['corp.example', 'old.example'] };
  const named = (domain: string, options: RunOptions = { settings }) => reported(RULE, principals(`${domain}/ns/shop/sa/page`) + PAGE, options);

  test('those that the mesh config names are taken, and cluster.local', () => {
    expect(['corp.example', 'old.example', 'cluster.local', '*'].flatMap((domain) => named(domain))).toEqual([]);
  });

  test('another is not', () => {
    const yaml = principals('crop.example/ns/shop/sa/page') + PAGE;
    expect(named('crop.example')).toEqual([
      'warning AuthorizationPolicy shop/policy spec.rules[0].from[0].source.principals[0]: AuthorizationPolicy shop/policy names "crop.example/ns/shop/sa/page", and the mesh takes no identities of trust domain "crop.example", only of corp.example and old.example.',
    ]);
    expect(findingsOf(yaml, { settings }).filter(({ rule }) => rule === RULE).flatMap(({ upstream }) => upstream)).toEqual(['KIA0108']);
  });

  test('nothing is said where the mesh config is not known', () => {
    expect(named('crop.example', {})).toEqual([]);
  });
});
