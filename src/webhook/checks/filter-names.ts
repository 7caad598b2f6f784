import type { Place } from '../place';

/** Names that Envoy's filters had before they said of what kind they are. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ...names('http', ['buffer', 'cors', 'csrf', 'fault', 'grpc_http1_bridge', 'grpc_json_transcoder', 'grpc_web', 'gzip', 'health_check', 'ip_tagging', 'lua', 'router', 'squash']),
  ...names('listener', ['http_inspector', 'original_dst', 'original_src', 'proxy_protocol', 'tls_inspector'], 'listener.'),
  ...names('network', ['client_ssl_auth', 'http_connection_manager', 'mongo_proxy', 'ratelimit', 'redis_proxy', 'tcp_proxy']),
  ['envoy.http_dynamo_filter', 'envoy.filters.http.dynamo'],
  ['envoy.rate_limit', 'envoy.filters.http.ratelimit'],
  ['envoy.ext_authz', 'envoy.filters.http.ext_authz or envoy.filters.network.ext_authz'],
]);

function names(kind: string, own: readonly string[], before = ''): readonly (readonly [old: string, now: string])[] {
  return own.map((name) => [`envoy.${before}${name}`, `envoy.filters.${kind}.${name}`]);
}

/** The name of a filter that a patch looks for. */
export function validateFilterName(name: string | undefined, at: Place): void {
  const now = NAMES.get(name ?? '');
  if (now !== undefined) at.at('name').warn('deprecated-field', `"${name ?? ''}" is an old name of a filter.`, `Use ${now}.`);
}
