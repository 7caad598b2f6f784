import { reported } from '../../run';

const RULE = 'misplaced-annotation';

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
  ['of Pods on a Deployment', deployment('sidecar.istio.io/proxyCPU: 100m', ''), [
    'warning Deployment shop/reviews metadata.annotations["sidecar.istio.io/proxyCPU"]: Deployment shop/reviews has the annotation sidecar.istio.io/proxyCPU, which is for Pods: it belongs into the pod template.',
  ]],
  ['of Pods on a Namespace', annotated(NAMESPACE, 'sidecar.istio.io/inject: "true"'), [
    'warning Namespace a metadata.annotations["sidecar.istio.io/inject"]: Namespace a has the annotation sidecar.istio.io/inject, which is for Pod.',
  ]],
  ['of Services on a Pod', annotated(POD, 'networking.istio.io/exportTo: a'), [
    'warning Pod shop/a metadata.annotations["networking.istio.io/exportTo"]: Pod shop/a has the annotation networking.istio.io/exportTo, which is for Service.',
  ]],
  ['of Ingresses on a Service', annotated(SERVICE, 'kubernetes.io/ingress.class: istio'), [
    'warning Service shop/a metadata.annotations["kubernetes.io/ingress.class"]: Service shop/a has the annotation kubernetes.io/ingress.class, which is for Ingress.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['of Pods in a pod template', deployment('', 'sidecar.istio.io/proxyCPU: 100m')],
  ['of anything', deployment('galley.istio.io/analyze-suppress: IST0001', '')],
  ['on one of several kinds', annotated(NAMESPACE, 'networking.istio.io/traffic-distribution: PreferClose')],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
