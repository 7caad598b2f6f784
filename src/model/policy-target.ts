import type { PolicyTarget, TargetRef } from './kinds/security';
import { SelectorSet } from './selector-set';
import { isEmptySelector } from './selectors';

/** What a policy is for. */
export type PolicyScope =
  | { readonly kind: 'mesh' }
  | { readonly kind: 'namespace'; readonly namespace: string }
  /** Workloads with these labels; `namespace` absent: of any namespace, for policies of the root namespace. */
  | { readonly kind: 'workloads'; readonly namespace?: string; readonly labels: Readonly<Record<string, string>> }
  /** Services, ServiceEntries, Gateways or GatewayClasses by name. */
  | { readonly kind: 'targets'; readonly namespace: string; readonly targets: readonly TargetRef[] };

/** The targets that a policy names, in the singular or the plural field. */
export function targetRefsOf(spec: PolicyTarget | undefined): readonly TargetRef[] {
  return [...(spec?.targetRef === undefined ? [] : [spec.targetRef]), ...(spec?.targetRefs ?? [])];
}

/**
 * What an authentication, authorization or extension policy is for. In the root namespace a policy without
 * targets is for the whole mesh.
 * Reference: https://istio.io/latest/docs/reference/config/type/workload-selector/
 */
export function policyScope(spec: PolicyTarget | undefined, namespace: string, rootNamespace: string): PolicyScope {
  const targets = targetRefsOf(spec);
  if (targets.length > 0) return { kind: 'targets', namespace, targets };
  const labels = spec?.selector?.matchLabels ?? {};
  const root = namespace === rootNamespace;
  if (isEmptySelector(labels)) return root ? { kind: 'mesh' } : { kind: 'namespace', namespace };
  return { kind: 'workloads', labels, ...(root ? {} : { namespace }) };
}

/** What policies of one namespace are for: those of the root namespace that are for any namespace are kept apart. */
interface ScopesOfPlace {
  /** Some policy is not limited by labels, or by more than them. */
  wide: boolean;
  readonly selectors: SelectorSet;
}

/** Scopes of many policies, asked whether one of them may be for the same workloads as another policy. */
export class PolicyScopes {
  readonly #everywhere: ScopesOfPlace = { wide: false, selectors: new SelectorSet() };
  readonly #byNamespace = new Map<string, ScopesOfPlace>();
  /** All of them together, for what is for any namespace itself. */
  readonly #all: ScopesOfPlace = { wide: false, selectors: new SelectorSet() };
  #size = 0;

  add(scope: PolicyScope): void {
    this.#size++;
    for (const place of [this.#all, this.#placeOf(scope)]) {
      if (scope.kind === 'workloads') place.selectors.add(scope.labels);
      else place.wide = true;
    }
  }

  /** True unless it is certain that no workload is under one of the policies and under this. What a target reaches is taken as possible. */
  mayMeet(scope: PolicyScope): boolean {
    if (scope.kind === 'mesh') return this.#size > 0;
    const { namespace } = scope;
    if (namespace === undefined) return this.#all.wide || (scope.kind === 'workloads' && this.#all.selectors.mayMeet(scope.labels));
    const places = [this.#everywhere, this.#byNamespace.get(namespace)].filter((place) => place !== undefined);
    return places.some(({ wide, selectors }) => wide || (scope.kind === 'workloads' ? selectors.mayMeet(scope.labels) : selectors.size > 0));
  }

  #placeOf(scope: PolicyScope): ScopesOfPlace {
    const namespace = scope.kind === 'mesh' ? undefined : scope.namespace;
    if (namespace === undefined) return this.#everywhere;
    const known = this.#byNamespace.get(namespace);
    const place = known ?? { wide: false, selectors: new SelectorSet() };
    if (known === undefined) this.#byNamespace.set(namespace, place);
    return place;
  }
}
