import { formatObject } from '../../../model/finding';
import { isReservedGateway } from '../../../model/gateways';
import { fullHost } from '../../../model/hosts';
import { MultiMap } from '../../../model/multi-map';
import type { Resource } from '../../../model/resource';
import { compareText } from '../../../model/values';
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
    const full = (host: string, { namespace }: VirtualServiceResource): string => fullHost(host, namespace, context.settings.clusterDomain);
    const choosing = new MultiMap<string, VirtualServiceResource>();
    for (const owner of [...all].sort((a, b) => compareText(a.namespace, b.namespace) || compareText(a.name, b.name))) {
      const own = new Set((owner.object.spec?.hosts ?? []).map((host) => full(host, owner)));
      for (const host of new Set(destinationsOf(owner).flatMap(({ host: text, subset }) => ((subset ?? '') === '' ? [] : [full(text, owner)])))) {
        if (own.has(host)) choosing.add(host, owner);
      }
    }
    for (const owner of all) {
      const gateways = owner.object.spec?.gateways ?? [];
      if (!gateways.some((gateway) => !isReservedGateway(gateway))) continue;
      for (const { host, subset, path } of destinationsOf(owner)) {
        if ((subset ?? '') !== '') continue;
        const other = choosing.get(full(host, owner)).find((each) => each !== owner);
        if (other === undefined) continue;
        context.report(
          owner,
          path,
          `${formatObject(owner.ref)} sends requests of a gateway to ${full(host, owner)} without a subset, and the routes of ${formatObject(other.ref)} do not apply there.`,
        );
      }
    }
  },
});

interface Found {
  readonly host: string;
  readonly subset?: string;
  readonly path: readonly (string | number)[];
}

function destinationsOf({ object }: VirtualServiceResource): readonly Found[] {
  return (object.spec?.http ?? []).flatMap(({ route = [] }, index) =>
    route.flatMap(({ destination }, position) =>
      destination?.host === undefined
        ? []
        : [{ host: destination.host, subset: destination.subset, path: ['spec', 'http', index, 'route', position, 'destination'] }],
    ),
  );
}
