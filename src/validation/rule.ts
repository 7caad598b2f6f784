import type { Severity } from '../model/finding';
import type { Kind } from '../model/kinds';
import type { MeshSettings } from '../model/settings';
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

/** A check over the whole input. */
export interface Rule extends RuleInfo {
  /** The kinds that the rule looks at; `objects`: every object, whatever its kind. */
  readonly reads: readonly Kind[] | 'objects';
  readonly check: (context: RuleContext) => void;
}

/**
 * Makes a rule. A rule is a pure function of its context: it reports and keeps nothing.
 *
 * @example
 * export const gatewayNotFound = defineRule({ id: 'gateway-not-found', reads: [...], check(context) { ... } });
 */
export function defineRule(rule: Rule): Rule {
  return rule;
}
