import { fullHost, HostMap, parseServiceHost, serviceHost } from './hosts';
import type { Kind } from './kinds';
import type { CoreService } from './kinds/core';
import type { ServiceEntry } from './kinds/networking';
import { MultiMap } from './multi-map';
import type { Resource } from './resource';
import type { MeshSettings } from './settings';
import { isVisible, serviceVisibility, visibilityOf } from './visibility';
import type { Visibility } from './visibility';

/** The kinds that the table of services is made of. */
export const SERVICE_KINDS = ['core/Service', 'networking.istio.io/ServiceEntry'] as const satisfies readonly Kind[];

/** Namespace and label of the ingress gateway that istioctl takes as there when it reads files. */
export const ASSUMED_INGRESS = {
  namespace: 'istio-system',
  labels: { istio: 'ingressgateway' },
  service: 'istio-ingressgateway',
  ports: [80, 443, 31400, 15443],
} as const;

export interface KnownPort {
  readonly number: number;
  readonly name?: string;
  readonly protocol?: string;
  readonly appProtocol?: string;
  readonly targetPort?: number | string;
}

/** One thing that a host name reaches. */
export interface KnownService {
  readonly host: string;
  readonly namespace: string;
  readonly visibility: Visibility;
  /** undefined: not known, as for a declared host. */
  readonly ports?: readonly KnownPort[];
  /** Labels of its workloads, where it selects any. */
  readonly selector?: Readonly<Record<string, string>>;
  /** The object it comes from; absent for what is only declared or taken as there. */
  readonly resource?: Resource<'core/Service'> | Resource<'networking.istio.io/ServiceEntry'>;
}

/** What is known of a host, as seen from some namespaces. */
export type HostKnowledge =
  | { readonly state: 'known'; readonly services: readonly KnownService[] }
  | { readonly state: 'hidden'; readonly services: readonly KnownService[] }
  | { readonly state: 'missing' }
  /** Not in the input, which may be only a part of the mesh. */
  | { readonly state: 'unknown' };

/** All services of the mesh by host: Services, ServiceEntries, declared hosts. */
export class ServiceTable {
  readonly #hosts = new HostMap<KnownService>();
  /** Names of the Services of the input by namespace. */
  readonly #names = new MultiMap<string, string>();
  readonly #settings: MeshSettings;

  constructor(
    services: readonly Resource<'core/Service'>[],
    entries: readonly Resource<'networking.istio.io/ServiceEntry'>[],
    settings: MeshSettings,
    assumeIngressGateway: boolean,
  ) {
    this.#settings = settings;
    for (const service of services) this.#addService(service);
    for (const entry of entries) this.#addServiceEntry(entry);
    for (const host of settings.declared.hosts ?? []) this.#hosts.add(host, { host, namespace: '', visibility: '*' });
    this.#hosts.add(...this.#always('kubernetes', 'default', [443]));
    if (assumeIngressGateway) {
      this.#hosts.add(...this.#always(ASSUMED_INGRESS.service, ASSUMED_INGRESS.namespace, ASSUMED_INGRESS.ports));
    }
  }

  /** Everything of exactly this host, or of a wildcard that covers it; the most specific first. */
  covering(host: string): readonly KnownService[] {
    return this.#hosts.covering(host);
  }

  /** The Services and entries of exactly this host. */
  exact(host: string): readonly KnownService[] {
    return this.#hosts.exact(host);
  }

  /** Names of the Services of the input in a namespace. */
  namesIn(namespace: string): readonly string[] {
    return this.#names.get(namespace);
  }

  /**
   * Looks a full host up from the viewing namespaces. A host of a Kubernetes Service counts as missing only
   * where its namespace's Services are in the input at all, or the input is the whole cluster; any other host
   * needs a ServiceEntry, which is an Istio object that belongs with the rest.
   */
  lookup(host: string, viewers: Iterable<string>): HostKnowledge {
    const services = this.covering(host);
    if (services.length > 0) {
      for (const viewer of viewers) {
        const visible = services.filter((service) => isVisible(service.visibility, viewer));
        if (visible.length > 0) return { state: 'known', services: visible };
      }
      // A hidden wildcard says nothing of the hosts below it: there may be others of their own.
      const hidden = isServiceHost(host, this.#settings.clusterDomain) ? this.exact(host) : services;
      if (hidden.length > 0) return { state: 'hidden', services: hidden };
    }
    if (host.endsWith('.clusterset.local')) return { state: 'unknown' };
    const parsed = parseServiceHost(host, this.#settings.clusterDomain);
    if (parsed === undefined) return { state: 'missing' };
    return { state: this.#knowsServicesOf(parsed.namespace) ? 'missing' : 'unknown' };
  }

  /** What Istio itself installs in the root namespace is seldom among the files, so only a whole cluster tells of that one. */
  #knowsServicesOf(namespace: string): boolean {
    const { complete, rootNamespace } = this.#settings;
    return complete || (namespace !== rootNamespace && this.#names.get(namespace).length > 0);
  }

  #addService(service: Resource<'core/Service'>): void {
    this.#names.add(service.namespace, service.name);
    const host = serviceHost(service.name, service.namespace, this.#settings.clusterDomain);
    this.#hosts.add(host, {
      host,
      namespace: service.namespace,
      visibility: serviceVisibility(service.annotations, service.namespace),
      ports: portsOfService(service.object),
      selector: service.object.selector,
      resource: service,
    });
  }

  #addServiceEntry(entry: Resource<'networking.istio.io/ServiceEntry'>): void {
    for (const text of entry.object.spec?.hosts ?? []) {
      const host = fullHost(text, entry.namespace, this.#settings.clusterDomain);
      this.#hosts.add(host, {
        host,
        namespace: entry.namespace,
        visibility: visibilityOf(entry.object.spec?.exportTo, entry.namespace),
        ports: portsOfEntry(entry.object),
        selector: entry.object.spec?.workloadSelector?.labels,
        resource: entry,
      });
    }
  }

  #always(name: string, namespace: string, ports: readonly number[]): [string, KnownService] {
    const host = serviceHost(name, namespace, this.#settings.clusterDomain);
    return [host, { host, namespace, visibility: '*', ports: ports.map((number) => ({ number })) }];
  }
}

function isServiceHost(host: string, clusterDomain: string): boolean {
  return parseServiceHost(host, clusterDomain) !== undefined;
}

function portsOfService(service: CoreService): readonly KnownPort[] {
  return service.ports.flatMap(({ port, ...rest }) => (port === undefined ? [] : [{ number: port, ...rest }]));
}

function portsOfEntry(entry: ServiceEntry): readonly KnownPort[] {
  return (entry.spec?.ports ?? []).flatMap(({ number, ...rest }) => (number === undefined ? [] : [{ number, ...rest }]));
}
