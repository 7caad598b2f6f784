import { formatObject } from '../../../model/finding';
import { defineRule } from '../../rule';

const route = (delay: string): string => `
apiVersion: v1
kind: Service
metadata: { name: ratings, namespace: shop }
spec:
  ports: [{ name: http, port: 80 }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ratings, namespace: shop }
spec:
  hosts: [ratings]
  http:
    - fault: { delay: { fixedDelay: 5s, ${delay} } }
      route: [{ destination: { host: ratings } }]
`;

const REMOVED: ReadonlySet<string> = new Set(['ClusterRbacConfig', 'RbacConfig', 'ServiceRole', 'ServiceRoleBinding']);

export const obsoleteField = defineRule({
  id: 'obsolete-field',
  upstream: ['IST0002'],
  severity: 'warning',
  summary: 'A field or kind is on its way out, or has no effect any more',
  why: 'A later version of Istio drops it, and some of these already do nothing.',
  fix: 'Use what has taken its place, as the message says.',
  notes:
    'These are `percent` of a delay, `egressProxy` of a Sidecar, the kinds of rbac.istio.io, and tracing providers of the type ' +
    'lightstep, which are known where the check is given a MeshConfig (`--mesh-config`).',
  reads: [
    'networking.istio.io/VirtualService',
    'networking.istio.io/Sidecar',
    'telemetry.istio.io/Telemetry',
    'apiextensions.k8s.io/CustomResourceDefinition',
  ],
  bad: route('percent: 10'),
  good: route('percentage: { value: 10 }'),
  check(context) {
    for (const each of context.routes.used.fault ? context.all('networking.istio.io/VirtualService') : []) {
      for (const [index, { fault }] of (each.object.spec?.http ?? []).entries()) {
        if ((fault?.delay?.percent ?? 0) <= 0) continue;
        context.report(each, ['spec', 'http', index, 'fault', 'delay', 'percent'], `${formatObject(each.ref)} uses percent, which is deprecated: use percentage.`);
      }
    }
    for (const each of context.all('networking.istio.io/Sidecar')) {
      if (each.object.spec?.outboundTrafficPolicy?.egressProxy === undefined) continue;
      context.report(each, ['spec', 'outboundTrafficPolicy', 'egressProxy'], `${formatObject(each.ref)} sets egressProxy, which has no effect: route to the egress gateway with a VirtualService.`);
    }
    for (const each of context.all('apiextensions.k8s.io/CustomResourceDefinition')) {
      const { group, kind = '' } = each.object;
      if (group !== 'rbac.istio.io' || !REMOVED.has(kind)) continue;
      context.report(each, ['spec', 'names', 'kind'], `${formatObject(each.ref)} defines ${kind}, which Istio no longer reads: use AuthorizationPolicy.`);
    }
    const lightstep = new Set(context.settings.lightstepProviders);
    for (const each of context.all('telemetry.istio.io/Telemetry')) {
      for (const [index, { providers = [] }] of (each.object.spec?.tracing ?? []).entries()) {
        for (const [position, { name = '' }] of providers.entries()) {
          if (!lightstep.has(name)) continue;
          context.report(each, ['spec', 'tracing', index, 'providers', position], `${formatObject(each.ref)} traces with ${name}, a Lightstep provider, which is deprecated: use one of OpenTelemetry.`);
        }
      }
    }
  },
});
