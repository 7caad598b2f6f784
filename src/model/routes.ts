import { fullHost } from './hosts';
import type { Destination, RouteDestination, StreamRoute } from './kinds/networking';
import { matchConditions } from './match-conditions';
import type { MatchCondition } from './match-conditions';
import type { Path } from './path';
import type { Resource } from './resource';

type VirtualServiceResource = Resource<'networking.istio.io/VirtualService'>;

/** One place of a VirtualService that sends traffic somewhere. */
export interface RoutedHost {
  readonly destination: Destination;
  /** The full name of the destination's host; empty where it names none. */
  readonly host: string;
  /** Place of the destination itself. */
  readonly path: Path;
  readonly protocol: 'http' | 'tls' | 'tcp';
  /** A copy of the traffic, whose answer nobody waits for. */
  readonly mirror: boolean;
}

/** A route that shares traffic out: it has several destinations, or one with a weight. */
export interface SharedRoute {
  readonly owner: VirtualServiceResource;
  readonly route: readonly RouteDestination[];
  /** Place of the destinations. */
  readonly path: Path;
}

/** The routes of VirtualServices, each looked through once however many rules ask. */
export class RouteTable {
  readonly #virtualServices: readonly VirtualServiceResource[];
  readonly #known = new Map<VirtualServiceResource, readonly RoutedHost[]>();
  readonly #conditions = new Map<VirtualServiceResource, readonly MatchCondition[]>();
  readonly #clusterDomain: string;
  #used: UsedFields | undefined;
  #shared: readonly SharedRoute[] | undefined;

  constructor(virtualServices: readonly VirtualServiceResource[], clusterDomain: string) {
    this.#virtualServices = virtualServices;
    this.#clusterDomain = clusterDomain;
  }

  /** Every destination and mirror, in the order in which they are written. */
  of(virtualService: VirtualServiceResource): readonly RoutedHost[] {
    const before = this.#known.get(virtualService);
    if (before !== undefined) return before;
    const routed = routedHosts(virtualService, this.#clusterDomain);
    this.#known.set(virtualService, routed);
    return routed;
  }

  /** What the matches of the HTTP routes compare with text. */
  conditionsOf(virtualService: VirtualServiceResource): readonly MatchCondition[] {
    const before = this.#conditions.get(virtualService);
    if (before !== undefined) return before;
    const conditions = matchConditions(virtualService.object);
    this.#conditions.set(virtualService, conditions);
    return conditions;
  }

  /** The routes of all VirtualServices that share traffic out. */
  get shared(): readonly SharedRoute[] {
    this.#shared ??= sharedRoutes(this.#virtualServices);
    return this.#shared;
  }

  /** Which of some seldom fields HTTP routes have: where none has it, a rule about it has nothing to look for. */
  get used(): UsedFields {
    this.#used ??= usedFields(this.#virtualServices);
    return this.#used;
  }
}

type UsedFields = Readonly<Record<'delegate' | 'fault' | 'retries', boolean>>;

function usedFields(virtualServices: readonly VirtualServiceResource[]): UsedFields {
  const used = { delegate: false, fault: false, retries: false };
  for (const { object } of virtualServices) {
    for (const { delegate, fault, retries } of object.spec?.http ?? []) {
      if (delegate !== undefined) used.delegate = true;
      if (fault !== undefined) used.fault = true;
      if (retries !== undefined) used.retries = true;
    }
  }
  return used;
}

function sharedRoutes(virtualServices: readonly VirtualServiceResource[]): readonly SharedRoute[] {
  const shared: SharedRoute[] = [];
  for (const owner of virtualServices) {
    const add = (protocol: RoutedHost['protocol'], routes: readonly { readonly route?: readonly RouteDestination[] }[] | undefined): void => {
      routes?.forEach(({ route }, index) => {
        if (route !== undefined && (route.length > 1 || route[0]?.weight !== undefined)) shared.push({ owner, route, path: ['spec', protocol, index, 'route'] });
      });
    };
    const { http, tls, tcp } = owner.object.spec ?? {};
    add('http', http);
    add('tls', tls);
    add('tcp', tcp);
  }
  return shared;
}

function routedHosts({ object, namespace }: VirtualServiceResource, clusterDomain: string): readonly RoutedHost[] {
  const routed: RoutedHost[] = [];
  const add = (destination: Destination | undefined, path: Path, protocol: RoutedHost['protocol'], mirror: boolean): void => {
    if (destination !== undefined) routed.push({ destination, host: fullHost(destination.host ?? '', namespace, clusterDomain), path, protocol, mirror });
  };
  object.spec?.http?.forEach(({ route, mirror, mirrors }, index) => {
    route?.forEach(({ destination }, position) => add(destination, ['spec', 'http', index, 'route', position, 'destination'], 'http', false));
    if (mirror !== undefined) add(mirror, ['spec', 'http', index, 'mirror'], 'http', true);
    mirrors?.forEach(({ destination }, position) => add(destination, ['spec', 'http', index, 'mirrors', position, 'destination'], 'http', true));
  });
  const addAll = (routes: readonly StreamRoute[] | undefined, protocol: 'tls' | 'tcp'): void => {
    routes?.forEach(({ route }, index) => {
      route?.forEach(({ destination }, position) => add(destination, ['spec', protocol, index, 'route', position, 'destination'], protocol, false));
    });
  };
  addAll(object.spec?.tls, 'tls');
  addAll(object.spec?.tcp, 'tcp');
  return routed;
}
