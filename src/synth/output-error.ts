/** Thrown when the output folder cannot be written as it should be. Its message says what to do; it has no stack. */
export class OutputError extends Error {
  constructor(message: string) {
    super(message);
    // A line that begins like a frame keeps Node from putting the text in brackets.
    Object.defineProperty(this, 'stack', { value: `${message}\n    at IstioApp.synth` });
    Object.defineProperty(this, 'name', { value: 'OutputError', enumerable: false });
  }
}
