/** A text that was given to the command, under the name that messages use for it. */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
  /** True for a file that was found in a folder, not named. */
  readonly found: boolean;
}
