import { GatewayHosts } from './gateway-hosts';
import { routesUsedBy } from './gateway-servers';
import { appliesToMesh, gatewayKey, isReservedGateway, MESH_GATEWAY } from './gateways';
import type { HttpMatch } from './kinds/networking';
import type { GatewayResource } from './mesh-index';
import type { Resource } from './resource';

export type Scheme = 'http' | 'https';

/** Where requests come to the routes of a VirtualService: sidecars, or a server of a gateway. */
export interface HttpEntry {
  /** As messages name it. */
  readonly name: string;
  /** `mesh`, or `namespace/name` of the gateway. */
  readonly key: string;
  /** undefined: not known, as for a gateway that is not in the input. */
  readonly scheme?: Scheme;
  readonly port?: number;
  /** True when requests for a host come in here. */
  serves(host: string): boolean;
}

/** Every entry of a VirtualService. A server that sends all of its requests to HTTPS is none: no route sees them. */
export function* httpEntries({ namespace, object }: Resource<'networking.istio.io/VirtualService'>, gateways: ReadonlyMap<string, GatewayResource>): Generator<HttpEntry> {
  const names = object.spec?.gateways ?? [];
  if (appliesToMesh(names)) yield { name: 'sidecars', key: MESH_GATEWAY, scheme: 'http', serves: () => true };
  for (const name of names) {
    if (isReservedGateway(name)) continue;
    const key = gatewayKey(name, namespace);
    const gateway = gateways.get(key);
    if (gateway === undefined) yield { name: `gateway ${key}`, key, serves: () => true };
    for (const server of gateway?.object.spec?.servers ?? []) {
      if (gateway === undefined || routesUsedBy(server) !== 'http' || server.tls?.httpsRedirect === true) continue;
      const { number, protocol = '' } = server.port ?? {};
      const hosts = new GatewayHosts([server], gateway.namespace);
      const scheme = protocol.toUpperCase() === 'HTTPS' ? 'https' : 'http';
      yield { name: `port ${number ?? ''} of Gateway ${key}`, key, scheme, ...(number === undefined ? {} : { port: number }), serves: (host) => hosts.overlaps(host, namespace) };
    }
  }
}

/** Whether a match takes a request; `maybe` where that depends on more than is known of it. */
export type Verdict = 'yes' | 'no' | 'maybe';

/** Whether a match takes a request that comes in at an entry; without a path, for some path. */
export function matchAtEntry(match: HttpMatch, entry: HttpEntry, namespace: string, path?: string): Verdict {
  const verdicts = [ofPort(match, entry), ofGateways(match, entry, namespace), ofScheme(match, entry), path === undefined ? 'yes' : ofPath(match, path), ofTheRest(match)];
  if (verdicts.includes('no')) return 'no';
  return verdicts.includes('maybe') ? 'maybe' : 'yes';
}

function ofPort({ port }: HttpMatch, entry: HttpEntry): Verdict {
  if (port === undefined) return 'yes';
  if (entry.port === undefined) return 'maybe';
  return port === entry.port ? 'yes' : 'no';
}

function ofGateways({ gateways = [] }: HttpMatch, { key }: HttpEntry, namespace: string): Verdict {
  if (gateways.length === 0) return 'yes';
  return gateways.some((name) => (name === MESH_GATEWAY ? name : gatewayKey(name, namespace)) === key) ? 'yes' : 'no';
}

function ofScheme({ scheme }: HttpMatch, entry: HttpEntry): Verdict {
  if (scheme === undefined) return 'yes';
  if (scheme.exact === undefined || entry.scheme === undefined) return 'maybe';
  return scheme.exact === entry.scheme ? 'yes' : 'no';
}

/** Whether a path is one that a match takes. */
export function ofPath({ uri, ignoreUriCase = false }: HttpMatch, path: string): Verdict {
  if (uri === undefined) return 'yes';
  const fold = (text: string): string => (ignoreUriCase ? text.toLowerCase() : text);
  if (uri.exact !== undefined) return fold(path) === fold(uri.exact) ? 'yes' : 'no';
  if (uri.prefix !== undefined) return fold(path).startsWith(fold(uri.prefix)) ? 'yes' : 'no';
  return uri.regex === undefined ? 'yes' : 'maybe';
}

function ofTheRest({ method, authority, headers, withoutHeaders, queryParams, sourceLabels, sourceNamespace }: HttpMatch): Verdict {
  const asked = [method, authority, sourceNamespace].some((each) => each !== undefined);
  return asked || [headers, withoutHeaders, queryParams, sourceLabels].some((each) => Object.keys(each ?? {}).length > 0) ? 'maybe' : 'yes';
}
