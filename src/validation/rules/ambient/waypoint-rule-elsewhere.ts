import { DATA_PLANE_KINDS, isSurelyAmbient } from '../../../model/data-plane';
import { formatObject } from '../../../model/finding';
import { fullHost } from '../../../model/hosts';
import type { Kind } from '../../../model/kinds';
import { SERVICE_KINDS } from '../../../model/services';
import { waypointOf } from '../../../model/waypoints';
import type { RuleContext } from '../../context';
import { routingByHttp } from '../../http-routing';
import { defineRule } from '../../rule';

const READS = ['networking.istio.io/VirtualService', 'networking.istio.io/DestinationRule', ...DATA_PLANE_KINDS, ...SERVICE_KINDS] as const satisfies readonly Kind[];

const mesh = (namespace: string): string => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint } }
---
apiVersion: v1
kind: Namespace
metadata: { name: blog, labels: { istio.io/dataplane-mode: ambient } }
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  selector: { app: reviews }
  ports: [{ name: http, port: 80 }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: ${namespace} }
spec:
  hosts: [reviews.shop.svc.cluster.local]
  http:
    - timeout: 2s
      route: [{ destination: { host: reviews.shop.svc.cluster.local } }]
`;

export const waypointRuleElsewhere = defineRule({
  id: 'waypoint-rule-elsewhere',
  upstream: ['KIA0212', 'KIA1114'],
  severity: 'warning',
  summary: 'A rule for the requests of an ambient Service is in a namespace whose rules its waypoint does not take',
  why: 'A waypoint takes only what is in the namespace of the Service or its own, and callers without a sidecar take nothing: the rule has no effect.',
  fix: 'Move it to the namespace of the Service.',
  notes:
    'It is reported of objects in an ambient namespace: where callers have sidecars, these follow the rules of their own namespace. DestinationRules of the root namespace ' +
    'are for all. A Service without a waypoint is the matter of [ambient-l7-without-waypoint](ambient-l7-without-waypoint.md).',
  reads: READS,
  bad: mesh('blog'),
  good: mesh('shop'),
  check(context) {
    // Of a namespace that the input does not have, the settings decide.
    if (!['', ...context.namespaces.keys()].some((namespace) => isAmbient(context, namespace))) return;
    for (const { owner, host: text, path } of routingByHttp(context)) {
      if (!isAmbient(context, owner.namespace)) continue;
      const host = fullHost(text, owner.namespace, context.settings.clusterDomain);
      const service = context.services.exact(host).find(({ resource }) => resource?.kind === 'core/Service')?.resource;
      if (service === undefined || service.namespace === owner.namespace || !isAmbient(context, service.namespace)) continue;
      const isRoute = owner.kind === 'networking.istio.io/VirtualService';
      if (!isRoute && owner.namespace === context.settings.rootNamespace) continue;
      const waypoint = waypointOf(service, context.namespaces.get(service.namespace));
      if (waypoint === undefined || waypoint.namespace === owner.namespace) continue;
      context.report(
        owner,
        path,
        `${formatObject(owner.ref)} is for ${host}, whose waypoint ${waypoint.namespace}/${waypoint.name} takes nothing of namespace ${owner.namespace}.`,
        { upstream: [isRoute ? 'KIA1114' : 'KIA0212'] },
      );
    }
  },
});

function isAmbient({ namespaces, settings }: RuleContext, namespace: string): boolean {
  return isSurelyAmbient(namespaces.get(namespace), settings);
}
