import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import * as path from 'node:path';
import { errorCode, ifThere, type FileSystem } from './file-system';
import { OutputError } from './output-error';

const OWNER_FILE = 'owner.json';
/** No synth writes longer; after that a lock is a leftover, whoever has its process id now. */
const LOCK_MINUTES = 10;

/** Where files are written before they are renamed into place. Its existence is also the lock of the output folder. */
export interface Staging {
  readonly folder: string;
}

/**
 * Takes the output folder for this process: makes the staging folder beside it, on the same file system, so that renaming
 * is atomic. Where that is impossible (a mounted folder, a parent nobody may write to) it is a hidden folder inside.
 *
 * @throws OutputError when another process writes there now
 */
export function openStaging(fs: FileSystem, output: string, inside = isMount(fs, output)): Staging {
  for (const leftover of candidates(output)) removeLeftover(fs, leftover, output);
  const [beside, within] = candidates(output);
  const folder = inside ? within : beside;
  try {
    fs.mkdirSync(path.dirname(folder), { recursive: true });
    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, OWNER_FILE), JSON.stringify({ pid: process.pid, host: hostname() }));
  } catch (error) {
    if (!inside && ['EACCES', 'EPERM', 'EROFS'].includes(errorCode(error) ?? '')) return openStaging(fs, output, true);
    throw error;
  }
  return { folder };
}

/** Gives the output folder free again. */
export function closeStaging(fs: FileSystem, staging: Staging): void {
  fs.rmSync(staging.folder, { recursive: true, force: true });
}

function candidates(output: string): readonly [beside: string, within: string] {
  return [path.join(path.dirname(output), `.${path.basename(output)}.cdk8s-istio`), path.join(output, '.cdk8s-istio')];
}

function isMount(fs: FileSystem, output: string): boolean {
  const own = ifThere(() => fs.statSync(output))?.dev;
  return own !== undefined && own !== fs.statSync(path.dirname(output)).dev;
}

function removeLeftover(fs: FileSystem, folder: string, output: string): void {
  const stats = ifThere(() => fs.lstatSync(folder));
  if (stats === undefined) return;
  if (!stats.isDirectory()) throw new OutputError(`${folder} is in the way: this name is kept for files on their way to ${output}. Move it.`);
  const age = (Date.now() - stats.mtimeMs) / 60_000;
  if (age < LOCK_MINUTES && isRunning(ifThere(() => fs.readFileSync(path.join(folder, OWNER_FILE), 'utf8')))) {
    throw new OutputError(`Another process is writing ${output} right now. Wait for it; if there is none, delete ${folder}.`);
  }
  fs.rmSync(folder, { recursive: true, force: true });
}

/** Whether the process that made a staging folder is another one of this machine that still runs. */
function isRunning(ownerText: string | undefined): boolean {
  try {
    const owner: unknown = JSON.parse(ownerText ?? '');
    if (typeof owner !== 'object' || owner === null || !('pid' in owner) || !('host' in owner)) return false;
    const { pid, host } = owner;
    if (typeof pid !== 'number' || host !== hostname() || pid === process.pid) return false;
    process.kill(pid, 0);
    return !hasEnded(pid);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** Whether a process whose id is still taken has ended already: in a container nobody may collect it. Known on Linux only. */
function hasEnded(pid: number): boolean {
  const stat = ifThere(() => readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? '';
  return /^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
}
