import { MultiMap } from './multi-map';
import type { Resource } from './resource';
import { SelectorIndex } from './selector-index';

type ServiceResource = Resource<'core/Service'>;

/** Kubernetes Services by the pods they select. One without a selector selects none. */
export class ServicesByPod {
  readonly #byNamespace = new Map<string, SelectorIndex<ServiceResource>>();

  constructor(services: readonly ServiceResource[]) {
    const lists = new MultiMap<string, ServiceResource>();
    for (const service of services) lists.add(service.namespace, service);
    for (const [namespace, list] of lists.entries()) this.#byNamespace.set(namespace, new SelectorIndex(list.map((each) => [each.object.selector, each] as const)));
  }

  /** The Services of a namespace that select a pod with these labels. */
  of(namespace: string, labels: Readonly<Record<string, string>>): readonly ServiceResource[] {
    return this.#byNamespace.get(namespace)?.matching(labels) ?? [];
  }
}
