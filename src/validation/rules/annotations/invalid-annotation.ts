import { annotationProblem } from '../../../model/annotation-values';
import { kindsOfAnnotation } from '../../../model/annotation-facts';
import { formatObject } from '../../../model/finding';
import { ANNOTATED_KINDS, istioAnnotations } from '../../annotated';
import { proxyConfigProblem } from '../../proxy-config-annotation';
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

const PROXY_CONFIG = 'proxy.istio.io/config';

export const invalidAnnotation = defineRule({
  id: 'invalid-annotation',
  upstream: ['IST0125'],
  severity: 'warning',
  summary: 'An annotation of Istio has a value that cannot be read',
  why: 'The injector refuses such a Pod, so none is started, or it passes over the value.',
  fix: 'Correct the value as the message says.',
  notes: 'The value of `proxy.istio.io/config` is checked as that of `defaultConfig` of a MeshConfig. Annotations for statistics are not looked into.',
  reads: ANNOTATED_KINDS,
  bad: deployment('8080;8081'),
  good: deployment('8080,8081'),
  check(context) {
    for (const { owner, kind, name, value, path } of istioAnnotations(context)) {
      const kinds = kindsOfAnnotation(name) ?? [];
      if (!kinds.includes(kind)) continue;
      if (name === PROXY_CONFIG) {
        const reason = proxyConfigProblem(value);
        if (reason !== undefined) context.report(owner, path, `${formatObject(owner.ref)} has ${name} with a value that the injector does not take: ${reason}.`);
        continue;
      }
      const problem = annotationProblem(name, value);
      if (problem !== undefined) context.report(owner, path, `${formatObject(owner.ref)} has ${name} with the value "${value}", which is not ${problem}.`);
    }
  },
});
