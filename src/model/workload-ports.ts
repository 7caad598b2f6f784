import { containerPortOf } from './container-ports';
import { MultiMap } from './multi-map';
import { protocolOfPort } from './protocols';
import { SelectorIndex } from './selector-index';
import { isEmptySelector } from './selectors';
import type { ServiceTable } from './services';
import type { KnownService } from './services-of-host';
import { serviceHost } from './hosts';
import type { Resource } from './resource';
import { compareText } from './values';
import type { Workload } from './workloads';

/** A port of a Service, and the one of the container behind it. */
export interface PortMapping {
  readonly service: KnownService;
  readonly target: number;
  /** What Istio takes it to speak; undefined where it guesses from the traffic. */
  readonly protocol: string | undefined;
}

/** What is known of the ports of some workloads. */
export interface WorkloadPorts {
  /** Ports of the workloads: those that Services map to, and those that containers declare. */
  readonly targets: ReadonlySet<number>;
  /** False where a Service maps to a name that cannot be looked up. */
  readonly certain: boolean;
  /** Ports of the Services, with what they are mapped to. */
  readonly servicePorts: MultiMap<number, PortMapping>;
}

/** Services that select workloads, by their namespace. */
export class WorkloadServices {
  readonly #byNamespace = new Map<string, SelectorIndex<KnownService>>();

  constructor(services: readonly Resource<'core/Service'>[], table: ServiceTable, clusterDomain: string) {
    const known = new MultiMap<string, KnownService>();
    for (const { namespace, name, object } of services) {
      if (isEmptySelector(object.selector)) continue;
      for (const service of table.exact(serviceHost(name, namespace, clusterDomain))) if (service.resource?.kind === 'core/Service') known.add(namespace, service);
    }
    for (const [namespace, list] of known.entries()) {
      this.#byNamespace.set(namespace, new SelectorIndex(list.map((service) => [service.selector, service] as const)));
    }
  }

  /** The ports of workloads of one namespace; undefined where no Service of it is known. */
  portsOf(namespace: string, workloads: readonly Pick<Workload, 'labels' | 'pod'>[]): WorkloadPorts | undefined {
    const services = this.#byNamespace.get(namespace);
    return services === undefined ? undefined : portsOf(workloads, services);
  }
}

/** The first mapping of a port of Services that leads elsewhere: undefined where some workload has the port itself, or it cannot be told. */
export function mappedElsewhere({ certain, targets, servicePorts }: WorkloadPorts, port: number): PortMapping | undefined {
  if (!certain || targets.has(port)) return undefined;
  return [...servicePorts.get(port)].sort((a, b) => compareText(a.service.host, b.service.host) || a.target - b.target)[0];
}

function portsOf(workloads: readonly Pick<Workload, 'labels' | 'pod'>[], services: SelectorIndex<KnownService>): WorkloadPorts {
  const targets = new Set<number>();
  const servicePorts = new MultiMap<number, PortMapping>();
  let certain = true;
  for (const { labels, pod } of workloads) {
    for (const { containerPort } of (pod?.containers ?? []).flatMap(({ ports }) => ports)) if (containerPort !== undefined) targets.add(containerPort);
    for (const service of services.matching(labels)) {
      for (const port of service.ports ?? []) {
        if (port.protocol === 'UDP') continue;
        const target = containerPortOf(port, pod);
        if (target === undefined) certain = false;
        else {
          targets.add(target);
          servicePorts.add(port.number, { service, target, protocol: protocolOfPort(port, port.number) });
        }
      }
    }
  }
  return { targets, certain, servicePorts };
}
