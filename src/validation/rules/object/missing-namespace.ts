import { formatObject } from '../../../model/finding';
import { defineRule } from '../../rule';
import { isSet } from '../../set-metadata';

export const missingNamespace = defineRule({
  id: 'missing-namespace',
  upstream: [],
  severity: 'error',
  summary: 'A namespaced object of a program does not name its namespace',
  why: 'It would land in whatever namespace the one who applies it happens to use, and its short host names with it.',
  fix: 'Give the Chart or the object a namespace, or set `defaultNamespace` with `Mesh.configure`.',
  notes:
    'Only a synth asks for this: the command takes such objects to be in `default`, or in the namespace of `--namespace`. Kinds of ' +
    'other makers are left alone, since their scope is not known.',
  reads: 'objects',
  inProgram: true,
  bad: `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
`,
  good: `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: shop }
`,
  check(context) {
    if (!context.requireNamespace) return;
    for (const manifest of context.manifests) {
      if (manifest.scope !== 'Namespaced' || manifest.ref.namespace !== undefined || isSet(manifest.raw, 'namespace')) continue;
      context.report(manifest, ['metadata', 'namespace'], `${formatObject(manifest.ref)} has no namespace.`);
    }
  },
});
