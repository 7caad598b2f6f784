import { findingsOf, reported } from '../../run';

const RULE = 'destination-rule-tls-breaks-strict';

const peer = (mode: string, fields = '', namespace = 'shop') => `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: p${fields.length}, namespace: ${namespace} }
spec: { mtls: { mode: ${mode} }${fields} }
---`;

const rule = (policy: string, host = 'reviews', rest = '') => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec: { host: "${host}", trafficPolicy: ${policy}${rest} }
---`;

const service = (fields = 'selector: { app: reviews }') => `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { ${fields}, ports: [{ name: http, port: 80, targetPort: 9080 }, { name: admin, port: 81, targetPort: admin }] }
---`;

const deployment = (labels = 'app: reviews', rest = '') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec:
  template:
    metadata: { labels: { ${labels} } }
    spec: { containers: [{ name: reviews, image: reviews, ports: [{ name: admin, containerPort: 9081 }] }]${rest} }
---`;

const namespace = (labels: string) => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { ${labels} } }
---`;

const DISABLE = '{ tls: { mode: DISABLE } }';
const STRICT = peer('STRICT');
const ROOT_STRICT = peer('STRICT', '', 'istio-system');

describe('nothing is broken', () => {
  test.each([
    ['mTLS of Istio', STRICT + rule('{ tls: { mode: ISTIO_MUTUAL } }') + service() + deployment()],
    ['no tls', STRICT + rule('{ loadBalancer: { simple: RANDOM } }') + service() + deployment()],
    ['PERMISSIVE', peer('PERMISSIVE') + rule(DISABLE) + service() + deployment()],
    ['nothing asked for', rule(DISABLE) + service() + deployment()],
    ['the namespace loosens the mesh', ROOT_STRICT + peer('PERMISSIVE') + rule(DISABLE) + service() + deployment()],
    ['the workload loosens the namespace', STRICT + peer('DISABLE', ', selector: { matchLabels: { app: reviews } }') + rule(DISABLE) + service() + deployment()],
    ['UNSET inherits from a loose mesh', peer('UNSET') + rule(DISABLE) + service() + deployment()],
    ['STRICT for another workload', peer('STRICT', ', selector: { matchLabels: { app: other } }') + rule(DISABLE) + service() + deployment()],
    ['STRICT in another namespace', peer('STRICT', '', 'bakery') + rule(DISABLE) + service() + deployment()],
    ['a workload without a sidecar', ROOT_STRICT + rule(DISABLE) + service() + deployment('app: reviews, sidecar.istio.io/inject: "false"')],
    ['a workload on the network of its node', ROOT_STRICT + rule(DISABLE) + service() + deployment('app: reviews', ', hostNetwork: true')],
    ['a namespace without injection', ROOT_STRICT + namespace('istio-injection: disabled') + rule(DISABLE) + service() + deployment()],
    ['an ambient namespace', ROOT_STRICT + namespace('istio.io/dataplane-mode: ambient') + rule(DISABLE) + service() + deployment()],
    ['a Service without a selector', ROOT_STRICT + rule(DISABLE) + service('clusterIP: None')],
    ['an external host', ROOT_STRICT + rule(DISABLE, 'api.example.com')],
    ['the API server of the cluster', ROOT_STRICT + rule(DISABLE, 'kubernetes.default.svc.cluster.local')],
    ['the only port that says so is loose', STRICT + peer('STRICT', ', selector: { matchLabels: { app: reviews } }, portLevelMtls: { "9080": { mode: DISABLE } }') + rule('{ portLevelSettings: [{ port: { number: 80 }, tls: { mode: DISABLE } }] }') + service() + deployment()],
    ['every port has settings of its own, which inherit nothing', STRICT + rule('{ tls: { mode: DISABLE }, portLevelSettings: [{ port: { number: 80 } , loadBalancer: { simple: RANDOM } }, { port: { number: 81 }, loadBalancer: { simple: RANDOM } }] }') + service() + deployment()],
    ['no workload of the Service, and all are known', STRICT + rule(DISABLE) + service() + deployment('app: other')],
    ['a whole namespace, and the mesh is loose', peer('STRICT', '', 'bakery') + rule(DISABLE, '*.shop.svc.cluster.local')],
    ['a disputed mode', STRICT + peer('PERMISSIVE', ' ') + rule(DISABLE) + service() + deployment()],
  ])('%s', (_name, yaml) => {
    expect(reported(RULE, yaml)).toEqual([]);
  });
});

describe('callers see 503', () => {
  test('the message names both sides', () => {
    expect(reported(RULE, STRICT + rule(DISABLE) + service() + deployment())).toEqual([
      'error DestinationRule shop/reviews spec.trafficPolicy.tls.mode: DestinationRule shop/reviews has clients of reviews.shop.svc.cluster.local use plain text (tls mode DISABLE), but PeerAuthentication shop/p0 asks for STRICT mTLS there.',
    ]);
  });

  test.each([
    ['mesh-wide, with injection', ROOT_STRICT + namespace('istio-injection: enabled') + rule(DISABLE) + service() + deployment(), 'error'],
    ['mesh-wide, with a sidecar asked for', ROOT_STRICT + rule(DISABLE) + service() + deployment('app: reviews, sidecar.istio.io/inject: "true"'), 'error'],
    ['mesh-wide, and nothing says that there are sidecars', ROOT_STRICT + rule(DISABLE) + service() + deployment(), 'warning'],
    ['for a workload', peer('STRICT', ', selector: { matchLabels: { app: reviews } }') + rule(DISABLE) + service() + deployment(), 'error'],
    ['for a Service that the input does not have', STRICT + rule(DISABLE), 'error'],
    ['for workloads that the input does not have', STRICT + rule(DISABLE) + service(), 'error'],
    ['for a subset whose workloads the input does not have', STRICT + rule('{ loadBalancer: { simple: RANDOM } }', 'reviews', ', subsets: [{ name: v1, labels: { version: legacy }, trafficPolicy: { tls: { mode: DISABLE } } }]') + service(), 'warning'],
    ['TLS of its own', STRICT + rule('{ tls: { mode: SIMPLE } }') + service() + deployment(), 'error'],
    ['TLS with certificates of its own', STRICT + rule('{ tls: { mode: MUTUAL, clientCertificate: /a, privateKey: /b } }') + service() + deployment(), 'warning'],
    ['a mode that is not written', STRICT + rule('{ tls: {} }') + service() + deployment(), 'error'],
  ])('%s', (_name, yaml, severity) => {
    expect(reported(RULE, yaml).map((line) => line.split(' ')[0])).toEqual([severity]);
  });

  test.each([
    ['one port', rule('{ portLevelSettings: [{ port: { number: 80 }, tls: { mode: DISABLE } }] }'), 'spec.trafficPolicy.portLevelSettings[0].tls.mode'],
    ['a port by name', rule('{ portLevelSettings: [{ port: { number: 81 }, tls: { mode: DISABLE } }] }'), 'spec.trafficPolicy.portLevelSettings[0].tls.mode'],
    ['a subset', rule('{ loadBalancer: { simple: RANDOM } }', 'reviews', ', subsets: [{ name: v1, labels: { app: reviews }, trafficPolicy: { tls: { mode: DISABLE } } }]'), 'spec.subsets[0].trafficPolicy.tls.mode'],
    ['the rest of the ports', rule('{ tls: { mode: DISABLE }, portLevelSettings: [{ port: { number: 81 }, loadBalancer: { simple: RANDOM } }] }'), 'spec.trafficPolicy.tls.mode'],
  ])('at %s', (_name, yaml, path) => {
    expect(reported(RULE, STRICT + yaml + service() + deployment()).map((line) => line.split(': ')[0])).toEqual([`error DestinationRule shop/reviews ${path}`]);
  });

  test('a port of the container that is strict', () => {
    const strictPort = peer('PERMISSIVE', ', selector: { matchLabels: { app: reviews } }, portLevelMtls: { "9081": { mode: STRICT } }');
    const at = (port: number) => rule(`{ portLevelSettings: [{ port: { number: ${port} }, tls: { mode: DISABLE } }] }`);
    expect(reported(RULE, strictPort + at(81) + service() + deployment())).toHaveLength(1);
    expect(reported(RULE, strictPort + at(80) + service() + deployment())).toEqual([]);
  });
});

test('a Service that is only declared is one that the input does not have', () => {
  const declared = { hosts: ['reviews.shop.svc.cluster.local'] };
  const severities = (yaml: string) => reported(RULE, yaml, { settings: { declared } }).map((line) => line.split(' ')[0]);
  expect(severities(STRICT + rule(DISABLE))).toEqual(['error']);
  expect(severities(ROOT_STRICT + rule(DISABLE))).toEqual(['warning']);
  expect(severities(peer('PERMISSIVE') + rule(DISABLE))).toEqual([]);
  expect(severities(STRICT + rule(DISABLE) + service('clusterIP: None'))).toEqual([]);
});

test('of several policies that ask for it the first by name is named, in whichever order they come', () => {
  const a = peer('STRICT', ', selector: { matchLabels: { app: reviews } }').replace('name: p', 'name: b');
  const b = peer('STRICT', ', selector: { matchLabels: { version: v1 } }').replace('name: p', 'name: a');
  const rest = rule(DISABLE) + service() + deployment('app: reviews, version: v1');
  const [line] = reported(RULE, a + b + rest);
  expect(line).toContain('PeerAuthentication shop/a');
  expect(reported(RULE, b + a + rest)).toEqual([line]);
});

test('whole namespaces and the whole mesh have codes of Kiali', () => {
  const codes = (yaml: string) => findingsOf(yaml).filter(({ rule }) => rule === RULE).map(({ upstream }) => upstream.join());
  expect(codes(STRICT + rule(DISABLE, '*.shop.svc.cluster.local'))).toEqual(['KIA0207']);
  expect(codes(ROOT_STRICT + rule(DISABLE, '*.shop.svc.cluster.local'))).toEqual(['KIA0208']);
  expect(codes(ROOT_STRICT + rule(DISABLE, '*.local'))).toEqual(['KIA0208']);
  expect(codes(STRICT + rule(DISABLE, '*.local'))).toEqual([]);
  expect(codes(STRICT + rule(DISABLE) + service() + deployment())).toEqual(['']);
});

test('without auto mTLS, a rule that says nothing of TLS', () => {
  const yaml = STRICT + rule('{ loadBalancer: { simple: RANDOM } }') + service() + deployment();
  expect(reported(RULE, yaml)).toEqual([]);
  expect(reported(RULE, yaml, { settings: { autoMtls: false } })).toEqual([
    'error DestinationRule shop/reviews spec: DestinationRule shop/reviews has clients of reviews.shop.svc.cluster.local use plain text (no tls is set, and auto mTLS is off), but PeerAuthentication shop/p0 asks for STRICT mTLS there.',
  ]);
});
