import { formatObject } from '../../../model/finding';
import { backendsOf, isHostBackend, isServiceBackend, ROUTE_KINDS } from '../../../model/gateway-routes';
import { serviceHost } from '../../../model/hosts';
import { SERVICE_KINDS } from '../../../model/services';
import { firstFew, listed } from '../../../model/text';
import { defineRule } from '../../rule';

const mesh = (port: number): string => `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  selector: { app: reviews }
  ports: [{ name: http, port: 80, targetPort: 9080 }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: reviews, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  rules:
    - backendRefs: [{ name: reviews, port: ${port} }]
`;

export const routePortNotFound = defineRule({
  id: 'route-port-not-found',
  upstream: [],
  severity: 'error',
  summary: 'A route of the Gateway API sends to a port that the Service does not have',
  why: 'Istio takes the backend as it is written, and requests that are sent there get 500: no Service stands behind the port.',
  fix: 'Write a port of the Service (its `port`, not its `targetPort`), or add the port to it.',
  notes: 'Backends of mirrors count too. Of a Service that is not in the input nothing is said, nor of a host that is only declared.',
  reads: [...ROUTE_KINDS, ...SERVICE_KINDS],
  bad: mesh(9080),
  good: mesh(80),
  check(context) {
    for (const route of ROUTE_KINDS.flatMap((kind) => context.all(kind))) {
      for (const { ref, path } of backendsOf(route.object)) {
        const { name = '', namespace = route.namespace, port } = ref;
        if (port === undefined || !(isServiceBackend(ref) || isHostBackend(ref))) continue;
        const host = isHostBackend(ref) ? name : serviceHost(name, namespace, context.settings.clusterDomain);
        const known = context.services.exact(host);
        if (known.length === 0 || known.some(({ ports }) => ports === undefined || ports.some(({ number }) => number === port))) continue;
        const numbers = [...new Set(known.flatMap(({ ports = [] }) => ports.map(({ number }) => number)))].sort((a, b) => a - b);
        const has = numbers.length === 0 ? 'no ports' : `only ${numbers.length === 1 ? 'port' : 'ports'} ${listed(firstFew(numbers.map(String), LISTED_AT_MOST))}`;
        context.report(route, [...path, 'port'], `${formatObject(route.ref)} sends requests to port ${port} of ${host}, which has ${has}.`);
      }
    }
  },
});

const LISTED_AT_MOST = 8;
