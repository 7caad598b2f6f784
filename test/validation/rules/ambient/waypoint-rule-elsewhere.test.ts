import { findingsOf, reported } from '../../run';

const RULE = 'waypoint-rule-elsewhere';

const namespace = (name: string, labels: string) => `
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: { ${labels} } }
---`;
const AMBIENT = 'istio.io/dataplane-mode: ambient';
const WAYPOINT = `${AMBIENT}, istio.io/use-waypoint: waypoint`;

const SERVICE = `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80 }] }
---`;

const HOST = 'reviews.shop.svc.cluster.local';
const route = (owner: string, more = '') => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: ${owner} }
spec: { hosts: [${HOST}], ${more} http: [{ timeout: 1s, route: [{ destination: { host: ${HOST} } }] }] }
---`;
const rule = (owner: string, policy = 'outlierDetection: { consecutive5xxErrors: 1 }') => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: ${owner} }
spec: { host: ${HOST}, trafficPolicy: { ${policy} } }
---`;

const SHOP = namespace('shop', WAYPOINT) + SERVICE;
const BLOG = namespace('blog', AMBIENT);

test.each([
  ['the namespace of the Service', SHOP + route('shop') + rule('shop')],
  ['the namespace of the waypoint', namespace('shop', `${WAYPOINT}, istio.io/use-waypoint-namespace: blog`) + SERVICE + BLOG + route('blog') + rule('blog')],
  ['a namespace with sidecars', SHOP + namespace('blog', 'istio-injection: enabled') + route('blog') + rule('blog')],
  ['a namespace of which nothing is known', SHOP + route('blog') + rule('blog')],
  ['a Service without a waypoint', namespace('shop', AMBIENT) + SERVICE + BLOG + route('blog') + rule('blog')],
  ['a Service that the input does not have', namespace('shop', WAYPOINT) + BLOG + route('blog') + rule('blog')],
  ['routes at a gateway', SHOP + BLOG + route('blog', 'gateways: [edge/public],')],
  ['settings of connections', SHOP + BLOG + rule('blog', 'connectionPool: { tcp: { maxConnections: 1 } }')],
  ['a rule for all', SHOP + namespace('istio-system', AMBIENT) + rule('istio-system')],
])('silent: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test.each([
  ['routes', SHOP + BLOG + route('blog'), 'VirtualService blog/reviews spec.hosts[0]: VirtualService'],
  ['settings', SHOP + BLOG + rule('blog'), 'DestinationRule blog/reviews spec.host: DestinationRule'],
])('reported: %s', (_name, yaml, start) => {
  expect(reported(RULE, yaml)).toEqual([`warning ${start} blog/reviews is for ${HOST}, whose waypoint shop/waypoint takes nothing of namespace blog.`]);
});

test('stands for what Kiali says', () => {
  const codes = (yaml: string) => findingsOf(yaml).filter((finding) => finding.rule === RULE).map(({ upstream }) => upstream.join());
  expect(codes(SHOP + BLOG + route('blog') + rule('blog')).sort()).toEqual(['KIA0212', 'KIA1114']);
});
