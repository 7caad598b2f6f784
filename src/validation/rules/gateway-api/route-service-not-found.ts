import { formatObject } from '../../../model/finding';
import { backendsOf, isServiceBackend, isServiceParent, ROUTE_KINDS } from '../../../model/gateway-routes';
import type { RouteResource } from '../../../model/gateway-routes';
import { serviceHost } from '../../../model/hosts';
import type { Path } from '../../../model/path';
import { SERVICE_KINDS } from '../../../model/services';
import type { RuleContext } from '../../context';
import { whyMissing } from '../../missing-host';
import { defineRule } from '../../rule';

const mesh = (backend: string): string => `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  selector: { app: reviews }
  ports: [{ name: http, port: 80 }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: reviews, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  rules:
    - backendRefs: [{ name: ${backend}, port: 80 }]
`;

export const routeServiceNotFound = defineRule({
  id: 'route-service-not-found',
  upstream: ['KIA1402'],
  severity: 'error',
  summary: 'A route of the Gateway API names a Service that does not exist',
  why: 'Requests that the route sends there get 500; a route for such a Service has no effect.',
  fix: 'Correct the name of the Service, add it, or declare its host if it lives elsewhere.',
  notes:
    'A Service counts as missing where the input holds other Services of its namespace, or with `--complete`. The name is that of the ' +
    'Service, without its namespace. Backends of mirrors count too.',
  reads: [...ROUTE_KINDS, ...SERVICE_KINDS],
  bad: mesh('review'),
  good: mesh('reviews'),
  check(context) {
    for (const route of ROUTE_KINDS.flatMap((kind) => context.all(kind))) {
      for (const [index, parent] of (route.object.spec?.parentRefs ?? []).entries()) {
        if (isServiceParent(parent)) checkService(context, route, parent, ['spec', 'parentRefs', index], 'is for');
      }
      for (const { ref, path } of backendsOf(route.object)) {
        if (isServiceBackend(ref)) checkService(context, route, ref, path, 'sends requests to');
      }
    }
  },
});

interface ServiceRef {
  readonly namespace?: string;
  readonly name?: string;
}

function checkService(context: RuleContext, route: RouteResource, { namespace = route.namespace, name }: ServiceRef, path: Path, does: string): void {
  if (name === undefined) return;
  if (name.includes('.')) {
    context.report(route, [...path, 'name'], `${formatObject(route.ref)} ${does} Service "${name}", which is the name of a host.`, {
      fix: 'Write the name of the Service alone, and its `namespace` beside it.',
    });
    return;
  }
  const host = serviceHost(name, namespace, context.settings.clusterDomain);
  const knowledge = context.services.lookup(host, [route.namespace]);
  if (knowledge.state !== 'missing') return;
  context.report(route, [...path, 'name'], `${formatObject(route.ref)} ${does} Service ${namespace}/${name}, but ${whyMissing(host, knowledge, context)}.`);
}
