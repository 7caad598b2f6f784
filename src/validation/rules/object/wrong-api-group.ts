import { asList, asText, fieldAt } from '../../../model/values';
import { meantKinds, type MeantKind } from '../../../schema/meant-group';
import type { Manifest } from '../../manifest';
import { defineRule } from '../../rule';

export const wrongApiGroup = defineRule({
  id: 'wrong-api-group',
  upstream: [],
  severity: 'error',
  summary: 'A kind of Istio or the Gateway API has a group that does not have it',
  why: 'The API server knows no such kind and rejects the object; no other check looks at it either.',
  fix: 'Correct the apiVersion.',
  notes:
    'A group is taken for wrong when it is one of Kubernetes, or below `istio.io`, or differs from a group of Istio or the Gateway API by ' +
    'a few letters, and the kind is one of theirs. Other groups are left alone: both `Gateway` and `VirtualService` exist elsewhere. So ' +
    'is a group and kind whose CustomResourceDefinition is in the input.',
  reads: 'objects',
  bad: `
apiVersion: network.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: shop }
spec:
  hosts: [shop.example.com]
  http:
    - directResponse: { status: 200 }
`,
  good: `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: shop }
spec:
  hosts: [shop.example.com]
  http:
    - directResponse: { status: 200 }
`,
  check(context) {
    const strangers = context.manifests.filter(({ scope }) => scope === undefined);
    const defined = new Set(context.manifests.flatMap(definedKind));
    const known = new Map<string, readonly MeantKind[]>();
    for (const manifest of strangers) {
      const { apiVersion, kind } = manifest.ref;
      const key = `${apiVersion} ${kind}`;
      const meant = known.get(key) ?? meantKinds(apiVersion, kind);
      known.set(key, meant);
      const [first] = meant;
      if (first === undefined || defined.has(`${manifest.group}/${kind}`)) continue;
      const owners = meant.map(({ group }) => group).join(' and of ');
      const message = `There is no kind ${kind} in ${JSON.stringify(apiVersion)}; ${first.kind} is a kind of ${owners}.`;
      context.report(manifest, ['apiVersion'], message, { fix: `Use ${meant.map((each) => mended(each, kind)).join(', or ')}.` });
    }
  },
});

/** `group/kind` of a CustomResourceDefinition. */
function definedKind({ group, ref, raw }: Manifest): readonly string[] {
  if (group !== 'apiextensions.k8s.io' || ref.kind !== 'CustomResourceDefinition') return [];
  const [defines, kind] = [asText(fieldAt(raw, 'spec', 'group')), asText(fieldAt(raw, 'spec', 'names', 'kind'))];
  const served = asList(fieldAt(raw, 'spec', 'versions')).length > 0;
  return defines === undefined || kind === undefined || !served ? [] : [`${defines}/${kind}`];
}

function mended({ apiVersion, kind }: MeantKind, written: string): string {
  return `apiVersion ${apiVersion}${kind === written ? '' : ` and kind ${kind}`}`;
}
