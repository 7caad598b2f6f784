import type { Destination, VirtualService } from './kinds/networking';
import type { Path } from './path';

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
