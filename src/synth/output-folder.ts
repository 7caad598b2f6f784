import * as path from 'node:path';
import { errorCode, ifThere, NODE_FILE_SYSTEM, type FileSystem } from './file-system';
import { OutputError } from './output-error';
import { MARK_BYTES, ownerMark, ownerOf } from './owner-mark';
import { closeStaging, openStaging, type Staging } from './staging';

/** A file of an app, without its first line. */
export interface OutputFile {
  /** `<folder>/<file>.yaml` from the output folder. */
  readonly path: string;
  readonly text: string;
}

/** What has to happen to a folder. */
interface Plan {
  readonly changed: readonly OutputFile[];
  readonly removed: readonly string[];
}

/**
 * Makes `output` hold exactly these files of `app`, and leaves files of anyone else alone. Files are complete before they
 * are renamed into place one by one, deletions come last: a process killed at any point leaves whole files only, and the
 * next run finishes the work. Files that are right already are not touched.
 *
 * @throws OutputError when something that is not the app's is in the way; nothing is changed then
 */
export function writeFolder(output: string, app: string, files: readonly OutputFile[], fs: FileSystem = NODE_FILE_SYSTEM): void {
  try {
    const folder = realFolder(fs, path.resolve(output));
    try {
      writeWith(fs, folder, openStaging(fs, folder), app, files);
    } catch (error) {
      // A bind mount looks like the same file system until the first rename, which changes nothing when it fails.
      if (errorCode(error) !== 'EXDEV') throw error;
      writeWith(fs, folder, openStaging(fs, folder, true), app, files);
    }
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    throw new OutputError(`${output} cannot be written. ${String(error)}`);
  }
}

function writeWith(fs: FileSystem, folder: string, staging: Staging, app: string, files: readonly OutputFile[]): void {
  try {
    writeThrough(fs, folder, staging, planFor(fs, folder, app, files));
  } finally {
    closeStaging(fs, staging);
  }
}

/** The folder itself may be a symbolic link; a link that leads nowhere is a mistake. */
function realFolder(fs: FileSystem, output: string): string {
  const stats = ifThere(() => fs.lstatSync(output));
  if (stats === undefined) return output;
  const real = ifThere(() => fs.realpathSync(output));
  if (real === undefined) throw new OutputError(`${output} is a symbolic link to nothing. Make the folder it points to, or remove the link.`);
  if (!fs.statSync(real).isDirectory()) throw new OutputError(`${output} is a file, not a folder. Move it, or give the app another outdir.`);
  return real;
}

function planFor(fs: FileSystem, folder: string, app: string, files: readonly OutputFile[]): Plan {
  const wanted = new Map(files.map((file) => [file.path, ownerMark(app) + file.text]));
  const changed = new Map(wanted);
  const removed: string[] = [];
  for (const { relative, regular } of existingFiles(fs, folder, new Set(files.map((file) => path.posix.dirname(file.path))))) {
    const text = wanted.get(relative);
    if (!regular) {
      if (text !== undefined) throw inTheWay(folder, relative, 'is no regular file');
      continue;
    }
    const found = text === undefined ? readHead(fs, path.join(folder, relative)) : fs.readFileSync(path.join(folder, relative), 'utf8');
    const owner = ownerOf(found);
    if (owner !== undefined && owner !== app) throw foreignApp(folder, relative, owner, app);
    if (text === undefined) {
      if (owner === app) removed.push(relative);
    } else if (owner === undefined) {
      throw inTheWay(folder, relative, 'was not written by this package');
    } else if (found === text) {
      changed.delete(relative);
    }
  }
  return { changed: [...changed].map(([file, text]) => ({ path: file, text })), removed };
}

/** Files where an app may write, `<folder>/<file>.yaml`: nothing deeper, nothing behind a link. */
function existingFiles(fs: FileSystem, folder: string, needed: ReadonlySet<string>): { relative: string; regular: boolean }[] {
  const entries = ifThere(() => fs.readdirSync(folder, { withFileTypes: true })) ?? [];
  return entries.flatMap((entry) => {
    if (!entry.isDirectory()) {
      if (!needed.has(entry.name)) return [];
      throw inTheWay(folder, entry.name, entry.isSymbolicLink() ? 'is a symbolic link, which could lead out of the output folder' : 'is no folder');
    }
    return fs
      .readdirSync(path.join(folder, entry.name), { withFileTypes: true })
      .filter((file) => file.name.endsWith('.yaml'))
      .map((file) => ({ relative: `${entry.name}/${file.name}`, regular: file.isFile() }));
  });
}

function readHead(fs: FileSystem, file: string): string {
  const buffer = Buffer.alloc(MARK_BYTES);
  const descriptor = fs.openSync(file, 'r');
  try {
    return buffer.toString('utf8', 0, fs.readSync(descriptor, buffer, 0, MARK_BYTES, 0));
  } finally {
    fs.closeSync(descriptor);
  }
}

function writeThrough(fs: FileSystem, folder: string, staging: Staging, plan: Plan): void {
  const byFolder = groupByFolder(plan.changed);
  const staged = path.join(staging.folder, 'files');
  for (const [name, files] of byFolder) {
    fs.mkdirSync(path.join(staged, name), { recursive: true });
    for (const file of files) fs.writeFileSync(path.join(staged, file.path), file.text);
  }

  fs.mkdirSync(folder, { recursive: true });
  for (const [name, files] of byFolder) {
    // A folder that is not there yet moves as a whole, which is as atomic and much faster.
    const moving = ifThere(() => fs.lstatSync(path.join(folder, name))) === undefined ? [name] : files.map((file) => file.path);
    for (const moved of moving) fs.renameSync(path.join(staged, moved), path.join(folder, moved));
  }

  for (const file of plan.removed) fs.unlinkSync(path.join(folder, file));
  for (const name of new Set(plan.removed.map((file) => path.posix.dirname(file)))) removeIfEmpty(fs, path.join(folder, name));
}

function groupByFolder(files: readonly OutputFile[]): ReadonlyMap<string, readonly OutputFile[]> {
  const groups = new Map<string, OutputFile[]>();
  for (const file of files) {
    const name = path.posix.dirname(file.path);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [file]);
    else group.push(file);
  }
  return groups;
}

function removeIfEmpty(fs: FileSystem, folder: string): void {
  try {
    fs.rmdirSync(folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(errorCode(error) ?? '')) throw error;
  }
}

function inTheWay(folder: string, relative: string, what: string): OutputError {
  return new OutputError(`${path.join(folder, relative)} ${what}, and an object is to be written there. Move it away, or give the app an outdir of its own. Nothing was written.`);
}

function foreignApp(folder: string, relative: string, owner: string, app: string): OutputError {
  return new OutputError(
    [
      `${folder} belongs to the app "${owner}" (first line of ${relative}), and this app is "${app}". Nothing was written.`,
      'Two apps in one folder would delete each other\'s files: give each an outdir of its own.',
      `If it is the same app under a new name, keep the old one with new IstioApp({ name: ${JSON.stringify(owner)} }), or delete the folder once.`,
    ].join('\n'),
  );
}
