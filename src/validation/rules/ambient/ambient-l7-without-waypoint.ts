import { DATA_PLANE_KINDS, dataPlaneOfNamespace, dataPlaneOfWorkload, isGatewayPod } from '../../../model/data-plane';
import { formatObject } from '../../../model/finding';
import { appliesToMesh } from '../../../model/gateways';
import { fullHost } from '../../../model/hosts';
import type { Kind } from '../../../model/kinds';
import type { DestinationRule, TrafficPolicy } from '../../../model/kinds/networking';
import type { PolicyTarget } from '../../../model/kinds/security';
import { Memo } from '../../../model/memo';
import type { Path } from '../../../model/path';
import { httpAttributes, unreadByZtunnel } from '../../../model/policy-attributes';
import { targetRefsOf } from '../../../model/policy-target';
import type { Resource } from '../../../model/resource';
import { isEmptySelector } from '../../../model/selectors';
import { SERVICE_KINDS } from '../../../model/services';
import { canonical } from '../../../model/values';
import { waypointOf } from '../../../model/waypoints';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

const READS = [
  'security.istio.io/AuthorizationPolicy',
  'security.istio.io/RequestAuthentication',
  'extensions.istio.io/WasmPlugin',
  'networking.istio.io/VirtualService',
  'networking.istio.io/DestinationRule',
  ...DATA_PLANE_KINDS,
  ...SERVICE_KINDS,
  ...WORKLOAD_KINDS,
] as const satisfies readonly Kind[];

