import { reported } from '../../run';

const RULE = 'envoy-filter-operation-without-effect';

const filter = (applyTo: string, operation: string): string => `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: f, namespace: shop }
spec: { configPatches: [{ applyTo: ${applyTo}, patch: { operation: ${operation} } }] }
`;

test.each([
  ['ADD to a route', filter('HTTP_ROUTE', 'ADD'), [
    'error EnvoyFilter shop/f spec.configPatches[0].patch.operation: EnvoyFilter shop/f uses ADD on HTTP_ROUTE; that operation works on all but ROUTE_CONFIGURATION and HTTP_ROUTE.',
  ]],
  ['ADD to a route configuration', filter('ROUTE_CONFIGURATION', 'ADD'), [
    'error EnvoyFilter shop/f spec.configPatches[0].patch.operation: EnvoyFilter shop/f uses ADD on ROUTE_CONFIGURATION; that operation works on all but ROUTE_CONFIGURATION and HTTP_ROUTE.',
  ]],
  ['REMOVE of a route', filter('HTTP_ROUTE', 'REMOVE'), [
    'error EnvoyFilter shop/f spec.configPatches[0].patch.operation: EnvoyFilter shop/f uses REMOVE on HTTP_ROUTE; that operation works on all but ROUTE_CONFIGURATION and HTTP_ROUTE.',
  ]],
  ['REPLACE of a cluster', filter('CLUSTER', 'REPLACE'), [
    'error EnvoyFilter shop/f spec.configPatches[0].patch.operation: EnvoyFilter shop/f uses REPLACE on CLUSTER; that operation works on HTTP_FILTER, NETWORK_FILTER and VIRTUAL_HOST only.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['MERGE into a route', filter('HTTP_ROUTE', 'MERGE')],
  ['ADD of a cluster', filter('CLUSTER', 'ADD')],
  ['REPLACE of a virtual host', filter('VIRTUAL_HOST', 'REPLACE')],
  ['REPLACE of a filter', filter('HTTP_FILTER', 'REPLACE')],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
