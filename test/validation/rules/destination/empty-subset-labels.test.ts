import { findingsOf, reported } from '../../run';

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

test.each(['true', '1', '1.10'])('a label without quotes is one mistake: %s', (value) => {
  expect(findingsOf(subset(`, labels: { version: ${value} }`)).map(({ rule }) => rule)).toEqual(['invalid-type']);
});

const AT = 'DestinationRule shop/reviews spec.subsets[1].labels: Subset "v2" of DestinationRule shop/reviews has no labels, so it is all of reviews';
const POLICY = ', trafficPolicy: { loadBalancer: { simple: RANDOM } }';

test.each([
  ['an empty map is an error', ', labels: {}', `error ${AT}.`],
  ['an empty map with a policy may mean all workloads', `, labels: {}${POLICY}`, `warning ${AT}.`],
  ['none next to a subset that has some looks forgotten', '', `warning ${AT}.`],
])('%s', (_name, fields, line) => {
  expect(reported(RULE, subset(fields))).toEqual([line]);
});

const only = (...subsets: readonly string[]) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: egress, namespace: istio-system }
spec:
  host: istio-egressgateway.istio-system.svc.cluster.local
  subsets:
${subsets.map((fields) => `    - { ${fields} }`).join('\n')}
`;

describe('no labels, as for an egress gateway', () => {
  test.each([
    ['a name alone', only('name: cnn')],
    ['a policy', only('name: cnn, trafficPolicy: { loadBalancer: { simple: ROUND_ROBIN } }')],
    ['several policies', only('name: cnn, trafficPolicy: { tls: { mode: ISTIO_MUTUAL, sni: edition.cnn.com } }', 'name: bbc, trafficPolicy: { tls: { mode: ISTIO_MUTUAL, sni: bbc.com } }')],
    ['a policy next to a subset that has labels', subset(POLICY)],
  ])('%s', (_name, yaml) => {
    expect(reported(RULE, yaml)).toEqual([]);
  });

  test('several that differ in nothing', () => {
    const line = (index: number, own: string, other: string) =>
      `warning DestinationRule istio-system/egress spec.subsets[${index}].labels: Subset "${own}" of DestinationRule istio-system/egress has no labels, so it is all of istio-egressgateway.istio-system.svc.cluster.local, like ${other}.`;
    expect(reported(RULE, only('name: cnn', 'name: bbc'))).toEqual([line(0, 'cnn', '"bbc"'), line(1, 'bbc', '"cnn"')]);
    expect(reported(RULE, only(...['a', 'b', 'c', 'd', 'e'].map((name) => `name: ${name}`)))[4]).toEqual(line(4, 'e', '"a", "b" and "c"'));
  });
});