export const ambientL7WithoutWaypoint = defineRule({
  id: 'ambient-l7-without-waypoint',
  upstream: ['KIA0109', 'KIA0110', 'KIA0211', 'KIA1110', 'KIA1111', 'KIA1113', 'KIA1115', 'KIA1116'],
  severity: 'warning',
  summary: 'Something that looks at HTTP is for ambient workloads that no waypoint serves',
  why: 'Ztunnel does not read HTTP: only a waypoint carries this out.',
  fix: 'Attach the policy with `targetRefs` to a Service or waypoint, and enrol the Service or its namespace with the label `istio.io/use-waypoint`.',
  notes:
    'A namespace is ambient when its Namespace object has the label `istio.io/dataplane-mode: ambient` and none for injection, or ' +
    'by the setting `dataPlane` where it says nothing. Whether a Service has a waypoint can be told only where its Namespace is in ' +
    'the input, or with `--complete`. An AuthorizationPolicy with a selector is an error: ztunnel leaves the HTTP parts out, so an ' +
    'ALLOW rule matches nothing and a DENY rule stops too much or nothing. What else ztunnel does not do counts as well: the actions ' +
    'CUSTOM (an error) and AUDIT, trust domains, and conditions on anything but addresses, ports, namespaces and principals; so does any ' +
    'AuthorizationPolicy for a Service without a waypoint. Selectors of gateways and sidecars are left alone.',
  reads: READS,
  bad: `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient } }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  rules:
    - to: [{ operation: { methods: [GET] } }]
`,
  good: `
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
    // Of a namespace that the input does not have, the settings decide.
    if (!['', ...context.namespaces.keys()].some((namespace) => isAmbient(context, namespace))) return;
    const proxies = new Memo<boolean>();
    for (const policy of context.all('security.istio.io/AuthorizationPolicy')) {
      const [first] = httpAttributes(policy.object);
      if (first === undefined) {
        checkConnections(context, policy, proxies);
        continue;
      }
      checkPolicy(context, policy, policy.object.spec, {
        proxies,
        path: first,
        what: 'looks at HTTP',
        unattached: { upstream: ['KIA0110'], severity: 'error', why: CONSEQUENCE[policy.object.spec?.action ?? 'ALLOW'] },
        unserved: { upstream: ['KIA0109'] },
      });
    }
    for (const policy of context.all('security.istio.io/RequestAuthentication')) {
      if ((policy.object.spec?.jwtRules ?? []).length === 0) continue;
      checkPolicy(context, policy, policy.object.spec, {
        proxies,
        path: ['spec', 'jwtRules'],
        what: 'checks tokens',
        unattached: { upstream: ['KIA1115'] },
        unserved: { upstream: ['KIA1110'] },
      });
    }
    for (const policy of context.all('extensions.istio.io/WasmPlugin')) {
      checkPolicy(context, policy, policy.object.spec, {
        proxies,
        path: ['spec'],
        what: 'adds a plugin',
        unattached: { upstream: ['KIA1116'] },
        unserved: { upstream: ['KIA1111'] },
      });
    }
    for (const { owner, host, path } of routingByHttp(context)) checkHost(context, owner, host, path);
  },
});

const CONSEQUENCE = {
  ALLOW: 'Ztunnel does not read HTTP: it leaves such a rule out, so what it allows is denied.',
  DENY: 'Ztunnel does not read HTTP: it leaves those conditions out, so the rule denies more than it says, or nothing.',
  AUDIT: 'Ztunnel does not read HTTP, so nothing is recorded.',
  CUSTOM: 'Ztunnel asks no external authorizer, so requests are not checked.',
} as const;

/** A policy that looks at no HTTP: ztunnel carries it out, unless it has targets or asks for what ztunnel does not do. */
function checkConnections(context: RuleContext, policy: Resource<'security.istio.io/AuthorizationPolicy'>, proxies: Memo<boolean>): void {
  const { spec } = policy.object;
  const attached = targetRefsOf(spec).length > 0;
  const unread = unreadByZtunnel(policy.object);
  if (!attached && unread === undefined) return;
  const action = spec?.action ?? 'ALLOW';
  checkPolicy(context, policy, spec, {
    proxies,
    path: attached ? ['spec', spec?.targetRef === undefined ? 'targetRefs' : 'targetRef'] : (unread?.path ?? []),
    what: attached ? 'decides' : (unread?.what ?? ''),
    unattached: { upstream: [], why: OTHERWISE[action], ...(action === 'CUSTOM' ? { severity: 'error' } : {}) },
    unserved: { upstream: [], why: 'Ztunnel leaves policies with targetRefs to waypoints, so nobody carries it out.' },
  });
}

const OTHERWISE = {
  ALLOW: 'Ztunnel leaves out what it does not read, so the rule allows more than it says, or nothing.',
  DENY: 'Ztunnel leaves out what it does not read, so the rule denies more than it says.',
  AUDIT: 'Ztunnel has no action AUDIT, so nothing is recorded.',
  CUSTOM: CONSEQUENCE.CUSTOM,
} as const;

interface PolicyCheck {
  /** Whether selectors are for proxies, which many policies ask alike. */
  readonly proxies: Memo<boolean>;
  readonly path: Path;
  readonly what: string;
  readonly unattached: { readonly upstream: readonly string[]; readonly severity?: 'error'; readonly why?: string };
  readonly unserved: { readonly upstream: readonly string[]; readonly why?: string };
}

type AnyPolicy = Resource<
  'security.istio.io/AuthorizationPolicy' | 'security.istio.io/RequestAuthentication' | 'extensions.istio.io/WasmPlugin'
>;

function checkPolicy(
  context: RuleContext,
  policy: AnyPolicy,
  spec: PolicyTarget | undefined,
  { proxies, path, what, unattached, unserved }: PolicyCheck,
): void {
  if (!isAmbient(context, policy.namespace)) return;
  const targets = targetRefsOf(spec);
  if (targets.length === 0) {
    const selector = spec?.selector?.matchLabels;
    if (proxies.get(canonical([policy.namespace, selector ?? {}]), () => isForProxies(context, policy.namespace, selector))) return;
    context.report(
      policy,
      path,
      `${formatObject(policy.ref)} ${what} and is not attached to a waypoint, in ambient namespace ${policy.namespace}.`,
      unattached,
    );
    return;
  }
  for (const { group, kind, name } of targets) {
    if (kind !== 'Service' || (group ?? '') !== '' || name === undefined) continue;
    const host = fullHost(name, policy.namespace, context.settings.clusterDomain);
    if (isUnserved(context, host)) {
      context.report(
        policy,
        path,
        `${formatObject(policy.ref)} ${what} for Service ${policy.namespace}/${name}, which is ambient and uses no waypoint.`,
        unserved,
      );
    }
  }
}

function isAmbient(context: RuleContext, namespace: string): boolean {
  const plane = dataPlaneOfNamespace(context.namespaces.get(namespace), context.settings);
  return plane.kind === 'ambient' && plane.certain;
}

/** True when the selector is for gateways or workloads with a sidecar, which read HTTP themselves. */
function isForProxies(context: RuleContext, namespace: string, selector: Readonly<Record<string, string>> | undefined): boolean {
  if (isEmptySelector(selector)) return false;
  if (Object.keys(selector ?? {}).some((key) => key === 'istio' || key.startsWith('gateway.networking.k8s.io/'))) return true;
  const workloads = context.workloads.matching(selector, namespace);
  const ofNamespace = dataPlaneOfNamespace(context.namespaces.get(namespace), context.settings);
  return (
    workloads.length > 0 &&
    workloads.every(({ pod }) => (pod !== undefined && isGatewayPod(pod)) || dataPlaneOfWorkload(pod, ofNamespace).kind !== 'ambient')
  );
}

/** True for a Service of the input in an ambient namespace that no waypoint serves. */
function isUnserved(context: RuleContext, host: string): boolean {
  return context.services.exact(host).some(({ resource, namespace }) => {
    // The label may stand on a Namespace that the input does not have.
    if (!context.namespaces.has(namespace) && !context.settings.complete) return false;
    return (
      resource?.kind === 'core/Service' &&
      isAmbient(context, namespace) &&
      waypointOf(resource, context.namespaces.get(namespace)) === undefined
    );
  });
}

type Routing = Resource<'networking.istio.io/VirtualService' | 'networking.istio.io/DestinationRule'>;

interface RoutedHost {
  readonly owner: Routing;
  readonly host: string;
  readonly path: Path;
}

function* routingByHttp(context: RuleContext): Generator<RoutedHost> {
  for (const owner of context.all('networking.istio.io/VirtualService')) {
    const spec = owner.object.spec;
    if (!appliesToMesh(spec?.gateways) || (spec?.http ?? []).length === 0) continue;
    for (const [index, host] of (spec?.hosts ?? []).entries()) yield { owner, host, path: ['spec', 'hosts', index] };
  }
  for (const owner of context.all('networking.istio.io/DestinationRule')) {
    const host = owner.object.spec?.host;
    if (host !== undefined && looksAtHttp(owner.object)) yield { owner, host, path: ['spec', 'host'] };
  }
}

function checkHost(context: RuleContext, owner: Routing, text: string, path: Path): void {
  const host = fullHost(text, owner.namespace, context.settings.clusterDomain);
  if (!isUnserved(context, host)) return;
  context.report(owner, path, `${formatObject(owner.ref)} is for ${host}, which is ambient and uses no waypoint.`, {
    upstream: [owner.kind === 'networking.istio.io/VirtualService' ? 'KIA1113' : 'KIA0211'],
    why: 'Callers without a sidecar do not follow its HTTP settings: only a waypoint of the Service does.',
    fix: 'Enrol the Service or its namespace with the label `istio.io/use-waypoint`.',
  });
}

function looksAtHttp({ spec }: DestinationRule): boolean {
  const policies = [spec?.trafficPolicy, ...(spec?.subsets ?? []).map(({ trafficPolicy }) => trafficPolicy)];
  return policies.some((policy) => policy !== undefined && isHttpPolicy(policy));
}

function isHttpPolicy({ loadBalancer, connectionPool, outlierDetection }: TrafficPolicy): boolean {
  const hash = loadBalancer?.consistentHash;
  return (
    hash?.httpHeaderName !== undefined ||
    hash?.httpCookie !== undefined ||
    connectionPool?.http !== undefined ||
    outlierDetection !== undefined
  );
}
