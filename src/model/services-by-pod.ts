import { Memo } from './memo';
import type { Resource } from './resource';
import { SelectorGroups } from './selector-groups';
import type { SelectorGroup } from './selector-groups';
import { isEmptySelector, labelsKey } from './selectors';

type ServiceResource = Resource<'core/Service'>;

const NONE: readonly SelectorGroup<ServiceResource>[] = [];
const NO_SERVICES: readonly ServiceResource[] = [];

/** Kubernetes Services by the pods they select. One without a selector selects none. */
export class ServicesByPod {
  readonly #byNamespace = new Map<string, SelectorGroups<ServiceResource>>();
  readonly #lists = new Memo<readonly ServiceResource[]>();

  constructor(services: readonly ServiceResource[]) {
    for (const service of services) {
      if (isEmptySelector(service.object.selector)) continue;
      const groups = this.#byNamespace.get(service.namespace) ?? new SelectorGroups<ServiceResource>();
      this.#byNamespace.set(service.namespace, groups);
      groups.add(service.object.selector, service);
    }
  }

  /** The Services of a namespace that select a pod with these labels. The same Services are one and the same list, so that it can be a key. */
  of(namespace: string, labels: Readonly<Record<string, string>>): readonly ServiceResource[] {
    const groups = this.#byNamespace.get(namespace)?.matching(labels) ?? NONE;
    const [only] = groups;
    if (only === undefined) return NO_SERVICES;
    if (groups.length === 1) return only.values;
    const key = groups.map(({ selector }) => labelsKey(selector)).sort().join(' ');
    return this.#lists.get(`${namespace} ${key}`, () => groups.flatMap(({ values }) => values));
  }
}
