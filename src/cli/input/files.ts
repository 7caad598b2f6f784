import { opendirSync, realpathSync, statSync, type Stats } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { oneLine } from '../../report/safe-text';
import { InputError, type Io } from '../io';
import { leftOut, type LeftOut } from './left-out';
import { decode, isSystemError, readBounded, readStdin, reason } from './read-text';
import type { SourceFile } from './source-file';

/** A file that cannot be read as text. */
export interface FileProblem {
  readonly file: string;
  readonly message: string;
}

/** The texts that the paths of a command line stand for. */
export interface ReadFiles {
  readonly files: readonly SourceFile[];
  readonly problems: readonly FileProblem[];
  readonly leftOut: readonly LeftOut[];
}

/** The name of standard input in findings. */
export const STDIN_NAME = '<stdin>';
const MANIFEST = /\.(?:ya?ml|json)$/i;

/**
 * Reads the files that the paths of a command line stand for, in a stable order, each file once. `-` is standard input, a folder is
 * walked for .yaml, .yml and .json files; hidden entries, `node_modules`, linked folders and what is no manifest yet (`leftOut`) are left out.
 * @throws InputError for a path that does not exist or a folder without such files.
 */
export async function readSources(paths: readonly string[], io: Io, onRead: (done: number, total: number) => void): Promise<ReadFiles> {
  const named = namedFiles(paths, io.cwd);
  const files: SourceFile[] = [];
  const problems: FileProblem[] = [];
  for (const [index, { name, path, found }] of named.entries()) {
    try {
      const bytes = path === undefined ? await readStdin(io) : readBounded(path);
      files.push({ name, text: decode(bytes), found });
    } catch (error) {
      if (!found && isSystemError(error)) throw new InputError(`${oneLine(name)}: ${reason(error)}`);
      problems.push({ file: name, message: reason(error) });
    }
    onRead(index + 1, named.length);
  }
  const others = leftOut(files);
  return { files: files.filter((file) => !others.some(({ files: out }) => out.has(file))), problems, leftOut: others };
}

/** Reads one file that a flag names. @throws InputError when that is not possible. */
export async function readNamedFile(path: string, io: Io): Promise<string> {
  try {
    return decode(path === '-' ? await readStdin(io) : readBounded(resolveFrom(io.cwd, path)));
  } catch (error) {
    throw new InputError(`${oneLine(path)}: ${reason(error)}`);
  }
}

interface NamedFile {
  readonly name: string;
  /** Absent for standard input. */
  readonly path?: string;
  readonly found: boolean;
}

function namedFiles(paths: readonly string[], cwd: string): NamedFile[] {
  const seen = new Set<string>();
  const named: NamedFile[] = [];
  const add = (file: NamedFile): void => {
    const identity = file.path === undefined ? '-' : realpathSync(file.path);
    if (!seen.has(identity)) named.push(file);
    seen.add(identity);
  };
  for (const path of paths) {
    if (path === '-') add({ name: STDIN_NAME, found: false });
    else if (!stat(path, cwd).isDirectory()) add({ name: path, path: resolveFrom(cwd, path), found: false });
    else {
      const inside = [...walk(resolveFrom(cwd, path), path)];
      if (inside.length === 0) throw new InputError(`${oneLine(path)}: this folder holds no .yaml, .yml or .json file`);
      inside.sort((a, b) => (a.name < b.name ? -1 : 1)).forEach(add);
    }
  }
  return named;
}

function stat(path: string, cwd: string): Stats {
  try {
    return statSync(resolveFrom(cwd, path));
  } catch (error) {
    throw new InputError(`${oneLine(path)}: ${reason(error)}`);
  }
}

function* walk(folder: string, name: string): Generator<NamedFile & { readonly path: string }> {
  const entries = opendirSync(folder);
  try {
    for (let entry = entries.readSync(); entry !== null; entry = entries.readSync()) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      const path = join(folder, entry.name);
      const shown = name === '.' ? entry.name : `${name.replace(/[\\/]+$/, '')}/${entry.name}`;
      if (entry.isDirectory()) yield* walk(path, shown);
      else if (MANIFEST.test(entry.name) && (entry.isFile() || (entry.isSymbolicLink() && leadsToFile(path)))) yield { name: shown, path, found: true };
    }
  } finally {
    entries.closeSync();
  }
}

function leadsToFile(link: string): boolean {
  try {
    return statSync(link).isFile();
  } catch {
    return false;
  }
}

function resolveFrom(cwd: string, path: string): string {
  return isAbsolute(path) ? path : join(cwd, path);
}
