import { formatObject } from '../../../model/finding';
import { gatewayKey, isReservedGateway } from '../../../model/gateways';
import { GatewayHosts } from '../../../model/gateway-hosts';
import { ROUTE_LISTS, routesUsedBy } from '../../../model/gateway-servers';
import type { RouteList } from '../../../model/gateway-servers';
import type { GatewayServer } from '../../../model/kinds/networking';
import type { GatewayResource } from '../../../model/mesh-index';
import { Memo } from '../../../model/memo';
import { MultiMap } from '../../../model/multi-map';
import type { Resource } from '../../../model/resource';
import { firstFew, listed } from '../../../model/text';
import { defineRule } from '../../rule';

const mesh = (tls: string): string => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: [shop.example.com]
      tls: ${tls}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: shop }
spec:
  hosts: [shop.example.com]
  gateways: [public]
  http: [{ directResponse: { status: 200 } }]
`;

export const routeUnusedByGateway = defineRule({
  id: 'route-unused-by-gateway',
  upstream: [],
  severity: 'warning',
  summary: 'A VirtualService has routes of a kind that no server of its gateway uses for its hosts',
  why: 'The gateway goes by the routes for what it can see: without one of that kind it answers 404, or closes the connection.',
  fix: 'Write the routes as `http` where the gateway ends TLS of HTTPS, as `tls` with `sniHosts` where it passes TLS on, as `tcp` for every other server.',
  notes:
    'Routes for the mesh, or for a gateway that is not in the input, are left alone. A server of the protocol TLS that ends TLS uses `tcp` routes: ' +
    'for HTTP its protocol has to be HTTPS.',
  reads: ['networking.istio.io/VirtualService', 'networking.istio.io/Gateway'],
  bad: mesh('{ mode: PASSTHROUGH }'),
  good: mesh('{ mode: SIMPLE, credentialName: shop }'),
  check(context) {
    const { gateways } = context;
    if (gateways.size === 0) return;
    const known = new Memo<ServersByRoutes | undefined>();
    const serversOf = (key: string): ServersByRoutes | undefined =>
      known.get(key, () => {
        const gateway = gateways.get(key);
        return gateway === undefined ? undefined : new ServersByRoutes(gateway);
      });
    for (const virtualService of context.all('networking.istio.io/VirtualService')) {
      const { spec } = virtualService.object;
      if (spec?.gateways === undefined || spec.gateways.length === 0 || (spec.hosts ?? []).length === 0) continue;
      const users = new Users(virtualService, serversOf);
      for (const list of ROUTE_LISTS) {
        const unused = users.firstUnused(list);
        if (unused === undefined) continue;
        context.report(
          virtualService,
          ['spec', list, unused.index],
          `${formatObject(virtualService.ref)} has a route for ${list.toUpperCase()}, but for its hosts ${listed(firstFew(unused.gateways))}.`,
        );
      }
    }
  },
});

const DOES = { http: 'reads HTTP requests', tls: 'passes TLS on unopened', tcp: 'passes bytes on' } as const;

type Lookup = (key: string) => ServersByRoutes | undefined;

/** What the gateways of a VirtualService do with its routes. */
class Users {
  readonly #virtualService: Resource<'networking.istio.io/VirtualService'>;
  readonly #serversOf: Lookup;
  readonly #gateways = new Memo<User | undefined>();

  constructor(virtualService: Resource<'networking.istio.io/VirtualService'>, serversOf: Lookup) {
    this.#virtualService = virtualService;
    this.#serversOf = serversOf;
  }

  /** The first route of a list that none of its gateways uses, and what these do instead. */
  firstUnused(list: RouteList): { readonly index: number; readonly gateways: readonly string[] } | undefined {
    const { spec } = this.#virtualService.object;
    for (const [index, { match = [] }] of (spec?.[list] ?? []).entries()) {
      const narrowed = match.length > 0 && match.every((each) => (each.gateways ?? []).length > 0);
      const names = narrowed ? match.flatMap((each) => each.gateways ?? []) : (spec?.gateways ?? []);
      const gateways = [...new Set(names)].map((name) => this.#user(name));
      // Who is not known may use the route.
      if (gateways.some((user) => user === undefined || user.lists.has(list))) continue;
      // Of a gateway that serves none of the hosts another rule tells.
      const others = gateways.flatMap((user) => (user === undefined || user.lists.size === 0 ? [] : [user]));
      if (others.length > 0) return { index, gateways: others.map(({ name, lists }) => `${name} only ${listed([...lists].map((each) => DOES[each]))}`) };
    }
    return undefined;
  }

  #user(name: string): User | undefined {
    return this.#gateways.get(name, () => {
      const { namespace, object } = this.#virtualService;
      const servers = isReservedGateway(name) ? undefined : this.#serversOf(gatewayKey(name, namespace));
      const lists = servers?.listsFor(object.spec?.hosts ?? [], namespace);
      return servers === undefined || lists === undefined ? undefined : { name: servers.name, lists };
    });
  }
}

/** A gateway, and the lists of routes that it uses. */
interface User {
  readonly name: string;
  readonly lists: ReadonlySet<RouteList>;
}

/** The servers of a Gateway by the routes that they use. */
class ServersByRoutes {
  readonly name: string;
  readonly #hosts = new Map<RouteList, GatewayHosts>();
  readonly #others: GatewayHosts;

  constructor(gateway: GatewayResource) {
    this.name = formatObject(gateway.ref);
    const servers = new MultiMap<RouteList | undefined, GatewayServer>();
    for (const server of gateway.object.spec?.servers ?? []) servers.add(routesUsedBy(server), server);
    for (const list of ROUTE_LISTS) {
      const those = servers.get(list);
      if (those.length > 0) this.#hosts.set(list, new GatewayHosts(those, gateway.namespace));
    }
    this.#others = new GatewayHosts(servers.get(undefined), gateway.namespace);
  }

  /** The lists of routes that are used for some of the hosts; undefined where that is not known. */
  listsFor(hosts: readonly string[], namespace: string): ReadonlySet<RouteList> | undefined {
    if (hosts.some((host) => this.#others.overlaps(host, namespace))) return undefined;
    return new Set([...this.#hosts].filter(([, those]) => hosts.some((host) => those.overlaps(host, namespace))).map(([list]) => list));
  }
}
