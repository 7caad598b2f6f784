import { reported } from '../../run';

const RULE = 'unknown-annotation';

const annotated = (head: string, annotations: string, more = ''): string => `
apiVersion: ${head}
metadata: { name: a, namespace: shop, annotations: { ${annotations} }${more} }
`;
const POD = 'v1\nkind: Pod';
const SERVICE = 'v1\nkind: Service';
const NAMESPACE = 'v1\nkind: Namespace';
const deployment = (own: string, ofPods: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop, annotations: { ${own} } }
spec: { template: { metadata: { labels: { app: reviews }, annotations: { ${ofPods} } }, spec: { containers: [{ name: app, image: app }] } } }
`;

test.each([
  ['a name that is near one', annotated(SERVICE, 'networking.istio.io/exportsTo: a'), [
    'warning Service shop/a metadata.annotations["networking.istio.io/exportsTo"]: Service shop/a has the annotation networking.istio.io/exportsTo, which Istio does not know; "networking.istio.io/exportTo" is near.',
  ]],
  ['a name that is near none', annotated(NAMESPACE, 'istio.io/whatever-this-is-about: a'), [
    'warning Namespace a metadata.annotations["istio.io/whatever-this-is-about"]: Namespace a has the annotation istio.io/whatever-this-is-about, which Istio does not know.',
  ]],
  ['in a pod template', deployment('', 'sidecar.istio.io/proxyCpus: 100m'), [
    'warning Deployment shop/reviews spec.template.metadata.annotations["sidecar.istio.io/proxyCpus"]: Deployment shop/reviews has the annotation sidecar.istio.io/proxyCpus, which Istio does not know; "sidecar.istio.io/proxyCPU" is near.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['a known one', annotated(SERVICE, 'networking.istio.io/exportTo: a')],
  ['one of somebody else', annotated(SERVICE, 'example.com/whatever: a, notistio.io/a: b')],
  ['one that Istio sets', annotated(POD, 'sidecar.istio.io/status: a, istio.io/rev: default')],
  ['in a namespace of Kubernetes', annotated(SERVICE, 'istio.io/whatever: a').replace('shop', 'kube-system')],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
