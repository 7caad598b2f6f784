import { formatObject } from '../../../model/finding';
import { isEmptySelector } from '../../../model/selectors';
import { defineRule } from '../../rule';

export const emptySubsetLabels = defineRule({
  id: 'empty-subset-labels',
  upstream: ['KIA0209'],
  severity: 'error',
  summary: 'A subset has no labels',
  why: 'A subset without labels has all workloads of the host, so a route to it reaches every version.',
  fix: 'Give the subset the labels that tell its workloads from the others.',
  notes: 'A subset that exists for its own trafficPolicy may mean all workloads: then this is a warning.',
  reads: ['networking.istio.io/DestinationRule'],
  bad: `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  subsets:
    - { name: v1, labels: {} }
`,
  good: `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  subsets:
    - { name: v1, labels: { version: v1 } }
`,
  check(context) {
    for (const rule of context.all('networking.istio.io/DestinationRule')) {
      for (const [index, { name, labels, trafficPolicy }] of (rule.object.spec?.subsets ?? []).entries()) {
        if (!isEmptySelector(labels)) continue;
        context.report(
          rule,
          ['spec', 'subsets', index, 'labels'],
          `Subset "${name ?? ''}" of ${formatObject(rule.ref)} has no labels, so it is all of ${rule.object.spec?.host ?? 'the host'}.`,
          { severity: trafficPolicy === undefined ? 'error' : 'warning' },
        );
      }
    }
  },
});
