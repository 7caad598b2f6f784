import { HostMap, isWildcard } from './hosts';

/** Hosts, some of them wildcards. A question costs the length of the host, never the number of hosts. */
export class HostSet {
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

  /** True when some name is one that the host and one of these stand for. */
  overlaps(host: string): boolean {
    if (this.#map.covering(host).length > 0) return true;
    return isWildcard(host) && (host === '*' ? this.#any : this.#tails.has(host.slice(1)));
  }
}

/** Hosts for the objects of one namespace, or of any (`*`). */
export class HostsByNamespace {
  readonly #forAll = new HostSet();
  readonly #byNamespace = new Map<string, HostSet>();

  add(namespace: string, host: string): void {
    this.#for(namespace).add(host);
  }

  overlaps(host: string, namespace: string): boolean {
    return this.#forAll.overlaps(host) || (this.#byNamespace.get(namespace)?.overlaps(host) ?? false);
  }

  #for(namespace: string): HostSet {
    if (namespace === '*') return this.#forAll;
    const known = this.#byNamespace.get(namespace) ?? new HostSet();
    this.#byNamespace.set(namespace, known);
    return known;
  }
}
