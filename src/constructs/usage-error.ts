/**
 * An error for an argument that is certainly wrong. Its stack starts at the caller of `entry` (a function or class), so
 * that Node shows the line of the user's program and none of ours.
 */
export function usageError(message: string, entry: unknown): RangeError {
  const error = new RangeError(message);
  if (isFunction(entry)) Error.captureStackTrace(error, entry);
  return error;
}

function isFunction(value: unknown): value is (...args: never[]) => unknown {
  return typeof value === 'function';
}
