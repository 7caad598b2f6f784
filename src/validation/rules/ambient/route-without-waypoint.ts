import { DATA_PLANE_KINDS, dataPlaneOfNamespace } from '../../../model/data-plane';
import { formatObject } from '../../../model/finding';
import type { Kind } from '../../../model/kinds';
import { isCoreGroup, optsOutOfWaypoint, waypointOf } from '../../../model/waypoints';
import { defineRule } from '../../rule';

const ROUTES = ['gateway.networking.k8s.io/HTTPRoute', 'gateway.networking.k8s.io/GRPCRoute'] as const;

const READS = [...ROUTES, 'core/Service', ...DATA_PLANE_KINDS] as const satisfies readonly Kind[];

const mesh = (labels: string): string => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { ${labels} } }
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  selector: { app: reviews }
  ports: [{ name: http, port: 80 }]
---
apiVersion: v1
kind: Service
metadata: { name: reviews-v2, namespace: shop }
spec:
  selector: { app: reviews, version: v2 }
  ports: [{ name: http, port: 80 }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: reviews, namespace: shop }
spec:
  parentRefs: [{ group: "", kind: Service, name: reviews, port: 80 }]
  rules:
    - backendRefs: [{ name: reviews-v2, port: 80 }]
`;

export const routeWithoutWaypoint = defineRule({
  id: 'route-without-waypoint',
  upstream: [],
  severity: 'warning',
  summary: 'A route of the Gateway API is for an ambient Service that no waypoint serves',
  why: 'Ztunnel does not route by requests: only callers with sidecars would obey, and all others reach any Pod of the Service.',
  fix: 'Set the label `istio.io/use-waypoint` on the Service or its namespace, with the name of a waypoint.',
  notes:
    'Looked at are routes whose parent is a Service of the input, in a namespace that is ambient by its label or by the setting ' +
    '`dataPlane`. Whether its namespace names a waypoint can be told only where the Namespace is in the input, or with `--complete`; ' +
    'a Service with the label `istio.io/use-waypoint: none` has none whatever its namespace says.',
  reads: READS,
  bad: mesh('istio.io/dataplane-mode: ambient'),
  good: mesh('istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint'),
  check(context) {
    const services = new Map(context.all('core/Service').map((service) => [`${service.namespace}/${service.name}`, service]));
    for (const route of ROUTES.flatMap((kind) => context.all(kind))) {
      for (const [index, { group, kind, namespace: owner = route.namespace, name }] of (route.object.spec?.parentRefs ?? []).entries()) {
        // Without a group the parent is one of the Gateway API.
        const service = kind === 'Service' && group !== undefined && isCoreGroup(group) ? services.get(`${owner}/${name ?? ''}`) : undefined;
        if (service === undefined) continue;
        const namespace = context.namespaces.get(owner);
        const plane = dataPlaneOfNamespace(namespace, context.settings);
        const told = namespace !== undefined || context.settings.complete || optsOutOfWaypoint(service.labels);
        if (!told || plane.kind !== 'ambient' || !plane.certain || waypointOf(service, namespace) !== undefined) continue;
        context.report(route, ['spec', 'parentRefs', index], `${formatObject(route.ref)} routes requests for ${formatObject(service.ref)}, which has no waypoint.`);
      }
    }
  },
});
