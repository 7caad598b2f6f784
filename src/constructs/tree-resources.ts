import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { callSiteOf, type CallSite } from '../l1/call-site';
import { groupOf, readKind, type Kind } from '../model/kinds';
import type { Resource } from '../model/resource';
import { asText, asTextMap, fieldAt } from '../model/values';
import { meshSettings } from './mesh-settings';
import { writtenObject } from './written-object';

/** An object of a tree as it would be written, with the line that made it. */
export interface TreeResource<K extends Kind> extends Resource<K> {
  readonly source?: CallSite;
}

/** The objects of some kinds that a tree holds. One that cannot be written is a finding of its own, and left out here. */
export function resourcesIn<K extends Kind>(root: IConstruct, kinds: readonly K[]): readonly TreeResource<K>[] {
  const { defaultNamespace = '' } = meshSettings(root);
  return root.node.findAll().flatMap((construct): readonly TreeResource<K>[] => {
    if (!ApiObject.isApiObject(construct)) return [];
    const kind = kinds.find((one) => one === `${groupOf(construct.apiVersion)}/${construct.kind}`);
    if (kind === undefined) return [];
    const manifest = writtenObject(construct);
    const namespace = asText(fieldAt(manifest, 'metadata', 'namespace')) ?? defaultNamespace;
    const name = asText(fieldAt(manifest, 'metadata', 'name')) ?? '';
    const ref = { apiVersion: construct.apiVersion, kind: construct.kind, namespace, name };
    const source = callSiteOf(construct);
    const [labels, annotations] = ['labels', 'annotations'].map((key) => asTextMap(fieldAt(manifest, 'metadata', key)));
    return [{ kind, input: 0, ref, namespace, name, labels: labels ?? {}, annotations: annotations ?? {}, object: readKind(kind, manifest ?? {}), ...(source === undefined ? {} : { source }) }];
  });
}
