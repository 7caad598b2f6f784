/** A CRD that cannot be read: the message says where it is from, what is wrong and what to do. */
export class CrdError extends Error {
  /** What is wrong, without the place. */
  readonly problem: string;

  constructor(source: string, problem: string) {
    super(`${source}: ${problem}`);
    this.problem = problem;
    this.name = 'CrdError';
  }
}
