import { PATCHED } from '../../src/webhook/checks/envoy-value';
import { loadEnvoyApi } from '../../src/webhook/envoy/api';
import { pathOf } from '../../src/webhook/envoy/trail';
import { EnvoyValueReader } from '../../src/webhook/envoy/value-reader';
import { findingsOf } from '../validation/run';
import { remarksOn } from './run';

const AT = 'spec.configPatches[0].patch.value';
const patch = (applyTo: string, value: string, operation = 'MERGE'): string => `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: a, namespace: shop }
spec: { configPatches: [{ applyTo: ${applyTo}, patch: { operation: ${operation}, value: ${value} } }] }
`;
const saidOf = (applyTo: string, value: string): readonly string[] =>
  remarksOn(patch(applyTo, value)).filter((line) => line !== 'warning unstable-api kind').map((line) => line.replace(AT, ''));

const TYPE = 'type.googleapis.com/envoy.extensions.filters';
const filter = (fields: string): string => `{ name: a, typed_config: { ${fields} } }`;
const lua = (fields: string): string => filter(`"@type": ${TYPE}.http.lua.v3.Lua, ${fields}`);
/** An extension that holds another one. */
const holding = (inner: string): string => filter(`"@type": type.googleapis.com/envoy.config.core.v3.TypedExtensionConfig, name: b, typed_config: ${inner}`);

test.each([
  ['CLUSTER', '{ name: a, connect_timeout: 0.25s, lb_policy: LEAST_REQUEST, circuit_breakers: { thresholds: [{ max_connections: 10 }] } }'],
  ['CLUSTER', '{ connectTimeout: 5s, lbPolicy: MAGLEV, circuitBreakers: { thresholds: [{ maxConnections: "10" }] } }'],
  ['CLUSTER', '{ connect_timeout: 1h2m, lb_policy: 1, upstream_connection_options: { tcp_keepalive: { keepalive_time: 300 } } }'],
  ['CLUSTER', '{ name: null, load_assignment: null, metadata: { filter_metadata: { a: { b: [1, null, { "@type": 7 }] } } } }'],
  ['CLUSTER', '{ max_requests_per_connection: null, track_cluster_stats: {}, outlier_detection: { consecutive_5xx: " 5 ", base_ejection_time: 30s } }'],
  ['LISTENER', '{ per_connection_buffer_limit_bytes: 32768, listener_filters_timeout: 0s, bind_to_port: false }'],
  ['FILTER_CHAIN', '{ filter_chain_match: { destination_port: 80, server_names: [a.example.com] } }'],
  ['NETWORK_FILTER', filter(`"@type": ${TYPE}.network.tcp_proxy.v3.TcpProxy, stat_prefix: a, cluster: b, idle_timeout: 24h`)],
  ['HTTP_FILTER', lua('default_source_code: { inline_string: "function envoy_on_request(h) end" }')],
  ['HTTP_FILTER', lua('default_source_code: { inline_bytes: "YQ==" }')],
  ['HTTP_FILTER', '{ name: a, config_discovery: { type_urls: [a] } }'],
  ['HTTP_FILTER', filter(`"@type": ${TYPE}.http.lua.v3.Lua`.replace('type.googleapis.com/', 'example.com/a/'))],
  ['HTTP_FILTER', filter('"@type": type.googleapis.com/udpa.type.v1.TypedStruct, type_url: whatever, value: { a: { b: 1 } }')],
  ['HTTP_FILTER', filter('"@type": type.googleapis.com/stats.PluginConfig, disable_host_header_fallback: true')],
  ['HTTP_FILTER', filter('"@type": type.googleapis.com/google.protobuf.StringValue, value: "{}"')],
  ['ROUTE_CONFIGURATION', '{ request_headers_to_add: [{ header: { key: a, value: b }, append_action: OVERWRITE_IF_EXISTS_OR_ADD }] }'],
  ['VIRTUAL_HOST', `{ typed_per_filter_config: { a: { "@type": ${TYPE}.http.local_ratelimit.v3.LocalRateLimit, token_bucket: { max_tokens: 1, fill_interval: 60s } } } }`],
  ['HTTP_ROUTE', '{ match: { prefix: / }, route: { cluster: a, timeout: 5s, retry_policy: { num_retries: 3 } } }'],
  ['EXTENSION_CONFIG', lua('inline_code: a')],
  ['BOOTSTRAP', '{ stats_config: { stats_tags: [{ tag_name: a, regex: "(a)" }] }, layered_runtime: { layers: [{ name: a, static_layer: { b: 1 } }] } }'],
  ['LISTENER_FILTER', filter(`"@type": ${TYPE}.listener.proxy_protocol.v3.ProxyProtocol`)],
])('nothing is said of a %s %s', (applyTo, value) => {
  expect(saidOf(applyTo, value)).toEqual([]);
});

