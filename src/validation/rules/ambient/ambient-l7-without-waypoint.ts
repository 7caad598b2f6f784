import { DATA_PLANE_KINDS, isSurelyAmbient } from '../../../model/data-plane';
import { formatObject } from '../../../model/finding';
import type { Severity } from '../../../model/finding';
import { fullHost, serviceHost } from '../../../model/hosts';
import type { Kind } from '../../../model/kinds';
import type { PolicyTarget, Telemetry } from '../../../model/kinds/security';
import { Memo } from '../../../model/memo';
import type { Path } from '../../../model/path';
import { httpAttributes, unreadByZtunnel } from '../../../model/policy-attributes';
import { targetRefsOf } from '../../../model/policy-target';
import type { Resource } from '../../../model/resource';
import { isEmptySelector } from '../../../model/selectors';
import { SERVICE_KINDS } from '../../../model/services';
import type { KnownService } from '../../../model/services-of-host';
import { canonical } from '../../../model/values';
import { waypointOf } from '../../../model/waypoints';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import { reach } from '../../ambient-reach';
import type { Reach } from '../../ambient-reach';
import type { RuleContext } from '../../context';
import { routingByHttp } from '../../http-routing';
import type { Routing } from '../../http-routing';
import { defineRule } from '../../rule';

const READS = [
  'security.istio.io/AuthorizationPolicy',
  'security.istio.io/RequestAuthentication',
  'extensions.istio.io/WasmPlugin',
  'telemetry.istio.io/Telemetry',
  'networking.istio.io/VirtualService',
  'networking.istio.io/DestinationRule',
  ...DATA_PLANE_KINDS,
  ...SERVICE_KINDS,
  ...WORKLOAD_KINDS,
] as const satisfies readonly Kind[];

