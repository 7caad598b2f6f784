import { formatObject } from '../../../model/finding';
import { MultiMap } from '../../../model/multi-map';
import { identityOf } from '../../indexable';
import type { Manifest } from '../../manifest';
import { defineRule } from '../../rule';

export const duplicateObject = defineRule({
  id: 'duplicate-object',
  upstream: [],
  severity: 'error',
  summary: 'Two objects have one group, kind, namespace and name',
  why: 'The cluster keeps only one of them: the one that is applied last.',
  fix: 'Rename one of them, or merge the two into one object.',
  notes: 'The version in `apiVersion` does not make a difference: `v1` and `v1beta1` of a kind are the same object.',
  reads: 'objects',
  bad: `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: shop }
data: { color: red }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: shop }
data: { color: blue }
`,
  good: `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: shop }
data: { color: red }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: bakery }
data: { color: blue }
`,
  check(context) {
    const first = new Map<string, Manifest>();
    const others = new MultiMap<Manifest, Manifest>();
    for (const manifest of context.manifests) {
      if (manifest.ref.name === '') continue;
      const identity = identityOf(manifest);
      const before = first.get(identity);
      if (before === undefined) first.set(identity, manifest);
      else others.add(before, manifest);
    }
    for (const [manifest, more] of others.entries()) {
      const count = more.length + 1;
      for (const each of [manifest, ...more]) {
        context.report(each, ['metadata', 'name'], `${formatObject(each.ref)} is there ${count === 2 ? 'twice' : `${count} times`}.`);
      }
    }
  },
});
