import type { Place } from '../place';

/** The status codes that have a name in Go, as ranges. https://www.iana.org/assignments/http-status-codes/ */
const NAMED = [[100, 103], [200, 208], [226, 226], [300, 305], [307, 308], [400, 418], [421, 426], [428, 429], [431, 431], [451, 451], [500, 508], [510, 511]] as const;

/** Whether a number is one of the known status codes of HTTP. */
export function isNamedStatus(status: number): boolean {
  return NAMED.some(([first, last]) => status >= first && status <= last);
}

/** The status of an answer that Envoy makes itself. */
export function validateHttpStatus(status: number, at: Place): void {
  // Upstream lets 600 pass.
  if (status < 200 || status > 600) at.error('invalid-value', `${status} is no status that an answer can have.`, 'Use a number from 200 to 599.');
}
