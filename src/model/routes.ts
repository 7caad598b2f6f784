import { fullHost } from './hosts';
import type { Destination, VirtualService } from './kinds/networking';
import type { Path } from './path';
import type { Resource } from './resource';

/** One place of a VirtualService that sends traffic somewhere. */
export interface RoutedDestination {
  readonly destination: Destination;
  /** Place of the destination itself. */
  readonly path: Path;
  readonly protocol: 'http' | 'tls' | 'tcp';
  /** A copy of the traffic, whose answer nobody waits for. */
  readonly mirror: boolean;
}

/** Every destination and mirror of a VirtualService, in the order in which they are written. */
export function* routedDestinations(object: VirtualService): Generator<RoutedDestination> {
  for (const [index, http] of (object.spec?.http ?? []).entries()) {
    const at: Path = ['spec', 'http', index];
    for (const [position, { destination }] of (http.route ?? []).entries()) {
      if (destination !== undefined) {
        yield { destination, path: [...at, 'route', position, 'destination'], protocol: 'http', mirror: false };
      }
    }
    if (http.mirror !== undefined) yield { destination: http.mirror, path: [...at, 'mirror'], protocol: 'http', mirror: true };
    for (const [position, { destination }] of (http.mirrors ?? []).entries()) {
      if (destination !== undefined) {
        yield { destination, path: [...at, 'mirrors', position, 'destination'], protocol: 'http', mirror: true };
      }
    }
  }
  for (const protocol of ['tls', 'tcp'] as const) {
    for (const [index, { route }] of (object.spec?.[protocol] ?? []).entries()) {
      for (const [position, { destination }] of (route ?? []).entries()) {
        if (destination !== undefined) {
          yield { destination, path: ['spec', protocol, index, 'route', position, 'destination'], protocol, mirror: false };
        }
      }
    }
  }
}

/** Where a VirtualService sends traffic, by full host. */
export interface RoutedHost extends RoutedDestination {
  /** The full name of the destination's host; empty where it names none. */
  readonly host: string;
}

/** The destinations of VirtualServices, each put together once however many rules ask for them. */
export class RouteTable {
  readonly #known = new Map<VirtualService, readonly RoutedHost[]>();
  readonly #clusterDomain: string;

  constructor(clusterDomain: string) {
    this.#clusterDomain = clusterDomain;
  }

  /** Every destination and mirror, in the order in which they are written. */
  of({ object, namespace }: Resource<'networking.istio.io/VirtualService'>): readonly RoutedHost[] {
    const before = this.#known.get(object);
    if (before !== undefined) return before;
    const routed: RoutedHost[] = [];
    for (const each of routedDestinations(object)) routed.push({ ...each, host: fullHost(each.destination.host ?? '', namespace, this.#clusterDomain) });
    this.#known.set(object, routed);
    return routed;
  }
}
