/** A CRD that cannot be turned into types: the message says which file, what is wrong and what to do. */
export class CrdError extends Error {
  constructor(source: string, problem: string) {
    super(`${source}: ${problem}`);
    this.name = 'CrdError';
  }
}