export const ambientL7WithoutWaypoint = defineRule({
  id: 'ambient-l7-without-waypoint',
  upstream: [
    'KIA0109', 'KIA0110', 'KIA0210', 'KIA0211', 'KIA1109', 'KIA1110', 'KIA1111', 'KIA1112', 'KIA1113', 'KIA1115', 'KIA1116', 'KIA1117', 'KIA1317',
  ],
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
    'AuthorizationPolicy for a Service without a waypoint. Selectors of gateways and sidecars are left alone. ' +
    'A Telemetry without a selector is for the waypoints of its namespace too, so it is an info, and only where there is no waypoint.',
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
    const reaches = new Memo<Reach>();
    const byWaypoints = new Memo<boolean>();
    for (const policy of context.all('security.istio.io/AuthorizationPolicy')) {
      const [first] = httpAttributes(policy.object);
      if (first === undefined) {
        checkConnections(context, policy, reaches);
        continue;
      }
      checkPolicy(context, policy, policy.object.spec, {
        reaches,
        path: first,
        what: 'looks at HTTP',
        unattached: { upstream: ['KIA0110'], severity: 'error', why: CONSEQUENCE[policy.object.spec?.action ?? 'ALLOW'] },
        unserved: ['KIA0109'],
        ofWorkloads: ['KIA1317'],
      });
    }
    for (const policy of context.all('security.istio.io/RequestAuthentication')) {
      if ((policy.object.spec?.jwtRules ?? []).length === 0) continue;
      checkPolicy(context, policy, policy.object.spec, {
        reaches,
        path: ['spec', 'jwtRules'],
        what: 'checks tokens',
        unattached: { upstream: ['KIA1115'] },
        unserved: ['KIA1110'],
      });
    }
    for (const policy of context.all('extensions.istio.io/WasmPlugin')) {
      checkPolicy(context, policy, policy.object.spec, {
        reaches,
        path: ['spec'],
        what: 'adds a plugin',
        unattached: { upstream: ['KIA1116'] },
        unserved: ['KIA1111'],
      });
    }
    for (const policy of context.all('telemetry.istio.io/Telemetry')) {
      const [first] = httpTelemetry(policy.object);
      if (first === undefined || (isForNamespace(policy) && byWaypoints.get(policy.namespace, () => mayHaveWaypoints(context, policy.namespace)))) continue;
      checkPolicy(context, policy, policy.object.spec, {
        reaches,
        path: ['spec', first],
        what: 'is about requests',
        unattached: { upstream: ['KIA1117'], ...(isForNamespace(policy) ? { severity: 'info' } : {}) },
        unserved: ['KIA1112'],
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
function checkConnections(context: RuleContext, policy: Resource<'security.istio.io/AuthorizationPolicy'>, reaches: Memo<Reach>): void {
  const { spec } = policy.object;
  const attached = targetRefsOf(spec).length > 0;
  const unread = unreadByZtunnel(policy.object);
  if (!attached && unread === undefined) return;
  const action = spec?.action ?? 'ALLOW';
  checkPolicy(context, policy, spec, {
    reaches,
    path: attached ? ['spec', spec?.targetRef === undefined ? 'targetRefs' : 'targetRef'] : (unread?.path ?? []),
    what: attached ? 'decides' : (unread?.what ?? ''),
    unattached: { upstream: [], why: OTHERWISE[action], ...(action === 'CUSTOM' ? { severity: 'error' } : {}) },
    unserved: [],
    unservedWhy: 'Ztunnel leaves policies with targetRefs to waypoints, so nobody carries it out.',
  });
}

const OTHERWISE = {
  ALLOW: 'Ztunnel leaves out what it does not read, so the rule allows more than it says, or nothing.',
  DENY: 'Ztunnel leaves out what it does not read, so the rule denies more than it says.',
  AUDIT: 'Ztunnel has no action AUDIT, so nothing is recorded.',
  CUSTOM: CONSEQUENCE.CUSTOM,
} as const;

interface PolicyCheck {
  /** What selectors are for, which many policies ask alike. */
  readonly reaches: Memo<Reach>;
  readonly path: Path;
  readonly what: string;
  readonly unattached: { readonly upstream: readonly string[]; readonly severity?: Severity; readonly why?: string };
  /** What Kiali says of a policy for something without a waypoint, and of the workloads that it is for. */
  readonly unserved: readonly string[];
  readonly ofWorkloads?: readonly string[];
  /** Why it matters that a Service without a waypoint is meant, where that is not what the rule says in general. */
  readonly unservedWhy?: string;
}

type AnyPolicy = Resource<
  'security.istio.io/AuthorizationPolicy' | 'security.istio.io/RequestAuthentication' | 'extensions.istio.io/WasmPlugin' | 'telemetry.istio.io/Telemetry'
>;

function checkPolicy(
  context: RuleContext,
  policy: AnyPolicy,
  spec: PolicyTarget | undefined,
  { reaches, path, what, unattached, unserved, unservedWhy, ofWorkloads = [] }: PolicyCheck,
): void {
  if (!isAmbient(context, policy.namespace)) return;
  const reachOf = (selector: Labels): Reach => reaches.get(canonical([policy.namespace, selector]), () => reach(context, policy.namespace, selector));
  const targets = targetRefsOf(spec);
  if (targets.length === 0) {
    const { forProxies, unenrolled, workloads } = reachOf(spec?.selector?.matchLabels ?? {});
    if (forProxies) return;
    context.report(
      policy,
      path,
      `${formatObject(policy.ref)} ${what} and is not attached to a waypoint, in ambient namespace ${policy.namespace}.`,
      { ...unattached, upstream: [...unattached.upstream, ...(unenrolled ? unserved : []), ...(workloads ? ofWorkloads : [])] },
    );
    return;
  }
  for (const { group, kind, name } of targets) {
    if (kind !== 'Service' || (group ?? '') !== '' || name === undefined) continue;
    const host = fullHost(name, policy.namespace, context.settings.clusterDomain);
    const [service] = unservedOf(context, host, 'core/Service');
    if (service === undefined) continue;
    const workloads = !isEmptySelector(service.selector) && reachOf(service.selector ?? {}).workloads;
    context.report(
      policy,
      path,
      `${formatObject(policy.ref)} ${what} for Service ${policy.namespace}/${name}, which is ambient and uses no waypoint.`,
      { upstream: [...unserved, ...(workloads ? ofWorkloads : [])], ...(unservedWhy === undefined ? {} : { why: unservedWhy }) },
    );
  }
}

/** What a Telemetry says that needs somebody who reads HTTP. */
function httpTelemetry({ spec }: Telemetry): readonly ('tracing' | 'accessLogging' | 'metrics')[] {
  return [
    ...((spec?.tracing ?? []).length > 0 ? (['tracing'] as const) : []),
    ...((spec?.accessLogging ?? []).length > 0 ? (['accessLogging'] as const) : []),
    ...((spec?.metrics ?? []).some(({ overrides = [] }) => overrides.length > 0) ? (['metrics'] as const) : []),
  ];
}

function isForNamespace({ object }: Resource<'telemetry.istio.io/Telemetry'>): boolean {
  return targetRefsOf(object.spec).length === 0 && isEmptySelector(object.spec?.selector?.matchLabels);
}

/** False for a namespace that certainly has no waypoint, which would carry out a Telemetry for the namespace; the root namespace is for all. */
function mayHaveWaypoints({ namespaces, services, settings }: RuleContext, namespace: string): boolean {
  const around = namespaces.get(namespace);
  if (namespace === settings.rootNamespace || around === undefined || waypointOf({ namespace, labels: {} }, around) !== undefined) return true;
  return services.namesIn(namespace).some((name) =>
    services.exact(serviceHost(name, namespace, settings.clusterDomain)).some(({ resource }) => resource !== undefined && waypointOf(resource, around) !== undefined),
  );
}

function isAmbient(context: RuleContext, namespace: string): boolean {
  return isSurelyAmbient(context.namespaces.get(namespace), context.settings);
}

type Labels = Readonly<Record<string, string>>;

/** What the input has of a host in an ambient namespace, where no waypoint serves it. */
function unservedOf(context: RuleContext, host: string, kind: 'core/Service' | 'networking.istio.io/ServiceEntry'): readonly KnownService[] {
  return context.services.exact(host).filter(({ resource, namespace }) => {
    // The label may stand on a Namespace that the input does not have.
    if (!context.namespaces.has(namespace) && !context.settings.complete) return false;
    return resource?.kind === kind && isAmbient(context, namespace) && waypointOf(resource, context.namespaces.get(namespace)) === undefined;
  });
}

function checkHost(context: RuleContext, owner: Routing, text: string, path: Path): void {
  const host = fullHost(text, owner.namespace, context.settings.clusterDomain);
  const ofService = unservedOf(context, host, 'core/Service').length > 0;
  // Callers of an outside host with a sidecar follow it, so it matters whether those of its namespace have one.
  if (!ofService && !(isAmbient(context, owner.namespace) && unservedOf(context, host, 'networking.istio.io/ServiceEntry').length > 0)) return;
  const codes = owner.kind === 'networking.istio.io/VirtualService' ? { service: 'KIA1113', outside: 'KIA1109' } : { service: 'KIA0211', outside: 'KIA0210' };
  const enrolled = waypointOf({ namespace: owner.namespace, labels: {} }, context.namespaces.get(owner.namespace)) !== undefined;
  context.report(owner, path, `${formatObject(owner.ref)} is for ${host}, which is ambient and uses no waypoint.`, {
    upstream: ofService ? [codes.service] : enrolled ? [] : [codes.outside],
    why: 'Callers without a sidecar do not follow its HTTP settings: only a waypoint of the Service does.',
    fix: 'Enrol the Service or its namespace with the label `istio.io/use-waypoint`.',
  });
}
