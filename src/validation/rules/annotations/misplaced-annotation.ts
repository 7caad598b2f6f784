import { kindsOfAnnotation } from '../../../model/annotation-facts';
import { formatObject } from '../../../model/finding';
import { listed } from '../../../model/text';
import { ANNOTATED_KINDS, istioAnnotations } from '../../annotated';
import { defineRule } from '../../rule';

const deployment = (own: string, ofPods: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop${own} }
spec:
  selector: { matchLabels: { app: reviews } }
  template:
    metadata: { labels: { app: reviews }${ofPods} }
    spec: { containers: [{ name: reviews, image: reviews }] }
`;
const ANNOTATION = ', annotations: { sidecar.istio.io/proxyCPU: 200m }';

export const misplacedAnnotation = defineRule({
  id: 'misplaced-annotation',
  upstream: ['IST0107'],
  severity: 'warning',
  summary: 'An annotation of Istio is on an object of a kind that it is not for',
  why: 'Istio does not look for it there, so it has no effect.',
  fix: 'Move it to where it is read; what is for Pods belongs into the metadata of the pod template.',
  reads: ANNOTATED_KINDS,
  bad: deployment(ANNOTATION, ''),
  good: deployment('', ANNOTATION),
  check(context) {
    for (const { owner, kind, name, path } of istioAnnotations(context)) {
      const kinds = kindsOfAnnotation(name);
      if (kinds === undefined || kinds.length === 0 || kinds.includes(kind)) continue;
      const where = kinds.includes('Pod') && kind !== 'Namespace' && kind !== 'Service' ? 'Pods: it belongs into the pod template' : listed(kinds);
      context.report(owner, path, `${formatObject(owner.ref)} has the annotation ${name}, which is for ${where}.`);
    }
  },
});
