import { formatObject } from '../../../model/finding';
import { serviceHost } from '../../../model/hosts';
import { MESH_GATEWAY } from '../../../model/gateways';
import type { Kind } from '../../../model/kinds';
import { httpAttributes } from '../../../model/policy-attributes';
import { targetRefsOf } from '../../../model/policy-target';
import { firstByName } from '../../../model/resource';
import type { Resource } from '../../../model/resource';
import { listedBriefly } from '../../../model/text';
import { servingWaypoints, WAYPOINT_KINDS } from '../../../model/waypoint-services';
import type { ServedService, ServingWaypoint } from '../../../model/waypoint-services';
import { decides, ingressUsesWaypoint, isCoreGroup, optsOutOfWaypoint, WAYPOINT_CLASS, waypointIdentity } from '../../../model/waypoints';
import { ZtunnelPolicies } from '../../../model/ztunnel-policies';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

const READS = [
  'networking.istio.io/VirtualService',
  'gateway.networking.k8s.io/HTTPRoute',
  'gateway.networking.k8s.io/GRPCRoute',
  ...WAYPOINT_KINDS,
] as const satisfies readonly Kind[];

const mesh = `
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
    - to: [{ operation: { methods: [GET] } }]
`;

export const waypointByPassed = defineRule({
  id: 'waypoint-by-passed',
  upstream: [],
  severity: 'info',
  summary: 'The policies of a waypoint are for workloads that also take connections without it',
  why: 'A waypoint sees only what is sent to a Service by the mesh: who calls the address of a Pod comes past its policies.',
  fix: 'Add an AuthorizationPolicy with a selector for these workloads that allows only the principal of the waypoint.',
  notes:
    'One finding for each waypoint. Workloads count as guarded when ztunnel has an ALLOW policy for them that names its callers or ' +
    'their ports, or a DENY policy for everybody but callers that it names, whoever these are: other callers may be meant. It is a ' +
    'warning where a gateway sends to such a Service: gateways leave the waypoint out, unless the label ' +
    '`istio.io/ingress-use-waypoint: "true"` stands on the Service or its namespace; and for a policy whose Service has the label ' +
    '`istio.io/use-waypoint: none`, so that nothing carries it out (where the policy looks at HTTP, ' +
    '`ambient-l7-without-waypoint` says so). NetworkPolicies and the setting PILOT_AUTO_ALLOW_WAYPOINT_POLICY of istiod, which ' +
    'can guard workloads too, are not looked at.',
  reads: READS,
  bad: mesh,
  good: `${mesh.trimEnd()}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews-by-waypoint, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  rules:
    - from: [{ source: { principals: [cluster.local/ns/shop/sa/waypoint] } }]
`,
  check(context) {
    const policies = context.all('security.istio.io/AuthorizationPolicy');
    if (policies.length === 0) return;
    const guards = new ZtunnelPolicies(policies, context.settings.rootNamespace);
    const entered = hostsOfGateways(context);
    for (const waypoint of servingWaypoints(context)) {
      const open = waypoint.services.filter(({ workloads }) => workloads.some((workload) => !guards.guards(workload)));
      if (open.length > 0) reportWaypoint(context, waypoint, open, entered);
    }
    checkOptedOut(context, policies.filter(decides));
  },
});

type Policy = Resource<'security.istio.io/AuthorizationPolicy'>;

