import { fieldAt, isFields, type Fields } from '../model/values';

/** Reference: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/ */
const ANNOTATION = 'argocd.argoproj.io/sync-wave';

/**
 * Everything unnamed stays in wave 0, so that namespaces and workloads exist first; then what routes point to, then the
 * routes. Deletion goes the other way round.
 */
const WAVES: ReadonlyMap<string, string> = new Map([
  ['networking.istio.io/ServiceEntry', '1'],
  ['networking.istio.io/DestinationRule', '1'],
  ['networking.istio.io/Gateway', '1'],
  ['gateway.networking.k8s.io/Gateway', '1'],
  ['gateway.networking.k8s.io/ListenerSet', '1'],
  ['networking.istio.io/VirtualService', '2'],
  ['gateway.networking.k8s.io/HTTPRoute', '2'],
  ['gateway.networking.k8s.io/GRPCRoute', '2'],
  ['gateway.networking.k8s.io/TLSRoute', '2'],
  ['gateway.networking.k8s.io/TCPRoute', '2'],
]);

/** The manifest with the sync wave of its kind; a wave that the author wrote stays. */
export function withSyncWave(manifest: Fields, group: string, kind: string): Fields {
  const wave = WAVES.get(`${group}/${kind}`);
  const annotations = fieldAt(manifest, 'metadata', 'annotations');
  const metadata = manifest['metadata'];
  if (wave === undefined || !isFields(metadata) || (isFields(annotations) && Object.hasOwn(annotations, ANNOTATION))) return manifest;
  return { ...manifest, metadata: { ...metadata, annotations: { ...(isFields(annotations) ? annotations : {}), [ANNOTATION]: wave } } };
}
