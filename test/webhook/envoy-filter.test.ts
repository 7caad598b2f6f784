import { remarksOn } from './run';

const filter = (spec: string): string => `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: a, namespace: shop }
spec: { ${spec} }
`;

const ALWAYS = 'warning unstable-api kind';
const PATCH = 'patch: { operation: MERGE, value: {} }';
/** A value as filters have it. */
const FILTER = 'patch: { operation: MERGE, value: { name: a, typed_config: { "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router } } }';
/** What has a value without typed_config as well. */
const WITHOUT_CONFIG = new Set(['LISTENER', 'FILTER_CHAIN', 'ROUTE_CONFIGURATION', 'VIRTUAL_HOST', 'HTTP_ROUTE', 'CLUSTER', 'BOOTSTRAP']);
const patch = (fields: string): string => filter(`configPatches: [{ ${fields} }]`);
const matching = (applyTo: string, match: string): string => patch(`applyTo: ${applyTo}, match: { ${match} }, ${WITHOUT_CONFIG.has(applyTo) ? PATCH : FILTER}`);
const matchingFilter = (applyTo: string, name: string): string => matching(applyTo, `listener: { filterChain: { filter: { ${name} } } }`);

const AT = 'spec.configPatches[0]';
const AT_FILTER = `${AT}.match.listener.filterChain.filter`;
const MANAGER = 'name: envoy.filters.network.http_connection_manager';

test.each([
  ['nothing', filter('')],
  ['an empty list', filter('configPatches: []')],
  ['no match', patch(`applyTo: CLUSTER, ${PATCH}`)],
  ['a removal without value', patch('applyTo: CLUSTER, patch: { operation: REMOVE }')],
  ['a listener', matching('LISTENER', 'listener: { name: a }')],
  ['a router', matchingFilter('HTTP_FILTER', `${MANAGER}, subFilter: { name: envoy.filters.http.router }`)],
  ['an HTTP filter without name', matchingFilter('HTTP_FILTER', MANAGER)],
  ['a filter of the network', matchingFilter('NETWORK_FILTER', 'name: envoy.filters.network.tcp_proxy')],
  ['a route', matching('HTTP_ROUTE', 'routeConfiguration: { name: a }')],
  ['a cluster', matching('CLUSTER', 'cluster: { service: a.b }')],
  ['what is found anyhow', matching('EXTENSION_CONFIG', 'cluster: { service: a.b }')],
  ['a version', matching('CLUSTER', 'proxy: { proxyVersion: "^1\\\\.29.*" }')],
  ['a waypoint, of which nothing is looked at', patch('match: { context: WAYPOINT, waypoint: {} }')],
])('nothing but the usual is said of %s', (_name, yaml) => {
  expect(remarksOn(yaml)).toEqual([ALWAYS]);
});

test.each([
  ['no labels in the selector', filter('workloadSelector: {}'), ['warning ineffective-field spec.workloadSelector']],
  ['a wildcard in the selector, and then nothing else', filter('workloadSelector: { labels: { "a*": b } }, configPatches: [{}]'), ['error invalid-label spec.workloadSelector.labels["a*"]']],
  ['nothing that is patched', patch(PATCH), [`error missing-setting ${AT}.applyTo`]],
  ['INVALID that is patched', patch(`applyTo: INVALID, ${PATCH}`), [`error missing-setting ${AT}.applyTo`]],
  ['no patch', patch('applyTo: CLUSTER'), [`error missing-setting ${AT}.patch`]],
  ['no operation', patch('applyTo: CLUSTER, patch: { value: {} }'), [`error missing-setting ${AT}.patch.operation`]],
  ['no value', patch('applyTo: CLUSTER, patch: { operation: MERGE }'), [`error missing-setting ${AT}.patch.value`]],
  ['a version that is no expression', matching('CLUSTER', 'proxy: { proxyVersion: "(?=1)" }'), [`error invalid-regex ${AT}.match.proxy.proxyVersion`]],
  ['a long version, and what is wrong besides', matching('CLUSTER', `proxy: { proxyVersion: "${'a'.repeat(1025)}" }, listener: {}`), [`error contradicting-fields ${AT}.match.listener`, `warning ineffective-field ${AT}.match.proxy.proxyVersion`]],
  ['an HTTP filter of a cluster', matching('HTTP_FILTER', 'cluster: {}'), [`error contradicting-fields ${AT}.match.cluster`]],
  ['a virtual host of a listener', matching('VIRTUAL_HOST', 'listener: {}'), [`error contradicting-fields ${AT}.match.listener`]],
  ['a cluster of a route', matching('CLUSTER', 'routeConfiguration: {}'), [`error contradicting-fields ${AT}.match.routeConfiguration`]],
  ['a listener by its filter', matchingFilter('LISTENER', 'name: a'), [`warning ineffective-field ${AT_FILTER}`]],
  ['a chain by a filter without name', matchingFilter('FILTER_CHAIN', ''), [`warning ineffective-field ${AT_FILTER}`, `error missing-setting ${AT_FILTER}.name`]],
  ['a filter of the network within another', matchingFilter('NETWORK_FILTER', `${MANAGER}, subFilter: { name: a }`), [`error contradicting-fields ${AT_FILTER}.subFilter`]],
  ['a filter within another that has none', matchingFilter('HTTP_FILTER', 'name: envoy.filters.network.tcp_proxy, subFilter: { name: a }'), [`error contradicting-fields ${AT_FILTER}.name`]],
  ['a filter without name within another', matchingFilter('HTTP_FILTER', `${MANAGER}, subFilter: {}`), [`error missing-setting ${AT_FILTER}.subFilter.name`]],
  ['old names', matchingFilter('HTTP_FILTER', 'name: envoy.http_connection_manager, subFilter: { name: envoy.router }'), [`warning deprecated-field ${AT_FILTER}.name`, `warning deprecated-field ${AT_FILTER}.subFilter.name`]],
  ['an old name of a listener filter', matchingFilter('NETWORK_FILTER', 'name: envoy.listener.tls_inspector'), [`warning deprecated-field ${AT_FILTER}.name`]],
])('%s', (_name, yaml, said) => {
  expect(remarksOn(yaml).filter((line) => line !== ALWAYS)).toEqual(said);
});
