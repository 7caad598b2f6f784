import { findingsOf, reported } from '../../run';

const RULE = 'wrong-api-group';

const object = (apiVersion: string, kind: string): string => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: a, namespace: shop }
`;

test.each([
  ['network.istio.io/v1', 'VirtualService', 'Use apiVersion networking.istio.io/v1.'],
  ['networking.istio.com/v1beta1', 'VirtualService', 'Use apiVersion networking.istio.io/v1beta1.'],
  ['Networking.istio.io/v1', 'VirtualService', 'Use apiVersion networking.istio.io/v1.'],
  ['networking.istio.io', 'VirtualService', 'Use apiVersion networking.istio.io/v1.'],
  ['istio.io/v1', 'DestinationRule', 'Use apiVersion networking.istio.io/v1.'],
  ['security.istio.o/v1', 'AuthorizationPolicy', 'Use apiVersion security.istio.io/v1.'],
  ['secuirty.istio.io/v1', 'PeerAuthentication', 'Use apiVersion security.istio.io/v1.'],
  ['config.istio.io/v1alpha2', 'Telemetry', 'Use apiVersion telemetry.istio.io/v1.'],
  ['network.istio.io/v1', 'HTTPRoute', 'Use apiVersion gateway.networking.k8s.io/v1.'],
  ['network.istio.io/v1', 'VirtualServce', 'Use apiVersion networking.istio.io/v1 and kind VirtualService.'],
  ['gateway.network.k8s.io/v1', 'HTTPRoute', 'Use apiVersion gateway.networking.k8s.io/v1.'],
  ['gateway.network.k8s.io/v1', 'Gateway', 'Use apiVersion gateway.networking.k8s.io/v1.'],
  ['network.istio.io/v1', 'Gateway', 'Use apiVersion networking.istio.io/v1.'],
  ['networking.k8s.io/v1', 'VirtualService', 'Use apiVersion networking.istio.io/v1.'],
  ['v1', 'VirtualService', 'Use apiVersion networking.istio.io/v1.'],
  ['networking.k8s.io/v1', 'Gateway', 'Use apiVersion networking.istio.io/v1, or apiVersion gateway.networking.k8s.io/v1.'],
])('%s %s', (apiVersion, kind, fix) => {
  const [finding, ...others] = findingsOf(object(apiVersion, kind));
  expect(finding).toMatchObject({ rule: RULE, severity: 'error', path: ['apiVersion'], fix });
  expect(others).toEqual([]);
});

test('the message', () => {
  expect(reported(RULE, object('network.istio.io/v1', 'VirtualService'))).toEqual([
    'error VirtualService shop/a apiVersion: There is no kind VirtualService in "network.istio.io/v1"; VirtualService is a kind of networking.istio.io.',
  ]);
});

test.each([
  ['install.istio.io/v1alpha1', 'IstioOperator'],
  ['operator.istio.io/v1alpha1', 'Istio'],
  ['sailoperator.io/v1', 'Istio'],
  ['sailoperator.io/v1', 'ZTunnel'],
  ['config.istio.io/v1alpha2', 'rule'],
  ['authentication.istio.io/v1alpha1', 'Policy'],
  ['gateway.solo.io/v1', 'VirtualService'],
  ['gateway.solo.io/v1', 'Gateway'],
  ['appmesh.k8s.aws/v1beta2', 'VirtualService'],
  ['extensions.higress.io/v1alpha1', 'WasmPlugin'],
  ['networking.gke.io/v1', 'Gateway'],
  ['networking.x-k8s.io/v1alpha1', 'HTTPRoute'],
  ['gateway.networking.x-k8s.io/v1alpha1', 'XListenerSet'],
  ['policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy'],
  ['inference.networking.k8s.io/v1', 'InferencePool'],
  ['networking.internal.knative.dev/v1alpha1', 'Ingress'],
  ['security.radio.io/v1', 'AuthorizationPolicy'],
  ['security.openshift.io/v1', 'SecurityContextConstraints'],
  ['telemetry.example.io/v1', 'Telemetry'],
  ['v1alpha1', 'Telemetry'],
  ['v1', 'List'],
  ['authentication.k8s.io/v1', 'TokenReview'],
  ['gateway.networking.k8s.io/v1alpha2', 'UDPRoute'],
  ['argoproj.io/v1alpha1', 'Rollout'],
  ['kiali.io/v1alpha1', 'Kiali'],
])('%s %s may be right', (apiVersion, kind) => {
  expect(reported(RULE, object(apiVersion, kind))).toEqual([]);
});

test('a kind that the input defines is right', () => {
  const crd = (versions: string): string => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: virtualservices.network.istio.io }
spec: { group: network.istio.io, names: { kind: VirtualService }, versions: ${versions} }
---
`;
  expect(reported(RULE, crd('[{ name: v1 }]') + object('network.istio.io/v1', 'VirtualService'))).toEqual([]);
  expect(reported(RULE, crd('[]') + object('network.istio.io/v1', 'VirtualService'))).toHaveLength(1);
});

test('kinds of the right group are left to its schema', () => {
  expect(findingsOf(object('networking.istio.io/v1', 'VirtualServce')).map(({ rule }) => rule)).toEqual(['invalid-enum']);
});

test('names without end', () => {
  expect(reported(RULE, object(`${'a'.repeat(100_000)}.istio.io/v1`, 'VirtualService'))).toEqual([]);
});
