import { reported } from '../../run';

const RULE = 'workload-group-account-not-found';

const group = (account: string) => `
apiVersion: networking.istio.io/v1
kind: WorkloadGroup
metadata: { name: vm, namespace: shop }
spec: { metadata: { labels: { app: vm } }, template: { ${account} } }
---`;

const account = (name: string, namespace = 'shop') => `
apiVersion: v1
kind: ServiceAccount
metadata: { name: ${name}, namespace: ${namespace} }
---`;

const DEPLOYMENT = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: a, namespace: shop }
spec: { template: { metadata: { labels: { app: a } }, spec: { serviceAccountName: a, containers: [{ name: a, image: a }] } } }
---`;

test.each([
  ['no account', account('b') + group('')],
  ['the default account', account('b') + group('serviceAccount: default')],
  ['an account that is there', account('vm') + group('serviceAccount: vm')],
  ['one that a workload runs as', account('b') + DEPLOYMENT + group('serviceAccount: a')],
  ['accounts that are elsewhere', account('b', 'blog') + DEPLOYMENT + group('serviceAccount: vm')],
])('silent: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

const LINE = 'warning WorkloadGroup shop/vm spec.template.serviceAccount: WorkloadGroup shop/vm has the service account "vm", and namespace shop has no ServiceAccount of that name.';

test('not there', () => {
  expect(reported(RULE, account('b') + group('serviceAccount: vm'))).toEqual([LINE]);
  expect(reported(RULE, DEPLOYMENT + group('serviceAccount: vm'), { settings: { complete: true } })).toEqual([LINE]);
});
