import { findingsOf, reported } from '../../run';

const RULE = 'strict-without-client-mtls';
const settings = { autoMtls: false };

const peer = (spec: string, namespace = 'shop') => `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: peer, namespace: ${namespace} }
spec: { ${spec} }
---`;
const STRICT = 'mtls: { mode: STRICT }';
const rule = (host: string, mode = 'ISTIO_MUTUAL', namespace = 'shop') => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: rule, namespace: ${namespace} }
spec: { host: "${host}", trafficPolicy: { tls: { mode: ${mode} } } }
---`;
const service = (name: string, namespace = 'shop', selector = 'selector: { app: a },') => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${selector} ports: [{ name: http, port: 80 }] }
---`;
const namespace = (name: string, labels: string) => `
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: { ${labels} } }
---`;

const found = (scope: string, hosts: string, owner = 'shop', severity = 'warning') =>
  `${severity} PeerAuthentication ${owner}/peer spec.mtls.mode: PeerAuthentication ${owner}/peer asks for STRICT mTLS in ${scope}, auto mTLS is off, and no DestinationRule has clients of ${hosts} use it.`;
const REVIEWS = 'reviews.shop.svc.cluster.local';

test.each([
  ['a namespace', peer(STRICT) + service('reviews'), [found('namespace shop', REVIEWS)]],
  ['a namespace whose Services are elsewhere', peer(STRICT), [found('namespace shop', 'its Services')]],
  ['a namespace with a rule for all its Services', peer(STRICT) + service('reviews') + rule('*.shop.svc.cluster.local'), []],
  ['a namespace in a mesh with a rule for all', peer(STRICT) + service('reviews') + rule('*.local', 'ISTIO_MUTUAL', 'istio-system'), []],
  ['a namespace with a rule for another one', peer(STRICT) + service('reviews') + rule('*.bank.svc.cluster.local'), [found('namespace shop', REVIEWS)]],
  ['a namespace with a rule for one of two Services', peer(STRICT) + service('reviews') + service('ratings') + rule('ratings'), [found('namespace shop', REVIEWS)]],
  ['a namespace with a rule for its only Service', peer(STRICT) + service('reviews') + rule('reviews'), []],
  ['a rule that breaks it, of which another rule tells', peer(STRICT) + service('reviews') + rule('*.shop.svc.cluster.local', 'DISABLE'), []],
  ['nothing STRICT', peer('mtls: { mode: PERMISSIVE }') + service('reviews'), []],
  ['some workloads', peer(`selector: { matchLabels: { app: a } }, ${STRICT}`) + service('reviews'), []],
  ['an ambient namespace', peer(STRICT) + service('reviews') + namespace('shop', 'istio.io/dataplane-mode: ambient'), []],
  ['a namespace without sidecars', peer(STRICT) + service('reviews') + namespace('shop', 'istio-injection: disabled'), []],
  ['a Service without a selector', peer(STRICT) + service('db', 'shop', '') + service('reviews') + rule('reviews'), []],
  ['the mesh', peer(STRICT, 'istio-system') + service('reviews') + service('istiod', 'istio-system') + service('kubernetes', 'default'), [found('the mesh', REVIEWS, 'istio-system')]],
  ['a mesh whose Services are elsewhere', peer(STRICT, 'istio-system'), [found('the mesh', 'its Services', 'istio-system')]],
  ['a mesh with a rule for all Services', peer(STRICT, 'istio-system') + service('reviews') + rule('*.local', 'ISTIO_MUTUAL', 'istio-system'), []],
  ['a mesh with a rule for each namespace', peer(STRICT, 'istio-system') + service('reviews') + rule('*.shop.svc.cluster.local'), []],
  ['a mesh with a namespace that is PERMISSIVE', peer(STRICT, 'istio-system') + peer('mtls: { mode: PERMISSIVE }') + service('reviews'), []],
  ['many Services', peer(STRICT) + ['a', 'b', 'c', 'd', 'e'].map((name) => service(name)).join('\n'), [found('namespace shop', 'a.shop.svc.cluster.local, b.shop.svc.cluster.local, c.shop.svc.cluster.local and others')]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml, { settings })).toEqual(expected);
});

test('it is an error where nothing lies elsewhere', () => {
  expect(reported(RULE, peer(STRICT) + service('reviews'), { settings: { ...settings, complete: true } })).toEqual([found('namespace shop', REVIEWS, 'shop', 'error')]);
});

test('with auto mTLS clients find out by themselves', () => {
  expect(reported(RULE, peer(STRICT) + service('reviews'))).toEqual([]);
});

test('the codes tell the mesh from a namespace', () => {
  const codes = (yaml: string) => findingsOf(yaml, { settings }).filter((finding) => finding.rule === RULE).flatMap(({ upstream }) => upstream);
  expect(codes(peer(STRICT) + service('reviews'))).toEqual(['KIA0501']);
  expect(codes(peer(STRICT, 'istio-system') + service('reviews'))).toEqual(['KIA0401']);
});
