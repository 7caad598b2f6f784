import { HostMap, isWildcard } from './hosts';
import type { GatewayServer } from './kinds/networking';

/** The hosts of one namespace, or of any. */
class Hosts {
  readonly #map = new HostMap<true>();
  /** What the hosts end with, from a dot on, to find those that a wildcard covers. */
  readonly #tails = new Set<string>();
  #any = false;

  add(host: string): void {
    this.#any = true;
    this.#map.add(host, true);
    const text = isWildcard(host) ? host.slice(1) : host;
    for (let dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', dot + 1)) this.#tails.add(text.slice(dot));
  }

  overlaps(host: string): boolean {
    if (this.#map.covering(host).length > 0) return true;
    return isWildcard(host) && (host === '*' ? this.#any : this.#tails.has(host.slice(1)));
  }
}

/**
 * The hosts that servers of a Gateway serve: `host`, or `namespace/host` for the VirtualServices of one namespace.
 * Reference: https://istio.io/latest/docs/reference/config/networking/gateway/#Server
 */
export class GatewayHosts {
  readonly #forAll = new Hosts();
  readonly #byNamespace = new Map<string, Hosts>();

  /** `namespace` is that of the Gateway. */
  constructor(servers: readonly GatewayServer[], namespace: string) {
    for (const { hosts = [] } of servers) {
      for (const text of hosts) {
        const slash = text.indexOf('/');
        const place = slash < 0 ? '*' : text.slice(0, slash);
        this.#hostsFor(place === '.' ? namespace : place).add(text.slice(slash + 1));
      }
    }
  }

  /** True when a VirtualService of this namespace can have requests to the host, or to some host that the wildcard stands for. */
  overlaps(host: string, namespace: string): boolean {
    return this.#forAll.overlaps(host) || (this.#byNamespace.get(namespace)?.overlaps(host) ?? false);
  }

  #hostsFor(namespace: string): Hosts {
    if (namespace === '*') return this.#forAll;
    const known = this.#byNamespace.get(namespace) ?? new Hosts();
    this.#byNamespace.set(namespace, known);
    return known;
  }
}
