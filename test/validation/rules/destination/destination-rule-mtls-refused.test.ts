import { findingsOf, reported } from '../../run';

const RULE = 'destination-rule-mtls-refused';

const peer = (spec: string, namespace = 'bank', name = 'peer') => `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
---`;
const rule = (host: string, policy: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: rule, namespace: bank }
spec: { host: "${host}", ${policy} }
---`;
const all = (mode: string) => `trafficPolicy: { tls: { mode: ${mode} } }`;
const service = (ports = '{ name: http, port: 80 }', selector = 'selector: { app: billing },') => `
apiVersion: v1
kind: Service
metadata: { name: billing, namespace: bank }
spec: { ${selector} ports: [${ports}] }
---`;
const deployment = (labels = 'app: billing') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: billing, namespace: bank }
spec: { template: { metadata: { labels: { ${labels} } }, spec: { containers: [{ name: a, image: a, ports: [{ name: web, containerPort: 8080 }] }] } } }
---`;
const BILLING = 'selector: { matchLabels: { app: billing } },';
const OFF = `${BILLING} mtls: { mode: DISABLE }`;
const HOST = 'billing.bank.svc.cluster.local';

const found = (host = HOST, path = 'spec.trafficPolicy.tls.mode', mode = 'ISTIO_MUTUAL', by = 'bank/peer') =>
  `error DestinationRule bank/rule ${path}: DestinationRule bank/rule has clients of ${host} use mutual TLS (mode ${mode}), and PeerAuthentication ${by} turns it off there.`;

