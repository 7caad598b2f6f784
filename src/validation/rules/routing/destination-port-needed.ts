import { formatObject } from '../../../model/finding';
import { isReservedGateway } from '../../../model/gateways';
import { SERVICE_KINDS } from '../../../model/services';
import { firstFew, listed } from '../../../model/text';
import { callersOf } from '../../missing-host';
import { defineRule } from '../../rule';

const mesh = (port: string): string => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 80, name: http, protocol: HTTP }
      hosts: [shop.example.com]
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  ports: [{ name: http, port: 9080 }, { name: http-admin, port: 9090 }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: shop }
spec:
  hosts: [shop.example.com]
  gateways: [public]
  http:
    - route:
        - destination: { host: reviews${port} }
`;

export const destinationPortNeeded = defineRule({
  id: 'destination-port-needed',
  upstream: ['IST0112'],
  severity: 'error',
  summary: 'A route goes to a Service with several ports and does not say to which',
  why: 'Istio takes the port at which the request came in, and answers 503 where the Service has no such port.',
  fix: 'Set `port.number` of the destination to a port of the Service.',
  notes:
    'In a VirtualService for the mesh alone the port of the request is mostly the one that is meant, so there it is a warning; for a ' +
    'gateway, whose ports are others, an error.',
  reads: ['networking.istio.io/VirtualService', ...SERVICE_KINDS],
  bad: mesh(''),
  good: mesh(', port: { number: 9080 }'),
  check(context) {
    const { routes, services } = context;
    for (const virtualService of context.all('networking.istio.io/VirtualService')) {
      for (const { destination, host, path } of routes.of(virtualService)) {
        if (destination.host === undefined || destination.port !== undefined || !services.mayHaveSeveralPorts(host)) continue;
        const [ports] = callersOf(virtualService, context.settings).namespaces.flatMap((caller) => services.portsOf(host, caller)).filter(({ numbers }) => numbers.size > 1);
        if (ports === undefined) continue;
        const atGateway = (virtualService.object.spec?.gateways ?? []).some((gateway) => !isReservedGateway(gateway));
        context.report(
          virtualService,
          [...path, 'host'],
          `${formatObject(virtualService.ref)} sends traffic to ${host} without a port, and it has the ports ${listed(firstFew(ports.lowest.map(String), 8))}.`,
          atGateway ? {} : { severity: 'warning' },
        );
      }
    }
  },
});
