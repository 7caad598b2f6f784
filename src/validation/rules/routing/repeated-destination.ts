import { formatObject } from '../../../model/finding';
import { fullHost } from '../../../model/hosts';
import type { RouteDestination } from '../../../model/kinds/networking';
import type { Path } from '../../../model/path';
import type { Resource } from '../../../model/resource';
import { canonical } from '../../../model/values';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

const route = (second: string): string => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - route:
        - destination: { host: reviews-stable }
          weight: 80
        - destination: { host: ${second} }
          weight: 20
`;

export const repeatedDestination = defineRule({
  id: 'repeated-destination',
  upstream: ['KIA1105'],
  severity: 'warning',
  summary: 'A route has one destination twice',
  why: 'The two shares add up, so this place gets more of the traffic than a reader of either entry thinks.',
  fix: 'Make one entry of the two with both weights, or correct the host or subset of one of them.',
  notes: 'Entries that differ in their port or in what they do to headers are left alone: they are not the same. Kiali reports them too.',
  reads: ['networking.istio.io/VirtualService'],
  bad: route('reviews-stable.shop.svc.cluster.local'),
  good: route('reviews-canary.shop.svc.cluster.local'),
  check(context) {
    for (const { owner, route, path } of context.routes.shared) checkRoute(context, owner, route, path);
  },
});

function checkRoute(context: RuleContext, owner: Resource<'networking.istio.io/VirtualService'>, entries: readonly RouteDestination[], path: Path): void {
  const first = new Map<string, number>();
  for (const [index, { destination, headers }] of entries.entries()) {
    if (destination?.host === undefined || destination.host === '') continue;
    const host = fullHost(destination.host, owner.namespace, context.settings.clusterDomain);
    const { subset = '', port } = destination;
    const key = canonical([host, subset, port?.number ?? 0, headers]);
    const before = first.get(key);
    if (before === undefined) {
      first.set(key, index);
      continue;
    }
    const what = subset === '' ? host : `subset "${subset}" of ${host}`;
    context.report(owner, [...path, index, 'destination'], `${formatObject(owner.ref)} sends traffic to ${what} twice in one route: destination ${before + 1} is the same.`);
  }
}
