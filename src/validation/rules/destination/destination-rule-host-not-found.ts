import { visibilityOfRule } from '../../../model/destination-rules';
import { formatObject } from '../../../model/finding';
import { fullHost, isWildcard } from '../../../model/hosts';
import type { Kind } from '../../../model/kinds';
import { SERVICE_KINDS } from '../../../model/services';
import { viewersOf, whyMissing } from '../../missing-host';
import { defineRule } from '../../rule';

const READS = ['networking.istio.io/DestinationRule', ...SERVICE_KINDS] as const satisfies readonly Kind[];

export const destinationRuleHostNotFound = defineRule({
  id: 'destination-rule-host-not-found',
  upstream: ['IST0174', 'KIA0202'],
  severity: 'warning',
  summary: 'A DestinationRule is for a host that is not in the mesh',
  why: 'No traffic goes to such a host, so the subsets and policies of the rule have no effect.',
  fix: 'Correct the host, add a Service or ServiceEntry for it, or declare it if it lives elsewhere.',
  notes:
    'Hosts are looked up as in [host-not-found](host-not-found.md). Wildcards are left alone: they are for whatever there will be, ' +
    'and `istioctl analyze` reports them without reason.',
  reads: READS,
  bad: `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  ports: [{ name: http, port: 80 }]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: review
  trafficPolicy:
    loadBalancer: { simple: LEAST_REQUEST }
`,
  good: `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  ports: [{ name: http, port: 80 }]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  trafficPolicy:
    loadBalancer: { simple: LEAST_REQUEST }
`,
  check(context) {
    const { services } = context;
    for (const rule of context.all('networking.istio.io/DestinationRule')) {
      const { host: text } = rule.object.spec ?? {};
      // A host with a port is malformed: another rule says so.
      if (text === undefined || text === '' || isWildcard(text) || text.includes(':')) continue;
      const host = fullHost(text, rule.namespace, context.settings.clusterDomain);
      const viewers = viewersOf(visibilityOfRule(rule, context.settings), rule.namespace);
      const knowledge = services.lookup(host, viewers);
      if (knowledge.state === 'known' || knowledge.state === 'unknown') continue;
      // Where it is seen, the rule has its effect.
      if (knowledge.state === 'hidden' && knowledge.from.length < viewers.length) continue;
      context.report(
        rule,
        ['spec', 'host'],
        `${formatObject(rule.ref)} is for ${host}, but ${whyMissing(host, knowledge, context)}.`,
      );
    }
  },
});
