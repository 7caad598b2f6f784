import { reported } from '../../run';

const RULE = 'deprecated-annotation';

const annotated = (head: string, annotations: string, more = ''): string => `
apiVersion: ${head}
metadata: { name: a, namespace: shop, annotations: { ${annotations} }${more} }
`;
const POD = 'v1\nkind: Pod';
const deployment = (own: string, ofPods: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop, annotations: { ${own} } }
spec: { template: { metadata: { labels: { app: reviews }, annotations: { ${ofPods} } }, spec: { containers: [{ name: app, image: app }] } } }
`;

test.each([
  ['inject', deployment('', 'sidecar.istio.io/inject: "true"'), [
    'info Deployment shop/reviews spec.template.metadata.annotations["sidecar.istio.io/inject"]: Deployment shop/reviews has the annotation sidecar.istio.io/inject, which is deprecated: use the label of that name.',
  ]],
  ['for statistics', annotated(POD, 'sidecar.istio.io/statsInclusionPrefixes: a'), [
    'info Pod shop/a metadata.annotations["sidecar.istio.io/statsInclusionPrefixes"]: Pod shop/a has the annotation sidecar.istio.io/statsInclusionPrefixes, which is deprecated.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['inject with the label', annotated(POD, 'sidecar.istio.io/inject: "true"', ', labels: { sidecar.istio.io/inject: "true" }')],
  ['another', annotated(POD, 'sidecar.istio.io/logLevel: debug')],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
