import { reported } from '../../run';

const RULE = 'several-telemetries';

const telemetry = (name: string, spec: string, namespace = 'shop'): string => `
apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata: { name: ${name}, namespace: ${namespace} }
spec: ${spec}
---`;
const LABELS = 'selector: { matchLabels: { app: reviews } }';
const deployment = (name: string, labels: string, namespace = 'shop'): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec: { template: { metadata: { labels: { ${labels} } }, spec: { containers: [{ name: app, image: app }] } } }
---`;

test.each([
  ['two for one namespace', telemetry('a', '{}') + telemetry('b', '{}'), [
    'error Telemetry shop/a spec: Telemetry shop/a applies to the whole namespace shop, and so does Telemetry shop/b.',
    'error Telemetry shop/b spec: Telemetry shop/b applies to the whole namespace shop, and so does Telemetry shop/a.',
  ]],
  ['two for one workload', deployment('reviews', 'app: reviews, version: v1') + telemetry('a', `{ ${LABELS} }`) + telemetry('b', '{ selector: { matchLabels: { version: v1 } } }'), [
    'error Telemetry shop/a spec.selector.matchLabels: Telemetry shop/a selects Deployment shop/reviews, and so does Telemetry shop/b.',
    'error Telemetry shop/b spec.selector.matchLabels: Telemetry shop/b selects Deployment shop/reviews, and so does Telemetry shop/a.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['two for the same labels, of which nothing is known', telemetry('a', `{ ${LABELS} }`) + telemetry('b', `{ ${LABELS} }`)],
  ['of two namespaces', telemetry('a', '{}') + telemetry('b', '{}', 'blog')],
  ['one for the namespace and one for a workload', deployment('reviews', 'app: reviews') + telemetry('a', '{}') + telemetry('b', `{ ${LABELS} }`)],
  ['attached to Services', telemetry('a', '{ targetRefs: [{ kind: Service, name: a }] }') + telemetry('b', '{ targetRefs: [{ kind: Service, name: b }] }')],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
