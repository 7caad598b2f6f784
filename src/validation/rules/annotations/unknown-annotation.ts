import { ANNOTATION_NAMES, kindsOfAnnotation } from '../../../model/annotation-facts';
import { formatObject } from '../../../model/finding';
import { nearest } from '../../../schema/suggest';
import { ANNOTATED_KINDS, istioAnnotations } from '../../annotated';
import { defineRule } from '../../rule';

const service = (name: string): string => `
apiVersion: v1
kind: Service
metadata:
  name: reviews
  namespace: shop
  annotations: { ${name}: "." }
spec:
  ports: [{ name: http, port: 80 }]
`;

export const unknownAnnotation = defineRule({
  id: 'unknown-annotation',
  upstream: ['IST0108'],
  severity: 'warning',
  summary: 'An annotation has a domain of Istio and a name that Istio does not know',
  why: 'Nobody reads it, so what it is meant to change stays as it is.',
  fix: 'Correct the name, or take the annotation out.',
  reads: ANNOTATED_KINDS,
  bad: service('networking.istio.io/export-to'),
  good: service('networking.istio.io/exportTo'),
  check(context) {
    for (const { owner, name, path } of istioAnnotations(context)) {
      if (kindsOfAnnotation(name) !== undefined) continue;
      const meant = nearest(name, ANNOTATION_NAMES);
      context.report(owner, path, `${formatObject(owner.ref)} has the annotation ${name}, which Istio does not know${meant === undefined ? '' : `; "${meant}" is near`}.`);
    }
  },
});
