import { MultiMap } from '../../model/multi-map';
import { SelectorIndex } from '../../model/selector-index';
import type { MtlsException } from './exception';

/** The one PeerAuthentication for some workloads, or for a namespace, that holds all exceptions for them. */
export interface PlannedPolicy {
  readonly namespace: string;
  readonly name: string;
  /** Absent: the whole namespace. */
  readonly labels?: Readonly<Record<string, string>>;
  /** For all ports. */
  readonly whole?: MtlsException;
  /** By port of the container. */
  readonly ports: ReadonlyMap<number, MtlsException>;
}

/** Policies of exceptions by what they are for. */
export class PolicyIndex {
  readonly #wide = new Map<string, PlannedPolicy>();
  readonly #selecting = new Map<string, SelectorIndex<PlannedPolicy>>();

  constructor(policies: readonly PlannedPolicy[]) {
    const byNamespace = new MultiMap<string, PlannedPolicy>();
    for (const policy of policies) {
      if (policy.labels === undefined) this.#wide.set(policy.namespace, policy);
      else byNamespace.add(policy.namespace, policy);
    }
    for (const [namespace, selecting] of byNamespace.entries()) {
      this.#selecting.set(namespace, new SelectorIndex(selecting.map((policy) => [policy.labels, policy] as const)));
    }
  }

  /** That of a whole namespace. */
  ofNamespace(namespace: string): PlannedPolicy | undefined {
    return this.#wide.get(namespace);
  }

  /** Those for workloads that have these labels. */
  selecting(namespace: string, labels: Readonly<Record<string, string>>): readonly PlannedPolicy[] {
    return this.#selecting.get(namespace)?.matching(labels) ?? [];
  }
}
