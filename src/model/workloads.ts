import type { ObjectRef } from './finding';
import type { Kind } from './kinds';
import type { PodTemplate } from './kinds/core';
import { LabelIndex } from './label-index';
import type { MeshSettings } from './settings';
import { ASSUMED_INGRESS } from './services';
import type { Resource } from './resource';

export const POD_KINDS = [
  'core/Pod',
  'core/ReplicationController',
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'apps/ReplicaSet',
  'batch/Job',
  'batch/CronJob',
] as const satisfies readonly Kind[];

/** The kinds that the table of workloads is made of. */
export const WORKLOAD_KINDS = [
  ...POD_KINDS,
  'networking.istio.io/WorkloadEntry',
  'networking.istio.io/WorkloadGroup',
] as const satisfies readonly Kind[];

type Labels = Readonly<Record<string, string>>;

/** Something that runs: a Pod, a pod template, a WorkloadEntry, or what was declared. */
export interface Workload {
  readonly namespace: string;
  readonly labels: Labels;
  /** The Pod or template; absent for workloads outside Kubernetes and for declared ones. */
  readonly pod?: PodTemplate;
  readonly ref?: ObjectRef;
}

/** All workloads of the mesh by namespace and label. */
export class WorkloadTable {
  readonly #byNamespace = new Map<string, LabelIndex<Workload>>();
  readonly #all: Workload[] = [];
  #everywhere: LabelIndex<Workload> | undefined;
  /** Namespaces of which the input holds Pods or their templates; one that is declared, or a VM, says nothing about its neighbours. */
  readonly #seen = new Set<string>();
  readonly #settings: MeshSettings;

  constructor(
    pods: readonly Resource<(typeof POD_KINDS)[number]>[],
    outside: readonly Workload[],
    settings: MeshSettings,
    assumeIngressGateway: boolean,
  ) {
    this.#settings = settings;
    for (const pod of pods) {
      this.#seen.add(pod.namespace);
      this.#add({ namespace: pod.namespace, labels: pod.object.labels, pod: pod.object, ref: pod.ref });
    }
    for (const workload of outside) this.#add(workload);
    for (const declared of settings.declared.workloads ?? []) this.#add(declared);
    if (assumeIngressGateway) this.#add({ namespace: ASSUMED_INGRESS.namespace, labels: ASSUMED_INGRESS.labels });
  }

  /** True when a workload that is not in the table does not exist: its namespace's workloads are in the input, or the input is the whole cluster. */
  knows(namespace: string): boolean {
    return this.#settings.complete || this.#seen.has(namespace);
  }

  /** Workloads of one namespace that the selector matches. */
  matching(selector: Labels | undefined, namespace: string): readonly Workload[] {
    return this.#byNamespace.get(namespace)?.matching(selector) ?? [];
  }

  /** Workloads of any namespace that the selector matches. */
  matchingAnywhere(selector: Labels | undefined): readonly Workload[] {
    this.#everywhere ??= this.#index();
    return this.#everywhere.matching(selector);
  }

  #add(workload: Workload): void {
    const known = this.#byNamespace.get(workload.namespace);
    const table = known ?? new LabelIndex<Workload>();
    if (known === undefined) this.#byNamespace.set(workload.namespace, table);
    table.add(workload);
    this.#all.push(workload);
  }

  #index(): LabelIndex<Workload> {
    const everywhere = new LabelIndex<Workload>();
    for (const workload of this.#all) everywhere.add(workload);
    return everywhere;
  }
}
