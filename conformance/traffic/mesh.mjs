// Builds and starts the mesh on loopback, and asks it. Also a command: `node conformance/traffic/mesh.mjs < cases.jsonl`.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { crdFiles, home } from '../judge.mjs';
import { envoy } from './envoy.mjs';

const run = promisify(execFile);

/** No case takes longer: one that does is ended, and its process with it. */
const PATIENCE = 120_000;

/** Builds conformance/bin/traffic (quick when nothing changed) and returns its path. */
export async function build() {
  const binary = join(home, 'bin', 'traffic');
  try {
    await run('go', ['build', '-buildvcs=false', '-o', binary, './traffic'], { cwd: home, maxBuffer: 1 << 26 });
  } catch (error) {
    if (error.code === 'ENOENT') throw new Error('Conformance needs Go (https://go.dev/dl, 1.26 or newer) on the PATH.');
    throw new Error(`go build ./traffic: ${error.stderr || error.message}`);
  }
  return binary;
}

/** What every process needs, made once. */
let parts;
const prepare = () => (parts ??= Promise.all([build(), envoy(), crdFiles()]));

/** Starts one process for meshes. `ask(request)` runs a case and gives what was seen; one after the other. */
export async function openMesh() {
  const [binary, proxy, crds] = await prepare();
  const folder = await mkdtemp(join(tmpdir(), 'cdk8s-istio-mesh-'));
  const child = spawn(binary, ['--envoy', proxy, '--folder', folder, ...crds.flatMap((file) => ['--crds', file])], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = [];
  let ended = false;
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift().answer(JSON.parse(line)));
  child.stdin.on('error', () => {}); // its end is told by 'close'
  const closed = new Promise((resolve) => {
    child.on('close', (code, signal) => {
      ended = true;
      for (const { fail } of waiting.splice(0)) fail(new Error(`the mesh ended (${signal ?? code})`));
      resolve();
    });
  });
  return {
    /** Whether its process is over; a new mesh must be opened then. */
    get ended() {
      return ended;
    },
    ask(request) {
      if (ended) return Promise.reject(new Error('the mesh has ended'));
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
        const answer = (value) => {
          clearTimeout(timer);
          if (value.fault === undefined) resolve(value);
          else reject(new Error(value.fault));
        };
        const fail = (error) => {
          clearTimeout(timer);
          reject(error);
        };
        waiting.push({ answer, fail });
        child.stdin.write(`${JSON.stringify(request)}\n`);
      });
    },
    async close() {
      child.stdin.end();
      await closed;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const mesh = await openMesh();
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue;
    const answer = await mesh.ask(JSON.parse(line)).catch((error) => ({ fault: error.message }));
    console.log(JSON.stringify(answer));
  }
  await mesh.close();
}
