import { reported } from '../../run';

const RULE = 'namespace-not-injected';

const namespace = (labels: string, name = 'shop'): string => `
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: { ${labels} } }
---`;
const injector = (byDefault: boolean): string => `
apiVersion: v1
kind: ConfigMap
metadata: { name: istio-sidecar-injector, namespace: istio-system }
data: { values: '{ "sidecarInjectorWebhook": { "enableNamespacesByDefault": ${byDefault} } }' }
---`;

test.each([
  ['no label', namespace('team: a'), [
    'info Namespace shop metadata: Namespace shop has no label that puts its workloads into the mesh.',
  ]],
  ['a label without a value', namespace('istio-injection: ""'), [
    'info Namespace shop metadata: Namespace shop has no label that puts its workloads into the mesh.',
  ]],
  ['no label, and an injector for all', injector(true) + namespace(''), [
    'info Namespace shop metadata: Namespace shop does not say whether its workloads get a sidecar, and this Istio adds one by default.',
  ]],
  ['no label, and an injector for those that ask', injector(false) + namespace(''), [
    'info Namespace shop metadata: Namespace shop has no label that puts its workloads into the mesh.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['injected', namespace('istio-injection: enabled'), {}],
  ['not injected', namespace('istio-injection: disabled'), {}],
  ['a revision', namespace('istio.io/rev: canary'), {}],
  ['ambient', namespace('istio.io/dataplane-mode: ambient'), {}],
  ['of Istio and of Kubernetes', namespace('', 'istio-system') + namespace('', 'kube-system'), {}],
  ['an ambient mesh', namespace(''), { settings: { dataPlane: 'ambient' as const } }],
])('nothing: %s', (_name, yaml, options) => {
  expect(reported(RULE, yaml, options)).toEqual([]);
});
