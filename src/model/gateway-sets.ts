import type { GatewayResource } from './mesh-index';
import { MultiMap } from './multi-map';
import { PolicyScopes } from './policy-target';
import type { PolicyScope } from './policy-target';
import { SelectorSet } from './selector-set';
import { formatLabels, isEmptySelector } from './selectors';
import type { WorkloadTable } from './workloads';

/** Pods that Gateways select, and where they run; where that is not known, where their Gateways are. */
export interface GatewaySet {
  readonly selector: Readonly<Record<string, string>>;
  readonly namespaces: ReadonlySet<string>;
}

/** Gateways of one selector are one set of pods. */
export function gatewaySets(gateways: readonly GatewayResource[], workloads: WorkloadTable): readonly GatewaySet[] {
  const bySelector = new MultiMap<string, GatewayResource>();
  for (const gateway of gateways) {
    const selector = gateway.object.spec?.selector;
    if (!isEmptySelector(selector)) bySelector.add(formatLabels(selector ?? {}), gateway);
  }
  return [...bySelector.lists()].map((same) => {
    const selector = same[0]?.object.spec?.selector ?? {};
    const running = workloads.matchingAnywhere(selector);
    return { selector, namespaces: new Set((running.length > 0 ? running : same).map(({ namespace }) => namespace)) };
  });
}

/** Policies that let something in, asked for the gateways at which they do. */
export class OpeningPolicies {
  readonly #scopes = new PolicyScopes();
  readonly #selectors = new SelectorSet();
  #anywhere = false;

  add(scope: PolicyScope): void {
    this.#scopes.add(scope);
    if (scope.kind === 'workloads') this.#selectors.add(scope.labels);
    if (scope.kind === 'mesh' || scope.kind === 'targets') this.#anywhere = true;
  }

  /** True unless it is certain that none of the policies is for these gateways. */
  mayOpen({ selector, namespaces }: GatewaySet): boolean {
    if (this.#anywhere) return true;
    // A selector that wants what the gateway is known to have is for it, wherever it runs.
    if (this.#selectors.mayMatch(selector)) return true;
    return [...namespaces].some((namespace) => this.#scopes.mayMeet({ kind: 'workloads', namespace, labels: selector }));
  }
}
