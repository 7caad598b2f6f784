import { misuse } from './usage-error';

/**
 * Ends with one clear error where an argument is missing or something else. Only a program that the compiler did not read gets so far.
 *
 * @param ask What to give, as the beginning of the message: `MtlsException: give a namespace`
 * @param entry The function or class that the program called
 */
export function given<T>(value: T, type: 'object' | 'string', ask: string, entry: unknown): T {
  return typeof value === type && value !== null ? value : misuse(`${ask}, not ${shown(value)}`, entry);
}

/** The same for a MeshService, which is known by what it can do. */
export function givenService<T>(value: T, ask: string, entry: unknown): T {
  const fits = typeof value === 'object' && value !== null && 'grantAccess' in value;
  return fits ? value : misuse(`${ask}: what MeshService.of returns, not ${shown(value)}`, entry);
}

function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? JSON.stringify(value) : String(value);
  return Array.isArray(value) ? 'a list' : 'another object';
}
