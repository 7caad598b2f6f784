import { reported } from '../../run';

const RULE = 'several-peer-authentications';

const policy = (where: string, spec: string) => {
  const [namespace, name] = where.split('/');
  return `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
---`;
};
const deployment = (labels: string, namespace = 'bank') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: pods, namespace: ${namespace} }
spec: { template: { metadata: { labels: { ${labels} } }, spec: { containers: [{ name: a, image: a }] } } }
---`;
const select = (labels: string, rest: string) => `selector: { matchLabels: { ${labels} } }, ${rest}`;
const STRICT = 'mtls: { mode: STRICT }';
const OPEN = 'mtls: { mode: PERMISSIVE }';
const PORT = 'portLevelMtls: { "80": { mode: PERMISSIVE } }';

test.each([
  ['one a level', policy('istio-system/default', STRICT) + policy('bank/default', OPEN) + policy('bank/billing', select('app: billing', STRICT)) + deployment('app: billing')],
  ['two namespaces', policy('bank/default', STRICT) + policy('shop/default', OPEN)],
  ['one selector in two namespaces', policy('bank/a', select('app: a', STRICT)) + policy('shop/a', select('app: a', OPEN))],
  ['selectors that no workload has both of', policy('bank/a', select('app: a', STRICT)) + policy('bank/b', select('tier: b', OPEN)) + deployment('app: a')],
  ['selectors whose workloads nobody knows', policy('bank/a', select('app: a', STRICT)) + policy('bank/b', select('tier: b', OPEN))],
  ['selectors in the root namespace', policy('istio-system/a', select('app: a', STRICT)) + policy('istio-system/b', select('app: a', OPEN))],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test.each([
  [
    'of the mesh',
    policy('istio-system/default', STRICT) + policy('istio-system/other', 'mtls: {}'),
    [
      'error PeerAuthentication istio-system/default spec: PeerAuthentication istio-system/default and PeerAuthentication istio-system/other are both for all of the mesh, and say different things.',
      'error PeerAuthentication istio-system/other spec: PeerAuthentication istio-system/other and PeerAuthentication istio-system/default are both for all of the mesh, and say different things.',
    ],
  ],
  [
    'of a namespace, that say the same',
    policy('bank/a', STRICT) + policy('bank/b', `selector: {}, ${STRICT}`),
    [
      'warning PeerAuthentication bank/a spec: PeerAuthentication bank/a and PeerAuthentication bank/b are both for all of namespace bank.',
      'warning PeerAuthentication bank/b spec: PeerAuthentication bank/b and PeerAuthentication bank/a are both for all of namespace bank.',
    ],
  ],
  [
    'with one selector, of which two say the same',
    policy('bank/a', select('app: x', PORT)) + policy('bank/b', select('app: x', PORT)) + policy('bank/c', select('app: x', OPEN)),
    [
      'error PeerAuthentication bank/a spec.selector.matchLabels: PeerAuthentication bank/a and PeerAuthentication bank/c both select app=x, and say different things.',
      'error PeerAuthentication bank/b spec.selector.matchLabels: PeerAuthentication bank/b and PeerAuthentication bank/c both select app=x, and say different things.',
      'error PeerAuthentication bank/c spec.selector.matchLabels: PeerAuthentication bank/c and PeerAuthentication bank/a both select app=x, and say different things.',
    ],
  ],
  [
    'with selectors that meet in a workload',
    policy('bank/a', select('app: x', STRICT)) + policy('bank/b', select('tier: y', OPEN)) + deployment('app: x, tier: y'),
    [
      'error PeerAuthentication bank/a spec.selector.matchLabels: PeerAuthentication bank/a and PeerAuthentication bank/b both select Deployment bank/pods (app=x,tier=y), and say different things.',
      'error PeerAuthentication bank/b spec.selector.matchLabels: PeerAuthentication bank/b and PeerAuthentication bank/a both select Deployment bank/pods (app=x,tier=y), and say different things.',
    ],
  ],
])('found: %s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test('a declared workload counts', () => {
  const yaml = policy('bank/a', select('app: x', STRICT)) + policy('bank/b', select('tier: y', STRICT));
  const declared = { workloads: [{ namespace: 'bank', labels: { app: 'x', tier: 'y' } }] };
  expect(reported(RULE, yaml, { settings: { declared } })).toEqual([
    'warning PeerAuthentication bank/a spec.selector.matchLabels: PeerAuthentication bank/a and PeerAuthentication bank/b both select a workload (app=x,tier=y).',
    'warning PeerAuthentication bank/b spec.selector.matchLabels: PeerAuthentication bank/b and PeerAuthentication bank/a both select a workload (app=x,tier=y).',
  ]);
});
