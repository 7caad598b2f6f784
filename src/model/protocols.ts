import type { CoreServicePort } from './kinds/core';

/** The protocols that Istio knows by name. */
const NAMES: ReadonlySet<string> = new Set(['tcp', 'udp', 'grpc', 'http', 'http_proxy', 'http2', 'https', 'tls', 'mongo', 'redis', 'mysql']);

/** Kubernetes' own names in `appProtocol`, and what Istio takes them for. */
const APP_PROTOCOLS: Readonly<Record<string, string>> = { 'kubernetes.io/h2c': 'http2', 'kubernetes.io/ws': 'http', 'kubernetes.io/wss': 'https' };

/** Ports on which servers speak first, so that Istio does not try to detect HTTP: SMTP, DNS, MySQL, MongoDB. */
const KNOWN_TCP_PORTS: ReadonlySet<number> = new Set([25, 53, 3306, 27017]);

/**
 * The protocol that Istio takes a port of a Service to speak; undefined where it has to guess from the traffic.
 * Reference: https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
export function protocolOfPort({ name = '', protocol, appProtocol }: Omit<CoreServicePort, 'port'>, number = 0): string | undefined {
  if (protocol === 'UDP') return 'udp';
  const known = appProtocol === undefined ? undefined : APP_PROTOCOLS[Object.hasOwn(APP_PROTOCOLS, appProtocol) ? appProtocol : ''];
  if (known !== undefined) return known;
  const text = (appProtocol ?? name).toLowerCase();
  if (text.startsWith('grpc-web')) return 'grpc-web';
  const dash = text.indexOf('-');
  const first = dash < 0 ? text : text.slice(0, dash);
  if (NAMES.has(first)) return first;
  return KNOWN_TCP_PORTS.has(number) ? 'tcp' : undefined;
}

/** Protocols that a proxy carries as connections, without reading HTTP in them. */
const CONNECTIONS: ReadonlySet<string> = new Set(['tcp', 'tls', 'https', 'mongo', 'redis', 'mysql']);

/** True for a protocol in which a sidecar reads no HTTP: also for HTTP that the workload itself encrypts. */
export function carriesConnections(protocol: string | undefined): boolean {
  return protocol !== undefined && CONNECTIONS.has(protocol);
}
