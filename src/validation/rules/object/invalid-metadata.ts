import { metadataViolations } from '../../../schema/object-meta';
import { defineRule } from '../../rule';

export const invalidMetadata = defineRule({
  id: 'invalid-metadata',
  upstream: [],
  severity: 'error',
  summary: 'Metadata is not as Kubernetes wants it',
  why: 'The API server rejects the object.',
  fix: 'Follow the finding; it says what Kubernetes allows at that place.',
  notes:
    'Asked are all fields of metadata, as on a strict apply: unknown fields, types, keys and values of labels, keys and size of ' +
    'annotations, finalizers and owners. Names have the rule [invalid-name](invalid-name.md). Only kinds of Kubernetes, Istio and ' +
    'the Gateway API are asked: files of other tools look like objects, and their metadata may be anything.',
  reads: 'objects',
  bad: `
apiVersion: v1
kind: Service
metadata:
  name: reviews
  namespace: shop
  labels:
    app: reviews
    version: 1.10
    owner: team books
spec:
  ports: [{ name: http, port: 80 }]
`,
  good: `
apiVersion: v1
kind: Service
metadata:
  name: reviews
  namespace: shop
  labels:
    app: reviews
    version: "1.10"
    owner: team-books
spec:
  ports: [{ name: http, port: 80 }]
`,
  check(context) {
    for (const manifest of context.manifests) {
      if (manifest.scope === undefined) continue;
      for (const { path, message, fix } of metadataViolations(manifest.raw)) context.report(manifest, path, message, { fix });
    }
  },
});
