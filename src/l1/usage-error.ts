/**
 * Throws the error of `usageError`. All are thrown here: Node prints the line that throws above the message, which says nothing to
 * users where it is one of ours, and keeps it back only for a text in that line. (A comment would not outlive bundling.)
 */
export function misuse(message: string, entry: unknown): never {
  throw hidden('node-do-not-add-exception-line', usageError(message, entry));
}

function hidden(_line: string, error: RangeError): RangeError {
  return error;
}

/**
 * An error for an argument that is certainly wrong. Its stack holds lines of the user's program alone: it starts at the
 * caller of `entry` (a function or class), so that Node shows that line, and frames of Node and of packages are left out.
 */
export function usageError(message: string, entry: unknown): RangeError {
  const error = new RangeError(message);
  if (isFunction(entry)) Error.captureStackTrace(error, entry);
  const { stack = '' } = error;
  const [first, ...others] = stack.split('\n').filter((line) => FRAME.test(line));
  if (first === undefined) return error;
  const head = stack.slice(0, stack.indexOf(first));
  Object.defineProperty(error, 'stack', { value: head + [first, ...others.filter((line) => !FOREIGN.test(line))].join('\n') });
  return error;
}

const FRAME = /^ {4}at .+:\d+:\d+\)?$/;
const FOREIGN = /[\s(]node:|[\\/]node_modules[\\/]/;

function isFunction(value: unknown): value is (...args: never[]) => unknown {
  return typeof value === 'function';
}
