import { reported } from '../../run';

const RULE = 'policy-denies-everything';

const policy = (name: string, spec: string, namespace = 'shop') => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ${name}, namespace: ${namespace} }
spec: ${spec}
---`;

const gateway = (labels = 'istio: ingressgateway', namespace = 'edge') => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: ${namespace} }
spec:
  selector: { ${labels} }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }]
---`;

const pod = (labels: string, namespace: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: gateway, namespace: ${namespace} }
spec: { template: { metadata: { labels: { ${labels} } }, spec: { containers: [{ name: istio-proxy, image: auto }] } } }
---`;

const RULES = 'rules: [{ to: [{ operation: { methods: [GET] } }] }]';

describe('no accident', () => {
  test.each([
    ['the well-known form', policy('default', '{}')],
    ['a name that says it', policy('deny-all', '{ action: ALLOW }')],
    ['another name that says it', policy('allow-nothing', '{ rules: [] }')],
    ['rules', policy('reviews', `{ action: ALLOW, ${RULES} }`)],
    ['everything allowed', policy('reviews', '{ rules: [{}] }')],
    ['everything denied on purpose', policy('reviews', '{ action: DENY, rules: [{}] }')],
    ['DENY without rules, which istiod rejects', policy('reviews', '{ action: DENY }')],
    ['a selector alone', policy('reviews', '{ selector: { matchLabels: { app: reviews } } }')],
  ])('%s', (_name, yaml) => {
    expect(reported(RULE, yaml)).toEqual([]);
  });
});

test.each([
  ['an action without rules', '{ action: ALLOW }', 'spec.action'],
  ['an empty list', '{ rules: [] }', 'spec.rules'],
  ['an empty list for some workloads', '{ selector: { matchLabels: { app: reviews } }, action: ALLOW, rules: [] }', 'spec.rules'],
])('%s', (_name, spec, path) => {
  expect(reported(RULE, policy('reviews', spec))).toEqual([
    `warning AuthorizationPolicy shop/reviews ${path}: AuthorizationPolicy shop/reviews allows nothing, since it has no rules.`,
  ]);
});

describe('a mesh that denies everything', () => {
  const DENY = policy('deny-all', '{}', 'istio-system');

  test('locks its gateways', () => {
    expect(reported(RULE, DENY + gateway() + policy('reviews', `{ ${RULES} }`))).toEqual([
      'warning AuthorizationPolicy istio-system/deny-all spec: AuthorizationPolicy istio-system/deny-all denies every request in the mesh, those at gateways included, and no policy allows any at the gateway with labels istio=ingressgateway.',
    ]);
  });

  test.each([
    ['without gateways', ''],
    ['with a policy for the gateway', gateway() + policy('gateway', `{ selector: { matchLabels: { istio: ingressgateway } }, ${RULES} }`, 'anywhere')],
    ['with a policy for its namespace', gateway() + policy('gateway', `{ ${RULES} }`, 'edge')],
    ['with a policy for the mesh', gateway() + policy('all', `{ ${RULES} }`, 'istio-system')],
    ['with a policy for another label of it', gateway() + policy('gateway', `{ selector: { matchLabels: { app: gateway } }, ${RULES} }`, 'edge')],
    ['with a policy where its pods are', gateway('istio: own') + pod('istio: own', 'ingress') + policy('gateway', `{ ${RULES} }`, 'ingress')],
    ['with a policy for targets', gateway() + policy('gateway', `{ targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: a }], ${RULES} }`, 'edge')],
  ])('%s', (_name, yaml) => {
    expect(reported(RULE, DENY + yaml)).toEqual([]);
  });

  test('a policy where the pods are not does not help', () => {
    expect(reported(RULE, DENY + gateway('istio: own') + pod('istio: own', 'ingress') + policy('gateway', `{ ${RULES} }`, 'edge'))).toHaveLength(1);
  });

  test('elsewhere it is for one namespace', () => {
    expect(reported(RULE, policy('deny-all', '{}') + gateway())).toEqual([]);
    expect(reported(RULE, policy('deny-all', '{}') + gateway(), { settings: { rootNamespace: 'shop' } })).toHaveLength(1);
  });
});
