import { DATA_PLANE_KINDS } from '../../../model/data-plane';
import { formatObject } from '../../../model/finding';
import { appliesToMesh } from '../../../model/gateways';
import { fullHost, parseServiceHost, serviceHost } from '../../../model/hosts';
import type { Kind } from '../../../model/kinds';
import type { BackendRoute } from '../../../model/kinds/gateway-api';
import { LabelIndex } from '../../../model/label-index';
import { MultiMap } from '../../../model/multi-map';
import { targetRefsOf } from '../../../model/policy-target';
import type { Resource } from '../../../model/resource';
import type { RoutedHost } from '../../../model/routes';
import { isEmptySelector } from '../../../model/selectors';
import { SERVICE_KINDS } from '../../../model/services';
import { listedBriefly } from '../../../model/text';
import { canonical } from '../../../model/values';
import { actionOf, decides, isCoreGroup, targetsServing, waypointOf, waypointTarget } from '../../../model/waypoints';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

const READS = [
  'security.istio.io/AuthorizationPolicy',
  'security.istio.io/RequestAuthentication',
  'gateway.networking.k8s.io/HTTPRoute',
  'gateway.networking.k8s.io/GRPCRoute',
  'networking.istio.io/VirtualService',
  ...DATA_PLANE_KINDS,
  ...SERVICE_KINDS,
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
apiVersion: v1
kind: Service
metadata: { name: reviews-v1, namespace: shop }
spec:
  selector: { app: reviews, version: v1 }
  ports: [{ name: http, port: 80 }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: reviews, namespace: shop }
spec:
  parentRefs: [{ group: "", kind: Service, name: reviews, port: 80 }]
  rules:
    - backendRefs: [{ name: reviews-v1, port: 80 }]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: all-by-waypoint, namespace: shop }
spec:
  rules:
    - from: [{ source: { principals: [cluster.local/ns/shop/sa/waypoint] } }]
`;

export const policyNotOnEveryService = defineRule({
  id: 'policy-not-on-every-service',
  upstream: [],
  severity: 'warning',
  summary: 'A policy is for a Service whose workloads can also be called as another Service, for which it is not',
  why: 'A waypoint carries out the policies of the Service that is called, so a caller of the other Service walks around them.',
  fix: 'Add the other Services to `targetRefs` of the policy, or attach it to the waypoint (kind Gateway).',
  notes:
    'The other Services are those of the same namespace to which an HTTPRoute or GRPCRoute with the Service as its parent, or a ' +
    'VirtualService of the mesh with its host, sends, and those whose selector is that of the Service or narrower, as with one ' +
    'Service for each version. Both must be in the input and have a waypoint; headless Services, which are called past it, are left ' +
    'to `waypoint-by-passed`. Policies of the waypoint itself, and of the GatewayClass `istio-waypoint` in the ' +
    'root namespace, are for all its Services. A Service is closed to strangers by any ALLOW policy of its own. A DENY or CUSTOM ' +
    'policy and a RequestAuthentication must be there rule by rule, in one policy or several. Policies with the action AUDIT or ' +
    'the annotation `istio.io/dry-run` decide nothing, and are left alone.',
  reads: READS,
  bad: `${mesh.trimEnd()}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: shop }
spec:
  targetRefs: [{ group: "", kind: Service, name: reviews }]
  rules:
    - to: [{ operation: { methods: [GET] } }]
`,
  good: `${mesh.trimEnd()}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: shop }
spec:
  targetRefs:
    - { group: "", kind: Service, name: reviews }
    - { group: "", kind: Service, name: reviews-v1 }
  rules:
    - to: [{ operation: { methods: [GET] } }]
