import { closeSync, openSync, readSync } from 'node:fs';
import { InputError, type Io } from '../io';

/** Longest text that is read, in bytes. */
export const MAX_BYTES = 256 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;

/** Reads at most {@link MAX_BYTES}: a device or a pipe may never end. */
export function readBounded(path: string): Buffer {
  const handle = openSync(path, 'r');
  try {
    const parts: Buffer[] = [];
    let total = 0;
    for (;;) {
      const part = Buffer.allocUnsafe(CHUNK_BYTES);
      const count = readSync(handle, part, 0, CHUNK_BYTES, null);
      if (count === 0) return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts, total);
      total += count;
      if (total > MAX_BYTES) throw tooLong();
      parts.push(count === CHUNK_BYTES ? part : Buffer.from(part.subarray(0, count)));
    }
  } finally {
    closeSync(handle);
  }
}

/** Reads standard input to its end, at most {@link MAX_BYTES}. */
export async function readStdin(io: Io): Promise<Buffer> {
  const parts: Buffer[] = [];
  let total = 0;
  for await (const part of io.stdin) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    total += bytes.length;
    if (total > MAX_BYTES) throw tooLong();
    parts.push(bytes);
  }
  return Buffer.concat(parts, total);
}

function tooLong(): InputError {
  return new InputError(`longer than ${MAX_BYTES / 1024 / 1024} MiB; such a text is not read`);
}

/** The text of UTF-8 bytes. @throws InputError for bytes that are no text: NUL, UTF-16, broken UTF-8. */
export function decode(bytes: Buffer): string {
  const zero = bytes.indexOf(0);
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  if (mark === 0xfeff || mark === 0xfffe) throw new InputError('is UTF-16; Kubernetes manifests are UTF-8');
  if (zero !== -1) throw new InputError(`line ${lineOf(bytes, zero)} holds a NUL byte: this is no text`);
  const text = bytes.toString('utf8');
  if (text.includes('\ufffd') && !Buffer.from(text).equals(bytes)) throw new InputError(`line ${lineOf(bytes, firstInvalid(bytes, text))} is not valid UTF-8`);
  return text;
}

/** Offset of the first byte that is not UTF-8: up to there, decoding and encoding again changes nothing. */
function firstInvalid(bytes: Buffer, text: string): number {
  const again = Buffer.from(text);
  let at = 0;
  while (at < bytes.length && bytes[at] === again[at]) at += 1;
  return at;
}

function lineOf(bytes: Buffer, offset: number): number {
  let line = 1;
  for (let at = bytes.indexOf(0x0a); at !== -1 && at < offset; at = bytes.indexOf(0x0a, at + 1)) line += 1;
  return line;
}

/** True for what the file system says, such as `ENOENT`. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
}

/** What went wrong with a file, in the words of a sentence that begins with the file's name. */
export function reason(error: unknown): string {
  if (!isSystemError(error)) return error instanceof Error ? error.message : String(error);
  switch (error.code) {
    case 'ENOENT':
      return 'no such file or folder';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read (permission denied)';
    case 'EISDIR':
      return 'is a folder; a file is wanted here';
    case 'ELOOP':
      return 'is a link that leads to itself';
    default:
      return `cannot be read (${error.code ?? error.message})`;
  }
}
