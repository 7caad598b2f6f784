import { createHash } from 'node:crypto';
import { scopeOf } from '../model/scopes';
import { asText, fieldAt, type Fields } from '../model/values';

/** Folder of objects that belong to no namespace; no namespace can have this name. */
export const CLUSTER_FOLDER = '_cluster';
const LONGEST_FILE_NAME = 240;
const KEPT_OF_LONG_NAME = 200;

/** Where objects of one App are written. */
export interface LayoutOptions {
  /** Folder of namespaced objects that name no namespace. */
  readonly defaultNamespace?: string;
  /** Kinds whose definition is among the objects, as `group/kind`, with their scope. */
  readonly definedScopes: ReadonlyMap<string, string>;
}

/** Group (`core` for the group without a name) and kind of a manifest; `undefined` parts are empty. */
export function groupAndKind(manifest: Fields): { readonly group: string; readonly kind: string } {
  const apiVersion = asText(manifest['apiVersion']) ?? '';
  const slash = apiVersion.indexOf('/');
  return { group: slash === -1 ? 'core' : apiVersion.slice(0, slash), kind: asText(manifest['kind']) ?? '' };
}

/** Scopes of the kinds that CustomResourceDefinitions among the objects define. */
export function definedScopes(manifests: readonly Fields[]): ReadonlyMap<string, string> {
  const scopes = new Map<string, string>();
  for (const manifest of manifests) {
    const { group, kind } = groupAndKind(manifest);
    if (group !== 'apiextensions.k8s.io' || kind !== 'CustomResourceDefinition') continue;
    const names = [fieldAt(manifest, 'spec', 'group'), fieldAt(manifest, 'spec', 'names', 'kind'), fieldAt(manifest, 'spec', 'scope')];
    const [definedGroup, definedKind, scope] = names.map(asText);
    if (definedGroup !== undefined && definedKind !== undefined && scope !== undefined) scopes.set(`${definedGroup}/${definedKind}`, scope);
  }
  return scopes;
}

/** The scope of a kind that Kubernetes, the mesh or a definition among the objects makes known. */
export function scopeIn(definedScopes: ReadonlyMap<string, string>, group: string, kind: string): string | undefined {
  return definedScopes.get(`${group}/${kind}`) ?? scopeOf(group, kind);
}

/**
 * The file of an object, from the output folder: `<namespace>/<group>.<kind>.<name>.yaml`, `_cluster/` for objects of no
 * namespace. It depends on nothing but the object. An object of a kind that nobody knows, without a namespace, counts as
 * cluster-scoped: that is what it looks like in Git.
 */
export function filePath(manifest: Fields, options: LayoutOptions): string {
  const { group, kind } = groupAndKind(manifest);
  const name = asText(fieldAt(manifest, 'metadata', 'name')) ?? '';
  return `${folderOf(manifest, group, kind, options)}/${fileName(`${group}.${kind}.${name}`)}`;
}

function folderOf(manifest: Fields, group: string, kind: string, options: LayoutOptions): string {
  const namespace = asText(fieldAt(manifest, 'metadata', 'namespace'));
  const scope = scopeIn(options.definedScopes, group, kind);
  if (scope === 'Cluster' || (scope === undefined && namespace === undefined)) return CLUSTER_FOLDER;
  return folderName(namespace ?? options.defaultNamespace ?? 'default');
}

/** A dot or an underscore at the beginning would hide the folder, lead out of it or make it `_cluster`. */
function folderName(namespace: string): string {
  return safe(namespace).replace(/^[._]/, encode) || '%';
}

function fileName(name: string): string {
  const whole = `${safe(name)}.yaml`;
  if (whole.length <= LONGEST_FILE_NAME) return whole;
  return `${whole.slice(0, KEPT_OF_LONG_NAME)}~${createHash('sha256').update(name).digest('hex').slice(0, 12)}.yaml`;
}

/** Lower case, for file systems that do not tell cases apart; what is no plain character is percent-encoded. */
function safe(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9._-]/gu, encode);
}

function encode(text: string): string {
  return [...Buffer.from(text, 'utf8')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}
