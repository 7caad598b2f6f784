import { misuse } from '../../constructs/usage-error';

/** Says what is wrong with the arguments of a release, at the line that gave them, and ends its making. */
export type Refuse = (problem: string) => never;

/** @param entry `new.target` of the release */
export function refusals(entry: unknown): Refuse {
  return (problem) => misuse(`CanaryRelease: ${problem}`, entry);
}
