import type { IConstruct } from 'constructs';
import { configureMesh } from '../constructs/mesh-settings';
import { misuse } from '../constructs/usage-error';
import { isRuleFailure, type Finding } from '../model/finding';
import { acknowledge, type Acknowledgement } from './acknowledgement';
import { INVALID_RULE_SETTING, configureRules, rulesProblem, splitRules, type MeshConfiguration } from './mesh-rules';

/** What a program says of its mesh, and what the checks say of the program. */
export class Mesh {
  /**
   * Describes the mesh and makes the tree a checked one: from now on `app.synth()` checks every object in it, whoever
   * made it. Works on the App or on any construct in it, before and after children are added. `rules` adds rules of your own and
   * says how bad findings of a rule are; a rule that does not exist is an error of the check (`invalid-rule-setting`).
   *
   * @throws RangeError for an option that does not exist or a value that no mesh can have, and when the App was configured
   * before with other values; that message names both lines
   */
  static configure(scope: IConstruct, options: MeshConfiguration = {}): void {
    const { rules, mesh } = splitRules(options);
    const problem = rulesProblem(rules);
    if (problem !== undefined) {
      misuse(`Mesh.configure: ${problem}`, Mesh.configure);
    }
    configureMesh(scope, mesh, Mesh.configure);
    if (rules !== undefined) configureRules(scope, rules, Mesh.configure);
  }

  /**
   * Checks the whole tree and returns what was found in the objects below `scope`, without throwing or printing.
   * A tree that did not change since the last check is not checked again. Acknowledged findings are left out. That a rule of your own
   * failed, or that rules were said wrongly, belongs to every scope: none was checked as it should be.
   */
  static findings(scope: IConstruct): readonly Finding[] {
    const { checkTree } = require('./check-tree') as typeof import('./check-tree');
    const below = scope.node.path;
    return checkTree(scope.node.root).filter(
      (finding) => below === '' || isAbout(finding, below) || isRuleFailure(finding) || finding.rule === INVALID_RULE_SETTING,
    );
  }

  /**
   * Says that findings of one rule may stand in `construct` and below it, and why. They no longer stop a synth and are
   * not shown; siblings are not touched. When nothing below the construct needs it, that is a warning. A rule that does not
   * exist, or that stands for what the API server rejects, is an error of the check (`invalid-acknowledgement`).
   *
   * @throws RangeError when the rule cannot be a rule id or the reason is empty
   */
  static acknowledge(construct: IConstruct, acknowledgement: Acknowledgement): void {
    acknowledge(construct, acknowledgement, Mesh.acknowledge);
  }

  private constructor() {}
}

function isAbout({ construct = '' }: Finding, path: string): boolean {
  return construct === path || construct.startsWith(`${path}/`);
}
