/** What a rule means, in words: what is wrong, and how to mend it. */
export interface Words {
  readonly message: string;
  readonly fix: string;
}

/** Words of a rule, for the value that breaks it. */
export type WordsFor = Words | ((self: unknown) => Words);
