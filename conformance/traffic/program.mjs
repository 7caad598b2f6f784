// Runs a program that writes YAML with the library, and gives the objects it wrote.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { loadAll } from 'js-yaml';
import { root } from '../judge.mjs';

const tsNode = createRequire(import.meta.url).resolve('ts-node/dist/bin.js');

/**
 * Objects that a program (a .ts file, relative to the repository) writes into an empty working folder. With `place`, only
 * those below that folder: a program may write the meshes of several Apps.
 */
export async function written(program, place = '.') {
  const cwd = await mkdtemp(join(tmpdir(), 'cdk8s-istio-written-'));
  try {
    await run(program, cwd);
    const below = resolve(cwd, place) + sep;
    const files = (await readdir(cwd, { recursive: true })).map((name) => join(cwd, name))
      .filter((name) => name.endsWith('.yaml') && name.startsWith(below)).sort();
    const texts = await Promise.all(files.map((name) => readFile(name, 'utf8')));
    const objects = texts.flatMap((text) => loadAll(text)).filter((object) => object !== null && object !== undefined);
    if (objects.length === 0) throw new Error(`${program} wrote no YAML${place === '.' ? '' : ` into ${place}`}`);
    return objects;
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

function run(program, cwd) {
  const { CDK8S_OUTDIR: _, ...env } = process.env;
  const args = [tsNode, '--swc', '--project', join(root, 'examples', 'tsconfig.json'), join(root, program)];
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  return new Promise((fulfil, reject) => {
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? fulfil() : reject(new Error(`${program} does not run:\n${output}`))));
  });
}
