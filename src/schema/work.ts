/** There was more to do than a stranger may ask for. */
export class OutOfWork extends Error {
  constructor() {
    super('to judge by it takes more work than is spent on an input');
    this.name = 'OutOfWork';
  }
}

/** A unit is about what it takes to look at one value: 10 to 50 nanoseconds. */
const START = 50_000_000;
const EACH_OBJECT = 20_000;
/** Letters of patterns, as often as a repeat counts them: RE2 unrolls those, and a class of Unicode is large. */
const PATTERN_LETTERS = 1_000_000;
const LETTERS_EACH_OBJECT = 2_000;

/**
 * Bounds what strangers can make a check cost: a small CRD can ask for loops in loops over every value of an object, and a short
 * expression of RE2 can be large. So large that nothing that people use comes near; with the number of objects it grows linearly.
 */
export class Work {
  #left = START;
  #letters = PATTERN_LETTERS;

  /** One more object is to be judged. */
  grant(): void {
    this.#left += EACH_OBJECT;
    this.#letters += LETTERS_EACH_OBJECT;
  }

  /** @throws OutOfWork when nothing is left */
  spend(units: number): void {
    this.#left -= units;
    if (this.#left < 0) throw new OutOfWork();
  }

  /** Whether a pattern of so many letters may still be compiled; those that are not are not counted. */
  takesPattern(letters: number): boolean {
    if (letters > this.#letters) return false;
    this.#letters -= letters;
    return true;
  }
}
