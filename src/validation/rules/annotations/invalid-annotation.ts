import { annotationProblem } from '../../../model/annotation-values';
import { kindsOfAnnotation } from '../../../model/annotation-facts';
import { formatObject } from '../../../model/finding';
import { ANNOTATED_KINDS, istioAnnotations } from '../../annotated';
import { defineRule } from '../../rule';

const deployment = (ports: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  template:
    metadata: { labels: { app: reviews }, annotations: { traffic.sidecar.istio.io/excludeInboundPorts: "${ports}" } }
    spec: { containers: [{ name: reviews, image: reviews }] }
`;

export const invalidAnnotation = defineRule({
  id: 'invalid-annotation',
  upstream: ['IST0125'],
  severity: 'warning',
  summary: 'An annotation of Istio has a value that cannot be read',
  why: 'The injector refuses such a Pod, so none is started, or it passes over the value.',
  fix: 'Correct the value as the message says.',
  notes: 'The values of `proxy.istio.io/config` and of annotations for statistics are not looked into.',
  reads: ANNOTATED_KINDS,
  bad: deployment('8080;8081'),
  good: deployment('8080,8081'),
  check(context) {
    for (const { owner, kind, name, value, path } of istioAnnotations(context)) {
      const kinds = kindsOfAnnotation(name) ?? [];
      const problem = kinds.includes(kind) ? annotationProblem(name, value) : undefined;
      if (problem !== undefined) context.report(owner, path, `${formatObject(owner.ref)} has ${name} with the value "${value}", which is not ${problem}.`);
    }
  },
});
