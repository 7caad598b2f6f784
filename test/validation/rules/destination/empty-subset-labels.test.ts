import { reported } from '../../run';

const RULE = 'empty-subset-labels';

const subset = (fields: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  subsets:
    - { name: v1, labels: { version: v1 } }
    - { name: v2${fields} }
`;

test('a subset with labels', () => {
  expect(reported(RULE, subset(', labels: { version: v2 }'))).toEqual([]);
});

test.each([
  ['none', ''],
  ['an empty map', ', labels: {}'],
])('%s', (_name, fields) => {
  expect(reported(RULE, subset(fields))).toEqual([
    'error DestinationRule shop/reviews spec.subsets[1].labels: Subset "v2" of DestinationRule shop/reviews has no labels, so it is all of reviews.',
  ]);
});

test('with a policy of its own it may mean all workloads', () => {
  expect(reported(RULE, subset(', trafficPolicy: { loadBalancer: { simple: RANDOM } }'))).toEqual([
    'warning DestinationRule shop/reviews spec.subsets[1].labels: Subset "v2" of DestinationRule shop/reviews has no labels, so it is all of reviews.',
  ]);
});
