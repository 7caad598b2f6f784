import { reported } from '../../run';
import type { RunOptions } from '../../run';

const RULE = 'policy-host-not-found';

const policy = (hosts: string, namespace = 'shop', field = 'hosts') => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: policy, namespace: ${namespace} }
spec: { rules: [{ to: [{ operation: { ${field}: [${hosts}] } }] }] }
---`;
const service = (name: string, namespace = 'shop') => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ports: [{ name: http, port: 80 }] }
---`;
const REVIEWS = service('reviews');
const virtualService = (host: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: routes, namespace: shop }
spec: { hosts: ["${host}"], http: [{ directResponse: { status: 200 } }] }
---`;
const route = `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: routes, namespace: shop }
spec: { hostnames: [cart] }
---`;
const entry = (host: string) => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: entry, namespace: shop }
spec: { hosts: ["${host}"], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: DNS }
---`;

const missing = (text: string, name = 'cart', namespace = 'shop', position = 0, hint = '') =>
  `warning AuthorizationPolicy shop/policy spec.rules[0].to[0].operation.hosts[${position}]: AuthorizationPolicy shop/policy is for requests to "${text}", but namespace ${namespace} has no Service "${name}" and no ServiceEntry has that host${hint}.`;

test.each<[string, string, readonly string[], RunOptions?]>([
  ['a Service', policy('reviews, Reviews, "reviews:80", "reviews:*", reviews.shop, reviews.shop.svc, reviews.shop.svc.cluster.local') + REVIEWS, []],
  ['no Service', policy('cart') + REVIEWS, [missing('cart')]],
  ['one that is near', policy('review') + REVIEWS, [missing('review', 'review', 'shop', 0, '; "reviews" is near')]],
  ['with a port', policy('"cart:8080", "cart:*"') + REVIEWS, [missing('cart:8080'), missing('cart:*', 'cart', 'shop', 1)]],
  ['with a namespace', policy('cart.shop, cart.shop.svc, cart.shop.svc.cluster.local') + REVIEWS, [missing('cart.shop'), missing('cart.shop.svc', 'cart', 'shop', 1), missing('cart.shop.svc.cluster.local', 'cart', 'shop', 2)]],
  ['in another namespace', policy('cart.bank') + REVIEWS + service('accounts', 'bank'), [missing('cart.bank', 'cart', 'bank')]],
  ['in a namespace that is elsewhere', policy('cart.bank, cart.bank.svc.cluster.local') + REVIEWS, []],
  ['in a namespace of which the input holds nothing', policy('cart'), []],
  ['in a namespace of which the input holds nothing, as the whole cluster', policy('cart'), [missing('cart')], { settings: { complete: true } }],
  ['a host outside', policy('example.com, api.example.com, 10.0.0.1') + REVIEWS, [], { settings: { complete: true } }],
  ['a wildcard', policy('"*", "cart*", "*cart", "*.shop"') + REVIEWS, []],
  ['this machine', policy('localhost, "localhost:8080"') + REVIEWS, []],
  ['what is excluded', policy('cart', 'shop', 'notHosts') + REVIEWS, []],
  ['a Pod of a headless Service', policy('db-0.cart.shop.svc.cluster.local') + REVIEWS, []],
  ['a VirtualService', policy('cart') + REVIEWS + virtualService('cart'), []],
  ['a VirtualService for many hosts', policy('cart.shop') + REVIEWS + virtualService('*.shop'), []],
  ['a VirtualService for all hosts', policy('cart') + REVIEWS + virtualService('*'), [missing('cart')]],
  ['a route of the Gateway API', policy('cart') + REVIEWS + route, []],
  ['a ServiceEntry', policy('cart') + REVIEWS + entry('cart.shop.svc.cluster.local'), []],
  ['a declared host', policy('cart') + REVIEWS, [], { settings: { declared: { hosts: ['cart.shop.svc.cluster.local'] } } }],
  ['in any namespace', policy('cart', 'istio-system') + REVIEWS + service('istiod', 'istio-system'), [], { settings: { complete: true } }],
])('%s', (_name, yaml, expected, options = {}) => {
  expect(reported(RULE, yaml, options)).toEqual(expected);
});
