import type { Finding, Severity } from '../model/finding';

/** What a report says of a rule, beside what its findings say. */
export interface RuleSummary {
  readonly id: string;
  readonly severity: Severity;
  /** The rule in one sentence. */
  readonly summary: string;
  readonly why: string;
  readonly fix: string;
}

/** What a check found: the input of every report. */
export interface CheckResult {
  /** How many Kubernetes objects were read, of every kind. */
  readonly objects: number;
  readonly findings: readonly Finding[];
  /** How many problems kept parts of the input from being read. Default: 0 */
  readonly unread?: number;
  /** How many findings were left out because someone said that they may stand. Default: 0 */
  readonly ignored?: number;
}

/** A report in pieces, so that its size is not bounded by the longest string. */
export type Report = Iterable<string>;

/** From the least severe to the worst. */
const RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

/** Whether a severity is `least` or worse. */
export function isAtLeast(severity: Severity, least: Severity): boolean {
  return RANK[severity] >= RANK[least];
}
