import { dataPlaneOfNamespace, isInjected } from '../../../model/data-plane';
import { formatObject } from '../../../model/finding';
import { podPath } from '../../../model/pod-path';
import { POD_KINDS } from '../../../model/workloads';
import { defineRule } from '../../rule';

const mesh = (injection: string): string => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: ${injection} } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  template:
    metadata: { labels: { app: reviews, istio.io/dataplane-mode: ambient } }
    spec: { containers: [{ name: reviews, image: reviews }] }
`;

const MODE = 'istio.io/dataplane-mode';
const INJECT = 'sidecar.istio.io/inject';
const REVISION = 'istio.io/rev';

export const workloadLabelsContradict = defineRule({
  id: 'workload-labels-contradict',
  upstream: ['KIA1311'],
  severity: 'warning',
  summary: 'A workload has the label for ambient, and gets a sidecar',
  why: 'Pods with a sidecar are left out of ambient, so the label has no effect: waypoints and policies of ambient do not see them.',
  fix: 'Add `sidecar.istio.io/inject: "false"` beside the label, or take the label out.',
  notes:
    'A sidecar comes by the label or annotation `sidecar.istio.io/inject: "true"`, the label `istio.io/rev`, or the labels of the Namespace. A Namespace that ' +
    'has both is the matter of [namespace-labels-contradict](namespace-labels-contradict.md). A workload that asks for a sidecar in an ambient namespace gets it, and that is no contradiction.',
  reads: ['core/Namespace', ...POD_KINDS],
  bad: mesh('enabled'),
  good: mesh('disabled'),
  check(context) {
    for (const each of POD_KINDS.flatMap((kind) => context.all(kind))) {
      const { labels, annotations, hostNetwork } = each.object;
      if (labels[MODE] !== 'ambient' || hostNetwork) continue;
      const ofNamespace = dataPlaneOfNamespace(context.namespaces.get(each.namespace), context.settings);
      if (!isInjected(each.object, ofNamespace)) continue;
      const own = (labels[INJECT] ?? annotations[INJECT]) === 'true' ? INJECT : REVISION;
      const by = own === REVISION && ofNamespace.injects === 'all' ? `by the labels of namespace ${each.namespace}` : `by ${own}`;
      context.report(each, [...podPath(each.kind), 'metadata', 'labels', MODE], `${formatObject(each.ref)} has ${MODE}=ambient, and gets a sidecar ${by}.`);
    }
  },
});
