import { fieldAt, isFields } from '../model/values';
import { definedScopes, groupAndKind, scopeIn } from './layout';
import type { RenderedObject, RenderedTree } from './render-tree';

/**
 * The tree without `metadata.namespace` on objects of cluster-scoped kinds. cdk8s puts the namespace of the Chart on every object and the API
 * server takes it off again without a word, so it says nothing, and tools that compare the file with the cluster see a difference for ever.
 */
export function withoutStrayNamespaces(tree: RenderedTree): RenderedTree {
  const scopes = definedScopes(tree.objects.map(({ manifest }) => manifest));
  return { ...tree, objects: tree.objects.map((object) => withoutStrayNamespace(object, scopes)) };
}

function withoutStrayNamespace(object: RenderedObject, scopes: ReadonlyMap<string, string>): RenderedObject {
  const { manifest } = object;
  const { group, kind } = groupAndKind(manifest);
  const metadata = manifest['metadata'];
  if (!isFields(metadata) || fieldAt(metadata, 'namespace') === undefined || scopeIn(scopes, group, kind) !== 'Cluster') return object;
  const kept = Object.entries(metadata).filter(([key]) => key !== 'namespace');
  return { ...object, manifest: { ...manifest, metadata: Object.fromEntries(kept) } };
}
