import { findingsOf, reported } from '../../run';

const RULE = 'duplicate-object';

const object = (apiVersion: string, kind: string, metadata: string, rest = '') => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { ${metadata} }
${rest}
---`;

test.each([
  ['names', object('v1', 'ConfigMap', 'name: a, namespace: shop') + object('v1', 'ConfigMap', 'name: b, namespace: shop')],
  ['namespaces', object('v1', 'ConfigMap', 'name: a, namespace: shop') + object('v1', 'ConfigMap', 'name: a, namespace: bakery')],
  ['kinds', object('v1', 'ConfigMap', 'name: a, namespace: shop') + object('v1', 'Secret', 'name: a, namespace: shop')],
  ['groups', object('example.com/v1', 'Gateway', 'name: a, namespace: shop') + object('example.org/v1', 'Gateway', 'name: a, namespace: shop')],
  ['names that the cluster makes', object('v1', 'Pod', 'generateName: a-, namespace: shop') + object('v1', 'Pod', 'generateName: a-, namespace: shop')],
])('different %s are different objects', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test('both objects are named, each at its place', () => {
  const yaml = object('v1', 'ConfigMap', 'name: a, namespace: shop') + object('v1', 'Secret', 'name: a, namespace: shop') + object('v1', 'ConfigMap', 'name: a, namespace: shop');
  const found = findingsOf(yaml).filter(({ rule }) => rule === RULE);
  expect(found.map(({ input }) => input)).toEqual([0, 2]);
  expect(reported(RULE, yaml)[0]).toBe('error ConfigMap shop/a metadata.name: ConfigMap shop/a is there twice.');
});

test.each([
  ['versions of one kind', object('networking.istio.io/v1', 'Sidecar', 'name: a, namespace: shop') + object('networking.istio.io/v1beta1', 'Sidecar', 'name: a, namespace: shop')],
  ['the default namespace, written or not', object('v1', 'ConfigMap', 'name: a') + object('v1', 'ConfigMap', 'name: a, namespace: default')],
  ['a namespace of a cluster-scoped kind', object('v1', 'Namespace', 'name: a') + object('v1', 'Namespace', 'name: a, namespace: shop')],
])('%s make no difference', (_name, yaml) => {
  expect(reported(RULE, yaml)).toHaveLength(2);
});

test('three of a name', () => {
  expect(reported(RULE, object('v1', 'ConfigMap', 'name: a, namespace: shop').repeat(3))).toEqual(
    Array(3).fill('error ConfigMap shop/a metadata.name: ConfigMap shop/a is there 3 times.'),
  );
});
