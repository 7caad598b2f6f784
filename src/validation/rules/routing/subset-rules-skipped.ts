import { formatObject } from '../../../model/finding';
import { isReservedGateway } from '../../../model/gateways';
import { fullHost } from '../../../model/hosts';
import { MultiMap } from '../../../model/multi-map';
import type { Resource } from '../../../model/resource';
import type { RoutedHost } from '../../../model/routes';
import { compareText } from '../../../model/values';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

const mesh = (subset: string): string => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 80, name: http, protocol: HTTP }
      hosts: [shop.example.com]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  subsets: [{ name: v1, labels: { version: v1 } }]
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  ports: [{ name: http, port: 80 }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - route:
        - destination: { host: reviews, subset: v1 }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: shop }
spec:
  hosts: [shop.example.com]
  gateways: [public]
  http:
    - route:
        - destination: { host: reviews${subset} }
`;

type VirtualServiceResource = Resource<'networking.istio.io/VirtualService'>;

export const subsetRulesSkipped = defineRule({
  id: 'subset-rules-skipped',
  upstream: ['IST0140'],
  severity: 'warning',
  summary: 'A route of a gateway goes to a host whose own VirtualService chooses among subsets',
  why: 'A gateway applies only the routes of its own VirtualService, so from there requests go to all versions alike.',
  fix: 'Name the subset in the route of the gateway as well, or delegate.',
  reads: ['networking.istio.io/VirtualService'],
  bad: mesh(''),
  good: mesh(', subset: v1'),
  check(context) {
    const all = context.all('networking.istio.io/VirtualService');
    const atGateways = all.filter(({ object }) => (object.spec?.gateways ?? []).some((gateway) => !isReservedGateway(gateway)));
    if (atGateways.length === 0) return;
    const choosing = rulesThatChoose(all, context);
    for (const owner of atGateways) {
      for (const { destination, host, path } of plainRoutes(owner, context)) {
        if ((destination.subset ?? '') !== '') continue;
        const other = choosing.get(host).find((each) => each !== owner);
        if (other === undefined) continue;
        context.report(
          owner,
          path,
          `${formatObject(owner.ref)} sends requests of a gateway to ${host} without a subset, and the routes of ${formatObject(other.ref)} do not apply there.`,
        );
      }
    }
  },
});

/** By host, those of its own VirtualServices that choose among its subsets; in the order of their names. */
function rulesThatChoose(all: readonly VirtualServiceResource[], context: RuleContext): MultiMap<string, VirtualServiceResource> {
  const choosing = new MultiMap<string, VirtualServiceResource>();
  for (const owner of [...all].sort((a, b) => compareText(a.namespace, b.namespace) || compareText(a.name, b.name))) {
    const own = new Set((owner.object.spec?.hosts ?? []).map((host) => fullHost(host, owner.namespace, context.settings.clusterDomain)));
    const chosen = plainRoutes(owner, context).filter(({ destination, host }) => (destination.subset ?? '') !== '' && own.has(host));
    for (const host of new Set(chosen.map((each) => each.host))) choosing.add(host, owner);
  }
  return choosing;
}

function plainRoutes(owner: VirtualServiceResource, context: RuleContext): readonly RoutedHost[] {
  return context.routes.of(owner).filter(({ destination, mirror, protocol }) => protocol === 'http' && !mirror && destination.host !== undefined);
}
