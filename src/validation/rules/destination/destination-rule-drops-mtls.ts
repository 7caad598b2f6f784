import { clientTlsOf } from '../../../model/client-tls';
import { dataPlaneOfNamespace, dataPlaneOfWorkload } from '../../../model/data-plane';
import { formatObject } from '../../../model/finding';
import { fullHost } from '../../../model/hosts';
import { Memo } from '../../../model/memo';
import { reachOfHost } from '../../../model/wide-hosts';
import type { RuleContext } from '../../context';
import { MutualRules } from '../../mutual-rules';
import { defineRule } from '../../rule';
import { STRICT_KINDS, strictWorkloads } from '../../strict-workloads';
import type { StrictWorkloads } from '../../strict-workloads';

const example = (policy: string): string => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: mtls, namespace: istio-system }
spec:
  host: "*.local"
  trafficPolicy:
    tls: { mode: ISTIO_MUTUAL }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  trafficPolicy:
    connectionPool: { tcp: { maxConnections: 100 } }
${policy}---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  selector: { app: reviews }
  ports: [{ name: http, port: 80 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  template:
    metadata: { labels: { app: reviews, sidecar.istio.io/inject: "true" } }
    spec: { containers: [{ name: reviews, image: reviews }] }
`;

export const destinationRuleDropsMtls = defineRule({
  id: 'destination-rule-drops-mtls',
  upstream: ['KIA0204'],
  severity: 'warning',
  summary: 'A DestinationRule leaves out the mTLS that a rule for more hosts has clients use',
  why: 'Of several DestinationRules a client takes only the most specific one, and inherits nothing from the others: its requests go out in plain text.',
  fix: 'Set `trafficPolicy.tls.mode` to ISTIO_MUTUAL in it too, or to DISABLE where plain text is meant.',
  notes:
    'Only where the mesh config has `enableAutoMtls: false`: with auto mTLS, which is the default, clients of such a rule use mTLS ' +
    'wherever the workload takes it. Kiali reports it nevertheless. Where the workloads are STRICT the requests fail, and ' +
    '[destination-rule-tls-breaks-strict](destination-rule-tls-breaks-strict.md) says so instead. Workloads that have mTLS off, or no ' +
    'sidecar, are left alone.',
  reads: ['networking.istio.io/DestinationRule', ...STRICT_KINDS],
  settings: { autoMtls: false },
  bad: example(''),
  good: example('    tls: { mode: ISTIO_MUTUAL }\n'),
  check(context) {
    const rules = context.all('networking.istio.io/DestinationRule');
    if (context.settings.autoMtls) return;
    const mutual = new MutualRules(context);
    const answers = new Memo<StrictWorkloads | undefined>();
    const meant = new Memo<boolean>();
    for (const rule of rules) {
      const [tls] = clientTlsOf(rule.object, false);
      if (tls?.unsaid !== true) continue;
      const host = fullHost(rule.object.spec?.host ?? '', rule.namespace, context.settings.clusterDomain);
      const wider = mutual.widerThan(rule, host);
      if (wider === undefined || !meant.get(host, () => isMeant(context, host)) || strictWorkloads(context, host, tls, answers) !== undefined) continue;
      context.report(
        rule,
        ['spec', 'trafficPolicy', 'tls'],
        `${formatObject(rule.ref)} is for ${host} and says nothing of TLS, so its clients use plain text, although ${formatObject(wider.ref)} has those of ${wider.object.spec?.host ?? ''} use mTLS.`,
      );
    }
  },
});

/** Whether mutual TLS is what the workloads of a host can take. */
function isMeant(context: RuleContext, host: string): boolean {
  const reach = reachOfHost(host, context.settings.clusterDomain);
  if (reach === undefined || reach === 'mesh') return false;
  const plane = dataPlaneOfNamespace(context.namespaces.get(reach.namespace), context.settings);
  const [service] = context.services.exact(host);
  const workloads = service?.selector === undefined ? [] : context.workloads.matching(service.selector, reach.namespace);
  if (workloads.length === 0) return plane.kind === 'sidecar' && context.mtls.ofNamespace(reach.namespace)?.mode !== 'DISABLE';
  return workloads.some(({ labels, pod }) => dataPlaneOfWorkload(pod, plane).kind === 'sidecar' && context.mtls.ofWorkload(reach.namespace, labels)?.mode !== 'DISABLE');
}
