import { reported } from '../../run';

const RULE = 'control-plane-address';

const webhook = (client: string, name = 'istio-validator-a', kind = 'Validating'): string => `
apiVersion: admissionregistration.k8s.io/v1
kind: ${kind}WebhookConfiguration
metadata: { name: ${name} }
webhooks: [{ name: a.istio.io, clientConfig: { ${client} } }]
`;

test.each([
  ['neither url nor service', webhook(''), [
    'warning ValidatingWebhookConfiguration istio-validator-a webhooks[0].clientConfig: ValidatingWebhookConfiguration istio-validator-a has webhook a.istio.io with neither url nor service.',
  ]],
  ['no URL', webhook('url: "https://a:b:c"', 'istio-sidecar-injector', 'Mutating'), [
    'warning MutatingWebhookConfiguration istio-sidecar-injector webhooks[0].clientConfig.url: MutatingWebhookConfiguration istio-sidecar-injector has webhook a.istio.io with "https://a:b:c", which is no URL.',
  ]],
  ['an IP address', webhook('url: "https://192.0.2.1:15017/inject"'), [
    'info ValidatingWebhookConfiguration istio-validator-a webhooks[0].clientConfig.url: ValidatingWebhookConfiguration istio-validator-a has webhook a.istio.io with an IP address, 192.0.2.1, where a host name is wanted.',
  ]],
  ['an IPv6 address', webhook('url: "https://[2001:db8::1]:15017/inject"', 'istiod-default-validator'), [
    'info ValidatingWebhookConfiguration istiod-default-validator webhooks[0].clientConfig.url: ValidatingWebhookConfiguration istiod-default-validator has webhook a.istio.io with an IP address, 2001:db8::1, where a host name is wanted.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['a host', webhook('url: "https://istiod.example.com:15017/inject"')],
  ['a service', webhook('service: { name: istiod, namespace: istio-system }')],
  ['somebody else’s', webhook('', 'other')],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
