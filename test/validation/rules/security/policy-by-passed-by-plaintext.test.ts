import { findingsOf, reported } from '../../run';

const RULE = 'policy-by-passed-by-plaintext';

const policy = (rules: string, { action = 'DENY', name = 'p', namespace = 'shop', more = 'selector: { matchLabels: { app: cart } }' } = {}) => `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${more === '' ? '' : `${more},`} action: ${action}, rules: [${rules}] }
`;
const peers = (spec: string, namespace = 'shop', name = 'default') => `
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
`;
const PERMISSIVE = peers('mtls: { mode: PERMISSIVE }');
const workload = (labels: string, more = '') => `
---
apiVersion: v1
kind: Pod
metadata: { name: a, namespace: shop, labels: { ${labels} }${more} }
spec: { containers: [{ name: a, image: a }] }
`;
const from = (source: string) => `{ from: [{ source: { ${source} } }] }`;
const DEV = from('namespaces: [dev]');
const BUT = 'but PeerAuthentication shop/default has its workloads take plain text too (PERMISSIVE).';
const NAME = 'AuthorizationPolicy shop/p';

describe('reports', () => {
  test.each([
    ['a namespace', policy(DEV), 'spec.rules[0].from[0].source.namespaces', 'denies callers by namespaces'],
    ['a principal beside an address', policy(`{ to: [{ operation: { ports: ["1"] } }] }, ${from('ipBlocks: [10.0.0.0/8], principals: ["a/ns/b/sa/c"]')}`), 'spec.rules[1].from[0].source.principals', 'denies callers by principals'],
    ['a service account', policy(from('serviceAccounts: [dev/a]')), 'spec.rules[0].from[0].source.serviceAccounts', 'denies callers by serviceAccounts'],
    ['a condition', policy('{ when: [{ key: source.ip, values: [10.0.0.1] }, { key: source.principal, values: ["*"] }] }'), 'spec.rules[0].when[1].values', 'denies callers by source.principal'],
    ['all but a namespace', policy(from('notNamespaces: [dev]'), { action: 'ALLOW' }), 'spec.rules[0].from[0].source.notNamespaces', 'allows all callers but some by notNamespaces'],
    ['all but a condition', policy('{ when: [{ key: source.namespace, notValues: [dev] }] }', { action: 'ALLOW' }), 'spec.rules[0].when[0].notValues', 'allows all callers but some by source.namespace'],
    ['a whole namespace', policy(DEV, { more: '' }), 'spec.rules[0].from[0].source.namespaces', 'denies callers by namespaces'],
  ])('%s', (_name, yaml, path, does) => {
    expect(reported(RULE, yaml + PERMISSIVE)).toEqual([`warning AuthorizationPolicy shop/p ${path}: ${NAME} ${does}, ${BUT}`]);
  });

  test('an info where no PeerAuthentication is there, a warning where none exists', () => {
    const unknown = [`info AuthorizationPolicy shop/p spec.rules[0].from[0].source.namespaces: ${NAME} denies callers by namespaces, but nothing here makes mTLS STRICT for its workloads.`];
    expect(reported(RULE, policy(DEV))).toEqual(unknown);
    expect(reported(RULE, policy(DEV), { settings: { complete: true } })).toEqual([unknown[0]?.replace('info', 'warning')]);
    expect(findingsOf(policy(DEV))[0]?.fix).toContain('check them together');
  });

  test('the one port that takes plain text', () => {
    const strict = peers('selector: { matchLabels: { app: cart } }, mtls: { mode: STRICT }, portLevelMtls: { 9090: { mode: PERMISSIVE } }');
    const at = (ports: string) => policy(`{ from: [{ source: { namespaces: [dev] } }], to: [{ operation: { ports: [${ports}] } }] }`);
    expect(reported(RULE, at('"9090"') + strict)).toHaveLength(1);
    expect(reported(RULE, at('"9080"') + strict)).toEqual([]);
    expect(reported(RULE, policy(DEV) + strict)).toEqual([]);
  });

  test('a mesh-wide policy', () => {
    const mesh = policy(DEV, { namespace: 'istio-system', more: '' });
    expect(reported(RULE, mesh + peers('mtls: { mode: PERMISSIVE }', 'istio-system'))).toHaveLength(1);
    expect(reported(RULE, mesh + peers('mtls: { mode: STRICT }', 'istio-system'))).toEqual([]);
  });

  test('one of several workloads that takes plain text', () => {
    const some = peers('mtls: { mode: STRICT }') + peers('selector: { matchLabels: { old: "true" } }, mtls: { mode: PERMISSIVE }', 'shop', 'old');
    expect(reported(RULE, policy(DEV) + some + workload('app: cart, old: "true"'))).toHaveLength(1);
    expect(reported(RULE, policy(DEV, { more: '' }) + some + workload('app: cart, old: "true"'))).toHaveLength(1);
    expect(reported(RULE, policy(DEV) + some + workload('app: cart'))).toEqual([]);
  });
});

