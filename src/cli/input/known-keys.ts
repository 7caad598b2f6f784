import type { ScalarEvent } from 'js-yaml';

/** The keys of Kubernetes objects are short. */
const LONGEST = 32;
/** A power of two. */
const SIZE = 1024;

/**
 * Keys that were met, so that the same few hundred are not cut out of the text, looked at and hashed a hundred thousand times. Each has
 * one seat, which the next key for it takes.
 */
export class KnownKeys {
  private readonly keys: (string | undefined)[] = new Array<string | undefined>(SIZE).fill(undefined);

  /** The key that is written without quotes in a stretch of a text, where it was met before. */
  find(text: string, { valueStart, valueEnd }: ScalarEvent): string | undefined {
    const key = this.keys[seat(text, valueStart, valueEnd)];
    return key !== undefined && key.length === valueEnd - valueStart && text.startsWith(key, valueStart) ? key : undefined;
  }

  add(key: string): void {
    if (key.length <= LONGEST) this.keys[seat(key, 0, key.length)] = key;
  }
}

function seat(text: string, start: number, end: number): number {
  return (text.charCodeAt(start) * 31 + text.charCodeAt(end - 1) * 7 + text.charCodeAt((start + end) >> 1) * 131 + (end - start)) & (SIZE - 1);
}
