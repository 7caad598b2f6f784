import type { Severity } from '../model/finding';
import type { Kind } from '../model/kinds';
import type { MeshSettings } from '../model/settings';
import type { OwnRuleContext } from './own-rule-context';
import type { RuleContext } from './context';

/** What a rule says of itself. Docs are made of it, and the two examples are run by the tests. */
export interface RuleInfo {
  /** Kebab-case, never reused for anything else. */
  readonly id: string;
  /** Upstream codes that findings of this rule can stand for; [] where no one else has the check. */
  readonly upstream: readonly string[];
  /** Severity of its findings, unless one says otherwise. */
  readonly severity: Severity;
  /** The rule in one sentence. */
  readonly summary: string;
  /** Why it matters: one sentence. */
  readonly why: string;
  /** How to mend it: one sentence. */
  readonly fix: string;
  /** What a reader should know beyond that: limits, decisions, where it differs from upstream. */
  readonly notes?: string;
  /** YAML documents in which the rule finds something. */
  readonly bad: string;
  /** The same, mended: no rule finds anything. */
  readonly good: string;
  /** False for what no cluster takes, whatever a program says: `Mesh.acknowledge` of it is an error. Default: true. */
  readonly acknowledgeable?: false;
  /** YAML documents of what was written last, which both examples are compared with. */
  readonly baseline?: string;
  /** Settings under which both examples are run. */
  readonly settings?: Partial<MeshSettings>;
  /** The examples are run as part of a program, where every object must name its namespace. */
  readonly inProgram?: boolean;
}

/**
 * A check over the whole input.
 *
 * @internal
 */
export interface Rule extends RuleInfo {
  /** The kinds that the rule looks at; `objects`: every object, whatever its kind. */
  readonly reads: readonly Kind[] | 'objects';
  readonly check: (context: RuleContext) => void;
}

/**
 * A rule of a user: it runs beside ours, on the same objects, and its findings are like any other.
 * Reference: docs/own-rules.md
 */
export interface OwnRule {
  /** Name of the rule, as findings show it: kebab-case, and none of ours. */
  readonly id: string;
  /** Severity of its findings, unless one says otherwise. */
  readonly severity: Severity;
  /** The rule in one sentence. Default: its id. */
  readonly summary?: string;
  /** Why it matters: one sentence. Default: nothing is said. */
  readonly why?: string;
  /** How to mend it: one sentence. Default: nothing is said. */
  readonly fix?: string;
  /** Looks at the objects and reports what it finds. It must not keep anything from one run to the next: unchanged objects are not checked again. */
  check(context: OwnRuleContext): void;
}

/**
 * Makes a rule. A rule is a pure function of its context: it reports and keeps nothing.
 *
 * @internal
 */
export function defineRule(rule: Rule): Rule;
/**
 * Makes a rule of your own, for `Mesh.configure({ rules })`, `checkManifests` and `cdk8s-istio check --rules`. It looks at objects of any kind and
 * reports; an error that it throws becomes a finding with its name. Its id is looked at when a check runs.
 *
 * @example
 * const timeoutRequired = defineRule({
 *   id: 'timeout-required',
 *   severity: 'warning',
 *   why: 'A call without a timeout can wait for ever.',
 *   fix: 'Set a timeout on the route.',
 *   check(context) {
 *     for (const virtualService of context.all(networking.VirtualService)) {
 *       (virtualService.manifest.spec.http ?? []).forEach((route, index) => {
 *         if (route.timeout === undefined) context.report(virtualService, ['spec', 'http', index], 'This route has no timeout.');
 *       });
 *     }
 *   },
 * });
 */
export function defineRule(rule: OwnRule): OwnRule;
export function defineRule(rule: Rule | OwnRule): Rule | OwnRule {
  return rule;
}
