import { formatObject } from '../../../model/finding';
import { fullHost } from '../../../model/hosts';
import type { Kind } from '../../../model/kinds';
import { routedDestinations } from '../../../model/routes';
import { SERVICE_KINDS } from '../../../model/services';
import { listed } from '../../../model/text';
import { defineRule } from '../../rule';

const READS = ['networking.istio.io/VirtualService', ...SERVICE_KINDS] as const satisfies readonly Kind[];

export const portNotFound = defineRule({
  id: 'port-not-found',
  upstream: ['IST0101'],
  severity: 'error',
  summary: 'A route or mirror goes to a port that the host does not have',
  why: 'Envoy has no cluster for such a port and answers with 503.',
  fix: 'Use a port of the Service (its `port`, not its `targetPort`), or add the port to it.',
  reads: READS,
  bad: `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  ports: [{ name: http, port: 80, targetPort: 9080 }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - route:
        - destination: { host: reviews, port: { number: 9080 } }
`,
  good: `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  ports: [{ name: http, port: 80, targetPort: 9080 }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - route:
        - destination: { host: reviews, port: { number: 80 } }
`,
  check(context) {
    for (const virtualService of context.all('networking.istio.io/VirtualService')) {
      for (const { destination, path } of routedDestinations(virtualService.object)) {
        const number = destination.port?.number;
        if (destination.host === undefined || number === undefined) continue;
        const host = fullHost(destination.host, virtualService.namespace, context.settings.clusterDomain);
        const services = context.services.covering(host);
        if (services.length === 0 || services.some(({ ports }) => ports === undefined || ports.some((port) => port.number === number)))
          continue;
        const numbers = [...new Set(services.flatMap(({ ports }) => (ports ?? []).map((port) => port.number)))].sort((a, b) => a - b);
        const has = numbers.length === 0 ? 'no ports' : `only ${numbers.length === 1 ? 'port' : 'ports'} ${listed(numbers.map(String))}`;
        context.report(
          virtualService,
          [...path, 'port', 'number'],
          `${formatObject(virtualService.ref)} sends traffic to port ${number} of ${host}, which has ${has}.`,
        );
      }
    }
  },
});
