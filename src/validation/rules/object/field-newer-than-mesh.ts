import { formatObject } from '../../../model/finding';
import { formatPath } from '../../../model/path';
import { NEWEST_ISTIO } from '../../../model/settings';
import { newerFields } from '../../../schema/verdict';
import { defineRule } from '../../rule';

export const fieldNewerThanMesh = defineRule({
  id: 'field-newer-than-mesh',
  upstream: [],
  severity: 'error',
  summary: 'A field or kind is newer than the Istio that the output must work with',
  why: 'The API server of such a mesh rejects the field or drops it, and nothing else tells.',
  fix: 'Leave the field out, or raise `istio` in `Mesh.configure` (`--istio-version` of the command) once the mesh is there.',
  reads: 'objects',
  settings: { istio: '1.29' },
  bad: `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: old-paths, namespace: shop }
spec:
  hosts: [shop.example.com]
  http:
    - match: [{ uri: { prefix: /old } }]
      redirect: { prefixRewrite: /new }
`,
  good: `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: old-paths, namespace: shop }
spec:
  hosts: [shop.example.com]
  http:
    - match: [{ uri: { exact: /old } }]
      redirect: { uri: /new }
`,
  check(context) {
    const { manifests, settings: { istio } } = context;
    if (istio === NEWEST_ISTIO) return;
    for (const manifest of manifests) {
      for (const { path, value, since } of newerFields(manifest.raw, istio)) {
        const field = value === undefined ? `The field ${formatPath(path)}` : `The value ${value} of ${formatPath(path)}`;
        const what = path[0] === 'kind' ? `The kind ${manifest.ref.kind}` : `${field} of ${formatObject(manifest.ref)}`;
        context.report(manifest, path, `${what} exists since Istio ${since}, and the mesh has Istio ${istio}.`);
      }
    }
  },
});
