import type { EngineFinding } from '../model/finding';
import type { MeshSettings } from '../model/settings';
import { MeshIndex } from '../model/mesh-index';
import { apiFindings } from './api';
import { InputCrds } from './input-crds';
import { indexable } from './indexable';
import type { Manifest } from './manifest';
import { sortFindings } from './order';
import { runOwnRules } from './own-rule-run';
import { readInput } from './read-input';
import type { Rule } from './rule';
import { RuleRun } from './rule-run';
import type { CheckedInput } from './rule-run';
import { NO_RULE_SETTINGS, withSettings, type RuleSettings } from './rule-settings';
import { RULES } from './rules';
import { withoutSuppressed } from './suppression';
import { webhookFindings, withWebhook } from './webhook';

/** How a check is to be run. */
export interface CheckOptions {
  readonly settings: MeshSettings;
  /** Take the ingress gateway that istioctl assumes for files as there. Default: false. */
  readonly assumeIngressGateway?: boolean;
  /** True for a synth: a namespaced object without a namespace is a finding. Default: false. */
  readonly requireNamespace?: boolean;
  /** The objects that were written last, for rules about what may only be taken away in steps. Default: nothing is known of them. */
  readonly baseline?: readonly unknown[];
  /** Rules of users, and what findings count as. Default: ours alone, as they are. */
  readonly rules?: RuleSettings;
  /** Told of an error that one of our rules throws, so that the findings of all others are not lost. Default: the check throws it. */
  readonly onRuleError?: (rule: string, error: unknown) => void;
}

/**
 * Checks objects as one mesh: each on its own as the API server and the webhook of istiod would, and all of them
 * together by the rules. Never changes the objects and never throws on their account; the findings are sorted and do not
 * depend on the order of the input.
 *
 * @param inputs Plain objects, as YAML or JSON gives them.
 * @returns One finding for each thing that is wrong; `input` is the position of its object in `inputs`.
 */
export function check(inputs: readonly unknown[], options: CheckOptions): readonly EngineFinding[] {
  const crds = new InputCrds(inputs);
  const read = readInput(inputs, options.settings, crds.scopeOf);
  const api = apiFindings(read.manifests, crds);
  const input = prepare(read.manifests, api.usable, options);
  const { rules = NO_RULE_SETTINGS, settings } = options;
  const isOn = ({ id }: { readonly id: string }): boolean => rules.severities.get(id) !== 'off';
  const found = [...api.findings, ...crds.findings(read.manifests), ...RULES.filter((rule) => isOn(rule) && concerns(rule, input)).flatMap((rule) => findingsOf(rule, input, options.onRuleError))];
  const all = withWebhook(found, webhookFindings(read.manifests));
  const rejected = new Set(api.findings.map((finding) => finding.input));
  const own = runOwnRules(rules.own.filter(isOn), { manifests: read.manifests, usable: api.usable, rejected, settings });
  return sortFindings(withSettings(withoutSuppressed([...read.findings, ...all, ...own], read.manifests), rules));
}

/** The kinds that a rule asks for when it runs on these objects: for the test that compares them with those declared. */
export function recordedReads(rule: Rule, inputs: readonly unknown[], options: CheckOptions): ReadonlySet<string> {
  const crds = new InputCrds(inputs);
  const { manifests } = readInput(inputs, options.settings, crds.scopeOf);
  return run(rule, prepare(manifests, apiFindings(manifests, crds).usable, options)).recorded;
}

function prepare(manifests: readonly Manifest[], usable: ReadonlyMap<number, unknown>, options: CheckOptions): CheckedInput {
  const { settings, assumeIngressGateway, requireNamespace, baseline } = options;
  return {
    manifests,
    index: new MeshIndex(indexable(manifests, usable), { settings, assumeIngressGateway }),
    requireNamespace: (requireNamespace ?? false) && settings.defaultNamespace === undefined,
    ...(baseline === undefined ? {} : { baseline: indexOf(baseline, settings) }),
  };
}

function indexOf(objects: readonly unknown[], settings: MeshSettings): MeshIndex {
  const crds = new InputCrds(objects);
  const { manifests } = readInput(objects, settings, crds.scopeOf);
  return new MeshIndex(indexable(manifests, apiFindings(manifests, crds).usable), { settings });
}

/** A rule is compiled when it first runs: one that has nothing to read is left alone. */
function concerns({ reads }: Rule, { index, baseline }: CheckedInput): boolean {
  return reads === 'objects' || reads.some((kind) => index.all(kind).length > 0 || (baseline?.all(kind) ?? []).length > 0);
}

function findingsOf(rule: Rule, input: CheckedInput, onRuleError: CheckOptions['onRuleError']): readonly EngineFinding[] {
  if (onRuleError === undefined) return run(rule, input).findings;
  try {
    return run(rule, input).findings;
  } catch (error) {
    onRuleError(rule.id, error);
    return [];
  }
}

function run(rule: Rule, input: CheckedInput): RuleRun {
  const running = new RuleRun(rule, input);
  rule.check(running);
  return running;
}