test.each([
  ['nobody turned it off', peer(`${BILLING} mtls: { mode: PERMISSIVE }`) + rule('billing', all('ISTIO_MUTUAL')) + service() + deployment()],
  ['plain text', peer(OFF) + rule('billing', all('DISABLE')) + service() + deployment()],
  ['nothing said', peer(OFF) + rule('billing', 'trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 } } }') + service() + deployment()],
  ['another workload', peer(OFF) + rule('billing', all('ISTIO_MUTUAL')) + service() + deployment('app: other')],
  ['another port', peer(`${BILLING} portLevelMtls: { "80": { mode: DISABLE } }`) + rule('billing', all('ISTIO_MUTUAL')) + service('{ name: http, port: 80, targetPort: web }') + deployment()],
  ['a port that is told otherwise', peer(`${BILLING} portLevelMtls: { "80": { mode: DISABLE } }`) + rule('billing', 'trafficPolicy: { tls: { mode: ISTIO_MUTUAL }, portLevelSettings: [{ port: { number: 80 }, tls: { mode: DISABLE } }] }') + service() + deployment()],
  ['an ambient workload', peer(OFF) + rule('billing', all('ISTIO_MUTUAL')) + service() + deployment('app: billing, istio.io/dataplane-mode: ambient')],
  ['a Service without a selector', peer('mtls: { mode: DISABLE }') + rule('billing', all('ISTIO_MUTUAL')) + service(undefined, '')],
  ['a Service elsewhere, with policies for some workloads', peer(OFF) + rule('billing', all('ISTIO_MUTUAL'))],
  ['a host outside', peer('mtls: { mode: DISABLE }', 'istio-system') + rule('db.example.com', all('MUTUAL'))],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test.each([
  ['a workload', peer(OFF) + rule('billing', all('ISTIO_MUTUAL')) + service() + deployment(), [found()]],
  ['with certificates of its own', peer(OFF) + rule('billing', 'trafficPolicy: { tls: { mode: MUTUAL, clientCertificate: /c, privateKey: /k } }') + service() + deployment(), [found(HOST, undefined, 'MUTUAL')]],
  ['a workload that is deployed elsewhere', peer(OFF) + rule('billing', all('ISTIO_MUTUAL')) + service(), [found()]],
  ['a port, by the name of the container port', peer(`${BILLING} portLevelMtls: { "8080": { mode: DISABLE } }`) + rule('billing', all('ISTIO_MUTUAL')) + service('{ name: http, port: 80, targetPort: web }') + deployment(), [found()]],
  ['a subset', peer(OFF) + rule('billing', 'subsets: [{ name: v1, labels: { version: v1 }, trafficPolicy: { tls: { mode: ISTIO_MUTUAL } } }]') + service() + deployment('app: billing, version: v1'), [found(HOST, 'spec.subsets[0].trafficPolicy.tls.mode')]],
  ['a namespace', peer('mtls: { mode: DISABLE }') + rule('*.bank.svc.cluster.local', all('ISTIO_MUTUAL')), [found('*.bank.svc.cluster.local')]],
  ['a Service elsewhere, in a mesh that has it off', peer('mtls: { mode: DISABLE }', 'istio-system') + rule('billing', all('ISTIO_MUTUAL')), [found(HOST, undefined, undefined, 'istio-system/peer')]],
])('found: %s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test('a Service that is only declared is one that lives elsewhere', () => {
  const settings = { declared: { hosts: [HOST] } };
  expect(reported(RULE, peer('mtls: { mode: DISABLE }') + rule('billing', all('ISTIO_MUTUAL')), { settings })).toEqual([found()]);
  expect(reported(RULE, peer(OFF) + rule('billing', all('ISTIO_MUTUAL')), { settings })).toEqual([]);
  expect(reported(RULE, peer('mtls: { mode: DISABLE }', 'istio-system') + rule('kubernetes.default.svc.cluster.local', all('MUTUAL')), { settings })).toEqual([]);
});

describe('mutual TLS for the mesh', () => {
  const OFF_HERE = peer('mtls: { mode: DISABLE }');
  const MESH_WIDE = rule('*.local', all('ISTIO_MUTUAL'));
  const own = (host: string, policy: string) => rule(host, policy).replace('name: rule', 'name: own');

  test.each([
    ['the mesh has it off', peer('mtls: { mode: DISABLE }', 'istio-system') + MESH_WIDE, [found('*.local', undefined, undefined, 'istio-system/peer')]],
    ['a namespace has it off', OFF_HERE + MESH_WIDE + service(), ['error PeerAuthentication bank/peer spec.mtls.mode: PeerAuthentication bank/peer turns mutual TLS off, and DestinationRule bank/rule has clients of *.local use it, those of namespace bank among them.']],
    ['a namespace of which nothing else is known has it off', OFF_HERE + MESH_WIDE, ['warning PeerAuthentication bank/peer spec.mtls.mode: PeerAuthentication bank/peer turns mutual TLS off, and DestinationRule bank/rule has clients of *.local use it, those of namespace bank among them.']],
    ['clients of the namespace are told otherwise', OFF_HERE + MESH_WIDE + own('*.bank.svc.cluster.local', all('DISABLE')) + service(), []],
    ['clients of its only Service are told otherwise', OFF_HERE + MESH_WIDE + own('billing', all('DISABLE')) + service(), []],
    ['nobody turned it off', MESH_WIDE + service(), []],
    ['the policy is for some workloads', peer(OFF) + MESH_WIDE + service(), []],
    ['the rule has its clients use plain text', OFF_HERE + rule('*.local', all('DISABLE')) + service(), []],
  ])('%s', (_name, yaml, expected) => {
    expect(reported(RULE, yaml)).toEqual(expected);
  });

  test('an ambient mesh turns nothing off', () => {
    const settings = { dataPlane: 'ambient' } as const;
    expect(reported(RULE, peer('mtls: { mode: DISABLE }', 'istio-system') + OFF_HERE + MESH_WIDE + service(), { settings })).toEqual([]);
  });

  test('findings stand for what Kiali says of the pair, whichever of the two it reports', () => {
    const codes = (yaml: string, autoMtls = true) => findingsOf(yaml, { settings: { autoMtls } }).filter((finding) => finding.rule === RULE).map(({ upstream }) => upstream.join());
    const pairs = [
      [peer('mtls: { mode: DISABLE }', 'istio-system') + MESH_WIDE, 'KIA0506', 'KIA0205,KIA0506'],
      [OFF_HERE + rule('*.bank.svc.cluster.local', all('MUTUAL')), 'KIA0505', 'KIA0206,KIA0505'],
      [peer('mtls: { mode: DISABLE }', 'istio-system') + rule('*.bank.svc.cluster.local', all('ISTIO_MUTUAL')), '', 'KIA0206'],
      [OFF_HERE + MESH_WIDE + service(), 'KIA0505', 'KIA0505'],
      [peer(OFF) + rule('billing', all('ISTIO_MUTUAL')) + service(), '', ''],
    ] as const;
    for (const [yaml, auto, manual] of pairs) expect([codes(yaml), codes(yaml, false)]).toEqual([[auto], [manual]]);
  });
});
