import { targetRefsOf } from '../../../model/policy-target';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import { reportRivals } from '../../rivals';
import { defineRule } from '../../rule';

export const severalTelemetries = defineRule({
  id: 'several-telemetries',
  upstream: ['IST0159', 'IST0160'],
  severity: 'error',
  summary: 'Several Telemetries of one namespace are for the same workloads',
  why: 'Istio takes only one of them, the oldest, so the others have no effect.',
  fix: 'Merge them into one, or give them selectors that no workload fits twice.',
  notes: 'A Telemetry that is attached by `targetRefs` is no rival of one for the namespace; `istioctl analyze` takes it for one.',
  reads: ['telemetry.istio.io/Telemetry', ...WORKLOAD_KINDS],
  bad: `
apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata: { name: logs, namespace: shop }
spec:
  accessLogging: [{ providers: [{ name: envoy }] }]
---
apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata: { name: traces, namespace: shop }
spec:
  tracing: [{ randomSamplingPercentage: 10 }]
`,
  good: `
apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata: { name: logs-and-traces, namespace: shop }
spec:
  accessLogging: [{ providers: [{ name: envoy }] }]
  tracing: [{ randomSamplingPercentage: 10 }]
`,
  check(context) {
    const unattached = context.all('telemetry.istio.io/Telemetry').filter(({ object }) => targetRefsOf(object.spec).length === 0);
    reportRivals(context, {
      wide: unattached.filter(({ object }) => object.spec?.selector === undefined),
      narrow: unattached,
      labelsOf: ({ object }) => object.spec?.selector?.matchLabels,
      codes: { wide: ['IST0160'], narrow: ['IST0159'] },
      path: ['spec', 'selector', 'matchLabels'],
    });
  },
});
