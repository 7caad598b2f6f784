import { formatObject } from '../../../model/finding';
import { formatLabels, isEmptySelector } from '../../../model/selectors';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import { defineRule } from '../../rule';

const sidecar = (selector: string): string => `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: istio-system }
spec:
${selector}  egress: [{ hosts: ["./*"] }]
`;

export const rootSidecarWithSelector = defineRule({
  id: 'root-sidecar-with-selector',
  upstream: ['KIA1006'],
  severity: 'warning',
  summary: 'A Sidecar of the root namespace has a selector',
  why: 'In the root namespace only a Sidecar without a selector is the default of the mesh: this one is for workloads of that namespace alone.',
  fix: 'Take the selector out if the Sidecar is meant for the mesh, or move it to the namespace of its workloads.',
  notes: 'Where the input holds a workload of the root namespace that is selected, the Sidecar is left alone.',
  reads: ['networking.istio.io/Sidecar', ...WORKLOAD_KINDS],
  bad: sidecar('  workloadSelector: { labels: { app: reviews } }\n'),
  good: sidecar(''),
  check(context) {
    const { rootNamespace } = context.settings;
    for (const each of context.all('networking.istio.io/Sidecar')) {
      const labels = each.object.spec?.workloadSelector?.labels ?? {};
      if (each.namespace !== rootNamespace || isEmptySelector(labels) || context.workloads.matching(labels, rootNamespace).length > 0) continue;
      context.report(
        each,
        ['spec', 'workloadSelector'],
        `${formatObject(each.ref)} is in the root namespace and selects ${formatLabels(labels)}, so it is for no workload of another namespace.`,
      );
    }
  },
});
