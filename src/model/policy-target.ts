import type { PolicyTarget, TargetRef } from './kinds/security';
import { isEmptySelector, labelsContradict } from './selectors';

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

/** True unless it is certain that no workload is under both policies. What a target reaches is taken as possible. */
export function scopesMayMeet(a: PolicyScope, b: PolicyScope): boolean {
  if (a.kind === 'mesh' || b.kind === 'mesh') return true;
  if (a.namespace !== undefined && b.namespace !== undefined && a.namespace !== b.namespace) return false;
  if (a.kind === 'workloads' && b.kind === 'workloads') return !labelsContradict(a.labels, b.labels);
  return true;
}
