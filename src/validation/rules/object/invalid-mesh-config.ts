import { formatPath } from '../../../model/path';
import type { Severity } from '../../../model/finding';
import type { Path } from '../../../model/path';
import type { Fields } from '../../../model/values';
import { meshDocuments, remarksOn, type MeshDocument } from '../../mesh-documents';
import { defineRule } from '../../rule';

const WHY = 'With such a mesh config istiod does not start, and a changed one it does not take over.';
const WARNED_WHY = 'The mesh config is taken, and what is named does not do what it seems to.';

const configMap = (mesh: string): string => `
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data:
  mesh: |
${mesh}`;

export const invalidMeshConfig = defineRule({
  id: 'invalid-mesh-config',
  upstream: [],
  severity: 'error',
  summary: 'The mesh config, or the networks of the mesh, have a value that istiod cannot use',
  why: WHY,
  fix: 'The finding says what istiod allows at that place.',
  notes:
    'Looked at are the ConfigMap `istio`, or `istio-<revision>`, in the namespace of Istio (keys `mesh` and `meshNetworks`), ' +
    '`spec.meshConfig` of an IstioOperator, and the file that `cdk8s-istio check --mesh-config` names. Unknown fields and values of a ' +
    'wrong type are not told, and neither is what is wrong with an extension provider, which istiod itself only logs.',
  reads: 'objects',
  bad: configMap(`    defaultConfig:
      drainDuration: 1500ms
`),
  good: configMap(`    defaultConfig:
      drainDuration: 2s
`),
  check(context) {
    const { rootNamespace } = context.settings;
    for (const manifest of context.manifests) {
      for (const document of meshDocuments(manifest.raw, manifest.namespace, rootNamespace)) {
        for (const { path, message, ...details } of problemsOf(document)) context.report(manifest, path, message, details);
      }
    }
  },
});

/** What is wrong with a document of the mesh, with the place in the object that holds it. */
export interface MeshProblem {
  readonly path: Path;
  readonly severity: Severity;
  readonly message: string;
  readonly why: string;
  readonly fix: string;
}

/** What istiod says of a document of the mesh. */
export function problemsOf(document: MeshDocument): readonly MeshProblem[] {
  const { what, path, isText, value } = document;
  if (value === undefined) return [{ path, severity: 'error', message: `The ${what} is not one document of YAML with fields.`, why: WHY, fix: 'Write it as YAML or JSON.' }];
  return remarksOn(document).map(({ severity, path: inside, message, fix }) => ({
    // A text of YAML has no places of its own.
    path: isText ? path : [...path, ...inside],
    severity,
    message: isText ? `In the ${what}, at ${formatPath(inside)}: ${message}` : message,
    why: severity === 'error' ? WHY : WARNED_WHY,
    fix,
  }));
}

/** The same of the document as a whole: a file that holds the mesh config itself. */
export function problemsOfMeshConfig(value: Fields): readonly MeshProblem[] {
  return problemsOf({ what: 'mesh config', path: [], isText: false, value });
}
