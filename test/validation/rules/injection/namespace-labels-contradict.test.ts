import { reported } from '../../run';

const RULE = 'namespace-labels-contradict';

const namespace = (labels: string, name = 'shop'): string => `
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: { ${labels} } }
---`;

test.each([
  ['injection and a revision', namespace('istio-injection: enabled, istio.io/rev: canary'), [
    'warning Namespace shop metadata.labels: Namespace shop has istio-injection=enabled and istio.io/rev=canary.',
  ]],
  ['a revision and ambient', namespace('istio.io/rev: canary, istio.io/dataplane-mode: ambient'), [
    'warning Namespace shop metadata.labels: Namespace shop has istio.io/rev=canary and istio.io/dataplane-mode=ambient.',
  ]],
  ['all three', namespace('istio-injection: enabled, istio.io/rev: canary, istio.io/dataplane-mode: ambient'), [
    'warning Namespace shop metadata.labels: Namespace shop has istio-injection=enabled, istio.io/rev=canary and istio.io/dataplane-mode=ambient.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['one', namespace('istio-injection: enabled')],
  ['turned off', namespace('istio-injection: disabled, istio.io/rev: canary')],
  ['of Istio', namespace('istio-injection: enabled, istio.io/rev: canary', 'istio-system')],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