`,
  check(context) {
    const authorizations = context.all('security.istio.io/AuthorizationPolicy').filter(decides);
    const authentications = context.all('security.istio.io/RequestAuthentication');
    if (![...authorizations, ...authentications].some(isForServices)) return;
    const others = new OtherServices(context);
    checkPolicies(context, authorizations, others);
    checkPolicies(context, authentications, others);
  },
});

type Policy = Resource<'security.istio.io/AuthorizationPolicy'> | Resource<'security.istio.io/RequestAuthentication'>;

/** Most policies are for workloads, and then nobody needs to know which Services lead to the same. */
function isForServices({ object }: Policy): boolean {
  return targetRefsOf(object.spec).some(({ kind }) => kind === 'Service');
}

/** The Services of a namespace that lead to the workloads of another. */
class OtherServices {
  /** Names of the Services that a Service is routed to, by its host. */
  readonly #routed = new MultiMap<string, readonly string[]>();
  readonly #bySelector = new Map<string, LabelIndex<{ readonly labels: Readonly<Record<string, string>>; readonly name: string }>>();
  readonly #clusterDomain: string;

  constructor(context: RuleContext) {
    this.#clusterDomain = context.settings.clusterDomain;
    for (const { namespace, name, object } of context.all('core/Service')) {
      if (isEmptySelector(object.selector) || object.clusterIP === 'None') continue;
      const known = this.#bySelector.get(namespace) ?? new LabelIndex();
      this.#bySelector.set(namespace, known);
      known.add({ labels: object.selector, name });
    }
    for (const kind of ['gateway.networking.k8s.io/HTTPRoute', 'gateway.networking.k8s.io/GRPCRoute'] as const) {
      for (const { namespace, object } of context.all(kind)) this.#addRoute(namespace, object);
    }
    for (const virtualService of context.all('networking.istio.io/VirtualService')) this.#addVirtualService(virtualService, context.routes.of(virtualService));
  }

  of(service: Resource<'core/Service'>): ReadonlySet<string> {
    const { namespace, name, object } = service;
    const narrower = isEmptySelector(object.selector) ? [] : (this.#bySelector.get(namespace)?.matching(object.selector) ?? []);
    const names = new Set([...this.#routed.get(this.#host(name, namespace)).flat(), ...narrower.map((other) => other.name)]);
    names.delete(name);
    return names;
  }

  #host(name: string, namespace: string): string {
    return serviceHost(name, namespace, this.#clusterDomain);
  }

  #addRoute(namespace: string, { spec }: BackendRoute): void {
    const names = (spec?.rules ?? [])
      .flatMap(({ backendRefs }) => backendRefs ?? [])
      .flatMap((ref) => {
        const plain = isCoreGroup(ref.group) && (ref.kind ?? 'Service') === 'Service' && (ref.namespace ?? namespace) === namespace;
        return plain && ref.name !== undefined ? [ref.name] : [];
      });
    for (const parent of spec?.parentRefs ?? []) {
      // A route for a Service of another namespace is for callers of its own namespace only.
      const ofService = parent.group !== undefined && isCoreGroup(parent.group) && parent.kind === 'Service';
      if (!ofService || (parent.namespace ?? namespace) !== namespace || parent.name === undefined) continue;
      this.#routed.add(this.#host(parent.name, namespace), names);
    }
  }

  #addVirtualService({ namespace, object }: Resource<'networking.istio.io/VirtualService'>, destinations: readonly RoutedHost[]): void {
    if (!appliesToMesh(object.spec?.gateways)) return;
    const names = destinations.flatMap(({ host, mirror }) => {
      const parsed = mirror ? undefined : parseServiceHost(host, this.#clusterDomain);
      return parsed?.namespace === namespace ? [parsed.name] : [];
    });
    for (const host of object.spec?.hosts ?? []) {
      const full = fullHost(host, namespace, this.#clusterDomain);
      if (parseServiceHost(full, this.#clusterDomain)?.namespace === namespace) this.#routed.add(full, names);
    }
  }
}

/** What is already said of one target. */
interface Said {
  allows: boolean;
  /** An ALLOW policy has rules, so that somebody gets in. */
  lets: boolean;
  readonly parts: Set<string>;
}

function checkPolicies(context: RuleContext, policies: readonly Policy[], others: OtherServices): void {
  const said = new Map<string, Said>();
  const partsOf = new Map<Policy, readonly string[]>();
  for (const policy of policies) {
    const parts = decisionsOf(policy);
    partsOf.set(policy, parts);
    for (const target of targetsOf(context, policy)) {
      const known = said.get(target) ?? { allows: false, lets: false, parts: new Set() };
      said.set(target, known);
      for (const part of parts) known.parts.add(part);
      if (isAllow(policy)) known.allows = true;
      if (isAllow(policy) && parts.length > 0) known.lets = true;
    }
  }
  for (const policy of policies) {
    const missed = new Set<string>();
    const guarded = new Set<string>();
    let first: number | undefined;
    for (const [index, { group, kind, name }] of targetRefsOf(policy.object.spec).entries()) {
      if (kind !== 'Service' || !isCoreGroup(group) || name === undefined) continue;
      const service = serviceOf(context, policy.namespace, name);
      if (service === undefined || serversOf(context, service) === undefined) continue;
      for (const other of others.of(service)) {
        const called = serviceOf(context, policy.namespace, other);
        const targets = called === undefined ? undefined : serversOf(context, called);
        if (targets === undefined || isCovered(policy, partsOf.get(policy) ?? [], targets.flatMap((target) => said.get(target) ?? []))) continue;
        first ??= index;
        missed.add(other);
        guarded.add(name);
      }
    }
    if (first === undefined) continue;
    const names = [...missed].sort();
    context.report(
      policy,
      policy.object.spec?.targetRef === undefined ? ['spec', 'targetRefs', first] : ['spec', 'targetRef'],
      `${formatObject(policy.ref)} is for Service ${listedBriefly([...guarded].sort())}, whose workloads can also be called as Service ` +
        `${listedBriefly(names)}; for ${names.length === 1 ? 'that one' : 'those'} it is not.`,
    );
  }
}

function isAllow(policy: Policy): boolean {
  return policy.kind === 'security.istio.io/AuthorizationPolicy' && actionOf(policy.object) === 'ALLOW';
}

/** Each thing that a policy decides, as a text. */
function decisionsOf(policy: Policy): readonly string[] {
  if (policy.kind === 'security.istio.io/RequestAuthentication') return (policy.object.spec?.jwtRules ?? []).map((rule) => canonical(rule));
  const { rules = [], provider } = policy.object.spec ?? {};
  return rules.map((rule) => canonical([actionOf(policy.object), provider, rule]));
}

function targetsOf(context: RuleContext, { namespace, object }: Policy): readonly string[] {
  return targetRefsOf(object.spec).flatMap((ref) => waypointTarget(ref, namespace, context.settings.rootNamespace) ?? []);
}

/** A Service of the input. */
function serviceOf(context: RuleContext, namespace: string, name: string): Resource<'core/Service'> | undefined {
  for (const { resource } of context.services.exact(serviceHost(name, namespace, context.settings.clusterDomain))) {
    if (resource?.kind === 'core/Service') return resource;
  }
  return undefined;
}

/** The targets whose policies are carried out for a Service; undefined where it has no waypoint. */
function serversOf(context: RuleContext, service: Resource<'core/Service'>): readonly string[] | undefined {
  const waypoint = waypointOf(service, context.namespaces.get(service.namespace));
  return waypoint === undefined || service.object.clusterIP === 'None' ? undefined : targetsServing(service, waypoint);
}

function isCovered(policy: Policy, parts: readonly string[], said: readonly Said[]): boolean {
  const allows = said.some((one) => one.allows);
  // An ALLOW policy without rules lets nobody in.
  if (allows && !said.some((one) => one.lets)) return true;
  if (isAllow(policy)) return allows;
  return parts.every((part) => said.some((one) => one.parts.has(part)));
}