function reportWaypoint(context: RuleContext, waypoint: ServingWaypoint, open: readonly ServedService[], entered: ReadonlySet<string>): void {
  const policies = open.flatMap((served) => served.policies);
  const subject = policies.map((ofTarget) => ofTarget.first).reduce(firstByName);
  const several = policies.some(({ first, count }) => count > 1 || first !== subject);
  const entries = open.filter(
    ({ service }) =>
      entered.has(serviceHost(service.name, service.namespace, context.settings.clusterDomain)) &&
      !ingressUsesWaypoint(service, context.namespaces.get(service.namespace)),
  );
  const by = waypointIdentity(waypoint, waypoint.gateway, context.settings.trustDomain)?.principal;
  const guard = `Add an AuthorizationPolicy with a selector for these workloads that allows only the waypoint${by === undefined ? '' : ` (principal "${by}")`}`;
  const label = 'set the label istio.io/ingress-use-waypoint: "true" on the Service, so that gateways use the waypoint';
  const message =
    `Waypoint ${waypoint.namespace}/${waypoint.name} carries out ${formatObject(subject.ref)}${several ? ' and others' : ''}, but the ` +
    `workloads of Service ${namesOf(open)} take connections that do not come from it.`;
  context.report(
    waypoint.gateway ?? subject,
    waypoint.gateway === undefined ? targetPath(subject) : ['spec'],
    entries.length === 0 ? message : `${message} Gateways send straight to ${namesOf(entries)}.`,
    entries.length === 0 ? { fix: `${guard}.` } : { fix: `${guard}, and ${label}.`, severity: 'warning' },
  );
}

function namesOf(services: readonly ServedService[]): string {
  return listedBriefly(services.map(({ service }) => `${service.namespace}/${service.name}`).sort());
}

function targetPath({ object }: Policy): readonly ['spec', 'targetRef' | 'targetRefs'] {
  return ['spec', object.spec?.targetRef === undefined ? 'targetRefs' : 'targetRef'];
}

/** Hosts of the Services that gateways send to. */
function hostsOfGateways(context: RuleContext): ReadonlySet<string> {
  const { clusterDomain } = context.settings;
  const hosts = new Set<string>();
  for (const virtualService of context.all('networking.istio.io/VirtualService')) {
    if (!(virtualService.object.spec?.gateways ?? []).some((gateway) => gateway !== MESH_GATEWAY)) continue;
    for (const { host } of context.routes.of(virtualService)) hosts.add(host);
  }
  const waypoints = new Set<string>();
  for (const { namespace, name, object } of context.all('gateway.networking.k8s.io/Gateway')) {
    if (object.spec?.gatewayClassName === WAYPOINT_CLASS) waypoints.add(`${namespace}/${name}`);
  }
  for (const kind of ['gateway.networking.k8s.io/HTTPRoute', 'gateway.networking.k8s.io/GRPCRoute'] as const) {
    for (const { namespace, object } of context.all(kind)) {
      const atGateway = (object.spec?.parentRefs ?? []).some(
        (parent) => (parent.kind ?? 'Gateway') === 'Gateway' && !waypoints.has(`${parent.namespace ?? namespace}/${parent.name ?? ''}`),
      );
      if (!atGateway) continue;
      for (const ref of (object.spec?.rules ?? []).flatMap(({ backendRefs }) => backendRefs ?? [])) {
        if (!isCoreGroup(ref.group) || (ref.kind ?? 'Service') !== 'Service' || ref.name === undefined) continue;
        hosts.add(serviceHost(ref.name, ref.namespace ?? namespace, clusterDomain));
      }
    }
  }
  return hosts;
}

/** Policies for Services that want no waypoint. */
function checkOptedOut(context: RuleContext, policies: readonly Policy[]): void {
  const without = new Set<string>();
  for (const { namespace, name, labels } of context.all('core/Service')) if (optsOutOfWaypoint(labels)) without.add(`${namespace}/${name}`);
  for (const policy of policies) {
    if (httpAttributes(policy.object).length > 0) continue;
    for (const [index, { group, kind, name }] of targetRefsOf(policy.object.spec).entries()) {
      const service = `${policy.namespace}/${name ?? ''}`;
      if (kind !== 'Service' || !isCoreGroup(group) || !without.has(service)) continue;
      context.report(
        policy,
        policy.object.spec?.targetRef === undefined ? ['spec', 'targetRefs', index] : ['spec', 'targetRef'],
        `${formatObject(policy.ref)} is for Service ${service}, which takes itself out with the label istio.io/use-waypoint: none.`,
        {
          severity: 'warning',
          why: 'A policy with a target is carried out by a waypoint only, and by nothing else.',
          fix: 'Remove the label, or say with a selector which workloads the policy is for, so that ztunnel carries it out.',
        },
      );
    }
  }
}
