import type { PolicyRule, PolicySource } from './kinds/security';
import { MultiMap } from './multi-map';
import { httpAttributes } from './policy-attributes';
import { targetRefsOf } from './policy-target';
import { firstByName } from './resource';
import type { Resource } from './resource';
import { SelectorIndex } from './selector-index';
import { isEmptySelector } from './selectors';
import { decides } from './waypoints';
import type { WaypointIdentity } from './waypoints';

type Policy = Resource<'security.istio.io/AuthorizationPolicy'>;
type Labels = Readonly<Record<string, string>>;

interface Workload {
  readonly namespace: string;
  readonly labels: Labels;
}

/**
 * The AuthorizationPolicies that ztunnel carries out itself: those without targets. It reads no HTTP: an ALLOW rule with
 * such parts matches nothing there.
 * Reference: https://istio.io/latest/docs/ambient/usage/l4-policy/
 */
export class ZtunnelPolicies {
  readonly #meshWide: readonly Policy[];
  readonly #selectingAnywhere: SelectorIndex<Policy>;
  readonly #wide = new MultiMap<string, Policy>();
  readonly #selecting = new Map<string, SelectorIndex<Policy>>();
  readonly #rootNamespace: string;
  /** Answers for the policies of whole namespaces, which are asked for with every workload. */
  readonly #wideAnswers = new Map<string, Answer>();

