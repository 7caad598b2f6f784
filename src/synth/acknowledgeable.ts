import { PROBLEM_RULES } from '../constructs/problems';
import { nearest } from '../schema/suggest';
import { CATALOGUE, STALE_IGNORE } from '../validation/engine';
import { OF_SYNTH, type SynthFinding } from './synth-finding';

/** What a finding about an acknowledgement says, beside its place. */
export type AcknowledgeProblem = Pick<SynthFinding, 'rule' | 'severity' | 'message' | 'why' | 'fix'>;

const REFUSED: ReadonlySet<string> = new Set([...OF_SYNTH, ...CATALOGUE.filter(({ acknowledgeable }) => acknowledgeable === false).map(({ id }) => id)]);
const TAKEN: ReadonlySet<string> = new Set([...CATALOGUE.map(({ id }) => id), ...Object.keys(PROBLEM_RULES)].filter((id) => !REFUSED.has(id)));

/** Every id that a finding can have, beside those of a program's own rules. */
export function findableRules(): Iterable<string> {
  return [...TAKEN, ...REFUSED, STALE_IGNORE];
}

/** Why findings of a rule cannot be acknowledged; undefined when they can. `own` are the ids of the program's own rules. */
export function acknowledgeProblem(rule: string, own: readonly string[] = []): AcknowledgeProblem | undefined {
  if (TAKEN.has(rule) || own.includes(rule)) return undefined;
  if (REFUSED.has(rule)) {
    return {
      rule: 'invalid-acknowledgement',
      severity: 'error',
      message: `"${rule}" cannot be acknowledged.`,
      why: 'It stands for an object that cannot be written, or that no API server takes: a reason does not change that.',
      fix: `Mend what the findings of "${rule}" say, and remove this Mesh.acknowledge.`,
    };
  }
  const meant = nearest(rule, [...TAKEN, ...own]);
  return {
    rule: 'invalid-acknowledgement',
    severity: 'error',
    message: `There is no rule "${rule}"${meant === undefined ? '.' : `; did you mean "${meant}"?`}`,
    why: 'An acknowledgement of a rule that does not exist accepts nothing.',
    fix: meant === undefined ? 'Use the id that the finding shows; `npx cdk8s-istio rules` lists them all.' : `Use "${meant}".`,
  };
}
