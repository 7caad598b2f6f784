import { reported } from '../../run';

const RULE = 'workload-labels-contradict';

const mesh = (namespace: string, pod: string, more = '', kind = 'apps/v1 Deployment') => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { ${namespace} } }
---
apiVersion: ${kind.split(' ')[0] ?? ''}
kind: ${kind.split(' ')[1] ?? ''}
metadata: { name: reviews, namespace: shop }
spec: { template: { metadata: { labels: { ${pod} } }, spec: { ${more} containers: [{ name: a, image: a }] } } }
`;

const AMBIENT = 'istio.io/dataplane-mode: ambient';
const IN = 'sidecar.istio.io/inject: "true"';
const OUT = 'sidecar.istio.io/inject: "false"';

test.each([
  ['ambient alone', mesh('', AMBIENT)],
  ['injection that it takes itself out of', mesh('istio-injection: enabled', `${AMBIENT}, ${OUT}`)],
  ['a namespace that injects nothing', mesh('istio-injection: disabled', AMBIENT)],
  ['a sidecar that a namespace without injection does not give', mesh('istio-injection: disabled', `${AMBIENT}, ${IN}`)],
  ['a sidecar in an ambient namespace', mesh(AMBIENT, IN)],
  ['out of ambient', mesh('istio-injection: enabled', 'istio.io/dataplane-mode: none')],
  ['the network of its node', mesh('istio-injection: enabled', AMBIENT, 'hostNetwork: true,')],
])('silent: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

const line = (by: string) => `warning Deployment shop/reviews spec.template.metadata.labels["istio.io/dataplane-mode"]: Deployment shop/reviews has istio.io/dataplane-mode=ambient, and gets a sidecar by ${by}.`;

test.each([
  ['injection of the namespace', mesh('istio-injection: enabled', AMBIENT), line('the labels of namespace shop')],
  ['a revision of the namespace', mesh('istio.io/rev: canary', AMBIENT), line('the labels of namespace shop')],
  ['its own label', mesh('', `${AMBIENT}, ${IN}`), line('sidecar.istio.io/inject')],
  ['its own revision', mesh('', `${AMBIENT}, istio.io/rev: canary`), line('istio.io/rev')],
])('reported: %s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual([expected]);
});
