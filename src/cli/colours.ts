import type { Io } from './io';

/**
 * Whether a report may use colours: only on a terminal, unless `FORCE_COLOR` asks for them; never with `NO_COLOR`.
 * Sources: https://no-color.org, https://force-color.org
 */
export function useColours(io: Io): boolean {
  const { FORCE_COLOR: force, NO_COLOR: none, TERM: terminal } = io.env;
  if (none !== undefined && none !== '') return false;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  return io.stdout.isTTY === true && terminal !== 'dumb';
}
