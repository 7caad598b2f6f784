import { findingsOf, reported } from '../../run';

const RULE = 'selector-matches-nothing';

const deployment = (labels = 'app: reviews', namespace = 'shop', kind = 'Deployment', apiVersion = 'apps/v1') => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: reviews, namespace: ${namespace} }
spec: { template: { metadata: { labels: { ${labels} } }, spec: { containers: [{ name: a, image: a }] } } }
---`;

const selecting = (kind: string, apiVersion: string, spec: string, namespace = 'shop') => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: policy, namespace: ${namespace} }
spec: { ${spec} }
---`;

const matchLabels = (labels: string) => `selector: { matchLabels: { ${labels} } }`;
const workloadSelector = (labels: string) => `workloadSelector: { labels: { ${labels} } }`;
const SECURITY = 'security.istio.io/v1';
const NETWORKING = 'networking.istio.io/v1';
const ALLOW = 'rules: [{ to: [{ operation: { methods: [GET] } }] }]';
const peer = (labels: string, namespace = 'shop') => selecting('PeerAuthentication', SECURITY, matchLabels(labels), namespace);
const allow = (labels: string, namespace = 'shop') => selecting('AuthorizationPolicy', SECURITY, `${matchLabels(labels)}, ${ALLOW}`, namespace);

describe('something is matched', () => {
  test.each([
    ['a Deployment', deployment() + peer('app: reviews')],
    ['a StatefulSet', deployment('app: reviews', 'shop', 'StatefulSet') + peer('app: reviews')],
    ['a Job', deployment('app: reviews', 'shop', 'Job', 'batch/v1') + peer('app: reviews')],
    ['a CronJob', deployment() + `
apiVersion: batch/v1
kind: CronJob
metadata: { name: nightly, namespace: shop }
spec: { jobTemplate: { spec: { template: { metadata: { labels: { app: nightly } } } } } }
---` + peer('app: nightly')],
    ['a Pod', deployment() + '\napiVersion: v1\nkind: Pod\nmetadata: { name: a, namespace: shop, labels: { app: bare } }\n---' + peer('app: bare')],
    ['a WorkloadEntry', deployment() + selecting('WorkloadEntry', NETWORKING, 'address: 10.0.0.1, labels: { app: vm }') + peer('app: vm')],
    ['a WorkloadGroup', deployment() + selecting('WorkloadGroup', NETWORKING, 'metadata: { labels: { app: vm } }, template: {}') + peer('app: vm')],
    ['with more labels than asked for', deployment('app: reviews, version: v1') + peer('app: reviews')],
    ['in another namespace, by a policy of the root namespace', deployment() + allow('app: reviews', 'istio-system')],
  ])('%s', (_name, yaml) => {
    expect(reported(RULE, yaml, { settings: { complete: yaml.includes('istio-system') } })).toEqual([]);
  });
});

describe('the input cannot tell', () => {
  test.each([
    ['no workload of the namespace is there', deployment('app: reviews', 'bakery') + peer('app: reviews')],
    ['one VM is not the workloads of its namespace', selecting('WorkloadEntry', NETWORKING, 'address: 10.0.0.1, labels: { app: vm }') + peer('app: reviews')],
    ['nor is a group of them', selecting('WorkloadGroup', NETWORKING, 'metadata: { labels: { app: vm } }, template: {}') + peer('app: reviews')],
    ['a Gateway may have its pods anywhere', deployment() + selecting('Gateway', NETWORKING, 'selector: { istio: own }, servers: []')],
    ['a policy of the root namespace may be for any namespace', deployment() + allow('app: other', 'istio-system')],
    ['pods of the Gateway API are made by Istio', deployment() + allow('gateway.networking.k8s.io/gateway-name: public')],
    ['a policy for targets has no selector', deployment('sidecar.istio.io/inject: "false"') + selecting('AuthorizationPolicy', SECURITY, `targetRefs: [{ kind: Service, group: "", name: a }], ${ALLOW}`)],
    ['an empty selector is the whole namespace', deployment() + selecting('PeerAuthentication', SECURITY, 'mtls: { mode: STRICT }')],
  ])('%s', (_name, yaml) => {
    expect(reported(RULE, yaml)).toEqual([]);
  });

  test('a declared workload is there, and says nothing of others', () => {
    const declared = { workloads: [{ namespace: 'shop', labels: { app: 'other' } }] };
    expect(reported(RULE, deployment() + peer('app: other'), { settings: { declared } })).toEqual([]);
    expect(reported(RULE, peer('app: reviews'), { settings: { declared } })).toEqual([]);
  });
});

