import { fullHost, HostMap, parseServiceHost, serviceHost } from './hosts';
import type { Kind } from './kinds';
import type { CoreService } from './kinds/core';
import type { ServiceEntry } from './kinds/networking';
import { MultiMap } from './multi-map';
import type { Resource } from './resource';
import { ServicesOfHost } from './services-of-host';
import type { KnownPort, KnownService, OfferedPorts } from './services-of-host';
import type { MeshSettings } from './settings';
import { serviceVisibility, visibilityOf } from './visibility';

/** The kinds that the table of services is made of. */
export const SERVICE_KINDS = ['core/Service', 'networking.istio.io/ServiceEntry'] as const satisfies readonly Kind[];

/** Namespace and label of the ingress gateway that istioctl takes as there when it reads files. */
export const ASSUMED_INGRESS = {
  namespace: 'istio-system',
  labels: { istio: 'ingressgateway' },
  service: 'istio-ingressgateway',
  ports: [80, 443, 31400, 15443],
} as const;

/** What is known of a host, as seen from some namespaces. */
export type HostKnowledge =
  | { readonly state: 'known' }
  /** Objects have it, but some of the viewers (`from`), or all of them, do not see it. */
  | { readonly state: 'hidden'; readonly owners: readonly string[]; readonly from: readonly string[] }
  | { readonly state: 'missing' }
  /** Not in the input, which may be only a part of the mesh. */
  | { readonly state: 'unknown' };

const KNOWN: HostKnowledge = { state: 'known' };

/** All services of the mesh by host: Services, ServiceEntries, declared hosts. */
export class ServiceTable {
  readonly #hosts = new HostMap<ServicesOfHost>();
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
    for (const host of settings.declared.hosts ?? []) this.#add({ host, namespace: '', visibility: '*' });
    this.#add(this.#always('kubernetes', 'default', [443]));
    if (assumeIngressGateway) this.#add(this.#always(ASSUMED_INGRESS.service, ASSUMED_INGRESS.namespace, ASSUMED_INGRESS.ports));
  }

  /** The Services and entries of exactly this host. */
  exact(host: string): readonly KnownService[] {
    return this.#hosts.exact(host)[0]?.all ?? [];
  }

  /** The namespace of the service of a full host; undefined where it is not one, or there are several. */
  ownerOf(host: string): string | undefined {
    const [known] = this.#hosts.exact(host);
    if (known?.ofSeveral === true) return undefined;
    return known?.namespace ?? parseServiceHost(host, this.#settings.clusterDomain)?.namespace;
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
  lookup(host: string, viewers: readonly string[]): HostKnowledge {
    const covering = this.#hosts.covering(host);
    if (covering.length > 0) {
      const isHidden = (viewer: string): boolean => !covering.some((each) => each.isVisibleTo(viewer));
      if (!viewers.some(isHidden)) return KNOWN;
      const from = viewers.filter(isHidden);
      // A hidden wildcard says nothing of the hosts below it: there may be others of their own.
      const hidden = isServiceHost(host, this.#settings.clusterDomain) ? this.#hosts.exact(host) : covering;
      const [first] = hidden;
      if (first !== undefined) return { state: 'hidden', owners: first.owners, from };
      if (from.length < viewers.length) return KNOWN;
    }
    if (host.endsWith('.clusterset.local')) return { state: 'unknown' };
    const parsed = parseServiceHost(host, this.#settings.clusterDomain);
    if (parsed === undefined) return { state: 'missing' };
    return { state: this.#knowsServicesOf(parsed.namespace) ? 'missing' : 'unknown' };
  }

  /**
   * The wildcards of ServiceEntries that some of the viewers see and that alone cover a full host. None where something has the host
   * itself, or one of the wildcards is only declared: then it may stand for the host.
   */
  onlyCovering(host: string, viewers: readonly string[]): readonly ServicesOfHost[] {
    const covering = this.#hosts.covering(host);
    if (covering.length === 0 || this.#hosts.exact(host).length > 0) return [];
    if (covering.some(({ all }) => all.some(({ resource }) => resource === undefined))) return [];
    return covering.filter((each) => viewers.some((viewer) => each.isVisibleTo(viewer)));
  }

  /**
   * The ports of a host as a namespace sees it; none where it does not see the host. Of a host and the wildcards that
   * cover it, only the most specific counts: Istio makes clusters of its ports alone.
   */
  portsOf(host: string, viewer: string): readonly OfferedPorts[] {
    return this.#hosts.covering(host).find((each) => each.isVisibleTo(viewer))?.portsFor(viewer) ?? [];
  }

  /** False where no namespace can see several ports of the host, which is seen without putting any together. */
  mayHaveSeveralPorts(host: string): boolean {
    for (const { portCount } of this.#hosts.covering(host)) if (portCount > 1) return true;
    return false;
  }

  /** What Istio itself installs in the root namespace is seldom among the files, so only a whole cluster tells of that one. */
  #knowsServicesOf(namespace: string): boolean {
    const { complete, rootNamespace } = this.#settings;
    return complete || (namespace !== rootNamespace && this.#names.get(namespace).length > 0);
  }

  #addService(service: Resource<'core/Service'>): void {
    this.#names.add(service.namespace, service.name);
    const host = serviceHost(service.name, service.namespace, this.#settings.clusterDomain);
    this.#add({
      host,
      namespace: service.namespace,
      visibility: serviceVisibility(service.annotations, service.namespace, this.#settings.defaultExportTo?.services),
      ports: portsOfService(service.object),
      selector: service.object.selector,
      resource: service,
    });
  }

  #addServiceEntry(entry: Resource<'networking.istio.io/ServiceEntry'>): void {
    for (const text of entry.object.spec?.hosts ?? []) {
      const host = fullHost(text, entry.namespace, this.#settings.clusterDomain);
      this.#add({
        host,
        namespace: entry.namespace,
        visibility: visibilityOf(entry.object.spec?.exportTo, entry.namespace, this.#settings.defaultExportTo?.services),
        ports: portsOfEntry(entry.object),
        selector: entry.object.spec?.workloadSelector?.labels,
        resource: entry,
      });
    }
  }

  #always(name: string, namespace: string, ports: readonly number[]): KnownService {
    const host = serviceHost(name, namespace, this.#settings.clusterDomain);
    return { host, namespace, visibility: '*', ports: ports.map((number) => ({ number })) };
  }

  #add(service: KnownService): void {
    const [known] = this.#hosts.exact(service.host);
    const services = known ?? new ServicesOfHost();
    if (known === undefined) this.#hosts.add(service.host, services);
    services.add(service);
  }
}

function isServiceHost(host: string, clusterDomain: string): boolean {
  return parseServiceHost(host, clusterDomain) !== undefined;
}

function portsOfService(service: CoreService): readonly KnownPort[] {
  const ports: KnownPort[] = [];
  for (const { port, name, protocol, appProtocol, targetPort } of service.ports) if (port !== undefined) ports.push({ number: port, name, protocol, appProtocol, targetPort });
  return ports;
}

function portsOfEntry(entry: ServiceEntry): readonly KnownPort[] {
  return (entry.spec?.ports ?? []).flatMap(({ number, ...rest }) => (number === undefined ? [] : [{ number, ...rest }]));
}
