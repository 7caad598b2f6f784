import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import { oneLine } from '../report/safe-text';
import { reason } from './input/read-text';
import { InputError } from './io';

/** A file that is to be written below a folder. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

export interface WriteOptions {
  /** Every file must stand below this folder. */
  readonly folder: string;
  /** A file is ours, and may be replaced, when its first line holds this. */
  readonly mark: string;
  /** Replace files of others too. */
  readonly force: boolean;
  /** How messages name a file. */
  readonly show: (path: string) => string;
}

/** Longest first line that is looked at. */
const FIRST_LINE = 1024;

/**
 * Writes files, each in one step: whoever reads sees the old file or the new one, never half of it.
 * Nothing is written when one of them must not be replaced.
 * @throws InputError that names the file.
 */
export function writeFiles(files: readonly NewFile[], options: WriteOptions): void {
  for (const { path } of files) {
    const inside = relative(options.folder, path);
    if (inside === '' || isAbsolute(inside) || inside.split(/[\\/]/).includes('..')) throw new Error(`${path} is outside ${options.folder}`);
    if (!options.force && existsSync(path) && !firstLine(path, options).includes(options.mark)) {
      throw new InputError(`${oneLine(options.show(path))}: exists and was not written by this command; --force replaces it`);
    }
  }
  for (const file of files) replace(file, options);
}

function firstLine(path: string, options: WriteOptions): string {
  try {
    const handle = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(FIRST_LINE);
      return bytes.toString('utf8', 0, readSync(handle, bytes, 0, FIRST_LINE, 0)).split('\n', 1)[0] ?? '';
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw new InputError(`${oneLine(options.show(path))}: ${reason(error)}`);
  }
}

function replace({ path, text }: NewFile, options: WriteOptions): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  let handle: number | undefined;
  try {
    mkdirSync(dirname(path), { recursive: true });
    handle = openSync(temporary, 'wx');
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, path);
  } catch (error) {
    if (handle !== undefined) rmSync(temporary, { force: true });
    throw new InputError(`${oneLine(options.show(path))}: cannot be written (${code(error)})`);
  }
}

function code(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error) return String(error.code);
  return error instanceof Error ? error.message : String(error);
}
