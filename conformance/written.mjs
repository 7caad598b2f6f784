// What our examples and tests write is taken by the API server, istiod's webhook and all analyzers, without a warning.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { loadAll } from 'js-yaml';
import { Reviewed } from './reviewed.mjs';
import { complaints, nameOf } from './verdicts.mjs';

const require = createRequire(import.meta.url);
/** The first line of a file that IstioApp owns; such files stand in a folder per namespace. */
const OWNED = /^# .*cdk8s-istio/;
/** Where tests build trees of constructs. */
const TEST_FOLDERS = ['test/constructs', 'test/imports', 'test/l1', 'test/patterns', 'test/synth'];
/** Runs the command line of cdk8s in processes of its own, where nothing is recorded. */
const WITHOUT_TREES = 'plugin\\.test\\.ts$';

export async function run(context) {
  const accepted = new Reviewed('accepted.json');
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-written-'));
  try {
    for (const example of readdirSync(join(context.root, 'examples'), { withFileTypes: true })) {
      if (example.isDirectory()) await judgeExample({ context, accepted, folder, example: example.name });
    }
    await judgeTests({ context, accepted, record: join(folder, 'trees.jsonl') });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  accepted.close(context);
}

async function judgeExample({ context, accepted, folder, example }) {
  // An empty working folder: what the example writes, it writes there.
  const cwd = mkdtempSync(join(folder, `${example}-`));
  const tsNode = require.resolve('ts-node/dist/bin.js');
  const project = join(context.root, 'examples', 'tsconfig.json');
  const { CDK8S_OUTDIR: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsNode, '--swc', '--project', project, join(context.root, 'examples', example, 'main.ts')], { cwd, env, encoding: 'utf8' });
  if (status !== 0) {
    context.failed(`examples/${example} does not run`, `${stdout}${stderr}`);
    return;
  }
  const meshes = writtenMeshes(cwd);
  if (meshes.size === 0) context.failed(`examples/${example} wrote nothing`);
  for (const [place, objects] of meshes) {
    await judgeObjects({ context, accepted, where: `examples/${example}`, objects });
    await judgeMesh({ context, accepted, where: place === '.' ? `examples/${example}` : `examples/${example}/${place}`, objects });
  }
}

/** Objects by output folder: each is the mesh of one App. */
function writtenMeshes(cwd) {
  const meshes = new Map();
  for (const name of readdirSync(cwd, { recursive: true }).filter((each) => each.endsWith('.yaml')).sort()) {
    const text = readFileSync(join(cwd, name), 'utf8');
    const outdir = OWNED.test(text) ? dirname(dirname(name)) : dirname(name);
    const place = relative('dist', outdir) || '.';
    const objects = loadAll(text).filter((object) => object !== null && object !== undefined);
    meshes.set(place, [...(meshes.get(place) ?? []), ...objects]);
  }
  return meshes;
}

async function judgeObjects({ context, accepted, where, objects, warned = new Set() }) {
  for (const object of objects) {
    const against = (await complaints(context.judge, object)).filter((text) => !(text.startsWith('webhook warns') && warned.has(nameOf(object))));
    if (against.length === 0 || accepted.has(where, 'rejected', nameOf(object))) context.passed();
    else context.failed(`${where}: ${nameOf(object)}`, against.join('\n'));
  }
}

async function judgeMesh({ context, accepted, where, objects }) {
  const { messages, unreadable } = await context.judge.ask({ op: 'analyze', objects });
  if (unreadable.length > 0) context.failed(`${where}: upstream cannot read it`, unreadable.join('\n'));
  for (const { level, code, resource = '', text } of messages.filter(({ level: each }) => each === 'Info')) context.note(`${where}: ${level} ${code} ${resource}: ${text}`);
  const grave = messages.filter(({ level, code, resource }) => level !== 'Info' && !accepted.has(where, code, resource ?? '?'));
  if (grave.length === 0) context.passed();
  else context.failed(`${where}: istioctl analyze`, grave.map(({ level, code, resource, text }) => `${level} ${code} ${resource}: ${text}`).join('\n'));
}

/** Runs the tests once more with a recorder, and judges every tree of constructs that we found no error in. */
async function judgeTests({ context, accepted, record }) {
  const jest = join(dirname(require.resolve('jest/package.json')), 'bin', 'jest.js');
  const recorder = join(context.root, 'conformance', 'record-trees.cjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [jest, '--silent', '--setupFilesAfterEnv', recorder, '--testPathIgnorePatterns', WITHOUT_TREES, '--', ...TEST_FOLDERS], {
    cwd: context.root, env: { ...process.env, RECORD_TREES: record }, encoding: 'utf8', maxBuffer: 1 << 26,
  });
  if (status !== 0) context.failed('the tests whose trees are judged', `${stdout}${stderr}`.slice(-2000));
  const trees = readFileSync(record, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
  context.note(`${trees.length} trees of the tests`);
  for (const { test, objects, warned } of trees) await judgeObjects({ context, accepted, where: test, objects, warned: new Set(warned) });
}
