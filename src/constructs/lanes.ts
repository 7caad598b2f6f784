import type * as networking from '../../imports/networking';
import type { Lane } from './host-contribution';
import { carriesHttp, type ReadPort } from './service-port';

/** One port of a host, as routes for it are written. */
export interface LanePort {
  /** Only requests for this port. */
  readonly port?: number;
  /** Routes say the port that they are for; where they do not, the object as a whole is for one. */
  readonly said: boolean;
  /** The port of the destinations; absent: the host has one port. */
  readonly to?: number;
}

/** How destinations on one host are written: a version is a subset of the host, or a host of its own. */
export type Place = (version: string | undefined) => Omit<networking.Destination, 'port'>;

/** Versions as subsets of the DestinationRule. */
export function subsetPlace(host: string): Place {
  return (version) => ({ host, ...(version === undefined ? {} : { subset: version }) });
}

/** Versions as Services of their own: `reviews.shop.svc.cluster.local` has `reviews-v1.shop.svc.cluster.local`. */
export function servicePlace(host: string): Place {
  const [name = '', ...domain] = host.split('.');
  return (version) => ({ host: version === undefined ? host : [versionServiceName(name, version), ...domain].join('.') });
}

/** `metadata.name` of the Service of one version. */
export function versionServiceName(service: string, version: string): string {
  return `${service}-${version}`;
}

/** The lanes of a VirtualService for callers in the mesh. */
export function meshLanes(ports: readonly ReadPort[]): readonly LanePort[] {
  const http = ports.filter(carriesHttp);
  if (ports.length < 2 || http.length === 0) return [{ said: true }];
  return http.map(({ number }) => (http.length === 1 ? { said: true, to: number } : { port: number, said: true, to: number }));
}

/** The lane of a VirtualService at gateways: their ports are not those of the service. */
export function entryLane(ports: readonly ReadPort[], port: number | undefined): LanePort {
  const [only, ...others] = ports.filter(carriesHttp);
  const to = port ?? (others.length === 0 ? only?.number : undefined);
  return { said: false, ...(to === undefined || ports.length < 2 ? {} : { to }) };
}

/** The lane in the words of contributors. */
export function laneOf({ port, said, to }: LanePort, place: Place): Lane {
  return {
    ...(port === undefined || !said ? {} : { port }),
    destination: (version) => ({ ...place(version), ...(to === undefined ? {} : { port: { number: to } }) }),
  };
}
