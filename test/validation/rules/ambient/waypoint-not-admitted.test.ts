import { reported } from '../../run';

const RULE = 'waypoint-not-admitted';

const MESH = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint } }
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews } }, spec: { containers: [{ name: a, image: a }] } } }
---`;

const policy = (name: string, spec: string, of = 'shop') => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ${name}, namespace: ${of} }
spec: { ${spec} }
---`;

const gateway = (annotations: string, gatewayClass = 'istio-waypoint') => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: shop, annotations: { ${annotations} } }
spec: { gatewayClassName: ${gatewayClass}, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }
---`;

const principals = (...names: readonly string[]) => `rules: [{ from: [{ source: { principals: [${names.map((name) => `cluster.local/ns/shop/sa/${name}`).join(', ')}] } }] }]`;
const TARGET = 'targetRefs: [{ group: "", kind: Service, name: reviews }]';
const SELECTOR = 'selector: { matchLabels: { app: reviews } }';
const ALLOW = policy('reviews', `${TARGET}, ${principals('productpage')}`);

test.each([
  ['it is let in', MESH + ALLOW + policy('ztunnel', `${SELECTOR}, ${principals('productpage', 'waypoint')}`)],
  ['another policy lets it in', MESH + ALLOW + policy('deny-all', '') + policy('ztunnel', `${SELECTOR}, ${principals('waypoint')}`)],
  ['no policy of ztunnel', MESH + ALLOW],
  ['a policy of ztunnel for others', MESH + ALLOW + policy('ztunnel', `selector: { matchLabels: { app: ratings } }, ${principals('productpage')}`)],
  ['the waypoint lets nobody in', MESH + policy('reviews', TARGET) + policy('deny-all', '')],
  ['nothing is attached to the waypoint', MESH + policy('deny-all', '')],
  ['the waypoint is of another class', MESH + gateway('', 'own-waypoint') + ALLOW + policy('deny-all', '')],
  ['it is let in by the account of its Gateway', MESH + gateway('gateway.istio.io/service-account: wp') + ALLOW + policy('ztunnel', `${SELECTOR}, ${principals('wp')}`)],
])('nothing to say: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test('callers are named where only the waypoint calls', () => {
  expect(reported(RULE, MESH + ALLOW + policy('ztunnel', `${SELECTOR}, ${principals('productpage')}`))).toEqual([
    'warning AuthorizationPolicy shop/ztunnel spec: AuthorizationPolicy shop/ztunnel does not let waypoint shop/waypoint in ("cluster.local/ns/shop/sa/waypoint"), through which callers of Service shop/reviews come.',
  ]);
});

test.each([
  ['a policy that allows nothing in the namespace', MESH + ALLOW + policy('deny-all', '')],
  ['one of the root namespace', MESH + ALLOW + policy('deny-all', '', 'istio-system')],
  ['one that ztunnel cannot read', MESH + ALLOW + policy('http', `${SELECTOR}, rules: [{ to: [{ operation: { methods: [GET] } }] }]`)],
  ['a waypoint that only denies', MESH + policy('reviews', `${TARGET}, action: DENY, ${principals('productpage')}`) + policy('deny-all', '')],
  ['another account', MESH + gateway('gateway.istio.io/service-account: wp') + ALLOW + policy('ztunnel', `${SELECTOR}, ${principals('waypoint')}`)],
])('turned away: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toHaveLength(1);
});
