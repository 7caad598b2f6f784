import { optionProblem } from '../constructs/mesh-options';
import type { EngineFinding } from '../model/finding';
import { formatPath } from '../model/path';
import { DEFAULT_SETTINGS, type MeshSettings } from '../model/settings';
import type { RuleEntry } from '../validation/rule-settings';
import { engine } from './engine';
import { rulesProblem, splitRules, type MeshConfiguration } from './mesh-rules';

/** What cdk8s-cli gives to a plugin, as far as it is used here. Reference: https://cdk8s.io/docs/latest/cli/synth/#validations */
export interface ValidationPluginContext {
  /** Files that the synth has written. */
  readonly manifests: readonly string[];
  readonly report: ValidationPluginReport;
  parseManifest(manifestPath: string): readonly unknown[];
}

/** Where a plugin says what it found. */
export interface ValidationPluginReport {
  addViolation(violation: ValidationPluginViolation): void;
  submit(status: 'success' | 'failure', metadata?: { readonly [key: string]: string }): void;
}

/** One problem, and the objects that have it. */
export interface ValidationPluginViolation {
  readonly ruleName: string;
  readonly recommendation: string;
  readonly fix: string;
  readonly violatingResources: readonly { readonly resourceName: string; readonly locations: readonly string[]; readonly manifestPath: string }[];
}

/**
 * The checks as a plugin of `cdk8s synth`, for programs that use nothing else of this package: name it under
 * `validations` in cdk8s.yaml, with the options of `Mesh.configure` as `properties`. It runs after the files are
 * written and knows no lines of the program, so `Mesh.configure` in the program itself is the better way.
 */
export class IstioValidation {
  private readonly settings: MeshSettings;
  private readonly rules: readonly RuleEntry[];

  /** @throws TypeError for an option that does not exist or a value that no mesh can have */
  constructor(properties: MeshConfiguration = {}) {
    const { rules, mesh } = splitRules(properties);
    const problem = optionProblem(mesh) ?? rulesProblem(rules);
    if (problem !== undefined) throw new TypeError(`IstioValidation: ${problem}`);
    this.settings = { ...DEFAULT_SETTINGS, ...mesh };
    this.rules = rules ?? [];
  }

  /**
   * Checks all manifests as one mesh; errors fail the synth, warnings only stand in the report.
   *
   * @throws TypeError for a rule that does not exist
   */
  async validate(context: ValidationPluginContext): Promise<void> {
    const { check, readRuleSettings } = engine();
    const { settings: rules, problems } = readRuleSettings(this.rules);
    if (problems[0] !== undefined) throw new TypeError(`IstioValidation: rules[${problems[0].entry}]: ${problems[0].message}`);
    const objects = context.manifests.flatMap((file) =>
      context.parseManifest(file).flatMap((object) => (object === null || object === undefined ? [] : [{ file, object }])),
    );
    const findings = check(
      objects.map(({ object }) => object),
      { settings: this.settings, requireNamespace: this.settings.defaultNamespace === undefined, rules },
    );
    for (const finding of findings) context.report.addViolation(violationOf(finding, objects[finding.input]?.file ?? ''));
    const failed = findings.some(({ severity }) => severity === 'error');
    context.report.submit(failed ? 'failure' : 'success', { istio: this.settings.istio });
  }
}

function violationOf({ rule, severity, object, path, message, why, fix }: EngineFinding, manifestPath: string): ValidationPluginViolation {
  return {
    ruleName: severity === 'error' ? rule : `${rule} (${severity})`,
    recommendation: `${message} ${why}`,
    fix,
    violatingResources: [{ resourceName: object.name, locations: [formatPath(path)], manifestPath }],
  };
}