describe('nothing is matched', () => {
  test.each([
    ['AuthorizationPolicy', SECURITY, `${matchLabels('app: other')}, ${ALLOW}`, 'spec.selector.matchLabels', 'warning', 'IST0127,KIA0004'],
    ['PeerAuthentication', SECURITY, matchLabels('app: other'), 'spec.selector.matchLabels', 'warning', 'KIA0004'],
    ['RequestAuthentication', SECURITY, matchLabels('app: other'), 'spec.selector.matchLabels', 'warning', 'KIA0004'],
    ['Telemetry', 'telemetry.istio.io/v1', matchLabels('app: other'), 'spec.selector.matchLabels', 'error', 'IST0101'],
    ['WasmPlugin', 'extensions.istio.io/v1alpha1', `${matchLabels('app: other')}, url: "oci://example.com/a"`, 'spec.selector.matchLabels', 'warning', ''],
    ['Sidecar', NETWORKING, workloadSelector('app: other'), 'spec.workloadSelector.labels', 'error', 'IST0101,KIA0004'],
    ['EnvoyFilter', 'networking.istio.io/v1alpha3', workloadSelector('app: other'), 'spec.workloadSelector.labels', 'warning', ''],
  ])('by a %s', (kind, apiVersion, spec, path, severity, upstream) => {
    const yaml = deployment() + selecting(kind, apiVersion, spec);
    expect(reported(RULE, yaml)).toEqual([
      `${severity} ${kind} shop/policy ${path}: ${kind} shop/policy selects app=other, and no workload in namespace shop has these labels.`,
    ]);
    expect(findingsOf(yaml).filter(({ rule }) => rule === RULE).map((finding) => finding.upstream.join())).toEqual([upstream]);
  });

  test('by a Gateway, in a whole cluster', () => {
    const yaml = deployment('istio: ingressgateway', 'edge') + selecting('Gateway', NETWORKING, 'selector: { istio: own }, servers: []');
    expect(reported(RULE, yaml, { settings: { complete: true } })).toEqual([
      'error Gateway shop/policy spec.selector: Gateway shop/policy selects istio=own, and no workload in any namespace has these labels.',
    ]);
  });

  test('by a Gateway for the pods that istioctl assumes', () => {
    const yaml = selecting('Gateway', NETWORKING, 'selector: { istio: ingressgateway }, servers: []');
    expect(reported(RULE, yaml, { settings: { complete: true }, assumeIngressGateway: true })).toEqual([]);
    expect(reported(RULE, yaml, { settings: { complete: true } })).toHaveLength(1);
  });

  test('although another namespace has such workloads', () => {
    expect(reported(RULE, deployment() + deployment('app: other', 'bakery') + peer('app: other'))).toHaveLength(1);
  });

  test('of the mesh', () => {
    const outside = deployment('app: reviews, sidecar.istio.io/inject: "false"');
    expect(reported(RULE, outside + allow('app: reviews'))).toEqual([
      'warning AuthorizationPolicy shop/policy spec.selector.matchLabels: AuthorizationPolicy shop/policy selects app=reviews, and the workloads that it is for are not in the mesh.',
    ]);
    expect(reported(RULE, outside + selecting('AuthorizationPolicy', SECURITY, ALLOW))).toEqual([
      'warning AuthorizationPolicy shop/policy spec: AuthorizationPolicy shop/policy is for all of namespace shop, and the workloads that it is for are not in the mesh.',
    ]);
  });

  test('in an empty namespace of a whole cluster', () => {
    expect(reported(RULE, selecting('AuthorizationPolicy', SECURITY, ALLOW), { settings: { complete: true } })).toEqual([
      'warning AuthorizationPolicy shop/policy spec: AuthorizationPolicy shop/policy is for all of namespace shop, and it has no workloads.',
    ]);
  });
});