  constructor(policies: readonly Policy[], rootNamespace: string) {
    this.#rootNamespace = rootNamespace;
    const selecting = new MultiMap<string, Policy>();
    for (const policy of policies) {
      if (targetRefsOf(policy.object.spec).length > 0 || !decides(policy)) continue;
      const wide = isEmptySelector(policy.object.spec?.selector?.matchLabels);
      (wide ? this.#wide : selecting).add(policy.namespace, policy);
    }
    for (const [namespace, list] of selecting.entries()) this.#selecting.set(namespace, indexOf(list));
    this.#meshWide = this.#wide.get(rootNamespace);
    this.#selectingAnywhere = this.#selecting.get(rootNamespace) ?? indexOf([]);
  }

  /**
   * True when not every caller of the mesh gets to a workload: some policy is ALLOW, and none lets all callers in at
   * all ports, or a DENY names the only ones that get through.
   */
  guards(workload: Workload): boolean {
    const { allowing, open, denies } = this.#answer(workload, undefined);
    return denies || (allowing !== undefined && !open);
  }

  /** A policy that has ztunnel turn the waypoint away from a workload: ALLOW, as others may be, and none lets it in. */
  refusedBy(workload: Workload, waypoint: WaypointIdentity): Policy | undefined {
    const { allowing, admits } = this.#answer(workload, waypoint);
    return admits ? undefined : allowing;
  }

  #answer(workload: Workload, waypoint: WaypointIdentity | undefined): Answer {
    const key = `${workload.namespace} ${waypoint?.principal ?? ''}`;
    let wide = this.#wideAnswers.get(key);
    if (wide === undefined) {
      wide = answerOf(this.#wideFor(workload.namespace), waypoint);
      this.#wideAnswers.set(key, wide);
    }
    const own = answerOf(this.#selected(workload), waypoint);
    return {
      allowing: own.allowing ?? wide.allowing,
      open: wide.open || own.open,
      denies: wide.denies || own.denies,
      admits: wide.admits || own.admits,
    };
  }

  #wideFor(namespace: string): readonly Policy[] {
    return namespace === this.#rootNamespace ? this.#meshWide : [...this.#meshWide, ...this.#wide.get(namespace)];
  }

  #selected({ namespace, labels }: Workload): readonly Policy[] {
    const own = namespace === this.#rootNamespace ? [] : (this.#selecting.get(namespace)?.matching(labels) ?? []);
    return [...this.#selectingAnywhere.matching(labels), ...own];
  }
}

function indexOf(policies: readonly Policy[]): SelectorIndex<Policy> {
  return new SelectorIndex(policies.map((policy) => [policy.object.spec?.selector?.matchLabels, policy] as const));
}

interface Answer {
  /** An ALLOW policy, the first by name: what none of them allows is denied. */
  readonly allowing?: Policy;
  /** Some ALLOW lets every caller in. */
  readonly open: boolean;
  /** Some DENY lets through only callers that it names. */
  readonly denies: boolean;
  /** Some ALLOW can let the waypoint in. */
  readonly admits: boolean;
}

function answerOf(policies: readonly Policy[], waypoint: WaypointIdentity | undefined): Answer {
  const answer = { open: false, denies: false, admits: false };
  let allowing: Policy | undefined;
  for (const policy of policies) {
    const { object, namespace } = policy;
    const { action = 'ALLOW', rules = [] } = object.spec ?? {};
    if (action === 'DENY') answer.denies ||= rules.some(deniesAllButNamed);
    if (action !== 'ALLOW') continue;
    const read = rules.filter(isRead);
    allowing = allowing === undefined ? policy : firstByName(allowing, policy);
    answer.open ||= read.some(letsEveryoneIn);
    if (waypoint !== undefined) answer.admits ||= read.some((rule) => mayLetIn(rule, waypoint, namespace));
  }
  return { ...answer, allowing };
}

const CALLER_KEYS = ['source.ip', 'source.namespace', 'source.principal'];
const PLACE_KEYS = ['destination.ip', 'destination.port'];

/** False for an ALLOW rule that ztunnel leaves out, for it asks for what ztunnel does not see. */
function isRead(rule: PolicyRule): boolean {
  const known = (rule.when ?? []).every(({ key }) => key !== undefined && (CALLER_KEYS.includes(key) || PLACE_KEYS.includes(key)));
  return known && httpAttributes({ spec: { rules: [rule] } }).length === 0;
}

/** Fields of which ztunnel knows the callers, with their `not` twins. */
const CALLERS = [
  ['principals', 'notPrincipals'],
  ['serviceAccounts', 'notServiceAccounts'],
  ['namespaces', 'notNamespaces'],
  ['ipBlocks', 'notIpBlocks'],
] as const satisfies readonly (readonly [keyof PolicySource, keyof PolicySource])[];

function letsEveryoneIn({ from, to, when }: PolicyRule): boolean {
  // A rule for some ports is an exception that somebody wrote down: a probe, a scraper.
  if ((to ?? []).length > 0 && (to ?? []).every(({ operation }) => (operation?.ports ?? []).length > 0)) return false;
  if ((when ?? []).some(({ values }) => !(values ?? []).includes('*'))) return false;
  return (from ?? []).length === 0 || (from ?? []).some(({ source }) => !limitsCallers(source ?? {}));
}

function limitsCallers(source: PolicySource): boolean {
  return CALLERS.some(([field, twin]) => {
    const named = source[field] ?? [];
    return (named.length > 0 && !named.includes('*')) || (source[twin] ?? []).length > 0;
  });
}

/** A DENY rule for everybody but some, on all ports. */
function deniesAllButNamed({ from, to, when }: PolicyRule): boolean {
  if ((to ?? []).length > 0 || (when ?? []).length > 0) return false;
  return (from ?? []).some(({ source = {} }) => {
    const positive = Object.entries(source).some(([field, values]) => !field.startsWith('not') && values.length > 0);
    return !positive && CALLERS.some(([, twin]) => (source[twin] ?? []).length > 0);
  });
}

/** False when it is certain that a rule of a namespace does not match the waypoint, whatever the port. */
function mayLetIn({ from, when }: PolicyRule, waypoint: WaypointIdentity, namespace: string): boolean {
  const conditions = (when ?? []).every(({ key, values, notValues }) => {
    if (key === 'source.principal') return isMeant(waypoint.principal, values, notValues);
    return key === 'source.namespace' ? isMeant(waypoint.namespace, values, notValues) : true;
  });
  if (!conditions) return false;
  const sources = from ?? [];
  return sources.length === 0 || sources.some(({ source }) => isSource(source ?? {}, waypoint, namespace));
}

function isSource(source: PolicySource, { principal, serviceAccount, namespace }: WaypointIdentity, ofPolicy: string): boolean {
  const account = `${namespace}/${serviceAccount}`;
  const full = (names: readonly string[] | undefined): readonly string[] | undefined =>
    names?.map((name) => (name.includes('/') ? name : `${ofPolicy}/${name}`));
  return (
    isMeant(principal, source.principals, source.notPrincipals) &&
    isMeant(namespace, source.namespaces, source.notNamespaces) &&
    isMeant(account, full(source.serviceAccounts), full(source.notServiceAccounts))
  );
}

function isMeant(text: string, patterns: readonly string[] | undefined, not: readonly string[] | undefined): boolean {
  if ((not ?? []).some((pattern) => fits(pattern, text))) return false;
  return (patterns ?? []).length === 0 || (patterns ?? []).some((pattern) => fits(pattern, text));
}

/** Exact, `prefix*`, `*suffix`, or `*`. */
function fits(pattern: string, text: string): boolean {
  if (pattern.startsWith('*')) return text.endsWith(pattern.slice(1));
  return pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : pattern === text;
}
