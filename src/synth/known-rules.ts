import type { IConstruct } from 'constructs';
import type { RuleEntry } from '../validation/rule-settings';
import { rulesOf } from './mesh-rules';

/**
 * Why no finding can have an id; undefined when one can. Known are our rules, what constructs and a synth say of themselves, and rules of users: those
 * of the tree of `construct`, else those given.
 */
export function knownRule(rule: string, construct: IConstruct | undefined, given: readonly RuleEntry[] = []): string | undefined {
  const { findableRules } = require('./acknowledgeable') as typeof import('./acknowledgeable');
  const { nearest } = require('../schema/suggest') as typeof import('../schema/suggest');
  const entries = construct === undefined ? given : rulesOf(construct.node.root);
  const known = new Set([...findableRules(), ...entries.flatMap((entry) => ('check' in entry ? [entry.id] : []))]);
  if (known.has(rule)) return undefined;
  const meant = typeof rule === 'string' ? nearest(rule, known) : undefined;
  return `there is no rule ${JSON.stringify(rule)}${meant === undefined ? '; "cdk8s-istio rules" lists them all' : `; did you mean "${meant}"?`}`;
}
