import { readFileSync } from 'node:fs';

/** Number of the only line of `file` that holds `text` (beside a line that asks for it). */
export function lineOf(file: string, text: string): number {
  const lines = readFileSync(file, 'utf8').split('\n');
  const hits = lines.flatMap((line, index) => (line.includes(text) && !line.includes('lineOf(') ? [index + 1] : []));
  const [line, ...more] = hits;
  if (line === undefined || more.length > 0) throw new Error(`"${text}" is on ${hits.length} lines of ${file}`);
  return line;
}

/** The message that `run` throws. */
export function messageOf(run: () => unknown): string {
  return errorOf(run).message;
}

/** The error that `run` throws. */
export function errorOf(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
