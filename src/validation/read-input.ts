import type { EngineFinding, ObjectRef } from '../model/finding';
import { groupOf } from '../model/kinds';
import { scopeOf } from '../model/scopes';
import type { MeshSettings } from '../model/settings';
import { asText, fieldAt, fieldOf, isFields } from '../model/values';
import type { Manifest } from './manifest';
import { NOT_AN_OBJECT } from './object-findings';

/** The input, sorted into objects whose head could be read and findings about the rest. */
export interface ReadInput {
  readonly manifests: readonly Manifest[];
  readonly findings: readonly EngineFinding[];
}

/** Namespace of namespaced objects that name none, where the settings say nothing. */
const DEFAULT_NAMESPACE = 'default';

/** @param scope Whether objects of a kind live in a namespace, where that is known. */
export function readInput(inputs: readonly unknown[], settings: MeshSettings, scope: typeof scopeOf = scopeOf): ReadInput {
  const manifests: Manifest[] = [];
  const findings: EngineFinding[] = [];
  inputs.forEach((raw, input) => {
    const manifest = readManifest(raw, input, settings, scope);
    if (typeof manifest === 'string') findings.push(notAnObject(raw, input, manifest));
    else manifests.push(manifest);
  });
  return { manifests, findings };
}

/** The manifest, or what is missing. */
function readManifest(raw: unknown, input: number, settings: MeshSettings, scopes: typeof scopeOf): Manifest | string {
  if (!isFields(raw)) return 'it is not a map of fields';
  const apiVersion = asText(fieldOf(raw, 'apiVersion'));
  if (apiVersion === undefined || apiVersion === '') return 'it has no apiVersion';
  const kind = asText(fieldOf(raw, 'kind'));
  if (kind === undefined || kind === '') return 'it has no kind';
  const group = groupOf(apiVersion);
  const scope = scopes(group, kind);
  const written = asText(fieldAt(raw, 'metadata', 'namespace'));
  const namespace = scope === 'Cluster' || written === '' ? undefined : written;
  const fallback = scope === 'Cluster' ? '' : (settings.defaultNamespace ?? DEFAULT_NAMESPACE);
  return {
    input,
    ref: { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name: asText(fieldAt(raw, 'metadata', 'name')) ?? '' },
    group,
    scope,
    namespace: namespace ?? fallback,
    raw,
  };
}

function notAnObject(raw: unknown, input: number, reason: string): EngineFinding {
  const object: ObjectRef = {
    apiVersion: asText(fieldOf(raw, 'apiVersion')) ?? '',
    kind: asText(fieldOf(raw, 'kind')) ?? '',
    name: asText(fieldAt(raw, 'metadata', 'name')) ?? '',
  };
  return {
    rule: NOT_AN_OBJECT.id,
    upstream: NOT_AN_OBJECT.upstream,
    severity: NOT_AN_OBJECT.severity,
    input,
    object,
    path: [],
    message: `This is not a Kubernetes object: ${reason}.`,
    why: NOT_AN_OBJECT.why,
    fix: NOT_AN_OBJECT.fix,
  };
}
