import { formatObject } from '../../../model/finding';
import { MultiMap } from '../../../model/multi-map';
import type { Resource } from '../../../model/resource';
import { formatLabels } from '../../../model/selectors';
import { compareText } from '../../../model/values';
import { defineRule } from '../../rule';

const group = (name: string, version: string): string => `
apiVersion: networking.istio.io/v1
kind: WorkloadGroup
metadata: { name: ${name}, namespace: shop }
spec:
  metadata: { labels: { app: payments, version: ${version} } }
  template: {}
`;

export const workloadGroupsAlike = defineRule({
  id: 'workload-groups-alike',
  upstream: ['KIA1702'],
  severity: 'info',
  summary: 'Several WorkloadGroups of one namespace have the same labels',
  why: 'Services, subsets and policies select by labels, so they take the machines of both, or of neither.',
  fix: 'Give each group a label of its own if they are not meant to be one, such as `version`.',
  notes: 'Labels are those of `spec.metadata`; groups without any are left alone, since nothing selects them. Kiali reports these too.',
  reads: ['networking.istio.io/WorkloadGroup'],
  bad: `${group('payments', 'v1')}---${group('payments-new', 'v1')}`,
  good: `${group('payments', 'v1')}---${group('payments-new', 'v2')}`,
  check(context) {
    const groups = new MultiMap<string, Resource<'networking.istio.io/WorkloadGroup'>>();
    for (const each of context.all('networking.istio.io/WorkloadGroup')) {
      const labels = formatLabels(each.object.spec?.metadata?.labels ?? {});
      if (labels !== '') groups.add(`${each.namespace} ${labels}`, each);
    }
    for (const list of groups.lists()) {
      const sorted = [...list].sort((a, b) => compareText(a.name, b.name));
      for (const each of sorted) {
        const other = each === sorted[0] ? sorted[1] : sorted[0];
        if (other === undefined) continue;
        context.report(
          each,
          ['spec', 'metadata', 'labels'],
          `${formatObject(each.ref)} and ${formatObject(other.ref)} have the same labels, ${formatLabels(each.object.spec?.metadata?.labels ?? {})}.`,
        );
      }
    }
  },
});
