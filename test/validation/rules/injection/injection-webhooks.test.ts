import { reported } from '../../run';

const RULE = 'injection-webhooks';

const webhook = (name: string, selectors: string, client = 'url: "https://a.example.com"', hook = 'sidecar-injector.istio.io'): string => `
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: { name: ${name} }
webhooks: [{ name: ${hook}, clientConfig: { ${client} }${selectors} }]
---`;
const rev = (name: string): string => `, namespaceSelector: { matchLabels: { istio.io/rev: ${name} } }`;
const service = (name: string): string => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: mesh }
spec: { ports: [{ name: https, port: 443 }] }
---`;
const CLIENT = 'service: { name: istiod, namespace: mesh }';

test.each([
  ['two for one revision', webhook('a', rev('x')) + webhook('b', rev('x')), [
    'error MutatingWebhookConfiguration a webhooks[0]: MutatingWebhookConfiguration a has sidecar-injector.istio.io for Pods that sidecar-injector.istio.io of MutatingWebhookConfiguration b is for, too.',
    'error MutatingWebhookConfiguration b webhooks[0]: MutatingWebhookConfiguration b has sidecar-injector.istio.io for Pods that sidecar-injector.istio.io of MutatingWebhookConfiguration a is for, too.',
  ]],
  ['two for all', webhook('a', '') + webhook('b', ''), [
    'error MutatingWebhookConfiguration a webhooks[0]: MutatingWebhookConfiguration a has sidecar-injector.istio.io for Pods that sidecar-injector.istio.io of MutatingWebhookConfiguration b is for, too.',
    'error MutatingWebhookConfiguration b webhooks[0]: MutatingWebhookConfiguration b has sidecar-injector.istio.io for Pods that sidecar-injector.istio.io of MutatingWebhookConfiguration a is for, too.',
  ]],
  ['two that meet', webhook('a', rev('x')) + webhook('b', ', objectSelector: { matchExpressions: [{ key: sidecar.istio.io/inject, operator: Exists }] }'), [
    'error MutatingWebhookConfiguration a webhooks[0]: MutatingWebhookConfiguration a has sidecar-injector.istio.io for Pods that sidecar-injector.istio.io of MutatingWebhookConfiguration b is for, too.',
    'error MutatingWebhookConfiguration b webhooks[0]: MutatingWebhookConfiguration b has sidecar-injector.istio.io for Pods that sidecar-injector.istio.io of MutatingWebhookConfiguration a is for, too.',
  ]],
  ['a Service that is not there', service('other') + webhook('a', rev('x'), CLIENT), [
    'error MutatingWebhookConfiguration a webhooks[0].clientConfig.service: MutatingWebhookConfiguration a calls Service mesh/istiod, which does not exist.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['two revisions', webhook('a', rev('x')) + webhook('b', rev('y'))],
  ['somebody else’s', webhook('a', '', undefined, 'a.example.com') + webhook('b', '', undefined, 'b.example.com')],
  ['a Service that is there', service('istiod') + webhook('a', rev('x'), CLIENT)],
  ['a Service of which nothing is known', webhook('a', rev('x'), CLIENT)],
  ['an operator that there is not', webhook('a', ', namespaceSelector: { matchExpressions: [{ key: a, operator: Like, values: [b] }] }') + webhook('b', '')],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
