import { HostsByNamespace } from './host-set';
import type { GatewayServer } from './kinds/networking';

/**
 * The hosts that servers of a Gateway serve: `host`, or `namespace/host` for the VirtualServices of one namespace.
 * Reference: https://istio.io/latest/docs/reference/config/networking/gateway/#Server
 */
export class GatewayHosts {
  readonly #hosts = new HostsByNamespace();

  /** `namespace` is that of the Gateway. */
  constructor(servers: readonly GatewayServer[], namespace: string) {
    for (const { hosts = [] } of servers) {
      for (const text of hosts) {
        const slash = text.indexOf('/');
        const place = slash < 0 ? '*' : text.slice(0, slash);
        this.#hosts.add(place === '.' ? namespace : place, text.slice(slash + 1));
      }
    }
  }

  /** True when a VirtualService of this namespace can have requests to the host, or to some host that the wildcard stands for. */
  overlaps(host: string, namespace: string): boolean {
    return this.#hosts.overlaps(host, namespace);
  }
}
