import type { GatewayServer, VirtualService } from './kinds/networking';

/** The lists of routes that a VirtualService has. */
export const ROUTE_LISTS = ['http', 'tls', 'tcp'] as const satisfies readonly (keyof NonNullable<VirtualService['spec']>)[];

export type RouteList = (typeof ROUTE_LISTS)[number];

const HTTP: ReadonlySet<string> = new Set(['HTTP', 'HTTP2', 'HTTP_PROXY', 'GRPC', 'GRPC-WEB']);
const TCP: ReadonlySet<string> = new Set(['TCP', 'MONGO', 'MYSQL', 'REDIS']);

/**
 * Which routes of a VirtualService a server of a Gateway uses: those for HTTP where it reads requests, those for TLS where it passes
 * connections on unopened, those for TCP where it sees bytes. undefined: neither, or the server is malformed.
 * Reference: https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSmode
 */
export function routesUsedBy({ port, tls }: GatewayServer): RouteList | undefined {
  const protocol = (port?.protocol ?? '').toUpperCase();
  if (HTTP.has(protocol)) return 'http';
  if (tls === undefined) return TCP.has(protocol) ? 'tcp' : undefined;
  if (tls.mode === 'AUTO_PASSTHROUGH') return undefined;
  const unopened = tls.mode === 'PASSTHROUGH';
  if (protocol === 'HTTPS') return unopened ? 'tls' : 'http';
  if (protocol === 'TLS' || TCP.has(protocol)) return unopened ? 'tls' : 'tcp';
  return undefined;
}
