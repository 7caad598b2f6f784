import type { DestinationRuleTable } from '../../../model/destination-rules';
import { formatObject } from '../../../model/finding';
import { fullHost, parseServiceHost } from '../../../model/hosts';
import type { Destination, HttpMatch, HttpRoute, LoadBalancer, RouteDestination } from '../../../model/kinds/networking';
import type { Resource } from '../../../model/resource';
import { effectivePolicy } from '../../../model/traffic-policies';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

const sticky = (route: string): string => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec:
  hosts: [cart]
  http:
${route}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: cart, namespace: shop }
spec:
  host: cart
  trafficPolicy:
    loadBalancer: { consistentHash: { httpCookie: { name: session, ttl: 0s } } }
  subsets:
    - { name: v1, labels: { version: v1 } }
    - { name: v2, labels: { version: v2 } }
---
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec:
  ports: [{ name: http, port: 80 }]
`;

export const affinitySplitByWeight = defineRule({
  id: 'affinity-split-by-weight',
  upstream: [],
  severity: 'info',
  summary: 'A route shares requests out by weight among destinations that are chosen by a consistent hash',
  why: 'The destination is drawn anew for each request, before the hash is looked at: only within one destination does it lead to the same pod.',
  fix: 'Choose the destination by a match (a header, a cookie that the first answer sets), and not by weight, or accept that sessions change sides.',
  notes:
    'It is a warning where the hash is of a cookie, which is for sessions; a hash of anything else may only be there for the caches of the pods. Left alone are VirtualServices of which a match looks at ' +
    'cookies, or at the header of the hash, and routes whose answers set a cookie: there matches choose.',
  reads: ['networking.istio.io/VirtualService', 'networking.istio.io/DestinationRule'],
  bad: sticky(`    - route:
        - { destination: { host: cart, subset: v1 }, weight: 80 }
        - { destination: { host: cart, subset: v2 }, weight: 20 }`),
  good: sticky(`    - match: [{ headers: { x-beta: { exact: "yes" } } }]
      route: [{ destination: { host: cart, subset: v2 } }]
    - route: [{ destination: { host: cart, subset: v1 } }]`),
  check(context) {
    if (context.routes.shared.length === 0) return;
    for (const virtualService of context.all('networking.istio.io/VirtualService')) {
      let chosenBy: readonly string[] | undefined;
      for (const [index, route] of (virtualService.object.spec?.http ?? []).entries()) {
        const weighted = (route.route ?? []).filter(({ weight = 0 }) => weight > 0);
        if (weighted.length < 2 || weighted.some(setsCookie)) continue;
        for (const [position, { destination, weight = 0 }] of (route.route ?? []).entries()) {
          const hash = destination === undefined || weight === 0 ? undefined : hashOf(context, context.destinationRules, virtualService, destination);
          if (hash === undefined) continue;
          chosenBy ??= headersOf(virtualService.object.spec?.http ?? []);
          if (chosenBy.includes('cookie') || chosenBy.includes((hash.httpHeaderName ?? '').toLowerCase())) break;
          context.report(
            virtualService,
            ['spec', 'http', index, 'route', position, 'weight'],
            `Route spec.http[${index}] of ${formatObject(virtualService.ref)} draws one of ${weighted.length} destinations for each request, and of ${nameOf(destination)} ${described(hash)} is to choose the pod.`,
            hash.httpCookie === undefined ? {} : { severity: 'warning' },
          );
          break;
        }
      }
    }
  },
});

type Hash = NonNullable<LoadBalancer['consistentHash']>;

function setsCookie({ headers }: RouteDestination): boolean {
  return [headers?.response?.set, headers?.response?.add].some((map) => map !== undefined && Object.keys(map).some((name) => name.toLowerCase() === 'set-cookie'));
}

/** The headers that the matches of some routes look at. */
function headersOf(routes: readonly HttpRoute[]): readonly string[] {
  const matches: readonly HttpMatch[] = routes.flatMap(({ match = [] }) => match);
  return [...new Set(matches.flatMap(({ headers = {} }) => Object.keys(headers).map((name) => name.toLowerCase())))];
}

function hashOf(context: RuleContext, rules: DestinationRuleTable, { namespace }: Resource, { host: text = '', subset = '', port }: Destination): Hash | undefined {
  const host = fullHost(text, namespace, context.settings.clusterDomain);
  const owner = parseServiceHost(host, context.settings.clusterDomain)?.namespace ?? namespace;
  for (const held of rules.for(host, namespace, owner)) {
    const ofSubset = held.subsets.get(subset)?.object.spec?.subsets?.find(({ name }) => name === subset)?.trafficPolicy;
    const hash = effectivePolicy(held.policy?.object.spec?.trafficPolicy, ofSubset, port?.number).loadBalancer?.consistentHash;
    if (hash !== undefined) return hash;
  }
  return undefined;
}

function nameOf({ host = '', subset = '' }: Destination = {}): string {
  return subset === '' ? host : `subset "${subset}" of ${host}`;
}

function described({ httpCookie, httpHeaderName, httpQueryParameterName }: Hash): string {
  if (httpCookie !== undefined) return httpCookie.name === undefined ? 'a cookie' : `the cookie "${httpCookie.name}"`;
  if (httpHeaderName !== undefined) return `the header "${httpHeaderName}"`;
  if (httpQueryParameterName !== undefined) return `the query parameter "${httpQueryParameterName}"`;
  return 'the address of the caller';
}
