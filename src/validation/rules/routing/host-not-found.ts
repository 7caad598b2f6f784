import { formatObject } from '../../../model/finding';
import type { Kind } from '../../../model/kinds';
import { SERVICE_KINDS } from '../../../model/services';
import { callersOf, whyMissing } from '../../missing-host';
import { defineRule } from '../../rule';

const READS = ['networking.istio.io/VirtualService', ...SERVICE_KINDS] as const satisfies readonly Kind[];

const HIDDEN = {
  why: 'A proxy has no cluster for a host that its namespace does not see, and answers with 503.',
  fix: 'Export the host to the namespaces in which the routes are used, or the VirtualService to fewer of them.',
} as const;

/** Upstream is content when one of the namespaces sees the host. */
const PARTLY = { severity: 'warning', upstream: [] } as const;

export const hostNotFound = defineRule({
  id: 'host-not-found',
  upstream: ['IST0101', 'KIA1101'],
  severity: 'error',
  summary: 'A route or mirror goes to a host that is not in the mesh',
  why: 'Envoy has no cluster for such a host and answers with 503.',
  fix: 'Correct the host, add a Service or ServiceEntry for it, or declare it if it lives elsewhere.',
  notes:
    'A host of a Kubernetes Service is reported where the input holds Services of its namespace, or with `--complete`: a part of a ' +
    'mesh cannot tell what other namespaces have, nor what Istio itself installs in the root namespace. Every other host needs a ServiceEntry, which is an Istio object and belongs with ' +
    'the rest, so it is reported always. A host is looked up ' +
    'from the namespaces to which the VirtualService is exported (from its own where that is all of them); where only some of them ' +
    'see it, that is a warning. Istio completes only names without a dot: `reviews.shop` is not the Service `reviews` of ' +
    '`shop`.',
  reads: READS,
  bad: `
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
        - destination: { host: review }
`,
  good: `
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
        - destination: { host: reviews }
`,
  check(context) {
    const { routes, services } = context;
    for (const virtualService of context.all('networking.istio.io/VirtualService')) {
      const callers = callersOf(virtualService, context.settings);
      for (const { destination, host, path, mirror } of routes.of(virtualService)) {
        // A host with a port is malformed: another rule says so.
        if (destination.host === undefined || destination.host === '' || destination.host.includes(':')) continue;
        const knowledge = services.lookup(host, callers.namespaces);
        if (knowledge.state === 'known' || knowledge.state === 'unknown') continue;
        const some = knowledge.state === 'hidden' && knowledge.from.length < callers.namespaces.length;
        if (some && !callers.certain) continue;
        context.report(
          virtualService,
          [...path, 'host'],
          `${formatObject(virtualService.ref)} ${mirror ? 'mirrors' : 'sends'} traffic to ${host}, but ${whyMissing(host, knowledge, context)}.`,
          knowledge.state === 'hidden' ? { ...HIDDEN, ...(some ? PARTLY : {}) } : {},
        );
      }
    }
  },
});
