import { reported } from '../../run';

const RULE = 'image-auto-without-injection';

const namespace = (labels: string, name = 'shop'): string => `
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: { ${labels} } }
---`;
const pods = (kind: 'Pod' | 'Deployment', labels = '', image = 'auto'): string => `
apiVersion: ${kind === 'Pod' ? 'v1' : 'apps/v1'}
kind: ${kind}
metadata: { name: gateway, namespace: shop${kind === 'Pod' ? `, labels: { ${labels} }` : ''} }
spec: ${kind === 'Pod' ? '' : `{ template: { metadata: { labels: { ${labels} } }, spec: `}{ containers: [{ name: istio-proxy, image: ${image} }] }${kind === 'Pod' ? '' : ' } }'}
---`;
const webhook = (selector: string): string => `
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: { name: istio-sidecar-injector }
webhooks: [{ name: sidecar-injector.istio.io, clientConfig: { url: "https://a.example.com" }, namespaceSelector: ${selector} }]
---`;
const OUT = 'sidecar.istio.io/inject: "false"';
const IN = 'sidecar.istio.io/inject: "true"';

test.each([
  ['a Deployment of a Namespace that is not injected', namespace('') + pods('Deployment'), {}, [
    'warning Deployment shop/gateway spec.template.spec.containers[0].image: Deployment shop/gateway has the image auto for istio-proxy, and no webhook of Istio is for its pods.',
  ]],
  ['a Pod', namespace('') + pods('Pod'), {}, [
    'error Pod shop/gateway spec.containers[0].image: Pod shop/gateway has the image auto for istio-proxy, and no webhook of Istio is for its pods.',
  ]],
  ['turned off', pods('Deployment', OUT), {}, [
    'warning Deployment shop/gateway spec.template.spec.containers[0].image: Deployment shop/gateway has the image auto for istio-proxy, and no webhook of Istio is for its pods.',
  ]],
  ['a Namespace that a whole cluster does not have', pods('Deployment'), { settings: { complete: true } }, [
    'warning Deployment shop/gateway spec.template.spec.containers[0].image: Deployment shop/gateway has the image auto for istio-proxy, and no webhook of Istio is for its pods.',
  ]],
  ['a webhook for others', webhook('{ matchExpressions: [{ key: team, operator: In, values: [a] }] }') + namespace('istio-injection: enabled') + pods('Deployment', IN), {}, [
    'warning Deployment shop/gateway spec.template.spec.containers[0].image: Deployment shop/gateway has the image auto for istio-proxy, and no webhook of Istio is for its pods.',
  ]],
])('%s', (_name, yaml, options, expected) => {
  expect(reported(RULE, yaml, options)).toEqual(expected);
});

test.each([
  ['a webhook for it', webhook('{ matchExpressions: [{ key: team, operator: NotIn, values: [a] }, { key: zone, operator: DoesNotExist }] }') + namespace('') + pods('Deployment')],
  ['an injected Namespace', namespace('istio-injection: enabled') + pods('Deployment')],
  ['a label of the pods', namespace('') + pods('Deployment', IN)],
  ['a revision', namespace('istio.io/rev: canary') + pods('Pod')],
  ['a Namespace that may be injected', pods('Deployment')],
  ['another image', namespace('') + pods('Deployment', '', 'proxyv2')],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
