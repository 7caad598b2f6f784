import { formatObject } from '../../../model/finding';
import type { Kind } from '../../../model/kinds';
import { SERVICE_KINDS } from '../../../model/services';
import type { OfferedPorts } from '../../../model/services-of-host';
import { firstFew, listed } from '../../../model/text';
import { callersOf } from '../../missing-host';
import { defineRule } from '../../rule';

const READS = ['networking.istio.io/VirtualService', ...SERVICE_KINDS] as const satisfies readonly Kind[];

/** Upstream is content when one of the namespaces sees the port. */
const PARTLY = { severity: 'warning', upstream: [] } as const;

export const portNotFound = defineRule({
  id: 'port-not-found',
  upstream: ['IST0101'],
  severity: 'error',
  summary: 'A route or mirror goes to a port that the host does not have',
  why: 'Envoy has no cluster for such a port and answers with 503.',
  fix: 'Use a port of the Service (its `port`, not its `targetPort`), or add the port to it.',
  notes:
    'Counted are the ports of what the callers see: a Service or ServiceEntry that is not exported to them does not help. Of a ' +
    'host and the wildcards that cover it, only the most specific counts. Where the VirtualService is exported to several ' +
    'namespaces and only some of them see such a port, that is a warning.',
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
    const { routes, services } = context;
    for (const virtualService of context.all('networking.istio.io/VirtualService')) {
      for (const { destination, host, path } of routes.of(virtualService)) {
        const number = destination.port?.number;
        if (destination.host === undefined || number === undefined) continue;
        const callers = callersOf(virtualService, context.settings);
        // Where nobody sees the host, another rule says so.
        const seen = callers.namespaces.map((caller) => services.portsOf(host, caller)).filter((ports) => ports.length > 0);
        const lacking = seen.filter((ports) => !ports.some(({ any, numbers }) => any || numbers.has(number)));
        const [first] = lacking;
        if (first === undefined || (lacking.length < seen.length && !callers.certain)) continue;
        context.report(
          virtualService,
          [...path, 'port', 'number'],
          `${formatObject(virtualService.ref)} sends traffic to port ${number} of ${host}, which has ${described(first)}.`,
          lacking.length < seen.length ? PARTLY : {},
        );
      }
    }
  },
});

const LISTED_AT_MOST = 8;

function described(ports: readonly OfferedPorts[]): string {
  const numbers = [...new Set(ports.flatMap((each) => each.lowest))].sort((a, b) => a - b);
  if (numbers.length === 0) return 'no ports';
  return `only ${numbers.length === 1 ? 'port' : 'ports'} ${listed(firstFew(numbers.map(String), LISTED_AT_MOST))}`;
}
