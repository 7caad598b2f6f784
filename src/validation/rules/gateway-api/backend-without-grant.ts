import { formatObject } from '../../../model/finding';
import { backendsOf, isGatewayParent, isServiceBackend, ROUTE_KINDS } from '../../../model/gateway-routes';
import { serviceHost } from '../../../model/hosts';
import type { Kind } from '../../../model/kinds';
import type { Resource } from '../../../model/resource';
import { SERVICE_KINDS } from '../../../model/services';
import { isCoreGroup } from '../../../model/waypoints';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

const GRANT = 'gateway.networking.k8s.io/ReferenceGrant';

const READS = [...ROUTE_KINDS, GRANT, ...SERVICE_KINDS] as const satisfies readonly Kind[];

const mesh = (from: string): string => `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  selector: { app: reviews }
  ports: [{ name: http, port: 80 }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: reviews, namespace: edge }
spec:
  parentRefs: [{ name: public, namespace: ingress }]
  rules:
    - backendRefs: [{ name: reviews, namespace: shop, port: 80 }]
---
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: routes-of-edge, namespace: shop }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: ${from}, namespace: edge }]
  to: [{ group: "", kind: Service }]
`;

export const backendWithoutGrant = defineRule({
  id: 'backend-without-grant',
  upstream: ['KIA1402'],
  severity: 'warning',
  summary: 'A route at a Gateway sends to a Service of another namespace that has not granted it',
  why: 'Without a ReferenceGrant in the namespace of the Service the gateway refuses the backend, and these requests get 500.',
  fix: 'Add a ReferenceGrant beside the Service that is from this kind and namespace to the Service, or route from its own namespace.',
  notes:
    'It is looked at where the Service, or a ReferenceGrant of its namespace, is in the input, and with `--complete`, where it is an error. ' +
    'Istio asks for no grant where the parent of a route is a Service; Kiali reports those too.',
  reads: READS,
  bad: mesh('GRPCRoute'),
  good: mesh('HTTPRoute'),
  check(context) {
    let grants: Grants | undefined;
    for (const route of ROUTE_KINDS.flatMap((kind) => context.all(kind))) {
      if (!(route.object.spec?.parentRefs ?? []).some(isGatewayParent)) continue;
      for (const { ref, path } of backendsOf(route.object)) {
        const { namespace, name } = ref;
        if (namespace === undefined || namespace === route.namespace || name === undefined || !isServiceBackend(ref)) continue;
        grants ??= new Grants(context.all(GRANT));
        if (grants.allows(route.ref.kind, route.namespace, namespace, name) || !isKnown(context, grants, namespace, name)) continue;
        context.report(
          route,
          path,
          `${formatObject(route.ref)} sends requests to Service ${namespace}/${name}, and no ReferenceGrant of namespace ${namespace} allows that to a ${route.ref.kind} of namespace ${route.namespace}.`,
          context.settings.complete ? { severity: 'error' } : {},
        );
      }
    }
  },
});

/** True where a grant would be in the input. */
function isKnown({ services, settings }: RuleContext, grants: Grants, namespace: string, name: string): boolean {
  const known = services.exact(serviceHost(name, namespace, settings.clusterDomain)).some(({ resource }) => resource?.kind === 'core/Service');
  return known || settings.complete || grants.namespaces.has(namespace);
}

const EVERY = '*';

/** Who may send to which Services. */
class Grants {
  readonly namespaces = new Set<string>();
  readonly #granted = new Set<string>();

  constructor(grants: readonly Resource<typeof GRANT>[]) {
    for (const { namespace, object } of grants) {
      this.namespaces.add(namespace);
      const names = (object.spec?.to ?? []).filter(({ group, kind }) => isCoreGroup(group) && kind === 'Service').map(({ name = EVERY }) => name);
      for (const from of object.spec?.from ?? []) {
        if (from.group !== 'gateway.networking.k8s.io') continue;
        for (const name of names) this.#granted.add(keyOf(from.kind ?? '', from.namespace ?? '', namespace, name));
      }
    }
  }

  allows(kind: string, from: string, namespace: string, name: string): boolean {
    return [name, EVERY].some((each) => this.#granted.has(keyOf(kind, from, namespace, each)));
  }
}

function keyOf(kind: string, from: string, namespace: string, name: string): string {
  return `${kind} ${from} ${namespace}/${name}`;
}
