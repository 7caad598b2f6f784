import { DEPRECATED_ANNOTATIONS } from '../../../model/annotation-facts';
import { formatObject } from '../../../model/finding';
import { ANNOTATED_KINDS, istioAnnotations } from '../../annotated';
import { defineRule } from '../../rule';

const deployment = (field: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  template:
    metadata: { ${field} }
    spec: { containers: [{ name: reviews, image: reviews }] }
`;
const INJECT = 'sidecar.istio.io/inject';

export const deprecatedAnnotation = defineRule({
  id: 'deprecated-annotation',
  upstream: ['IST0135'],
  severity: 'info',
  summary: 'An annotation is on its way out',
  why: 'A later version of Istio stops reading it.',
  fix: `Take it out, or use what has taken its place; ${INJECT} is a label now.`,
  notes: `The annotation ${INJECT} next to the label of that name is left alone.`,
  reads: ANNOTATED_KINDS,
  bad: deployment(`labels: { app: reviews }, annotations: { ${INJECT}: "false" }`),
  good: deployment(`labels: { app: reviews, ${INJECT}: "false" }`),
  check(context) {
    for (const { owner, name, path, labels } of istioAnnotations(context)) {
      if (!DEPRECATED_ANNOTATIONS.has(name) || (name === INJECT && Object.hasOwn(labels, INJECT))) continue;
      const instead = name === INJECT ? ': use the label of that name' : '';
      context.report(owner, path, `${formatObject(owner.ref)} has the annotation ${name}, which is deprecated${instead}.`);
    }
  },
});
