import { oneLine } from '../report/safe-text';

/** A stream that a command writes text to. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** The world as a command sees it: injected, so that a command can run inside a test. */
export interface Io {
  /** Folder that relative paths start from. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: Output;
  readonly stderr: Output;
}

/**
 * What the command cannot work with: a wrong flag, a file that is not there, a text that is no YAML.
 * Its message is one line for people that names the place, the cause and the way out; the command ends with exit code 2.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** What stderr says of a bug of this program; with `CDK8S_ISTIO_DEBUG=1` the stack too. */
export function internalError(message: string, error: unknown, { env }: Io): string {
  const stack = env.CDK8S_ISTIO_DEBUG === '1' && error instanceof Error ? `${error.stack ?? ''}\n` : '';
  return `cdk8s-istio: internal error: ${oneLine(message)} (a bug of this program; CDK8S_ISTIO_DEBUG=1 shows where)\n${stack}`;
}
