// Builds and starts the judge, and asks it. Also a command: `node conformance/judge.mjs < requests.jsonl`.
import { execFile, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const home = dirname(fileURLToPath(import.meta.url));
export const root = dirname(home);

/** What is judged against; the product's facts are made from the same versions. */
export const VERSIONS = { istioApi: '1.31.1', gatewayApi: '1.6.0' };

/** Folder of a Go module in the module cache, downloaded when it is not there yet. */
export async function moduleFolder(path, version) {
  // Outside of this module, so that exactly this version is meant and go.mod stays as it is.
  const { stdout } = await go(['mod', 'download', '-json', `${path}@${version}`], tmpdir());
  return JSON.parse(stdout).Dir;
}

/** Folder of istio.io/istio in the version of go.mod: samples, charts, test data. */
export async function istioFolder() {
  await go(['mod', 'download', 'istio.io/istio'], home);
  const { stdout } = await go(['list', '-m', '-f', '{{.Dir}}', 'istio.io/istio'], home);
  return stdout.trim();
}

/** Files with the CustomResourceDefinitions the API server is asked with. */
export async function crdFiles() {
  const istio = await moduleFolder('istio.io/api', `v${VERSIONS.istioApi}`);
  const gateway = join(await moduleFolder('sigs.k8s.io/gateway-api', `v${VERSIONS.gatewayApi}`), 'config', 'crd', 'standard');
  const files = readdirSync(gateway).filter((name) => name.endsWith('.yaml')).sort();
  return [join(istio, 'kubernetes', 'customresourcedefinitions.gen.yaml'), ...files.map((name) => join(gateway, name))];
}

/** Builds conformance/bin/judge (quick when nothing changed) and returns its path. */
export async function build() {
  const binary = join(home, 'bin', process.platform === 'win32' ? 'judge.exe' : 'judge');
  await go(['build', '-buildvcs=false', '-o', binary, '.'], home);
  return binary;
}

/** Builds and starts the judge. `ask(request)` gives its answer; many may be under way, answers keep the order. */
export async function openJudge() {
  const [binary, files] = [await build(), await crdFiles()];
  const child = spawn(binary, files.flatMap((file) => ['--crds', file]), { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = [];
  let ended = false;
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift().answer(JSON.parse(line)));
  child.stdin.on('error', () => {}); // its end is told by 'close'
  const closed = new Promise((resolve) => {
    child.on('close', (code) => {
      ended = true;
      for (const { fail } of waiting.splice(0)) fail(new Error(`the judge ended with code ${code}`));
      resolve(code);
    });
  });
  return {
    ask(request) {
      if (ended) return Promise.reject(new Error('the judge has ended'));
      return new Promise((resolve, reject) => {
        const answer = (value) => (value.fault === undefined ? resolve(value) : reject(new Error(`judge: ${value.fault}`)));
        waiting.push({ answer, fail: reject });
        child.stdin.write(`${JSON.stringify(request)}\n`);
      });
    },
    async close() {
      child.stdin.end();
      await closed;
    },
  };
}

async function go(args, cwd) {
  try {
    return await run('go', args, { cwd, maxBuffer: 1 << 26 });
  } catch (error) {
    if (error.code === 'ENOENT') throw new Error('Conformance needs Go (https://go.dev/dl, 1.26 or newer) on the PATH.');
    throw new Error(`go ${args.join(' ')}: ${error.stderr || error.message}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const binary = await build();
  const flags = (await crdFiles()).flatMap((file) => ['--crds', file]);
  const child = spawn(binary, flags, { stdio: 'inherit' });
  child.on('close', (code) => {
    process.exitCode = code ?? 1;
  });
}
