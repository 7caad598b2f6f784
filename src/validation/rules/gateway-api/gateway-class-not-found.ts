import { formatObject } from '../../../model/finding';
import { distance, nearest } from '../../../schema/suggest';
import { defineRule } from '../../rule';

const gateway = (gatewayClass: string): string => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: shop }
spec:
  gatewayClassName: ${gatewayClass}
  listeners:
    - { name: mesh, port: 15008, protocol: HBONE }
---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: internal }
spec: { controllerName: istio.io/gateway-controller }
`;

/** The classes that istiod makes itself. */
const OF_ISTIO = ['istio', 'istio-remote', 'istio-waypoint', 'istio-east-west'] as const;

export const gatewayClassNotFound = defineRule({
  id: 'gateway-class-not-found',
  upstream: ['KIA1504'],
  severity: 'warning',
  summary: 'A Gateway of the Gateway API has a class that nobody carries out',
  why: 'No controller takes the Gateway for its own, so there will be no gateway.',
  fix: 'Write the name of a GatewayClass: `istio`, or `istio-waypoint` for a waypoint.',
  notes:
    'A GatewayClass may be made by whoever installs another gateway, so without `--complete` only a name that is nearly one of Istio is ' +
    'reported, and any unknown one where the input holds GatewayClasses. Kiali takes only classes of Istio as known.',
  reads: ['gateway.networking.k8s.io/Gateway', 'gateway.networking.k8s.io/GatewayClass'],
  bad: gateway('istio-waypiont'),
  good: gateway('istio-waypoint'),
  check(context) {
    const classes = new Set(context.all('gateway.networking.k8s.io/GatewayClass').map(({ name }) => name));
    for (const each of context.all('gateway.networking.k8s.io/Gateway')) {
      const name = each.object.spec?.gatewayClassName;
      if (name === undefined || OF_ISTIO.some((known) => known === name) || classes.has(name)) continue;
      const meant = nearest(name, [...OF_ISTIO, ...classes]);
      if (!context.settings.complete && classes.size === 0 && !isMisspelt(name, meant)) continue;
      const hint = meant === undefined ? '' : `; "${meant}" is near`;
      context.report(each, ['spec', 'gatewayClassName'], `${formatObject(each.ref)} has the class "${name}", and there is no GatewayClass of that name${hint}.`);
    }
  },
});

/** Longer names that begin with one of Istio may be those of an own class. */
function isMisspelt(name: string, meant: string | undefined): boolean {
  return meant !== undefined && !name.startsWith(meant) && distance(name, meant) <= 2;
}