test.each([
  ['a text for a number', 'CLUSTER', '{ max_requests_per_connection: many }', '.max_requests_per_connection'],
  ['a number that is not whole', 'CLUSTER', '{ max_requests_per_connection: 1.5 }', '.max_requests_per_connection'],
  ['a negative number', 'CLUSTER', '{ circuit_breakers: { thresholds: [{}, { max_connections: -1 }] } }', '.circuit_breakers.thresholds[1].max_connections'],
  ['more than 32 bits', 'CLUSTER', '{ per_connection_buffer_limit_bytes: 4294967296 }', '.per_connection_buffer_limit_bytes'],
  ['more than 64 bits', 'CLUSTER', '{ ring_hash_lb_config: { minimum_ring_size: "18446744073709551616" } }', '.ring_hash_lb_config.minimum_ring_size'],
  ['a break in a number', 'CLUSTER', '{ max_requests_per_connection: "1\\n" }', '.max_requests_per_connection'],
  ['a number for a text', 'CLUSTER', '{ alt_stat_name: 5 }', '.alt_stat_name'],
  ['a text for a truth value', 'LISTENER', '{ bind_to_port: "true" }', '.bind_to_port'],
  ['a duration without unit', 'CLUSTER', '{ connect_timeout: "5" }', '.connect_timeout'],
  ['a duration that is a number', 'CLUSTER', '{ connectTimeout: 5 }', '.connectTimeout'],
  ['a duration in days', 'CLUSTER', '{ connect_timeout: 1d }', '.connect_timeout'],
  ['a name that the enum does not have', 'CLUSTER', '{ lb_policy: LEAST_REQUESTS }', '.lb_policy'],
  ['a name of an enum in small letters', 'CLUSTER', '{ lb_policy: maglev }', '.lb_policy'],
  ['no base64', 'HTTP_FILTER', lua('default_source_code: { inline_bytes: "a_" }'), '.typed_config.default_source_code.inline_bytes'],
  ['one value for a list', 'FILTER_CHAIN', '{ filter_chain_match: { server_names: a } }', '.filter_chain_match.server_names'],
  ['a list for one value', 'CLUSTER', '{ load_assignment: [] }', '.load_assignment'],
  ['a text for a message', 'HTTP_ROUTE', '{ match: / }', '.match'],
  ['a list for a map', 'VIRTUAL_HOST', '{ typed_per_filter_config: [] }', '.typed_per_filter_config'],
  ['a text for a Struct', 'CLUSTER', '{ metadata: { filter_metadata: { a: b } } }', '.metadata.filter_metadata.a'],
  ['a day that no month has', 'HTTP_FILTER', filter('"@type": type.googleapis.com/google.protobuf.Timestamp, value: "2026-02-29T00:00:00Z"'), '.typed_config.value'],
  ['a type that nobody knows', 'HTTP_FILTER', filter(`"@type": ${TYPE}.http.lua.v3.Luaa`), '.typed_config["@type"]'],
  ['a type of version 2', 'HTTP_FILTER', filter('"@type": type.googleapis.com/envoy.config.filter.http.lua.v2.Lua'), '.typed_config["@type"]'],
  ['an enum as a type', 'HTTP_FILTER', filter('"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster.LbPolicy'), '.typed_config["@type"]'],
  ['a type that is no text', 'HTTP_FILTER', filter('"@type": 5'), '.typed_config["@type"]'],
  ['what every object has as a type', 'HTTP_FILTER', filter('"@type": x/constructor'), '.typed_config["@type"]'],
  ['a mistake in an extension', 'HTTP_FILTER', lua('default_source_code: { inline_string: 5 }'), '.typed_config.default_source_code.inline_string'],
  ['a mistake in an extension of an extension', 'HTTP_FILTER', holding(`{ "@type": ${TYPE}.http.lua.v3.Lua, inline_code: 5 }`), '.typed_config.typed_config.inline_code'],
  ['a mistake behind what counts', 'CLUSTER', '{ eds_cluster_config: { service_name: 5 }, type: EDS, cluster_type: {} }', '.eds_cluster_config.service_name'],
])('refused is %s', (_name, applyTo, value, path) => {
  expect(saidOf(applyTo, value)).toEqual([`error invalid-value ${path}`]);
});

