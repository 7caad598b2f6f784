import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { groupOf, isKind, readKind } from '../model/kinds';
import type { PodTemplate } from '../model/kinds/core';
import { asText, fieldAt } from '../model/values';
import { POD_KINDS, WorkloadTable } from '../model/workloads';
import type { Resource } from '../model/resource';
import { meshSettings } from './mesh-settings';
import { PerRender } from './per-render';
import { writtenObject } from './written-object';

type PodResource = Resource<(typeof POD_KINDS)[number]>;

const WORKLOADS = new PerRender((root) => new WorkloadTable(podsOf(root), [], meshSettings(root), false));

/** The pods, as templates of workloads or alone, that a tree holds in a namespace with these labels. */
export function podsIn(scope: IConstruct, namespace: string, selector: Readonly<Record<string, string>>): readonly PodTemplate[] {
  return WORKLOADS.of(scope)
    .matching(selector, namespace)
    .flatMap(({ pod }) => pod ?? []);
}

function podsOf(root: IConstruct): readonly PodResource[] {
  const { defaultNamespace = '' } = meshSettings(root);
  return root.node.findAll().flatMap((construct): readonly PodResource[] => {
    if (!ApiObject.isApiObject(construct)) return [];
    const kind = `${groupOf(construct.apiVersion)}/${construct.kind}`;
    if (!isKind(kind) || !isPodKind(kind)) return [];
    const manifest = writtenObject(construct);
    const namespace = asText(fieldAt(manifest, 'metadata', 'namespace')) ?? defaultNamespace;
    const name = asText(fieldAt(manifest, 'metadata', 'name')) ?? '';
    const ref = { apiVersion: construct.apiVersion, kind: construct.kind, namespace, name };
    return [{ kind, input: 0, ref, namespace, name, labels: {}, annotations: {}, object: readKind(kind, manifest) }];
  });
}

function isPodKind(kind: string): kind is (typeof POD_KINDS)[number] {
  return POD_KINDS.some((one) => one === kind);
}
