import * as fs from 'node:fs';

/** What writing needs of a file system; tests give one that fails. */
export type FileSystem = Pick<
  typeof fs,
  'closeSync' | 'lstatSync' | 'mkdirSync' | 'openSync' | 'readFileSync' | 'readSync' | 'readdirSync' | 'realpathSync' | 'renameSync' | 'rmSync' | 'rmdirSync' | 'statSync' | 'unlinkSync' | 'writeFileSync'
>;

export const NODE_FILE_SYSTEM: FileSystem = fs;

/** The code of a system error (`ENOENT`), if it is one. Under jest such errors are no `Error` of the test's own realm. */
export function errorCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** `run`, or undefined where the file or folder does not exist. */
export function ifThere<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
