/** Why a text, or one document of it, cannot be used: `offset` points into the text. */
export class TextProblem extends Error {
  override readonly name = 'TextProblem';
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}
