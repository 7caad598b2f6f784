import { formatObject } from '../../../model/finding';
import { fullHost, isWildcard } from '../../../model/hosts';
import { firstByName } from '../../../model/resource';
import type { Resource } from '../../../model/resource';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

const limits = (destination: string): string => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  subsets:
    - name: v1
      labels: { version: v1 }
      trafficPolicy:
        connectionPool: { tcp: { maxConnections: 100 } }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - route: [{ destination: ${destination} }]
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  ports: [{ name: http, port: 80 }]
`;

export const subsetPolicyUnused = defineRule({
  id: 'subset-policy-unused',
  upstream: [],
  severity: 'warning',
  summary: 'A subset has a traffic policy, and no route leads to the subset',
  why: 'The policy of a subset holds for requests that a route sends to the subset; all others, though they may reach its pods, go without it.',
  fix: 'Route to the subset, or say in the policy of the host what is to hold for all.',
  notes:
    'It speaks where routes of the input lead to the host, or the input is the whole cluster: a route may live elsewhere. Where routes lead to other subsets of the host it is an info, ' +
    'for the subset may stand ready for a release to come. A destination with weight 0, and a mirror, are routes.',
  reads: ['networking.istio.io/DestinationRule', 'networking.istio.io/VirtualService'],
  bad: limits('{ host: reviews }'),
  good: limits('{ host: reviews, subset: v1 }'),
  check(context) {
    let routed: ReadonlyMap<string, RoutedHost> | undefined;
    for (const rule of context.all('networking.istio.io/DestinationRule')) {
      const { host: text = '', subsets = [] } = rule.object.spec ?? {};
      if (text === '' || isWildcard(text) || !subsets.some(({ trafficPolicy }) => trafficPolicy !== undefined)) continue;
      const host = fullHost(text, rule.namespace, context.settings.clusterDomain);
      routed ??= routedHosts(context);
      const routes = routed.get(host);
      if (routes === undefined && !context.settings.complete) continue;
      for (const [index, { name, trafficPolicy }] of subsets.entries()) {
        if (name === undefined || trafficPolicy === undefined || routes?.subsets.has(name) === true) continue;
        const beside = (routes?.subsets.size ?? 0) > 0;
        const found = routes === undefined ? 'no route leads to that host' : `${formatObject(routes.by.ref)} ${beside ? 'routes to other subsets' : 'routes to the host without a subset'}`;
        context.report(
          rule,
          ['spec', 'subsets', index, 'trafficPolicy'],
          `${formatObject(rule.ref)} has a policy for subset "${name}" of ${host}, which holds for no request: ${found}.`,
          beside ? { severity: 'info' } : {},
        );
      }
    }
  },
});

interface RoutedHost {
  /** The first VirtualService by name that routes to the host. */
  by: Resource<'networking.istio.io/VirtualService'>;
  readonly subsets: Set<string>;
}

function routedHosts(context: RuleContext): ReadonlyMap<string, RoutedHost> {
  const hosts = new Map<string, RoutedHost>();
  for (const by of context.all('networking.istio.io/VirtualService')) {
    for (const { destination, host } of context.routes.of(by)) {
      if (destination.host === undefined) continue;
      const known = hosts.get(host) ?? { by, subsets: new Set<string>() };
      known.by = firstByName(known.by, by);
      hosts.set(host, known);
      if (destination.subset !== undefined && destination.subset !== '') known.subsets.add(destination.subset);
    }
  }
  return hosts;
}
