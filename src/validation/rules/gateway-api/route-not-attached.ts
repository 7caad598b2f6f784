import { formatObject } from '../../../model/finding';
import { isGatewayParent, mayTakeRoutesOf, ROUTE_KINDS } from '../../../model/gateway-routes';
import type { RouteNamespace, RouteResource } from '../../../model/gateway-routes';
import type { Kind } from '../../../model/kinds';
import type { ParentRef } from '../../../model/kinds/gateway-api';
import type { Path } from '../../../model/path';
import type { Resource } from '../../../model/resource';
import { quotedList } from '../../../model/text';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

const READS = [...ROUTE_KINDS, 'gateway.networking.k8s.io/Gateway', 'networking.istio.io/Gateway', 'core/Namespace'] as const satisfies readonly Kind[];

const mesh = (from: string): string => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: istio
  listeners:
    - { name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: ${from} } } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: reviews, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  rules:
    - backendRefs: [{ name: reviews, port: 80 }]
`;

export const routeNotAttached = defineRule({
  id: 'route-not-attached',
  upstream: ['KIA1401'],
  severity: 'error',
  summary: 'A route of the Gateway API names a Gateway that does not exist, or that does not take it',
  why: 'The route has no effect there: requests for it get 404, or no connection.',
  fix: 'Correct the parent of the route, or let the Gateway take routes of this namespace with `allowedRoutes`.',
  notes:
    'A Gateway that is in the input takes a route when one of its listeners does; the namespaces of a selector are judged only where the Namespace is in the ' +
    'input, or with `--complete`. That a Gateway is missing is reported where the input holds other Gateways of its namespace, or with ' +
    '`--complete`, and as a warning where the Gateway would be in the namespace of the route itself; others may live elsewhere. Gateways can be ' +
    'declared (`declared.gateways`). A listener that does not exist (`sectionName`, `port`) is reported too, which Kiali does not do.',
  reads: READS,
  bad: mesh('Same'),
  good: mesh('All'),
  check(context) {
    let gateways: Gateways | undefined;
    for (const route of ROUTE_KINDS.flatMap((kind) => context.all(kind))) {
      for (const [index, parent] of (route.object.spec?.parentRefs ?? []).entries()) {
        if (!isGatewayParent(parent) || parent.name === undefined) continue;
        checkParent(context, (gateways ??= new Gateways(context)), route, parent, parent.name, ['spec', 'parentRefs', index]);
      }
    }
  },
});

type GatewayResource = Resource<'gateway.networking.k8s.io/Gateway'>;

/** Gateways by `namespace/name`, and the namespaces that they are in. */
class Gateways {
  readonly byKey = new Map<string, GatewayResource>();
  readonly namespaces = new Set<string>();
  /** Those that live elsewhere. */
  readonly declared: ReadonlySet<string>;
  /** Those of Istio's own API. */
  readonly ofIstio: RuleContext['gateways'];

  constructor(context: RuleContext) {
    for (const gateway of context.all('gateway.networking.k8s.io/Gateway')) {
      this.byKey.set(`${gateway.namespace}/${gateway.name}`, gateway);
      this.namespaces.add(gateway.namespace);
    }
    this.declared = new Set(context.settings.declared.gateways);
    this.ofIstio = context.gateways;
  }
}

function checkParent(context: RuleContext, gateways: Gateways, route: RouteResource, parent: ParentRef, name: string, path: Path): void {
  const namespace = parent.namespace ?? route.namespace;
  const key = `${namespace}/${name}`;
  const gateway = gateways.byKey.get(key);
  if (gateway !== undefined) {
    checkListeners(context, route, parent, gateway, path);
    return;
  }
  const known = context.settings.complete || gateways.namespaces.has(namespace);
  if (gateways.declared.has(key) || (!known && namespace !== route.namespace)) return;
  const other = gateways.ofIstio.has(key) ? ` The Gateway of that name is one of networking.istio.io, which takes only VirtualServices.` : '';
  context.report(route, path, `${formatObject(route.ref)} is for Gateway ${key}, and there is none.${other}`, known ? {} : { severity: 'warning' });
}

function checkListeners(context: RuleContext, route: RouteResource, { sectionName, port }: ParentRef, gateway: GatewayResource, path: Path): void {
  const listeners = gateway.object.spec?.listeners ?? [];
  if (listeners.length === 0) return;
  const meant = listeners.filter((each) => (sectionName === undefined || each.name === sectionName) && (port === undefined || each.port === port));
  if (meant.length === 0) {
    const what = [...(sectionName === undefined ? [] : [`with the name "${sectionName}"`]), ...(port === undefined ? [] : [`on port ${port}`])].join(' ');
    context.report(route, path, `${formatObject(route.ref)} is for a listener ${what} of ${formatObject(gateway.ref)}, which has only ${quotedList(listeners.map((each) => each.name ?? ''))}.`, {
      upstream: [],
      fix: 'Name a listener of the Gateway, or none for all of them.',
    });
    return;
  }
  const namespace = namespaceOf(context, route.namespace);
  if (meant.some((listener) => mayTakeRoutesOf(namespace, listener, gateway.namespace))) return;
  context.report(
    route,
    path,
    `${formatObject(gateway.ref)} does not take ${formatObject(route.ref)}: ${meant.length === 1 ? 'its listener allows' : 'its listeners allow'} no routes of namespace ${route.namespace}.`,
    route.namespace === gateway.namespace ? { upstream: [] } : {},
  );
}

function namespaceOf({ namespaces, settings }: RuleContext, name: string): RouteNamespace {
  const labels = namespaces.get(name)?.labels ?? (settings.complete ? {} : undefined);
  return { name, labels };
}
