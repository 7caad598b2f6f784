import { isGatewayPod } from '../../../model/data-plane';
import { formatObject } from '../../../model/finding';
import type { Kind } from '../../../model/kinds';
import type { PolicyRule, PolicySource } from '../../../model/kinds/security';
import { Memo } from '../../../model/memo';
import type { EffectiveMtls } from '../../../model/mtls';
import type { Path } from '../../../model/path';
import {
  conditionWantsIdentity,
  identityExcludedBy,
  identityWantedBy,
  isIdentityKey,
  matchesAllWithoutIdentity,
  mayMatchWithoutIdentity,
} from '../../../model/policy-callers';
import { policyScope, PolicyScopes } from '../../../model/policy-target';
import type { PolicyScope } from '../../../model/policy-target';
import type { Resource } from '../../../model/resource';
import { SelectorSet } from '../../../model/selector-set';
import { isEmptySelector } from '../../../model/selectors';
import { canonical, compareText } from '../../../model/values';
import { actionOf, decides } from '../../../model/waypoints';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import type { Workload } from '../../../model/workloads';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

const READS = [
  'security.istio.io/AuthorizationPolicy',
  'security.istio.io/PeerAuthentication',
  'networking.istio.io/Gateway',
  ...WORKLOAD_KINDS,
] as const satisfies readonly Kind[];

const mesh = (mode: string): string => `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec:
  mtls: { mode: ${mode} }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: no-dev, namespace: shop }
spec:
  selector: { matchLabels: { app: cart } }
  action: DENY
  rules:
    - from: [{ source: { namespaces: [dev] } }]
`;

export const policyByPassedByPlaintext = defineRule({
  id: 'policy-by-passed-by-plaintext',
  upstream: [],
  severity: 'warning',
  summary: 'An AuthorizationPolicy keeps callers out by their identity, and plain text, which has none, gets in',
  why: 'A caller that speaks plain text is of no namespace and no service account, so whoever is kept out gets in without its sidecar.',
  fix: 'Make mTLS STRICT for these workloads, or deny plain text as well: a DENY policy with `notPrincipals: ["*"]`.',
  notes:
    'Looked at are DENY rules for principals, namespaces, service accounts or trust domains, and ALLOW rules for all but some of ' +
    'them. Nothing is said where the ALLOW policies for the workloads name who may call, or a DENY policy stops plain text. It is ' +
    'an info where no PeerAuthentication of the input decides, since one may live elsewhere; with `--complete` Istio\'s default, ' +
    'PERMISSIVE, counts. A port that a PeerAuthentication makes an exception for is taken to be meant. Gateways, which take plain ' +
    'text from outside, and policies of a waypoint, which plain text does not reach, are left alone; so is mTLS that is turned off.',
  reads: READS,
  bad: mesh('PERMISSIVE'),
  good: mesh('STRICT'),
  check(context) {
    const policies = context.all('security.istio.io/AuthorizationPolicy').filter(decides);
    let guards: Guards | undefined;
    let gateways: SelectorSet | undefined;
    const answers = new Memo<Plaintext>();
    for (const policy of policies) {
      const found = weakPlace(policy);
      if (found === undefined) continue;
      const scope = policyScope(policy.object.spec, policy.namespace, context.settings.rootNamespace);
      if (scope.kind === 'targets') continue;
      if ((guards ??= guardsOf(policies, context.settings.rootNamespace)).keepOut(scope, actionOf(policy.object) === 'DENY')) continue;
      if (scope.kind === 'workloads' && isForGateways(scope.labels, (gateways ??= gatewaySelectors(context)))) continue;
      const taken = takenAt(answers.get(canonical(scope), () => plaintextOf(context, scope)), found.ports);
      if (taken !== undefined) report(context, policy, found, taken);
    }
  },
});

type Policy = Resource<'security.istio.io/AuthorizationPolicy'>;

