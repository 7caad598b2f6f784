import { asText, fieldAt } from '../../../model/values';
import { defineRule } from '../../rule';
import { isSet } from '../../set-metadata';

export const missingName = defineRule({
  id: 'missing-name',
  upstream: [],
  severity: 'error',
  summary: 'An object has no name',
  why: 'The API server rejects the object, and nothing can refer to it.',
  fix: 'Set metadata.name.',
  notes:
    'Only kinds of Kubernetes, Istio and the Gateway API are asked for a name: files of other tools, such as `Kustomization`, look ' +
    'like objects and need none.',
  reads: 'objects',
  bad: `
apiVersion: v1
kind: ConfigMap
metadata: { namespace: shop }
`,
  good: `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: shop }
`,
  check(context) {
    for (const manifest of context.manifests) {
      // Files of other tools look like objects and need no name: only kinds that a cluster keeps are asked.
      if (manifest.scope === undefined || manifest.ref.name !== '') continue;
      // A name that the cluster makes is a name.
      const generated = asText(fieldAt(manifest.raw, 'metadata', 'generateName'));
      if (generated !== undefined && generated !== '') continue;
      if (isSet(manifest.raw, 'name')) continue;
      context.report(manifest, ['metadata', 'name'], `This ${manifest.ref.kind} has no name.`);
    }
  },
});