describe('says nothing', () => {
  test.each([
    ['of STRICT mTLS', policy(DEV) + peers('mtls: { mode: STRICT }')],
    ['of STRICT mTLS of the mesh', policy(DEV) + peers('mtls: { mode: STRICT }', 'istio-system')],
    ['of mTLS that is off', policy(DEV) + peers('mtls: { mode: DISABLE }')],
    ['of policies that disagree', policy(DEV) + PERMISSIVE + peers('mtls: { mode: STRICT }', 'shop', 'other')],
    ['of a port that is STRICT, and maybe the only one', policy(DEV) + peers('selector: { matchLabels: { app: cart } }, portLevelMtls: { 9080: { mode: STRICT } }')],
    ['of an ALLOW that names callers', policy(DEV, { action: 'ALLOW' }) + PERMISSIVE],
    ['of a DENY of all but some', policy(from('notNamespaces: [shop]')) + PERMISSIVE],
    ['of an AUDIT', policy(DEV, { action: 'AUDIT' }) + PERMISSIVE],
    ['of addresses', policy(from('ipBlocks: [10.0.0.0/8]')) + PERMISSIVE],
    ['of all but some, of some addresses', policy(from('ipBlocks: [10.0.0.0/8], notNamespaces: [dev]'), { action: 'ALLOW' }) + PERMISSIVE],
    ['of all but some of a trust domain', policy(from('principals: ["a/*"], notNamespaces: [dev]'), { action: 'ALLOW' }) + PERMISSIVE],
    ['where plain text is denied', policy(DEV) + PERMISSIVE + policy(from('notPrincipals: ["*"]'), { name: 'q', more: '' })],
    ['where only callers of a namespace are allowed', policy(DEV) + PERMISSIVE + policy(from('namespaces: [shop, dev]'), { name: 'q', action: 'ALLOW', more: '' })],
    ['where nobody is allowed', policy(DEV) + PERMISSIVE + policy('', { name: 'deny-all', action: 'ALLOW', more: '' })],
    ['of a gateway', policy(DEV, { more: 'selector: { matchLabels: { istio: ingressgateway } }' }) + PERMISSIVE],
    ['of a waypoint', policy(DEV, { more: 'targetRefs: [{ group: "", kind: Service, name: cart }]' }) + PERMISSIVE],
    ['of the pods of a gateway', policy(DEV) + PERMISSIVE + workload('app: cart', ', annotations: { inject.istio.io/templates: gateway }')],
    [
      'of the labels of a Gateway',
      `${policy(DEV)}${PERMISSIVE}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: g, namespace: shop }
spec: { selector: { app: cart }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"] }] }
`,
    ],
  ])('%s', (_name, yaml) => {
    expect(reported(RULE, yaml)).toEqual([]);
  });

  test('but where somebody is allowed without an identity, the DENY counts', () => {
    const open = policy('{ to: [{ operation: { methods: [GET] } }] }', { name: 'q', action: 'ALLOW', more: '' });
    expect(reported(RULE, policy(DEV) + PERMISSIVE + open)).toHaveLength(1);
  });
});
