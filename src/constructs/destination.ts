import type { IConstruct } from 'constructs';
import type { Destination as WireDestination } from '../../imports/networking';
import { noteService, type HostReading, type DestinationHost } from './described-services';
import { reportProblems } from './problems';
import { isPort, NO_PORT } from './service-port';
import { misuse } from './usage-error';

/**
 * Where requests go: a service, one version of it, or one port of either.
 * https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination
 */
export class Destination {
  /** Name of the version; absent for the service as a whole. */
  readonly subset?: string;
  /** Port of the service; absent: the port that the request came for. */
  readonly port?: number;
  private readonly service: DestinationHost;

  private constructor(service: DestinationHost, subset?: string, port?: number) {
    this.service = service;
    this.subset = subset;
    this.port = port;
  }

  /** @internal Made by `MeshService`, whose types know the names of the versions. */
  static of(service: DestinationHost, subset?: string): Destination {
    return new Destination(service, subset);
  }

  /**
   * The same destination on one port of the service.
   *
   * @param port the port callers use (not the container's), 1 to 65535
   * @throws RangeError for anything else
   */
  onPort(port: number): Destination {
    if (!isPort(port)) misuse(`${port} ${NO_PORT}`, this.onPort);
    return new Destination(this.service, this.subset, port);
  }

  /**
   * The destination as routes hold it, with the FQDN of the service. The host is read when the route is written, so
   * settings and patches that come later count; a service that cannot be read is a finding of `scope`.
   */
  in(scope: IConstruct): WireDestination {
    const read = (): HostReading => this.service.readHost(scope);
    noteService(scope, this.service);
    reportProblems(scope, () => read().problems);
    return {
      get host() {
        return read().host;
      },
      ...(this.subset === undefined ? {} : { subset: this.subset }),
      ...(this.port === undefined ? {} : { port: { number: this.port } }),
    };
  }
}
