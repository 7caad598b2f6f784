import type { Finding } from '../model/finding';

/** What a check found: the input of every report. */
export interface CheckResult {
  /** How many Kubernetes objects were read, of every kind. */
  readonly objects: number;
  readonly findings: readonly Finding[];
  /** How many problems kept parts of the input from being read. Default: 0 */
  readonly unread?: number;
}
