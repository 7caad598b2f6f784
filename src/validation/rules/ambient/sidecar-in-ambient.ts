import { DATA_PLANE_KINDS, dataPlaneOfNamespace, dataPlaneOfWorkload } from '../../../model/data-plane';
import { formatObject } from '../../../model/finding';
import { Memo } from '../../../model/memo';
import { formatLabels, isEmptySelector } from '../../../model/selectors';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import { defineRule } from '../../rule';

const mesh = (label: string): string => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { ${label} } }
---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: shop }
spec:
  egress: [{ hosts: ["./*"] }]
`;

export const sidecarInAmbient = defineRule({
  id: 'sidecar-in-ambient',
  upstream: ['IST0167'],
  severity: 'warning',
  summary: 'A Sidecar is for ambient workloads, which have none',
  why: 'The traffic of ambient workloads goes through ztunnel and waypoints, which do not know of Sidecars, so nothing of it has an effect.',
  fix: 'Delete it; what may be reached is said by AuthorizationPolicies where the traffic arrives.',
  reads: ['networking.istio.io/Sidecar', ...DATA_PLANE_KINDS, ...WORKLOAD_KINDS],
  bad: mesh('istio.io/dataplane-mode: ambient'),
  good: mesh('istio-injection: enabled'),
  check(context) {
    const { namespaces, workloads } = context;
    const ambient = new Memo<boolean>();
    for (const sidecar of context.all('networking.istio.io/Sidecar')) {
      const labels = sidecar.object.spec?.workloadSelector?.labels;
      const plane = dataPlaneOfNamespace(namespaces.get(sidecar.namespace), context.settings);
      const name = formatObject(sidecar.ref);
      if (isEmptySelector(labels)) {
        if (plane.kind === 'ambient') context.report(sidecar, ['spec'], `${name} is for namespace ${sidecar.namespace}, which is ambient.`);
        continue;
      }
      const selectsAmbient = ambient.get(`${sidecar.namespace} ${formatLabels(labels ?? {})}`, () =>
        workloads.matching(labels, sidecar.namespace).some(({ pod }) => pod !== undefined && dataPlaneOfWorkload(pod, plane).kind === 'ambient'),
      );
      if (selectsAmbient) {
        context.report(sidecar, ['spec', 'workloadSelector', 'labels'], `${name} selects ${formatLabels(labels ?? {})}, and workloads with these labels are ambient.`);
      }
    }
  },
});