interface WeakPlace {
  readonly path: Path;
  readonly field: string;
  /** Ports of the container that the rule is for; none: all. */
  readonly ports: readonly number[];
}

function report(context: RuleContext, policy: Policy, { path, field }: WeakPlace, { by }: EffectiveMtls): void {
  const does = actionOf(policy.object) === 'DENY' ? 'denies callers' : 'allows all callers but some';
  const but = by === undefined ? 'nothing here makes mTLS STRICT for its workloads' : `${formatObject(by.ref)} has its workloads take plain text too (PERMISSIVE)`;
  const unsure = by === undefined && !context.settings.complete;
  context.report(policy, path, `${formatObject(policy.ref)} ${does} by ${field}, but ${but}.`, {
    ...(unsure ? { severity: 'info', fix: 'Make mTLS STRICT for these workloads, or check them together with the PeerAuthentication that does.' } : {}),
  });
}

/** The first place at which a caller without an identity is not kept out, although others are. */
function weakPlace({ object }: Policy): WeakPlace | undefined {
  const action = actionOf(object);
  if (action !== 'DENY' && action !== 'ALLOW') return undefined;
  const find = action === 'DENY' ? wantedIn : excludedIn;
  for (const [index, rule] of (object.spec?.rules ?? []).entries()) {
    const found = find(rule);
    if (found !== undefined) return { path: ['spec', 'rules', index, ...found.path], field: found.field, ports: portsOf(rule) };
  }
  return undefined;
}

interface Found {
  readonly path: Path;
  readonly field: string;
}

/** Of a DENY rule. */
function wantedIn({ from, when }: PolicyRule): Found | undefined {
  const condition = (when ?? []).findIndex(conditionWantsIdentity);
  if (condition >= 0) return { path: ['when', condition, 'values'], field: when?.[condition]?.key ?? '' };
  return inSources(from, identityWantedBy);
}

/** Of an ALLOW rule. One that names addresses or wants tokens keeps others out by them. */
function excludedIn(rule: PolicyRule): Found | undefined {
  const { from, when } = rule;
  if (!mayMatchWithoutIdentity(rule)) return undefined;
  const condition = (when ?? []).findIndex(({ key, notValues }) => isIdentityKey(key) && (notValues ?? []).length > 0);
  if (condition >= 0) return { path: ['when', condition, 'notValues'], field: when?.[condition]?.key ?? '' };
  return inSources(from, (source) => (keepsOutOtherwise(source) ? undefined : identityExcludedBy(source)));
}

function keepsOutOtherwise(source: PolicySource | undefined): boolean {
  return (['ipBlocks', 'remoteIpBlocks', 'requestPrincipals'] as const).some((field) => (source?.[field] ?? []).length > 0) || identityWantedBy(source) !== undefined;
}

function inSources(from: PolicyRule['from'], fieldOf: (source: PolicySource | undefined) => string | undefined): Found | undefined {
  for (const [position, { source }] of (from ?? []).entries()) {
    const field = fieldOf(source);
    if (field !== undefined) return { path: ['from', position, 'source', field], field };
  }
  return undefined;
}

function portsOf({ to }: PolicyRule): readonly number[] {
  const lists = (to ?? []).map(({ operation }) => operation?.ports ?? []);
  return lists.some((ports) => ports.length === 0) ? [] : [...new Set(lists.flat().map(Number))].sort((a, b) => a - b);
}

/** Policies that keep plain text out. */
interface Guards {
  keepOut(scope: PolicyScope, denies: boolean): boolean;
}

function guardsOf(policies: readonly Policy[], rootNamespace: string): Guards {
  const [allowing, open, refusing] = [new PolicyScopes(), new PolicyScopes(), new PolicyScopes()];
  for (const { object, namespace } of policies) {
    const [action, rules] = [actionOf(object), object.spec?.rules ?? []];
    const scope = policyScope(object.spec, namespace, rootNamespace);
    if (scope.kind === 'targets') continue;
    if (action === 'DENY' && rules.some(matchesAllWithoutIdentity)) refusing.add(scope);
    if (action === 'ALLOW') (rules.some(mayMatchWithoutIdentity) ? open : allowing).add(scope);
  }
  return { keepOut: (scope, denies) => refusing.mayMeet(scope) || (denies && allowing.mayMeet(scope) && !open.mayMeet(scope)) };
}

