import { dataPlaneOfNamespace, dataPlaneOfWorkload, isGatewayPod } from '../../../model/data-plane';
import { formatObject } from '../../../model/finding';
import type { Kind } from '../../../model/kinds';
import { podPath } from '../../../model/pod-path';
import { targetRefsOf } from '../../../model/policy-target';
import type { Resource } from '../../../model/resource';
import { SelectorGroups } from '../../../model/selector-groups';
import { isEmptySelector } from '../../../model/selectors';
import { decides, isCoreGroup } from '../../../model/waypoints';
import { defineRule } from '../../rule';

/** Kinds whose Pods wait for callers. */
const SERVING = ['core/Pod', 'core/ReplicationController', 'apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', 'apps/ReplicaSet'] as const satisfies readonly Kind[];

const deployment = (name: string): string => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { app: ${name} }
  ports: [{ name: http, port: 80 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: ${name}, image: ${name} }] }
---`;

const mesh = (selector: string): string => `${deployment('reviews')}${deployment('ratings')}
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: readers, namespace: shop }
spec:
${selector}  rules:
    - to: [{ operation: { methods: [GET] } }]
`;

export const workloadWithoutPolicy = defineRule({
  id: 'workload-without-policy',
  upstream: ['KIA1301'],
  severity: 'info',
  summary: 'A workload is under no AuthorizationPolicy, next to others that are',
  why: 'Without a policy everybody may call it, in a namespace whose other workloads are guarded.',
  fix: 'Add a policy for it, or one without a selector for the namespace that allows nothing by itself (`spec: {}`).',
  notes:
    'It is reported only where a policy of the namespace is for some of its workloads, and of workloads in the mesh that a Service selects: a namespace without any policies ' +
    'has none on purpose, and a policy may live elsewhere. Kiali reports every workload, and leaves that out unless it is asked for. Policies with the action AUDIT ' +
    'or on trial do not count, and a policy for a Gateway or waypoint counts for the whole namespace.',
  reads: ['security.istio.io/AuthorizationPolicy', 'core/Service', 'core/Namespace', ...SERVING],
  bad: mesh('  selector: { matchLabels: { app: reviews } }\n'),
  good: mesh(''),
  check(context) {
    const scopes = new Scopes(context.all('security.istio.io/AuthorizationPolicy').filter(decides), context.settings.rootNamespace);
    if (scopes.partly.size === 0) return;
    // Workloads of the same Services have one list, of which the answer is kept.
    const open = new Map<readonly Resource<'core/Service'>[], boolean>();
    const isOpen = (callable: readonly Resource<'core/Service'>[]): boolean => {
      const answer = open.get(callable) ?? (callable.length > 0 && !callable.some(({ namespace, name }) => scopes.services.has(`${namespace}/${name}`)));
      open.set(callable, answer);
      return answer;
    };
    for (const each of SERVING.flatMap((kind) => context.all(kind))) {
      const { namespace, object: pod } = each;
      if (!scopes.partly.has(namespace) || scopes.coverLabels(namespace, pod.labels) || isGatewayPod(pod)) continue;
      if (!isOpen(context.servicesByPod.of(namespace, pod.labels))) continue;
      if (dataPlaneOfWorkload(pod, dataPlaneOfNamespace(context.namespaces.get(namespace), context.settings)).kind === 'none') continue;
      context.report(
        each,
        [...podPath(each.kind), 'metadata', 'labels'],
        `${formatObject(each.ref)} is under no AuthorizationPolicy, while ${formatObject(scopes.partly.get(namespace) ?? each.ref)} is for other workloads of namespace ${namespace}.`,
      );
    }
  },
});

/** What AuthorizationPolicies are for. */
class Scopes {
  /** Namespaces of which some workloads are under policies and others may not be, each with one of these policies. */
  readonly partly: ReadonlyMap<string, Resource['ref']>;
  /** Services that have policies of their own, as `namespace/name`. */
  readonly services = new Set<string>();
  readonly #everywhere = new SelectorGroups<true>();
  readonly #byNamespace = new Map<string, SelectorGroups<true>>();

  constructor(policies: readonly Resource<'security.istio.io/AuthorizationPolicy'>[], rootNamespace: string) {
    const whole = new Set<string>();
    const partly = new Map<string, Resource['ref']>();
    for (const { object, namespace, ref } of policies) {
      const targets = targetRefsOf(object.spec);
      const selector = object.spec?.selector?.matchLabels ?? {};
      const ofServices = targets.flatMap(({ group, kind, name }) => (kind === 'Service' && isCoreGroup(group) ? [`${namespace}/${name ?? ''}`] : []));
      for (const service of ofServices) this.services.add(service);
      if (targets.length > ofServices.length || (targets.length === 0 && isEmptySelector(selector))) {
        whole.add(namespace);
        continue;
      }
      const before = partly.get(namespace);
      if (before === undefined || ref.name < before.name) partly.set(namespace, ref);
      if (targets.length === 0) this.#groupsOf(namespace, rootNamespace).add(selector, true);
    }
    for (const namespace of whole.has(rootNamespace) ? partly.keys() : whole) partly.delete(namespace);
    this.partly = partly;
  }

  coverLabels(namespace: string, labels: Readonly<Record<string, string>>): boolean {
    return [this.#everywhere, this.#byNamespace.get(namespace)].some((groups) => groups !== undefined && groups.matching(labels).length > 0);
  }

  #groupsOf(namespace: string, rootNamespace: string): SelectorGroups<true> {
    if (namespace === rootNamespace) return this.#everywhere;
    const groups = this.#byNamespace.get(namespace) ?? new SelectorGroups<true>();
    this.#byNamespace.set(namespace, groups);
    return groups;
  }
}
