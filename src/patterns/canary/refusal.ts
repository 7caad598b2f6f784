import { usageError } from '../../constructs/usage-error';

/** Says what is wrong with the arguments of a release, at the line that gave them. */
export type Refuse = (problem: string) => Error;

/** @param entry `new.target` of the release */
export function refusals(entry: unknown): Refuse {
  return (problem) => usageError(`CanaryRelease: ${problem}`, entry);
}
