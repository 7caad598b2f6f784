import { reported } from '../../run';

const RULE = 'envoy-filter-relative-operation';

const filter = (name: string, patch: string, more = ''): string => `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: ${name}, namespace: shop }
spec: { ${more}configPatches: [{ applyTo: HTTP_FILTER, ${patch} }] }
---`;
const before = 'patch: { operation: INSERT_BEFORE, value: { name: lua } }';

test.each([
  ['INSERT_BEFORE', filter('a', before), [
    'warning EnvoyFilter shop/a spec.configPatches[0].patch.operation: EnvoyFilter shop/a uses INSERT_BEFORE, which depends on what other EnvoyFilters have done before, and has no priority.',
  ]],
  ['REMOVE', filter('a', 'patch: { operation: REMOVE }'), [
    'warning EnvoyFilter shop/a spec.configPatches[0].patch.operation: EnvoyFilter shop/a uses REMOVE, which depends on what other EnvoyFilters have done before, and has no priority.',
  ]],
  ['REPLACE of a filter', filter('a', 'patch: { operation: REPLACE, value: { name: lua } }'), [
    'warning EnvoyFilter shop/a spec.configPatches[0].patch.operation: EnvoyFilter shop/a uses REPLACE, which depends on what other EnvoyFilters have done before, and has no priority.',
  ]],
  ['of a filter that another patch has for one version only', filter('a', `match: { proxy: { proxyVersion: 1.29.* } }, patch: { operation: MERGE, value: { name: lua } }`) + filter('b', before), [
    'warning EnvoyFilter shop/b spec.configPatches[0].patch.operation: EnvoyFilter shop/b uses INSERT_BEFORE, which depends on what other EnvoyFilters have done before, and has no priority; another patch of the same filter is for one version of the proxy only.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['with a priority', filter('a', before, 'priority: 1, ')],
  ['INSERT_FIRST', filter('a', 'patch: { operation: INSERT_FIRST }')],
  ['MERGE', filter('a', 'patch: { operation: MERGE }')],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
