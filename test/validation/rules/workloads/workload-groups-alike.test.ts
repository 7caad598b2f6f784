import { reported } from '../../run';

const RULE = 'workload-groups-alike';

const group = (name: string, labels: string, namespace = 'shop') => `
apiVersion: networking.istio.io/v1
kind: WorkloadGroup
metadata: { name: ${name}, namespace: ${namespace} }
spec: { metadata: { labels: { ${labels} } }, template: {} }
---`;

test.each([
  ['other labels', group('a', 'app: a') + group('b', 'app: b')],
  ['more labels', group('a', 'app: a') + group('b', 'app: a, version: v1')],
  ['no labels', group('a', '') + group('b', '')],
  ['other namespaces', group('a', 'app: a') + group('b', 'app: a', 'blog')],
])('silent: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test('the same labels, in whichever order', () => {
  expect(reported(RULE, group('b', 'app: a, version: v1') + group('a', 'version: v1, app: a'))).toEqual([
    'info WorkloadGroup shop/a spec.metadata.labels: WorkloadGroup shop/a and WorkloadGroup shop/b have the same labels, app=a,version=v1.',
    'info WorkloadGroup shop/b spec.metadata.labels: WorkloadGroup shop/b and WorkloadGroup shop/a have the same labels, app=a,version=v1.',
  ]);
});