test.each([
  ['an extension without type', 'HTTP_FILTER', filter('inline_code: a'), ['error missing-setting .typed_config["@type"]']],
  ['a text that stands in no value', 'HTTP_FILTER', filter('"@type": type.googleapis.com/google.protobuf.StringValue'), ['error missing-setting .typed_config.value']],
  ['a field that nobody knows', 'CLUSTER', '{ connect_time: 5s }', ['warning ineffective-field .connect_time']],
  ['a field that an extension does not have', 'HTTP_FILTER', lua('inlineCode: a, source: b'), ['warning ineffective-field .typed_config.source']],
  ['two fields that nobody knows', 'CLUSTER', '{ a: 1, load_assignment: { endpoints: [{ b: 2 }] } }', ['warning ineffective-field .a', 'warning ineffective-field .load_assignment.endpoints[0].b']],
  ['a type where none belongs', 'CLUSTER', '{ "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: a }', ['warning ineffective-field ["@type"]']],
  ['neither name of a field', 'CLUSTER', '{ ConnectTimeout: 5s, connect__timeout: 5s }', ['warning ineffective-field .ConnectTimeout', 'warning ineffective-field .connect__timeout']],
  ['a filter by its name alone', 'HTTP_FILTER', '{ name: envoy.filters.http.router }', ['warning deprecated-field .typed_config']],
  ['nothing for a filter', 'NETWORK_FILTER', '{ typed_config: null }', ['warning deprecated-field .typed_config']],
  ['a socket by its name alone', 'CLUSTER', '{ transport_socket: { name: envoy.transport_sockets.tls } }', ['warning deprecated-field .transport_socket.typed_config']],
  ['filters of a list, of which istiod does not say that', 'FILTER_CHAIN', '{ filters: [{ name: a }] }', []],
  ['an alternative that another one beats', 'CLUSTER', '{ cluster_type: { name: a }, type: EDS }', ['warning deprecated-field .cluster_type.typed_config']],
  ['both names of a field, of which the one of JSON counts', 'CLUSTER', '{ lb_policy: WRONG, lbPolicy: MAGLEV }', []],
  ['a mistake, and then no warnings', 'CLUSTER', '{ a: 1, alt_stat_name: 5, transport_socket: {} }', ['error invalid-value .alt_stat_name']],
  ['mistakes at all places', 'CLUSTER', '{ alt_stat_name: 5, lb_policy: x, connect_timeout: y }', ['error invalid-value .alt_stat_name', 'error invalid-value .connect_timeout', 'error invalid-value .lb_policy']],
])('%s', (_name, applyTo, value, said) => {
  expect([...saidOf(applyTo, value)].sort()).toEqual(said);
});

test.each(PATCHED)('the value for a %s is read', (applyTo) => {
  expect(saidOf(applyTo, '{ name: a, unheard: 1 }')).toContain('warning ineffective-field .unheard');
});

test('the value of a removal is read as well, that of a patch for waypoints is not', () => {
  expect(remarksOn(patch('CLUSTER', '{ name: 5 }', 'REMOVE'))).toContain(`error invalid-value ${AT}.name`);
  expect(remarksOn(patch('CLUSTER', '{ name: 5 }').replace('patch:', 'match: { context: WAYPOINT, waypoint: {} }, patch:'))).toEqual(['warning unstable-api kind']);
});

test.each([
  ['CLUSTER', '{ conect_timeout: 5s }', 'istiod knows no field "conect_timeout" of envoy.config.cluster.v3.Cluster, and leaves it out.', 'Rename it to connect_timeout.'],
  ['CLUSTER', '{ connect_timeout: 5 }', 'istiod cannot read "5": a duration such as "5s" or "0.25s" belongs here in envoy.config.cluster.v3.Cluster.', 'Write a duration such as "5s" or "0.25s".'],
  ['CLUSTER', '{ lb_policy: MAGLEF }', 'istiod cannot read "MAGLEF": one of ROUND_ROBIN, LEAST_REQUEST, RING_HASH, RANDOM, MAGLEV, CLUSTER_PROVIDED, LOAD_BALANCING_POLICY_CONFIG belongs here in envoy.config.cluster.v3.Cluster.', 'Write MAGLEV.'],
  ['HTTP_FILTER', filter('"@type": type.googleapis.com/envoy.config.filter.http.lua.v2.Lua'), 'istiod knows no message "envoy.config.filter.http.lua.v2.Lua" of Envoy\'s API. It is of version 2 of the API, which is no more.', 'Use type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua.'],
])('%s %s says what is wrong and how to mend it', (applyTo, value, message, fix) => {
  expect(findingsOf(patch(applyTo, value)).filter(({ path }) => path.includes('value'))).toEqual([expect.objectContaining({ message, fix })]);
});

test('a value may be as deep as it likes', () => {
  let rules: unknown = { any: 5 };
  for (let level = 0; level < 100_000; level += 1) rules = { and_rules: { rules: [rules] } };
  const reader = new EnvoyValueReader(loadEnvoyApi());
  expect(reader.read('envoy.config.rbac.v3.Permission', rules)).toEqual([]);
  expect(reader.read('envoy.config.rbac.v3.Permission', { and_rules: { rules: [{ any: 5 }] } })).toEqual([]);
  expect(reader.errors.map(({ at }) => pathOf(at))).toEqual([['and_rules', 'rules', 0, 'any']]);
});
