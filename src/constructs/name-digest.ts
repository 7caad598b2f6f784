import { createHash } from 'node:crypto';

/** How many characters a name needs for a digest. */
export const DIGEST_LENGTH = 8;

/**
 * The end of a name whose text alone could stand for something else, or is too long: the first hex digits of the SHA-256
 * of what it is made of, so that the name depends on nothing else.
 */
export function nameDigest(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, DIGEST_LENGTH);
}
