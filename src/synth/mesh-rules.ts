import type { IConstruct } from 'constructs';
import type { MeshOptions } from '../constructs/mesh-settings';
import { misuse } from '../constructs/usage-error';
import { captureCallSite, readCallSite, type CallSiteHolder } from '../l1/call-site';
import { registerTree } from '../l1/tree';
import { isFields } from '../model/values';
import type { RuleEntry } from '../validation/rule-settings';
import { placeOf, sourcePlace, type ConstructPlace } from './place';

/** What a program says of its mesh and of its checks. Everything is optional. */
export interface MeshConfiguration extends MeshOptions {
  /**
   * Rules of your own, made with `defineRule`, and settings of any rule: `{ rule: 'unreachable-route', severity: 'off', reason: '...' }`. What the
   * API server rejects cannot be set. Default: our rules alone, as they are.
   */
  readonly rules?: readonly RuleEntry[];
}

interface Configured {
  readonly rules: readonly RuleEntry[];
  readonly place: CallSiteHolder;
}

/** Rule of the finding about an entry of `rules` that cannot be. */
export const INVALID_RULE_SETTING = 'invalid-rule-setting';

const RULES = Symbol.for('cdk8s-istio.rules');

/** The rules of a configuration, and what is left of it. */
export function splitRules(options: MeshConfiguration): { readonly rules: readonly RuleEntry[] | undefined; readonly mesh: MeshOptions } {
  if (!isObject(options)) return { rules: undefined, mesh: options };
  const { rules, ...mesh } = options;
  return { rules, mesh };
}

/** JavaScript may give anything; what is no object has no rules. */
function isObject(options: MeshConfiguration): boolean {
  return isFields(options);
}

/** What is wrong with rules, as JavaScript may give them; undefined when nothing is. Whether a rule exists only the engine knows. */
export function rulesProblem(rules: unknown): string | undefined {
  if (rules === undefined) return undefined;
  if (!Array.isArray(rules)) return 'rules must be a list of rules made with defineRule and of { rule, severity, reason }';
  const wrong = rules.findIndex((entry: unknown) => !isFields(entry) || (typeof entry['check'] !== 'function' && typeof entry['rule'] !== 'string'));
  return wrong === -1 ? undefined : `rules[${wrong}] must be a rule made with defineRule, or { rule, severity, reason }`;
}

/**
 * Says which rules the tree of `construct` is checked by. One call says it all: a second with others is an error.
 *
 * @param entry the function that the program called: the stack of an error starts at its caller
 */
export function configureRules(construct: IConstruct, rules: readonly RuleEntry[], entry: unknown): void {
  const { root } = construct.node;
  registerTree(construct);
  const place = captureCallSite(configureRules);
  const before = configuredOf(root);
  if (before === undefined) Object.defineProperty(root, RULES, { value: { rules: [...rules], place } });
  else if (!areSame(before.rules, rules)) {
    const text = `Mesh.configure was called twice for one App, with different rules:\n  first:  ${lineOf(before.place)}\n  second: ${lineOf(place)}\nSay all rules in one place.`;
    misuse(text, entry);
  }
}

/** The rules that were said for a tree, and where. */
export function rulesOf(root: IConstruct): readonly RuleEntry[] {
  return configuredOf(root)?.rules ?? [];
}

/**
 * The line that said them.
 *
 * @internal
 */
export function placeOfRules(root: IConstruct): ConstructPlace {
  const configured = configuredOf(root);
  const site = configured === undefined ? undefined : readCallSite(configured.place);
  return site === undefined ? placeOf(root) : { source: sourcePlace(site) };
}

/** What the answer of a check depends on: a rule is the same as long as its tree lives. */
export function fingerprintOfRules(root: IConstruct): unknown {
  return rulesOf(root).map((entry) => ('check' in entry ? entry.id : entry));
}

function configuredOf(root: IConstruct): Configured | undefined {
  const value: unknown = Reflect.get(root, RULES);
  return isConfigured(value) ? value : undefined;
}

function isConfigured(value: unknown): value is Configured {
  return typeof value === 'object' && value !== null && 'rules' in value && 'place' in value;
}

function areSame(one: readonly RuleEntry[], other: readonly RuleEntry[]): boolean {
  const equal = (a: RuleEntry, b: RuleEntry | undefined): boolean => a === b || (!('check' in a) && b !== undefined && !('check' in b) && a.rule === b.rule && a.severity === b.severity && a.reason === b.reason);
  return one.length === other.length && one.every((entry, index) => equal(entry, other[index]));
}

function lineOf(holder: CallSiteHolder): string {
  const site = readCallSite(holder);
  return site === undefined ? 'unknown line' : `${site.file}:${site.line}:${site.column}`;
}
