import { findingsOf, reported } from '../../run';

const RULE = 'port-level-mtls-on-service-port';

const service = (ports: string, name = 'reviews', selector = 'app: reviews', of = 'shop') => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${of} }
spec: { selector: { ${selector} }, ports: [${ports}] }
---`;

const deployment = (ports: string, name = 'reviews', labels = 'app: reviews') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec: { template: { metadata: { labels: { ${labels} } }, spec: { containers: [{ name: sidecar, image: a }, { name: a, image: a, ports: [${ports}] }] } } }
---`;

const peer = (ports: string, of = 'shop') => `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: reviews, namespace: ${of} }
spec: { selector: { matchLabels: { app: reviews } }, mtls: { mode: STRICT }, portLevelMtls: { ${ports} } }
---`;

const AT_80 = peer('"80": { mode: PERMISSIVE }');
const MAPPED = service('{ port: 80, targetPort: 8080 }');
const NAMED = service('{ port: 80, targetPort: web }');

test.each([
  ['the port of the container', MAPPED + deployment('{ containerPort: 8080 }') + peer('"8080": { mode: PERMISSIVE }')],
  ['a Service port that is that of the container', service('{ port: 80 }') + deployment('') + AT_80],
  ['a port that a container declares', MAPPED + deployment('{ containerPort: 80 }') + AT_80],
  ['a port that another Service maps to', MAPPED + service('{ port: 9090, targetPort: 80 }', 'other') + deployment('') + AT_80],
  ['a port that another version listens on', MAPPED + deployment('{ containerPort: 8080 }') + deployment('{ containerPort: 80 }', 'v2', 'app: reviews, version: v2') + AT_80],
  ['a port of no Service', MAPPED + deployment('') + peer('"9090": { mode: PERMISSIVE }')],
  ['a name that no container has', NAMED + deployment('{ name: other, containerPort: 8080 }') + AT_80],
  ['a name where the workloads are not known', NAMED + AT_80],
  ['a Service of other workloads', service('{ port: 80, targetPort: 8080 }', 'ratings', 'app: ratings') + deployment('') + AT_80],
  ['a Service of another namespace', service('{ port: 80, targetPort: 8080 }', 'reviews', 'app: reviews', 'other') + deployment('') + AT_80],
  ['a Service that may select others', service('{ port: 80, targetPort: 8080 }', 'reviews', 'app: reviews, version: v1') + AT_80],
  ['workloads that do not exist', MAPPED + deployment('', 'ratings', 'app: ratings') + AT_80],
  ['a mode that is inherited', MAPPED + deployment('') + peer('"80": { mode: UNSET }')],
  ['UDP', service('{ port: 80, targetPort: 8080, protocol: UDP }') + deployment('') + AT_80],
  ['the root namespace', MAPPED + deployment('') + peer('"80": { mode: PERMISSIVE }', 'istio-system')],
])('nothing to say of %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test.each([
  ['by number', MAPPED + deployment('{ containerPort: 8080 }') + AT_80],
  ['by name', NAMED + deployment('{ name: web, containerPort: 8080 }') + AT_80],
  ['where containers declare nothing', MAPPED + deployment('') + AT_80],
  ['where the workloads are elsewhere', MAPPED + AT_80],
  ['of a Service for some of the workloads', service('{ port: 80, targetPort: 8080 }', 'reviews', 'app: reviews, version: v1') + deployment('', 'v1', 'app: reviews, version: v1') + AT_80],
])('a Service port, mapped %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([
    'warning PeerAuthentication shop/reviews spec.portLevelMtls["80"]: PeerAuthentication shop/reviews has a mode for port 80, which is a port of Service shop/reviews; the workloads that it selects listen on 8080 for it.',
  ]);
});

test('each port is told by itself, with its mend', () => {
  const yaml = service('{ name: a, port: 80, targetPort: 8080 }, { name: b, port: 81, targetPort: 8081 }') + deployment('') + peer('"80": { mode: DISABLE }, "81": { mode: STRICT }, "8080": { mode: STRICT }');
  expect(findingsOf(yaml).filter(({ rule }) => rule === RULE).map(({ fix }) => fix)).toEqual([
    'Write 8080 in place of 80: portLevelMtls is about ports of the workload.',
    'Write 8081 in place of 81: portLevelMtls is about ports of the workload.',
  ]);
});
