import { reported } from '../../run';

const RULE = 'ambient-mtls-disable';

const namespace = (labels = 'istio.io/dataplane-mode: ambient') => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { ${labels} } }
---`;

const peer = (spec: string, of = 'shop', name = 'default') => `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: ${name}, namespace: ${of} }
spec: { ${spec} }
---`;

const deployment = (app: string, labels = '') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${app}, namespace: shop }
spec: { template: { metadata: { labels: { app: ${app}, ${labels} } }, spec: { containers: [{ name: a, image: a }] } } }
---`;

const SIDECAR = 'sidecar.istio.io/inject: "true"';
const SELECTOR = 'selector: { matchLabels: { app: reviews } }';
const DISABLE = 'mtls: { mode: DISABLE }';

test.each([
  ['other modes', namespace() + peer('mtls: { mode: PERMISSIVE }')],
  ['a namespace with sidecars', namespace('istio-injection: enabled') + peer(DISABLE)],
  ['a namespace of which nothing is known', peer(DISABLE)],
  ['workloads with a sidecar', namespace() + deployment('reviews', SIDECAR) + peer(`${SELECTOR}, ${DISABLE}`)],
  ['workloads outside the mesh', namespace('a: b') + deployment('reviews', 'istio.io/dataplane-mode: none') + peer(`${SELECTOR}, ${DISABLE}`)],
  ['the whole mesh', namespace() + peer(DISABLE, 'istio-system')],
  ['a selector in the root namespace', namespace() + peer(`${SELECTOR}, ${DISABLE}`, 'istio-system')],
])('nothing to say of %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test.each([
  ['a namespace', namespace() + peer(DISABLE)],
  ['a namespace with workloads', namespace() + deployment('reviews') + peer(DISABLE)],
  ['chosen workloads that the input does not have', namespace() + peer(`${SELECTOR}, ${DISABLE}`)],
  ['a workload that is ambient by its own label', namespace('a: b') + deployment('reviews', 'istio.io/dataplane-mode: ambient') + peer(`${SELECTOR}, ${DISABLE}`)],
])('%s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([
    'error PeerAuthentication shop/default spec.mtls.mode: PeerAuthentication shop/default has mode DISABLE for ambient workloads; ztunnel cannot turn mTLS off.',
  ]);
});

test('a warning where some have a sidecar', () => {
  expect(reported(RULE, namespace() + deployment('reviews') + deployment('ratings', SIDECAR) + peer(DISABLE))).toEqual([
    'warning PeerAuthentication shop/default spec.mtls.mode: PeerAuthentication shop/default has mode DISABLE for ambient workloads, and for some with a sidecar; ztunnel cannot turn mTLS off.',
  ]);
});

test('the whole mesh where it is ambient', () => {
  expect(reported(RULE, peer(DISABLE, 'istio-system'), { settings: { dataPlane: 'ambient' } })).toHaveLength(1);
});

describe('at a port', () => {
  const port = `${SELECTOR}, portLevelMtls: { "8080": { mode: DISABLE } }`;
  const both = `${SELECTOR}, portLevelMtls: { "8080": { mode: DISABLE }, "9090": { mode: PERMISSIVE } }`;
  const strict = (of: string) => peer('mtls: { mode: STRICT }', of, 'strict');

  test.each([
    ['in a policy with a mode', peer(`mtls: { mode: STRICT }, ${port}`)],
    ['where plain text is let in anyway', peer(port)],
    ['beside an exception of the same policy', peer(both) + strict('shop')],
  ])('DISABLE is taken for PERMISSIVE %s', (_name, yaml) => {
    expect(reported(RULE, namespace() + yaml)).toEqual([
      'error PeerAuthentication shop/default spec.portLevelMtls["8080"].mode: PeerAuthentication shop/default has mode DISABLE at port 8080 for ambient workloads; ztunnel cannot turn mTLS off.',
    ]);
  });

  test.each([['shop'], ['istio-system']])('it is passed over where STRICT of %s is inherited', (of) => {
    expect(reported(RULE, namespace() + peer(port) + strict(of))).toEqual([
      'error PeerAuthentication shop/default spec.portLevelMtls["8080"].mode: PeerAuthentication shop/default has mode DISABLE at port 8080 for ambient workloads; STRICT holds around it, so plain text is still refused there.',
    ]);
  });
});
