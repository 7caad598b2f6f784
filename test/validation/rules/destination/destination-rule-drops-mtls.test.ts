import { reported } from '../../run';

const RULE = 'destination-rule-drops-mtls';
const settings = { autoMtls: false };

const rule = (host: string, policy: string, namespace = 'shop', name = 'rule', more = '') => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: ${name}, namespace: ${namespace} }
spec: { host: "${host}", ${more} trafficPolicy: { ${policy} } }
---`;
const MUTUAL = 'tls: { mode: ISTIO_MUTUAL }';
const POOL = 'connectionPool: { tcp: { maxConnections: 1 } }';
const OWN = rule('reviews', POOL);
const MESH = rule('*.local', MUTUAL, 'istio-system', 'mesh');
const NAMESPACE = rule('*.shop.svc.cluster.local', MUTUAL, 'shop', 'all');
const SERVICE = `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80 }] }
---`;
const deployment = (labels = 'app: reviews') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec: { template: { metadata: { labels: { ${labels} } }, spec: { containers: [{ name: a, image: a }] } } }
---`;
const peer = (mode: string) => `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: peer, namespace: shop }
spec: { mtls: { mode: ${mode} } }
---`;

const found = (by: string, wide: string, host = 'reviews.shop.svc.cluster.local') =>
  `warning DestinationRule shop/rule spec.trafficPolicy.tls: DestinationRule shop/rule is for ${host} and says nothing of TLS, so its clients use plain text, although DestinationRule ${by} has those of ${wide} use mTLS.`;
const OF_MESH = found('istio-system/mesh', '*.local');

test.each([
  ['a rule for the mesh', OWN + MESH, [OF_MESH]],
  ['a rule for the namespace', OWN + NAMESPACE, [found('shop/all', '*.shop.svc.cluster.local')]],
  ['the most specific of both', OWN + NAMESPACE + MESH, [found('shop/all', '*.shop.svc.cluster.local')]],
  ['a rule of the Service, for one of its clients', rule('reviews.shop.svc.cluster.local', MUTUAL, 'shop', 'reviews') + rule('reviews.shop.svc.cluster.local', POOL, 'bank'),
    [found('shop/reviews', 'reviews.shop.svc.cluster.local').replaceAll('shop/rule', 'bank/rule')]],
  ['a rule for a namespace in the mesh', rule('*.shop.svc.cluster.local', POOL) + MESH, [found('istio-system/mesh', '*.local', '*.shop.svc.cluster.local')]],
  ['workloads with a sidecar', OWN + MESH + SERVICE + deployment(), [OF_MESH]],
  ['workloads that take both', OWN + MESH + SERVICE + deployment() + peer('PERMISSIVE'), [OF_MESH]],
  ['workloads without a sidecar', OWN + MESH + SERVICE + deployment('app: reviews, sidecar.istio.io/inject: "false"'), []],
  ['workloads that have it off', OWN + MESH + SERVICE + deployment() + peer('DISABLE'), []],
  ['STRICT workloads, of which another rule tells', OWN + MESH + SERVICE + deployment() + peer('STRICT'), []],
  ['plain text on purpose', rule('reviews', 'tls: { mode: DISABLE }') + MESH, []],
  ['a port with mTLS', rule('reviews', 'portLevelSettings: [{ port: { number: 80 }, tls: { mode: ISTIO_MUTUAL } }]') + MESH, []],
  ['no wider rule with mTLS', OWN + rule('*.local', POOL, 'istio-system', 'mesh'), []],
  ['a wider rule of a namespace that is not looked at', OWN + rule('*.local', MUTUAL, 'bank', 'mesh'), []],
  ['a wider rule that is not seen', OWN + rule('*.local', MUTUAL, 'istio-system', 'mesh', 'exportTo: ["."],'), []],
  ['a host outside', rule('a.example.com', POOL) + rule('*.example.com', MUTUAL, 'istio-system', 'mesh'), []],
  ['two rules that are merged', OWN + rule('reviews', MUTUAL, 'shop', 'mtls'), []],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml, { settings })).toEqual(expected);
});

test('with auto mTLS nothing is dropped', () => {
  expect(reported(RULE, OWN + MESH)).toEqual([]);
});
