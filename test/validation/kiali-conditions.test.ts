import type { MeshSettings } from '../../src/model/settings';
import { findingsOf } from './run';

/** For each code of Kiali about security and destinations: objects that Kiali reports with it, and where our finding stands. */

const object = (apiVersion: string, kind: string, name: string, spec: string, namespace = 'shop', labels = '') => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace}, labels: { ${labels} } }
spec: ${spec}
---`;
const peer = (name: string, spec: string, namespace?: string) => object('security.istio.io/v1', 'PeerAuthentication', name, `{ ${spec} }`, namespace);
const policy = (spec: string) => object('security.istio.io/v1', 'AuthorizationPolicy', 'policy', `{ ${spec} }`);
const rule = (host: string, policy: string, namespace = 'shop', name = 'rule') => object('networking.istio.io/v1', 'DestinationRule', name, `{ host: "${host}", ${policy} }`, namespace);
const tls = (mode: string) => `trafficPolicy: { tls: { mode: ${mode} } }`;
const sidecar = (name: string, spec: string) => object('networking.istio.io/v1', 'Sidecar', name, `{ ${spec} }`);
const gateway = (name: string, hosts: string) =>
  object('networking.istio.io/v1', 'Gateway', name, `{ selector: { app: reviews }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [${hosts}] }] }`);
const NAMESPACE = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---`;
const DEPLOYMENT = object('apps/v1', 'Deployment', 'reviews', '{ template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { serviceAccountName: reviews, containers: [{ name: a, image: a }] } } }');
const SERVICE = object('v1', 'Service', 'reviews', '{ selector: { app: reviews }, ports: [{ name: http, port: 80 }] }');
const MESH = NAMESPACE + DEPLOYMENT + SERVICE;

const SELECTOR = 'selector: { matchLabels: { app: reviews } }';
const NOBODY = 'selector: { matchLabels: { app: nobody } }';
const STRICT = 'mtls: { mode: STRICT }';
const OFF = 'mtls: { mode: DISABLE }';
const ALLOW = 'rules: [{ to: [{ operation: { methods: [GET] } }] }]';
const from = (source: string): string => policy(`rules: [{ from: [{ source: { ${source} } }] }]`);
const to = (operation: string): string => policy(`rules: [{ to: [{ operation: { ${operation} } }] }]`);
const MANUAL = { autoMtls: false };
const COMPLETE = { complete: true };

