import { formatObject } from '../../../model/finding';
import { fullHost } from '../../../model/hosts';
import type { DestinationRuleResource } from '../../../model/mesh-index';
import { routedDestinations } from '../../../model/routes';
import { listed, quotedList } from '../../../model/text';
import { defineRule } from '../../rule';

export const subsetNotFound = defineRule({
  id: 'subset-not-found',
  upstream: ['IST0101', 'KIA1107'],
  severity: 'error',
  summary: 'A route or mirror names a subset that no DestinationRule of the host defines',
  why: 'Envoy has no cluster for such a subset and answers with 503.',
  fix: 'Add the subset to the DestinationRule, or route to one that exists.',
  notes:
    'A DestinationRule counts when its host is the destination or a wildcard that covers it, in whichever namespace it is. ' +
    '`istioctl analyze` finds DestinationRules of external hosts only in the namespace of the VirtualService and never by ' +
    'wildcard; this rule does.',
  reads: ['networking.istio.io/VirtualService', 'networking.istio.io/DestinationRule'],
  bad: `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews.shop.svc.cluster.local]
  http:
    - route:
        - destination: { host: reviews.shop.svc.cluster.local, subset: v3 }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews.shop.svc.cluster.local
  subsets:
    - { name: v1, labels: { version: v1 } }
    - { name: v2, labels: { version: v2 } }
`,
  good: `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews.shop.svc.cluster.local]
  http:
    - route:
        - destination: { host: reviews.shop.svc.cluster.local, subset: v2 }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews.shop.svc.cluster.local
  subsets:
    - { name: v1, labels: { version: v1 } }
    - { name: v2, labels: { version: v2 } }
`,
  check(context) {
    for (const virtualService of context.all('networking.istio.io/VirtualService')) {
      for (const { destination, path, mirror } of routedDestinations(virtualService.object)) {
        const { host, subset } = destination;
        if (host === undefined || subset === undefined || subset === '') continue;
        const full = fullHost(host, virtualService.namespace, context.settings.clusterDomain);
        const rules = context.destinationRules.covering(full);
        if (rules.some((rule) => subsetNames(rule).includes(subset))) continue;
        context.report(
          virtualService,
          [...path, 'subset'],
          `${formatObject(virtualService.ref)} ${mirror ? 'mirrors' : 'sends'} traffic to subset "${subset}" of ${full}, but ${whatThereIs(rules)}.`,
        );
      }
    }
  },
});

function subsetNames(rule: DestinationRuleResource): readonly string[] {
  return (rule.object.spec?.subsets ?? []).flatMap(({ name }) => (name === undefined ? [] : [name]));
}

function whatThereIs(rules: readonly DestinationRuleResource[]): string {
  if (rules.length === 0) return 'no DestinationRule has that host';
  const sorted = rules
    .map((rule) => ({ name: formatObject(rule.ref), subsets: subsetNames(rule) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return listed(
    sorted.map(({ name, subsets }) => {
      if (subsets.length === 0) return `${name} has no subsets`;
      return `${name} has only the ${subsets.length === 1 ? 'subset' : 'subsets'} ${quotedList(subsets)}`;
    }),
  );
}
