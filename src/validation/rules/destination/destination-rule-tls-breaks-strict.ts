import { clientTlsOf } from '../../../model/client-tls';
import type { ClientTls } from '../../../model/client-tls';
import { formatObject } from '../../../model/finding';
import { fullHost } from '../../../model/hosts';
import { Memo } from '../../../model/memo';
import type { DestinationRuleResource } from '../../../model/destination-rules';
import { MutualRules } from '../../mutual-rules';
import { defineRule } from '../../rule';
import { STRICT_KINDS, strictWorkloads } from '../../strict-workloads';
import type { StrictWorkloads } from '../../strict-workloads';

export const destinationRuleTlsBreaksStrict = defineRule({
  id: 'destination-rule-tls-breaks-strict',
  upstream: ['KIA0204', 'KIA0207', 'KIA0208'],
  severity: 'error',
  summary: 'A DestinationRule takes away the mTLS that the workloads of its host ask for',
  why: 'Workloads with STRICT mTLS close such connections, and callers see 503.',
  fix: 'Leave `tls` out, so that Istio uses mTLS where the workload takes it, or make the workload PERMISSIVE.',
  notes:
    'A rule for a single Service counts when STRICT holds for its workloads at the port in question. Workloads that are certainly ' +
    'without a sidecar, Services without a selector, ServiceEntries and the API server are left alone. It is a warning where only the mesh-wide ' +
    'policy asks for STRICT and nothing shows that the workloads have a sidecar, for a subset whose workloads are not in the ' +
    'input, and for MUTUAL, which works with certificates of the mesh. Ambient workloads are left alone: ztunnel does not follow ' +
    'DestinationRules.',
  reads: ['networking.istio.io/DestinationRule', ...STRICT_KINDS],
  bad: `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec:
  mtls: { mode: STRICT }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  trafficPolicy:
    tls: { mode: DISABLE }
---
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
`,
  good: `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec:
  mtls: { mode: STRICT }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  trafficPolicy:
    connectionPool: { tcp: { maxConnections: 100 } }
---
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
`,
  check(context) {
    const answers = new Memo<StrictWorkloads | undefined>();
    let mutual: MutualRules | undefined;
    for (const rule of context.all('networking.istio.io/DestinationRule')) {
      const text = rule.object.spec?.host;
      if (text === undefined || text === '') continue;
      const host = fullHost(text, rule.namespace, context.settings.clusterDomain);
      for (const tls of clientTlsOf(rule.object, context.settings.autoMtls)) {
        if (tls.mode === 'ISTIO_MUTUAL') continue;
        const broken = strictWorkloads(context, host, tls, answers);
        if (broken?.strict.by === undefined) continue;
        context.report(
          rule,
          tls.path,
          `${formatObject(rule.ref)} has clients of ${host} use ${whatOf(tls)}, but ${formatObject(broken.strict.by.ref)} asks for STRICT mTLS there.`,
          {
            ...(tls.unsaid === true ? { fix: 'Set trafficPolicy.tls.mode to ISTIO_MUTUAL: without auto mTLS clients use it only where a DestinationRule says so.' } : {}),
            upstream: tls.unsaid === true ? dropped((mutual ??= new MutualRules(context)), rule, host) : tls.mode === 'DISABLE' ? broken.upstream : [],
            severity: broken.certain && tls.mode !== 'MUTUAL' ? 'error' : 'warning',
          },
        );
      }
    }
  },
});

/** What a rule says nothing of, a rule for more hosts may say. */
function dropped(mutual: MutualRules, rule: DestinationRuleResource, host: string): readonly string[] {
  return mutual.widerThan(rule, host) === undefined ? [] : ['KIA0204'];
}

function whatOf({ mode, unsaid }: ClientTls): string {
  if (unsaid === true) return 'plain text (no tls is set, and auto mTLS is off)';
  return mode === 'DISABLE' ? 'plain text (tls mode DISABLE)' : `TLS of its own (mode ${mode})`;
}
