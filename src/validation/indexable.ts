import { isKind, readKind } from '../model/kinds';
import type { Kind } from '../model/kinds';
import type { Resource } from '../model/resource';
import { asTextMap, canonical, fieldAt } from '../model/values';
import type { Manifest } from './manifest';

/** What says that two objects are one and the same to a cluster: the version does not count. */
export function identityOf(manifest: Manifest): string {
  return `${manifest.group}/${manifest.ref.kind}/${manifest.namespace}/${manifest.ref.name}`;
}

/**
 * The objects that rules may look at, each read by its kind. Of several with one identity a single one
 * stays, chosen by content so that the order of the input does not matter.
 *
 * @param usable What the schema left of each object of a known kind, by position in the input.
 */
export function indexable(manifests: readonly Manifest[], usable: ReadonlyMap<number, unknown>): readonly Resource[] {
  const byIdentity = new Map<string, Resource>();
  for (const manifest of manifests) {
    const kind = `${manifest.group}/${manifest.ref.kind}`;
    if (!isKind(kind)) continue;
    const resource = toResource(manifest, kind, usable.get(manifest.input) ?? manifest.raw);
    // An object that gets its name from the cluster (`generateName`) is like no other.
    const identity = manifest.ref.name === '' ? `#${manifest.input}` : identityOf(manifest);
    const other = byIdentity.get(identity);
    if (other === undefined || contentOf(resource) < contentOf(other)) byIdentity.set(identity, resource);
  }
  return [...byIdentity.values()];
}

/** What rules see of an object, as one text. Never of the object as it was given: aliases can make that endless. */
function contentOf({ object, labels, annotations, ref }: Resource): string {
  return canonical({ object, labels, annotations, ref });
}

function toResource<K extends Kind>(manifest: Manifest, kind: K, object: unknown): Resource<K> {
  return {
    kind,
    input: manifest.input,
    ref: manifest.ref,
    namespace: manifest.namespace,
    name: manifest.ref.name,
    labels: asTextMap(fieldAt(manifest.raw, 'metadata', 'labels')),
    annotations: asTextMap(fieldAt(manifest.raw, 'metadata', 'annotations')),
    object: readKind(kind, object),
  };
}
