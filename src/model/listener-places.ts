import { isGatewayParent } from './gateway-routes';
import { hostCovers } from './hosts';
import type { BackendRoute, GatewayApiGateway, GatewayApiListener, ParentRef } from './kinds/gateway-api';
import type { Resource } from './resource';

/** Where requests for one host come to an HTTPRoute: a listener of a Gateway, or all of a Gateway or Service of which no more is known. */
export interface ListenerPlace {
  /** One text for the place and the host: equal for routes that are tried together. */
  readonly key: string;
  /** As messages name it. */
  readonly name: string;
  readonly host: string;
  /** undefined: not known. */
  readonly scheme?: 'http' | 'https';
  readonly port?: number;
}

export type GatewaysByKey = ReadonlyMap<string, Resource<'gateway.networking.k8s.io/Gateway'>>;

/** Every place at which a route takes requests. */
export function* listenerPlaces({ namespace, object }: Pick<Resource<'gateway.networking.k8s.io/HTTPRoute'>, 'namespace' | 'object'>, gateways: GatewaysByKey): Generator<ListenerPlace> {
  for (const parent of object.spec?.parentRefs ?? []) yield* placesAt(parent, object, namespace, gateways);
}

function* placesAt(parent: ParentRef, route: BackendRoute, own: string, gateways: GatewaysByKey): Generator<ListenerPlace> {
  const { namespace = own, name = '', sectionName, port, kind = 'Gateway' } = parent;
  const at = `${namespace}/${name}`;
  if (!isGatewayParent(parent)) {
    // Routes of callers are for their own namespace, and none of them looks at hostnames.
    const more = port === undefined ? {} : { port };
    yield { key: JSON.stringify([kind, at, port, own]), name: `${kind} ${at}`, host: name, scheme: 'http', ...more };
    return;
  }
  const gateway = gateways.get(at);
  if (gateway === undefined) {
    for (const host of hostsOf(route)) yield { key: JSON.stringify([kind, at, sectionName, port, host]), name: `Gateway ${at}`, host };
    return;
  }
  for (const listener of listenersOf(gateway.object)) {
    if ((sectionName !== undefined && sectionName !== listener.name) || (port !== undefined && port !== listener.port)) continue;
    const scheme = schemeOf(listener);
    if (scheme === undefined) continue;
    const where = { name: `listener ${listener.name ?? ''} of Gateway ${at}`, scheme, ...(listener.port === undefined ? {} : { port: listener.port }) };
    for (const host of hostsAt(route, listener)) yield { key: JSON.stringify([kind, at, listener.name, host]), host, ...where };
  }
}

function listenersOf({ spec }: GatewayApiGateway): readonly GatewayApiListener[] {
  return spec?.listeners ?? [];
}

function schemeOf({ protocol, tls }: GatewayApiListener): 'http' | 'https' | undefined {
  if (protocol === 'HTTP') return 'http';
  return protocol === 'HTTPS' && tls?.mode !== 'Passthrough' ? 'https' : undefined;
}

function hostsOf({ spec }: BackendRoute): readonly string[] {
  const hosts = spec?.hostnames ?? [];
  return hosts.length === 0 ? ['*'] : hosts.map((host) => host.toLowerCase());
}

/** The hosts that a route and a listener have in common. */
function hostsAt(route: BackendRoute, { hostname }: GatewayApiListener): readonly string[] {
  if (hostname === undefined || hostname === '') return hostsOf(route);
  const wide = hostname.toLowerCase();
  return hostsOf(route).flatMap((host) => (hostCovers(wide, host) ? [host] : hostCovers(host, wide) ? [wide] : []));
}
