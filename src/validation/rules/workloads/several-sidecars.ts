import { dataPlaneOfNamespace, dataPlaneOfWorkload } from '../../../model/data-plane';
import type { Resource } from '../../../model/resource';
import { isEmptySelector } from '../../../model/selectors';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import type { RuleContext } from '../../context';
import { reportRivals } from '../../rivals';
import { defineRule } from '../../rule';

export const severalSidecars = defineRule({
  id: 'several-sidecars',
  upstream: ['IST0110', 'IST0111', 'KIA0002', 'KIA0003'],
  severity: 'error',
  summary: 'Several Sidecars of one namespace are for the same workloads',
  why: 'A proxy takes only one of them, the oldest, so what the others let it reach is not there.',
  fix: 'Merge them into one, or give them selectors that no workload fits twice.',
  notes: 'A Sidecar with a selector goes before one without. Ambient workloads have no sidecar: see [sidecar-in-ambient](sidecar-in-ambient.md).',
  reads: ['networking.istio.io/Sidecar', 'core/Namespace', ...WORKLOAD_KINDS],
  bad: `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: shop }
spec:
  egress: [{ hosts: ["./*"] }]
---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: with-control-plane, namespace: shop }
spec:
  egress: [{ hosts: ["./*", "istio-system/*"] }]
`,
  good: `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: shop }
spec:
  egress: [{ hosts: ["./*", "istio-system/*"] }]
`,
  check(context) {
    const sidecars = context.all('networking.istio.io/Sidecar');
    const { namespaces } = context;
    reportRivals(context, {
      wide: sidecars.filter((each) => isEmptySelector(labelsOf(each)) && !isAmbient(context, each.namespace)),
      narrow: sidecars,
      labelsOf,
      codes: { wide: ['IST0111', 'KIA0002'], narrow: ['IST0110', 'KIA0003'] },
      path: ['spec', 'workloadSelector', 'labels'],
      leavesOut: ({ pod, namespace }) =>
        dataPlaneOfWorkload(pod, dataPlaneOfNamespace(namespaces.get(namespace), context.settings)).kind === 'ambient',
    });
  },
});

function isAmbient(context: RuleContext, namespace: string): boolean {
  return dataPlaneOfNamespace(context.namespaces.get(namespace), context.settings).kind === 'ambient';
}

function labelsOf({ object }: Resource<'networking.istio.io/Sidecar'>): Readonly<Record<string, string>> | undefined {
  return object.spec?.workloadSelector?.labels;
}
