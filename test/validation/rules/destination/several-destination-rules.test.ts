import { reported } from '../../run';

const RULE = 'several-destination-rules';

const rule = (name: string, fields: string, host = 'reviews', namespace = 'shop') => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: ${name}, namespace: ${namespace} }
spec: { host: "${host}", ${fields} }
---`;

const POLICY = 'trafficPolicy: { loadBalancer: { simple: RANDOM } }';
const subset = (name: string) => `subsets: [{ name: ${name}, labels: { version: ${name} } }]`;

test.each([
  ['of different hosts', rule('a', POLICY) + rule('b', POLICY, 'ratings')],
  ['of different namespaces', rule('a', POLICY, 'reviews.shop.svc.cluster.local') + rule('b', POLICY, 'reviews.shop.svc.cluster.local', 'bakery')],
  ['whose subsets add up', rule('a', subset('v1')) + rule('b', subset('v2'))],
  ['one with a policy, one with subsets', rule('a', POLICY) + rule('b', subset('v1'))],
  ['for different clients', rule('a', `${POLICY}, workloadSelector: { matchLabels: { app: a } }`) + rule('b', `${POLICY}, workloadSelector: { matchLabels: { app: b } }`)],
  ['shown to different namespaces', rule('a', `${POLICY}, exportTo: ["."]`) + rule('b', `${POLICY}, exportTo: [bakery]`)],
  ['for different clients, whose exportTo does not count', rule('a', `${POLICY}, workloadSelector: { matchLabels: { app: a } }, exportTo: ["*"]`) + rule('b', `${subset('v1')}, workloadSelector: { matchLabels: { app: a } }, exportTo: ["."]`)],
  ['a wildcard next to a host that it covers', rule('a', POLICY, '*.shop.svc.cluster.local') + rule('b', POLICY)],
])('rules %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test('two policies for one host', () => {
  expect(reported(RULE, rule('a', POLICY) + rule('b', POLICY, 'reviews.shop.svc.cluster.local'))).toEqual([
    'warning DestinationRule shop/a spec.trafficPolicy: DestinationRule shop/a and DestinationRule shop/b both have a trafficPolicy for the same host; only one of the two is used.',
    'warning DestinationRule shop/b spec.trafficPolicy: DestinationRule shop/b and DestinationRule shop/a both have a trafficPolicy for the same host; only one of the two is used.',
  ]);
});

test('one subset twice', () => {
  expect(reported(RULE, rule('a', subset('v1')) + rule('b', `${POLICY}, ${subset('v1')}`))).toEqual([
    'warning DestinationRule shop/a spec.subsets[0].name: DestinationRule shop/a and DestinationRule shop/b both define subset "v1" of the same host; only one of the two is used.',
    'warning DestinationRule shop/b spec.subsets[0].name: DestinationRule shop/b and DestinationRule shop/a both define subset "v1" of the same host; only one of the two is used.',
  ]);
});

test('exported differently, they are not merged', () => {
  expect(reported(RULE, rule('a', subset('v1')) + rule('b', `${subset('v2')}, exportTo: ["."]`))).toEqual([
    'warning DestinationRule shop/a spec.exportTo: DestinationRule shop/a and DestinationRule shop/b are for the same host and have different `exportTo`, and some namespace sees both.',
    'warning DestinationRule shop/b spec.exportTo: DestinationRule shop/b and DestinationRule shop/a are for the same host and have different `exportTo`, and some namespace sees both.',
  ]);
});

test('for Istio, exported to all in words is not the same as nothing said', () => {
  expect(reported(RULE, rule('a', subset('v1')) + rule('b', `${subset('v2')}, exportTo: ["*"]`)).map((line) => line.split(': ')[0])).toEqual([
    'warning DestinationRule shop/a spec.exportTo',
    'warning DestinationRule shop/b spec.exportTo',
  ]);
});
