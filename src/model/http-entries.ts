import { routesUsedBy } from './gateway-servers';
import { appliesToMesh, gatewayKey, isReservedGateway, MESH_GATEWAY } from './gateways';
import { HostMap } from './hosts';
import type { HttpMatch } from './kinds/networking';
import { Memo } from './memo';
import type { GatewayResource } from './mesh-index';
import type { Resource } from './resource';

export type Scheme = 'http' | 'https';

/** Where requests for a host come to the routes of a VirtualService: sidecars, or a server of a gateway. */
export interface HttpEntry {
  /** As messages name it. */
  readonly name: string;
  /** `mesh`, or `namespace/name` of the gateway. */
  readonly key: string;
  /** undefined: not known, as for a gateway that is not in the input. */
  readonly scheme?: Scheme;
  readonly port?: number;
}

/** Of a VirtualService at more gateways only so many are looked at. */
const GATEWAYS_AT_MOST = 10;

const SIDECARS: HttpEntry = { name: 'sidecars', key: MESH_GATEWAY, scheme: 'http' };

/** The entries of gateways, each put together once. */
export class HttpEntries {
  readonly #gateways: ReadonlyMap<string, GatewayResource>;
  readonly #servers = new Memo<HostMap<ServerEntry>>();

  constructor(gateways: ReadonlyMap<string, GatewayResource>) {
    this.#gateways = gateways;
  }

  /** Where requests for a host come to a VirtualService. A server that sends all of its requests to HTTPS is left out: no route sees them. */
  *of({ namespace, object }: Resource<'networking.istio.io/VirtualService'>, host: string): Generator<HttpEntry> {
    const names = (object.spec?.gateways ?? []).slice(0, GATEWAYS_AT_MOST);
    if (appliesToMesh(names)) yield SIDECARS;
    for (const name of names) {
      if (isReservedGateway(name)) continue;
      const key = gatewayKey(name, namespace);
      const gateway = this.#gateways.get(key);
      if (gateway === undefined) yield { name: `gateway ${key}`, key };
      else for (const { entry, place } of this.#servers.get(key, () => serversByHost(key, gateway)).covering(host)) if (place === '*' || place === namespace) yield entry;
    }
  }
}

interface ServerEntry {
  readonly entry: HttpEntry;
  /** The namespace whose VirtualServices have the host; `*` for all. */
  readonly place: string;
}

function serversByHost(key: string, { namespace, object }: GatewayResource): HostMap<ServerEntry> {
  const servers = new HostMap<ServerEntry>();
  for (const server of object.spec?.servers ?? []) {
    if (routesUsedBy(server) !== 'http' || server.tls?.httpsRedirect === true) continue;
    const { number, protocol = '' } = server.port ?? {};
    const entry: HttpEntry = { name: `port ${number ?? ''} of Gateway ${key}`, key, scheme: protocol.toUpperCase() === 'HTTPS' ? 'https' : 'http', ...(number === undefined ? {} : { port: number }) };
    for (const text of server.hosts ?? []) {
      const slash = text.indexOf('/');
      const place = slash < 0 ? '*' : text.slice(0, slash);
      servers.add(text.slice(slash + 1).toLowerCase(), { entry, place: place === '.' ? namespace : place });
    }
  }
  return servers;
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