test.each<[string, string, readonly string[], Partial<MeshSettings>?]>([
  ['KIA0002', peer('a', STRICT) + peer('b', STRICT), ['PeerAuthentication a', 'PeerAuthentication b']],
  ['KIA0002', peer('a', STRICT, 'istio-system') + peer('b', STRICT, 'istio-system'), ['PeerAuthentication a', 'PeerAuthentication b']],
  ['KIA0002', sidecar('a', 'egress: [{ hosts: ["./*"] }]') + sidecar('b', 'egress: [{ hosts: ["./*"] }]'), ['Sidecar a', 'Sidecar b']],
  ['KIA0003', peer('a', `${SELECTOR}, ${STRICT}`) + peer('b', `selector: { matchLabels: { version: v1 } }, ${STRICT}`), ['PeerAuthentication a', 'PeerAuthentication b']],
  ['KIA0003', sidecar('a', 'workloadSelector: { labels: { app: reviews } }') + sidecar('b', 'workloadSelector: { labels: { version: v1 } }'), ['Sidecar a', 'Sidecar b']],
  ['KIA0004', policy(`${NOBODY}, ${ALLOW}`), ['AuthorizationPolicy policy']],
  ['KIA0004', peer('a', `${NOBODY}, ${STRICT}`), ['PeerAuthentication a']],
  ['KIA0004', object('security.istio.io/v1', 'RequestAuthentication', 'a', `{ ${NOBODY}, jwtRules: [{ issuer: a, jwks: '{ "keys": [] }' }] }`), ['RequestAuthentication a']],
  ['KIA0004', sidecar('a', 'workloadSelector: { labels: { app: nobody } }'), ['Sidecar a']],
  ['KIA0005', rule('reviews', 'exportTo: [elsewhere]'), ['DestinationRule rule'], COMPLETE],
  ['KIA0101', from('namespaces: [elsewhere]'), ['AuthorizationPolicy policy'], COMPLETE],
  ['KIA0101', from('namespaces: ["else*"]'), ['AuthorizationPolicy policy'], COMPLETE],
  ['KIA0102', to('methods: [UPDATE]'), ['AuthorizationPolicy policy']],
  ['KIA0102', to('methods: [shop.Reviews/Get]'), ['AuthorizationPolicy policy']],
  ['KIA0104', to('hosts: [nobody]'), ['AuthorizationPolicy policy']],
  ['KIA0104', to('hosts: [nobody.shop]'), ['AuthorizationPolicy policy']],
  ['KIA0105', peer('a', `${SELECTOR}, ${OFF}`) + policy(`${SELECTOR}, rules: [{ from: [{ source: { principals: ["*"] } }] }]`), ['AuthorizationPolicy policy']],
  ['KIA0105', peer('a', OFF) + from('notNamespaces: [shop]'), ['AuthorizationPolicy policy']],
  ['KIA0105', peer('a', OFF, 'istio-system') + policy('rules: [{ when: [{ key: source.namespace, values: [shop] }] }]'), ['AuthorizationPolicy policy']],
  ['KIA0105', peer('a', 'mtls: { mode: PERMISSIVE }') + rule('reviews', tls('DISABLE')) + policy(`${SELECTOR}, rules: [{ from: [{ source: { namespaces: [shop] } }] }]`), ['AuthorizationPolicy policy']],
  ['KIA0106', from('principals: [cluster.local/ns/shop/sa/nobody]'), ['AuthorizationPolicy policy']],
  ['KIA0106', from('principals: [nobody]'), ['AuthorizationPolicy policy']],
  ['KIA0108', from('principals: [elsewhere.example/ns/shop/sa/reviews]'), ['AuthorizationPolicy policy'], { trustDomains: ['cluster.local'] }],
  ['KIA0201', rule('reviews', tls('ISTIO_MUTUAL')) + rule('reviews', tls('ISTIO_MUTUAL'), 'shop', 'other'), ['DestinationRule other', 'DestinationRule rule']],
  ['KIA0201', rule('reviews', 'subsets: [{ name: v1, labels: { version: v1 } }]') + rule('reviews', 'subsets: [{ name: v1, labels: { version: v1 } }]', 'shop', 'other'), ['DestinationRule other', 'DestinationRule rule']],
  ['KIA0202', rule('nobody', tls('ISTIO_MUTUAL')), ['DestinationRule rule']],
  ['KIA0203', rule('reviews', 'subsets: [{ name: v2, labels: { version: v2 } }]'), ['DestinationRule rule']],
  ['KIA0204', rule('*.local', tls('ISTIO_MUTUAL'), 'istio-system', 'mesh') + rule('reviews', 'trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 } } }'), ['DestinationRule rule'], MANUAL],
  ['KIA0204', peer('a', STRICT) + rule('*.shop.svc.cluster.local', tls('ISTIO_MUTUAL'), 'shop', 'all') + rule('reviews', 'trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 } } }'), ['DestinationRule rule'], MANUAL],
  ['KIA0205', peer('a', OFF, 'istio-system') + rule('*.local', tls('ISTIO_MUTUAL'), 'istio-system'), ['DestinationRule rule'], MANUAL],
  ['KIA0206', peer('a', OFF) + rule('*.shop.svc.cluster.local', tls('ISTIO_MUTUAL')), ['DestinationRule rule'], MANUAL],
  ['KIA0207', peer('a', STRICT) + rule('*.shop.svc.cluster.local', tls('DISABLE')), ['DestinationRule rule']],
  ['KIA0208', peer('a', STRICT, 'istio-system') + rule('*.local', tls('DISABLE'), 'istio-system'), ['DestinationRule rule']],
  ['KIA0208', peer('a', STRICT, 'istio-system') + rule('*.shop.svc.cluster.local', tls('DISABLE')), ['DestinationRule rule']],
  ['KIA0209', rule('reviews', 'subsets: [{ name: v1, labels: {} }]'), ['DestinationRule rule']],
  ['KIA0209', rule('reviews', 'subsets: [{ name: v1, labels: { version: v1 } }, { name: v2 }]'), ['DestinationRule rule']],
  ['KIA0301', gateway('a', 'a.example.com') + gateway('b', 'a.example.com'), ['Gateway a', 'Gateway b']],
  ['KIA0302', gateway('a', 'a.example.com').replace('app: reviews', 'app: nobody'), ['Gateway a'], COMPLETE],
  ['KIA0401', peer('a', STRICT, 'istio-system'), ['PeerAuthentication a'], MANUAL],
  ['KIA0501', peer('a', STRICT), ['PeerAuthentication a'], MANUAL],
  ['KIA0505', peer('a', OFF) + rule('*.shop.svc.cluster.local', tls('MUTUAL')), ['DestinationRule rule']],
  ['KIA0505', peer('a', OFF) + rule('*.local', tls('ISTIO_MUTUAL'), 'istio-system'), ['PeerAuthentication a']],
  ['KIA0506', peer('a', OFF, 'istio-system') + rule('*.local', tls('ISTIO_MUTUAL'), 'istio-system'), ['DestinationRule rule']],
])('%s', (code, yaml, expected, settings = {}) => {
  const found = findingsOf(MESH + yaml, { settings }).filter(({ upstream }) => upstream.includes(code));
  expect(found.map(({ object: { kind, name } }) => `${kind} ${name}`).sort()).toEqual(expected);
});