function gatewaySelectors(context: RuleContext): SelectorSet {
  const selectors = new SelectorSet();
  for (const { object } of context.gateways.values()) if (!isEmptySelector(object.spec?.selector)) selectors.add(object.spec?.selector ?? {});
  return selectors;
}

function isForGateways(labels: Readonly<Record<string, string>>, gateways: SelectorSet): boolean {
  return Object.keys(labels).some((key) => key === 'istio' || key.startsWith('gateway.networking.k8s.io/')) || gateways.mayMatch(labels);
}

/** Where workloads take plain text, and what has them do so. */
interface Plaintext {
  /** At all ports but those told apart. */
  readonly general?: EffectiveMtls;
  readonly ports: ReadonlyMap<number, EffectiveMtls>;
  /** Ports at which some of them take none. */
  readonly strictPorts: ReadonlySet<number>;
}

function takenAt({ general, ports, strictPorts }: Plaintext, asked: readonly number[]): EffectiveMtls | undefined {
  // A port with a mode of its own may be the only one that there is.
  if (asked.length === 0) return strictPorts.size === 0 ? general : undefined;
  return asked.map((port) => ports.get(port) ?? (strictPorts.has(port) ? undefined : general)).find((mode) => mode !== undefined);
}

const NOWHERE = { ports: new Map<number, EffectiveMtls>(), strictPorts: new Set<number>() } as const;

function plaintextOf({ mtls, workloads }: RuleContext, scope: PolicyScope): Plaintext {
  if (scope.kind === 'mesh' || scope.kind === 'targets') return { ...NOWHERE, general: permissive(mtls.ofMesh()) };
  const { namespace } = scope;
  const selector = scope.kind === 'workloads' ? scope.labels : undefined;
  if (namespace !== undefined && selector === undefined && !mtls.selectsIn(namespace)) return { ...NOWHERE, general: permissive(mtls.ofNamespace(namespace)) };
  const known = namespace === undefined ? workloads.matchingAnywhere(selector) : workloads.matching(selector, namespace);
  const unseen = known.length === 0 && selector !== undefined && namespace !== undefined;
  const asked: readonly Workload[] = unseen ? [{ namespace, labels: selector }] : known;
  let general: EffectiveMtls | undefined;
  const ports = new Map<number, EffectiveMtls>();
  const strictPorts = new Set<number>();
  for (const { pod, namespace: place, labels } of asked) {
    if (pod !== undefined && isGatewayPod(pod)) continue;
    general = firstNamed(general, permissive(mtls.ofWorkload(place, labels)));
    for (const port of mtls.portsToldApartFor(place, labels)) {
      const mode = mtls.ofWorkload(place, labels, port);
      const taken = firstNamed(ports.get(port), permissive(mode));
      if (taken !== undefined) ports.set(port, taken);
      if (mode?.mode === 'STRICT') strictPorts.add(port);
    }
  }
  return { general, ports, strictPorts };
}

function permissive(mode: EffectiveMtls | undefined): EffectiveMtls | undefined {
  return mode?.mode === 'PERMISSIVE' ? mode : undefined;
}

/** Of several the first by name, in whichever order they come. */
function firstNamed(a: EffectiveMtls | undefined, b: EffectiveMtls | undefined): EffectiveMtls | undefined {
  if (a?.by === undefined || b?.by === undefined) return a?.by === undefined ? (b ?? a) : a;
  return compareText(formatObject(a.by.ref), formatObject(b.by.ref)) <= 0 ? a : b;
}
