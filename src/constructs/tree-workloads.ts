import type { IConstruct } from 'constructs';
import { isEmptySelector } from '../model/selectors';
import { asTextMap, fieldAt } from '../model/values';
import type { PodTemplate } from '../model/kinds/core';
import { POD_KINDS, WorkloadTable } from '../model/workloads';
import { meshSettings } from './mesh-settings';
import { PerRender } from './per-render';
import { resourcesIn } from './tree-resources';

const WORKLOADS = new PerRender((root) => {
  const outside = resourcesIn(root, ['networking.istio.io/WorkloadEntry', 'networking.istio.io/WorkloadGroup']).map(({ kind, namespace, object, ref }) => ({
    namespace,
    ref,
    labels: asTextMap(fieldAt(object, 'spec', ...(kind === 'networking.istio.io/WorkloadEntry' ? [] : ['metadata']), 'labels')),
  }));
  return new WorkloadTable(resourcesIn(root, POD_KINDS), outside, meshSettings(root), false);
});

/** The pods, as templates of workloads or alone, that a tree holds in a namespace with these labels. */
export function podsIn(scope: IConstruct, namespace: string, selector: Readonly<Record<string, string>>): readonly PodTemplate[] {
  return WORKLOADS.of(scope)
    .matching(selector, namespace)
    .flatMap(({ pod }) => pod ?? []);
}

/** True when a tree, which holds workloads of the namespace, has none with these labels, nor says that it is elsewhere. */
export function selectsNobody(scope: IConstruct, namespace: string, selector: Readonly<Record<string, string>>): boolean {
  const workloads = WORKLOADS.of(scope);
  return !isEmptySelector(selector) && workloads.knows(namespace) && workloads.matching(selector, namespace).length === 0;
}
