import { formatObject } from '../../../model/finding';
import type { Severity } from '../../../model/finding';
import type { Subset } from '../../../model/kinds/networking';
import { MultiMap } from '../../../model/multi-map';
import { isEmptySelector } from '../../../model/selectors';
import { quotedList } from '../../../model/text';
import { canonical } from '../../../model/values';
import { defineRule } from '../../rule';

export const emptySubsetLabels = defineRule({
  id: 'empty-subset-labels',
  upstream: ['KIA0209'],
  severity: 'error',
  summary: 'A subset has no labels',
  why: 'A subset without labels has all workloads of the host, so a route to it reaches every version.',
  fix: 'Give the subset the labels that tell its workloads from the others.',
  notes:
    'A subset that says `labels: {}` is an error, and a warning where it has a trafficPolicy, for whose sake it may mean all ' +
    'workloads. One without the field is how a policy is written for some clients, such as those of an egress gateway, and is left ' +
    'alone; it is a warning where it looks forgotten: without a policy next to subsets that have labels, or where two such subsets ' +
    'have the same policy. Kiali reports all of them.',
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
      const { host, subsets = [] } = rule.object.spec ?? {};
      const open = subsets.filter(({ labels }) => isEmptySelector(labels));
      const alike = new MultiMap<string, string>();
      for (const { name, trafficPolicy } of open) alike.add(canonical(trafficPolicy ?? {}), name ?? '');
      for (const [index, subset] of subsets.entries()) {
        if (!isEmptySelector(subset.labels)) continue;
        const twins = alike.get(canonical(subset.trafficPolicy ?? {}));
        const severity = severityOf(subset, twins.length > 1, open.length < subsets.length);
        if (severity === undefined) continue;
        const own = `Subset "${subset.name ?? ''}" of ${formatObject(rule.ref)}`;
        const like = twins.length > 1 && subset.labels === undefined ? `, like ${quotedList(firstOthers(twins, subset.name ?? ''))}` : '';
        context.report(rule, ['spec', 'subsets', index, 'labels'], `${own} has no labels, so it is all of ${host ?? 'the host'}${like}.`, { severity });
      }
    }
  },
});

function severityOf({ labels, trafficPolicy }: Subset, hasTwin: boolean, hasLabelledNeighbours: boolean): Severity | undefined {
  if (labels !== undefined) return trafficPolicy === undefined ? 'error' : 'warning';
  return hasTwin || (trafficPolicy === undefined && hasLabelledNeighbours) ? 'warning' : undefined;
}

const NAMED_AT_MOST = 3;

/** The first few, so that many alike stay cheap. */
function firstOthers(names: readonly string[], own: string): readonly string[] {
  return names.slice(0, NAMED_AT_MOST + 1).filter((name) => name !== own).slice(0, NAMED_AT_MOST);
}
