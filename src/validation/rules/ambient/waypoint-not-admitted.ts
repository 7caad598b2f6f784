import { formatObject } from '../../../model/finding';
import type { Resource } from '../../../model/resource';
import { firstByName } from '../../../model/resource';
import { listedBriefly } from '../../../model/text';
import { servingWaypoints, WAYPOINT_KINDS } from '../../../model/waypoint-services';
import type { ServedService } from '../../../model/waypoint-services';
import { waypointIdentity } from '../../../model/waypoints';
import { ZtunnelPolicies } from '../../../model/ztunnel-policies';
import { defineRule } from '../../rule';

const mesh = (principal: string): string => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint } }
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  selector: { app: reviews }
  ports: [{ name: http, port: 80 }]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: shop }
spec:
  targetRefs: [{ group: "", kind: Service, name: reviews }]
  rules:
    - from: [{ source: { principals: [cluster.local/ns/shop/sa/productpage] } }]
      to: [{ operation: { methods: [GET] } }]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews-workload, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  rules:
    - from: [{ source: { principals: [${principal}] } }]
`;

export const waypointNotAdmitted = defineRule({
  id: 'waypoint-not-admitted',
  upstream: [],
  severity: 'warning',
  summary: 'Workloads behind a waypoint have policies that do not let the waypoint in',
  why: 'Ztunnel sees the waypoint as the caller, not who called it, so it denies everything that the waypoint lets through.',
  fix: 'Allow the principal of the waypoint as well, and name the callers in a policy for the Service.',
  notes:
    'One finding for each waypoint whose AuthorizationPolicies let somebody in. The policies of ztunnel are those without targets: ' +
    'with a selector, of the whole namespace, and of the root namespace. A waypoint has the service account of its name, or that of ' +
    'the annotation `gateway.istio.io/service-account` on its Gateway; a Gateway of a class other than `istio-waypoint` is left alone. ' +
    'The setting PILOT_AUTO_ALLOW_WAYPOINT_POLICY of istiod, off by default, lets waypoints in by itself; it is not looked at.',
  reads: WAYPOINT_KINDS,
  bad: mesh('cluster.local/ns/shop/sa/productpage'),
  good: mesh('cluster.local/ns/shop/sa/waypoint'),
  check(context) {
    const policies = context.all('security.istio.io/AuthorizationPolicy');
    if (policies.length === 0) return;
    const ztunnel = new ZtunnelPolicies(policies, context.settings.rootNamespace);
    for (const waypoint of servingWaypoints(context)) {
      const identity = waypointIdentity(waypoint, waypoint.gateway, context.settings.trustDomain);
      if (identity === undefined) continue;
      const refused: string[] = [];
      let by: Resource<'security.istio.io/AuthorizationPolicy'> | undefined;
      for (const served of waypoint.services.filter(letsSomebodyIn)) {
        // Every one of them is turned away at some workload of the Service.
        const refusing = served.workloads.flatMap((workload) => ztunnel.refusedBy(workload, identity) ?? []);
        const [one] = refusing;
        if (one === undefined) continue;
        refused.push(`${served.service.namespace}/${served.service.name}`);
        by = refusing.reduce(firstByName, by ?? one);
      }
      if (by === undefined) continue;
      context.report(
        by,
        ['spec'],
        `${formatObject(by.ref)} does not let waypoint ${waypoint.namespace}/${waypoint.name} in ("${identity.principal}"), through which ` +
          `callers of Service ${listedBriefly(refused.sort())} come.`,
      );
    }
  },
});

function letsSomebodyIn({ policies }: ServedService): boolean {
  return policies.some(({ lets }) => lets) || !policies.some(({ allows }) => allows);
}
