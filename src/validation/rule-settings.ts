import { isRuleFailure, type EngineFinding, type Severity } from '../model/finding';
import { isFields } from '../model/values';
import { nearest } from '../schema/suggest';
import { STALE_IGNORE } from './ignore';
import type { OwnRule } from './rule';
import { CATALOGUE, RETIRED_RULES } from './rules';

/** An own rule, or a setting of any rule. */
export type RuleEntry = OwnRule | RuleSetting;

/** Says how bad the findings of a rule are, or that the rule is off. */
export interface RuleSetting {
  /** Id of the rule, as a finding shows it: `unreachable-route`. */
  readonly rule: string;
  /** What its findings count as; `off`: they are not told at all. */
  readonly severity: Severity | 'off';
  /** Why. Required: the next reader needs it. */
  readonly reason: string;
}

/** Which rules a check runs beside ours, and what their findings count as. */
export interface RuleSettings {
  readonly own: readonly OwnRule[];
  readonly severities: ReadonlyMap<string, Severity | 'off'>;
}

export const NO_RULE_SETTINGS: RuleSettings = { own: [], severities: new Map() };

/** What is wrong with an entry, in one sentence. */
export interface RuleSettingProblem {
  /** Position of the entry in the list. */
  readonly entry: number;
  readonly message: string;
}

/** Ids that findings have without being rules that run in the engine. */
export interface OtherIds {
  /** Findings that may be set to another severity. */
  readonly settable: readonly string[];
  /** Findings that may not. */
  readonly fixed: readonly string[];
}

const RULE_ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const SEVERITIES: readonly unknown[] = ['error', 'warning', 'info', 'off'] satisfies readonly RuleSetting['severity'][];
const REFUSED: ReadonlySet<string> = new Set(CATALOGUE.filter(({ acknowledgeable }) => acknowledgeable === false).map(({ id }) => id));
const OURS: readonly string[] = CATALOGUE.map(({ id }) => id);

/**
 * Sorts rules of users from settings of rules, and says what is wrong with them; what is wrong has no effect.
 *
 * @param entries As a program or a file gives them: nothing is known of them.
 */
export function readRuleSettings(entries: readonly unknown[], others: OtherIds = { settable: [], fixed: [] }): { readonly settings: RuleSettings; readonly problems: readonly RuleSettingProblem[] } {
  const problems: RuleSettingProblem[] = [];
  const own = new Map<string, OwnRule>();
  const severities = new Map<string, Severity | 'off'>();
  const taken = new Set([...OURS, ...RETIRED_RULES, STALE_IGNORE, ...others.settable, ...others.fixed]);
  for (const [index, entry] of entries.entries()) {
    if (!isOwnRule(entry) || own.get(entry.id) === entry) continue;
    const problem = ownRuleProblem(entry, taken);
    if (problem !== undefined) problems.push({ entry: index, message: problem });
    else {
      own.set(entry.id, entry);
      taken.add(entry.id);
    }
  }
  const known = [...OURS, ...others.settable, ...own.keys()];
  for (const [index, entry] of entries.entries()) {
    if (isOwnRule(entry)) continue;
    const problem = entryProblem(entry, known, others.fixed, severities);
    if (problem !== undefined) problems.push({ entry: index, message: problem });
    else if (isSetting(entry)) severities.set(entry.rule, entry.severity);
  }
  return { settings: { own: [...own.values()], severities }, problems };
}

/** Why a rule cannot be set, ignored or acknowledged by its id; undefined when it can. */
export function ruleIdProblem(rule: string, known: Iterable<string> = OURS, fixed: readonly string[] = []): string | undefined {
  if (REFUSED.has(rule) || fixed.includes(rule)) return `findings of ${JSON.stringify(rule)} cannot be left out: no API server takes such an object, whatever the reason`;
  const all = new Set(known);
  if (all.has(rule)) return undefined;
  const meant = nearest(rule, all);
  return `there is no rule ${JSON.stringify(rule)}${meant === undefined ? '; "cdk8s-istio rules" lists them all' : `; did you mean "${meant}"?`}`;
}

/**
 * Findings as the settings want them.
 *
 * @internal
 */
export function withSettings<F extends Pick<EngineFinding, 'rule' | 'severity' | 'object'>>(findings: readonly F[], { severities }: RuleSettings): readonly F[] {
  if (severities.size === 0) return findings;
  return findings.flatMap((finding) => {
    const severity = isRuleFailure(finding) ? undefined : severities.get(finding.rule);
    if (severity === undefined) return [finding];
    return severity === 'off' ? [] : [{ ...finding, severity }];
  });
}

export function isOwnRule(value: unknown): value is OwnRule {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' && 'check' in value && typeof value.check === 'function';
}

function ownRuleProblem(rule: OwnRule, taken: ReadonlySet<string>): string | undefined {
  const { id, severity } = rule;
  if (!RULE_ID.test(id)) return `the id of a rule must be kebab-case, like "timeout-required", not ${JSON.stringify(id)}`;
  if (taken.has(id)) return `the id ${JSON.stringify(id)} is taken; give your rule another one, like "our-${id}"`;
  if (severity === undefined || !SEVERITIES.slice(0, -1).includes(severity)) return `rule ${id}: severity must be error, warning or info, not ${JSON.stringify(severity)}`;
  const wrong = (['summary', 'why', 'fix'] as const).find((field) => rule[field] !== undefined && typeof rule[field] !== 'string');
  return wrong === undefined ? undefined : `rule ${id}: ${wrong} must be a text`;
}

function entryProblem(entry: unknown, known: readonly string[], fixed: readonly string[], before: ReadonlyMap<string, unknown>): string | undefined {
  if (!isSetting(entry)) return `an entry must be a rule made with defineRule, or { rule, severity, reason } with a severity of error, warning, info or off, not ${shown(entry)}`;
  if (entry.reason.trim() === '') return `say in "reason" why ${entry.rule} is ${entry.severity === 'off' ? 'off' : `set to ${entry.severity}`}`;
  if (before.has(entry.rule)) return `the severity of ${JSON.stringify(entry.rule)} is set twice`;
  return ruleIdProblem(entry.rule, known, fixed);
}

function isSetting(entry: unknown): entry is RuleSetting {
  return (
    isFields(entry) &&
    Object.keys(entry).every((key) => ['rule', 'severity', 'reason'].includes(key)) &&
    typeof entry['rule'] === 'string' &&
    typeof entry['reason'] === 'string' &&
    SEVERITIES.includes(entry['severity'])
  );
}

function shown(entry: unknown): string {
  try {
    return JSON.stringify(entry) ?? String(entry);
  } catch {
    return 'such a value';
  }
}
