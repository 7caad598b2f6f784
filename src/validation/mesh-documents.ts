import type { Path } from '../model/path';
import { settingsOfMeshConfig } from '../model/mesh-config';
import type { MeshConfigSettings } from '../model/mesh-config';
import { asText, canonical, fieldAt, isFields, type Fields } from '../model/values';
import { excess } from '../schema/bounds';
import { groupOf } from '../model/kinds';
import { meshConfigRemarks } from '../webhook/mesh-config/mesh-config';
import { meshNetworksRemarks } from '../webhook/mesh-config/mesh-networks';
import type { Remark } from '../webhook/verdict';

/** A mesh config, or the networks of a mesh, in an object. */
export interface MeshDocument {
  readonly what: 'mesh config' | 'mesh networks';
  /** Where it stands in the object. */
  readonly path: Path;
  /** It is a text of YAML in the object. */
  readonly isText: boolean;
  /** Undefined for a text that cannot be read. */
  readonly value: Fields | undefined;
}

const NOTHING: readonly MeshDocument[] = [];

/** The namespace where Istio is installed when nobody says another. */
const ISTIO_SYSTEM = 'istio-system';
const CONFIG_MAP = /^istio(?:-|$)/;

/**
 * What an object says of the mesh: the ConfigMap `istio`, or `istio-<revision>`, in the namespace of Istio, and `meshConfig` of an
 * IstioOperator. Other objects hold nothing of that.
 *
 * @param namespace in which the object lies
 * @param rootNamespace the one of the mesh, as far as it is known
 */
export function meshDocuments(object: Fields, namespace: string, rootNamespace: string): readonly MeshDocument[] {
  const kind = object['kind'];
  if (kind !== 'ConfigMap' && kind !== 'IstioOperator') return NOTHING;
  const [apiVersion, name] = [asText(object['apiVersion']) ?? '', asText(fieldAt(object, 'metadata', 'name')) ?? ''];
  if (kind === 'IstioOperator' && groupOf(apiVersion) === 'install.istio.io') {
    const value = fieldAt(object, 'spec', 'meshConfig');
    return isFields(value) && excess(value) === undefined ? [{ what: 'mesh config', path: ['spec', 'meshConfig'], isText: false, value }] : [];
  }
  if (kind !== 'ConfigMap' || apiVersion !== 'v1' || !CONFIG_MAP.test(name)) return [];
  const documents = textsOf(object);
  const own = documents.find(({ what }) => what === 'mesh config')?.value?.['rootNamespace'];
  return [rootNamespace, own, ISTIO_SYSTEM].includes(namespace) ? documents : [];
}

/** The documents in the data of a ConfigMap, whatever it is called. */
export function textsOf(configMap: Fields): readonly MeshDocument[] {
  return ([['mesh', 'mesh config'], ['meshNetworks', 'mesh networks']] as const).flatMap(([key, what]) => {
    const text = asText(fieldAt(configMap, 'data', key));
    return text === undefined ? [] : [{ what, path: ['data', key], isText: true, value: readYaml(text) }];
  });
}

/** What istiod says of a document that can be read. */
export function remarksOn({ what, value }: MeshDocument): readonly Remark[] {
  return what === 'mesh config' ? meshConfigRemarks(value) : meshNetworksRemarks(value);
}

/**
 * What the objects of an input say of the mesh as a whole. Where they say different things, as several revisions may, none of
 * them counts for that setting.
 */
export function settingsOfInput(objects: readonly unknown[], rootNamespace: string, defaultNamespace: string): MeshConfigSettings {
  const found = objects.flatMap((object) => {
    if (!isFields(object)) return [];
    const namespace = asText(fieldAt(object, 'metadata', 'namespace')) ?? defaultNamespace;
    return meshDocuments(object, namespace, rootNamespace).filter(({ what }) => what === 'mesh config').map(({ value }): Fields => ({ ...settingsOfMeshConfig(value ?? {}) }));
  });
  const [first, ...others] = found;
  const agreed = Object.entries(first ?? {}).filter(([key, value]) => others.every((other) => canonical(other[key] ?? null) === canonical(value)));
  return Object.fromEntries(agreed);
}

/** An empty text is an empty document. */
function readYaml(text: string): Fields | undefined {
  const { loadAll } = require('js-yaml') as typeof import('js-yaml');
  try {
    const documents: readonly unknown[] = loadAll(text);
    const [value = {}] = documents;
    return documents.length <= 1 && excess(value) === undefined ? asFields(value ?? {}) : undefined;
  } catch {
    return undefined;
  }
}

function asFields(value: unknown): Fields | undefined {
  return isFields(value) ? value : undefined;
}
