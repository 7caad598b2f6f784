import { MultiMap } from './multi-map';

/** A host of a Kubernetes Service, taken apart. */
export interface ServiceHost {
  readonly name: string;
  readonly namespace: string;
}

/**
 * The full name of a host that an Istio object in `namespace` writes. Only a name without a dot is
 * completed; `reviews.shop` stays as it is and reaches no Kubernetes Service.
 * Reference: https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination
 */
export function fullHost(host: string, namespace: string, clusterDomain: string): string {
  if (host === '' || host.startsWith('*') || host.includes('.') || host.includes(':')) return host;
  return serviceHost(host, namespace, clusterDomain);
}

export function serviceHost(name: string, namespace: string, clusterDomain: string): string {
  return `${name}.${namespace}.svc.${clusterDomain}`;
}

/** Splits `name.namespace.svc.<cluster domain>`; undefined for every other host. */
export function parseServiceHost(host: string, clusterDomain: string): ServiceHost | undefined {
  const suffix = `.svc.${clusterDomain}`;
  if (!host.endsWith(suffix)) return undefined;
  const parts = host.slice(0, -suffix.length).split('.');
  const [name, namespace] = parts;
  if (parts.length !== 2 || name === undefined || name === '' || namespace === undefined || namespace === '') return undefined;
  return { name, namespace };
}

export function isWildcard(host: string): boolean {
  return host.startsWith('*');
}

/** True when every host that `narrow` stands for is one that `wide` stands for. */
export function hostCovers(wide: string, narrow: string): boolean {
  if (!isWildcard(wide)) return wide === narrow;
  const tail = wide.slice(1);
  return (isWildcard(narrow) ? narrow.slice(1) : narrow).endsWith(tail);
}

/**
 * Things kept by host, some of them under a wildcard. A look-up costs the length of the host, never the
 * number of entries.
 */
export class HostMap<T> {
  readonly #exact = new MultiMap<string, T>();
  readonly #bySuffix = new MultiMap<string, T>();

  add(host: string, value: T): void {
    if (isWildcard(host)) this.#bySuffix.add(host.slice(1), value);
    else this.#exact.add(host, value);
  }

  /** Entries of exactly this host text. */
  exact(host: string): readonly T[] {
    return isWildcard(host) ? this.#bySuffix.get(host.slice(1)) : this.#exact.get(host);
  }

  /** Entries whose host covers this one, the most specific first. */
  covering(host: string): readonly T[] {
    const exact = isWildcard(host) ? [] : this.#exact.get(host);
    if (this.#bySuffix.size === 0) return exact;
    const found = [...exact];
    const tail = isWildcard(host) ? host.slice(1) : host;
    for (let start = 0; start <= tail.length; start++) found.push(...this.#bySuffix.get(tail.slice(start)));
    return found;
  }
}
