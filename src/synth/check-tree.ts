import { createHash } from 'node:crypto';
import type { IConstruct } from 'constructs';
import { settingsWithServices } from '../constructs/described-services';
import { PROBLEM_RULES } from '../constructs/problems';
import type { EngineFinding } from '../model/finding';
import { formatPath } from '../model/path';
import type { RuleSettings, RuleSettingProblem } from '../validation/rule-settings';
import { acknowledgedIn, withoutAcknowledged } from './acknowledgement';
import { baselineOf } from './baseline';
import { engine } from './engine';
import { INVALID_RULE_SETTING, fingerprintOfRules, placeOfRules, rulesOf } from './mesh-rules';
import { placeOf, sourcePlace } from './place';
import { renderTree, type ConstructProblem, type RenderedTree, type UnrenderedObject } from './render-tree';
import { OF_SYNTH, constructRef, type SynthFinding } from './synth-finding';

interface Verdict {
  /** Of everything that the answer depends on. */
  readonly fingerprint: string;
  readonly findings: readonly SynthFinding[];
}

const VERDICT = Symbol.for('cdk8s-istio.verdict');

/** Checks the tree of `root` as it is now; an unchanged tree is not checked twice. Acknowledged findings are left out. */
export function checkTree(root: IConstruct): readonly SynthFinding[] {
  return checkRendered(renderTree(root));
}

/** The same for a tree that is rendered already. */
export function checkRendered(tree: RenderedTree): readonly SynthFinding[] {
  const fingerprint = fingerprintOf(tree);
  const before = verdictOf(tree.root);
  if (before?.fingerprint === fingerprint) return before.findings;
  const verdict: Verdict = { fingerprint, findings: runChecks(tree) };
  Object.defineProperty(tree.root, VERDICT, { value: verdict, configurable: true });
  return verdict.findings;
}

/** What the last check of this tree found, whatever happened to the tree since. */
export function lastFindings(root: IConstruct): readonly SynthFinding[] | undefined {
  return verdictOf(root)?.findings;
}

function verdictOf(root: IConstruct): Verdict | undefined {
  const value: unknown = Reflect.get(root, VERDICT);
  return isVerdict(value) ? value : undefined;
}

function isVerdict(value: unknown): value is Verdict {
  return typeof value === 'object' && value !== null && 'fingerprint' in value && 'findings' in value;
}

function fingerprintOf({ root, constructs, objects, failures, problems }: RenderedTree): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([settingsWithServices(root), acknowledgedIn(constructs), fingerprintOfRules(root)]));
  for (const { construct, manifest } of objects) hash.update(`\n${JSON.stringify(construct.node.path)}${JSON.stringify(manifest)}`);
  for (const { construct, problem } of failures) hash.update(`\n${JSON.stringify([construct.node.path, problem])}`);
  for (const { construct, problem } of problems) hash.update(`\n${JSON.stringify([construct.node.path, problem])}`);
  return hash.digest('base64');
}

function runChecks({ root, constructs, objects, failures, problems }: RenderedTree): SynthFinding[] {
  const { check, withSettings } = engine();
  const settings = settingsWithServices(root);
  const baseline = baselineOf(root);
  const { rules, problems: wrongRules } = ruleSettingsOf(root);
  const found = check(
    objects.map(({ manifest }) => manifest),
    { settings, requireNamespace: settings.defaultNamespace === undefined, baseline: baseline.objects, rules },
  );
  const placed = found.flatMap((finding) => {
    // A rule of a user that failed is about no object: it stands where the rules were said.
    const construct = objects[finding.input]?.construct;
    if (construct !== undefined) return [{ construct, finding: placeFinding(finding, construct) }];
    return [{ construct: root, finding: { ...placeFinding(finding, root), ...placeOfRules(root) } }];
  });
  const unwritten = failures.map((failure) => ({ construct: failure.construct, finding: failureFinding(failure) }));
  const known = problems.flatMap((problem) => withSettings([problemFinding(problem)], rules).map((finding) => ({ construct: problem.construct, finding })));
  const invalid = wrongRules.map((problem) => ({ construct: root, finding: ruleSettingFinding(root, problem) }));
  return [...baseline.findings, ...withoutAcknowledged([...invalid, ...known, ...unwritten, ...placed], constructs, rules.own.map(({ id }) => id))];
}

/** The rules of a tree as the engine takes them, and what is wrong with them. */
function ruleSettingsOf(root: IConstruct): { readonly rules: RuleSettings; readonly problems: readonly RuleSettingProblem[] } {
  const { settings, problems } = engine().readRuleSettings(rulesOf(root), { settable: Object.keys(PROBLEM_RULES), fixed: OF_SYNTH });
  return { rules: settings, problems };
}

function ruleSettingFinding(root: IConstruct, { entry, message }: RuleSettingProblem): SynthFinding {
  return {
    rule: INVALID_RULE_SETTING,
    upstream: [],
    severity: 'error',
    object: constructRef(root),
    path: '',
    message: `rules[${entry}] of Mesh.configure: ${message}${message.endsWith('?') ? '' : '.'}`,
    why: 'Such an entry has no effect, which nobody would notice.',
    fix: 'Correct the entry or remove it.',
    construct: root.node.path,
    ...placeOfRules(root),
  };
}

function placeFinding(finding: EngineFinding, construct: IConstruct): SynthFinding {
  const { rule, upstream, severity, object, path, message, why, fix } = finding;
  const place = formatPath(path);
  return { rule, upstream, severity, object, path: place, message, why, fix, construct: construct.node.path, ...placeOf(construct, place) };
}

function problemFinding({ construct, problem }: ConstructProblem): SynthFinding {
  const { source, path, ...said } = problem;
  const place = source === undefined ? placeOf(construct) : { source: sourcePlace(source) };
  return { ...said, upstream: [], path: formatPath(path), construct: construct.node.path, ...place };
}

function failureFinding({ construct, problem, fix }: UnrenderedObject): SynthFinding {
  return {
    rule: 'not-writable',
    upstream: [],
    severity: 'error',
    object: constructRef(construct),
    path: '',
    message: problem,
    why: 'cdk8s cannot write this object, so nothing of it can be checked either.',
    fix: fix ?? 'Give the fields of the object plain values: texts, numbers, booleans, lists and objects, or tokens that resolve to them.',
    construct: construct.node.path,
    ...placeOf(construct),
  };
}
