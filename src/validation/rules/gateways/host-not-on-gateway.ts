import { formatObject } from '../../../model/finding';
import { gatewayKey, isReservedGateway } from '../../../model/gateways';
import { GatewayHosts } from '../../../model/gateway-hosts';
import { firstFew, listed } from '../../../model/text';
import { defineRule } from '../../rule';

const mesh = (host: string): string => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 80, name: http, protocol: HTTP }
      hosts: ["*.example.com"]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: shop }
spec:
  hosts: [${host}]
  gateways: [public]
  http: [{ directResponse: { status: 200 } }]
`;

export const hostNotOnGateway = defineRule({
  id: 'host-not-on-gateway',
  upstream: ['IST0132'],
  severity: 'warning',
  summary: 'A VirtualService is bound to a Gateway that serves none of its hosts',
  why: 'The Gateway takes no requests for these hosts, so the routes have no effect there.',
  fix: 'Add the host to a server of the Gateway, or correct it; a host `namespace/host` of a Gateway is for VirtualServices of that namespace only.',
  reads: ['networking.istio.io/VirtualService', 'networking.istio.io/Gateway'],
  bad: mesh('shop.example.org'),
  good: mesh('shop.example.com'),
  check(context) {
    const hostsOf = new Map<string, GatewayHosts>();
    const { gateways } = context;
    if (gateways.size === 0) return;
    for (const virtualService of context.all('networking.istio.io/VirtualService')) {
      const { gateways: names = [], hosts = [] } = virtualService.object.spec ?? {};
      if (hosts.length === 0) continue;
      for (const [index, text] of names.entries()) {
        const key = gatewayKey(text, virtualService.namespace);
        const gateway = gateways.get(key);
        if (isReservedGateway(text) || gateway === undefined) continue;
        const known = hostsOf.get(key) ?? new GatewayHosts(gateway.object.spec?.servers ?? [], gateway.namespace);
        hostsOf.set(key, known);
        if (hosts.some((host) => known.overlaps(host, virtualService.namespace))) continue;
        context.report(
          virtualService,
          ['spec', 'gateways', index],
          `${formatObject(virtualService.ref)} is for ${listed(firstFew(hosts))}, and ${formatObject(gateway.ref)} ${hosts.length === 1 ? 'does not serve it' : 'serves none of them'}.`,
        );
      }
    }
  },
});
