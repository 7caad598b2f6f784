// `npm run conformance`: runs the suites in turn and ends with "N passed, N failed".
//   node conformance/run.mjs [--update] [--no-build] [suite]...
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { home, openJudge, root } from './judge.mjs';
import { Tally } from './tally.mjs';

const SUITES = ['generate', 'api', 'crds', 'metadata', 'command', 'envoy-api', 'webhook', 'mesh-config', 'rules', 'written', 'samples', 'meshes', 'analyzers', 'coverage', 'traffic'];

const args = process.argv.slice(2);
const asked = args.filter((arg) => !arg.startsWith('--'));
const unknown = asked.filter((name) => !SUITES.includes(name));
const total = new Tally();
/** Upstream codes that both sides reported for one object, collected by the suites that compare. */
const agreed = new Set();

if (unknown.length > 0) {
  console.error(`No suite is called ${unknown.join(', ')}; there are ${SUITES.join(', ')}.`);
  process.exitCode = 2;
} else {
  try {
    await main();
  } catch (error) {
    total.failed('conformance could not run', error.message);
  }
  console.log(total.line());
  process.exitCode = total.failures > 0 ? 1 : 0;
}

async function main() {
  if (!args.includes('--no-build')) buildLibrary();
  console.log('building the judge (about five minutes the first time) ...');
  const judge = await openJudge();
  try {
    for (const name of asked.length > 0 ? asked : SUITES) await runSuite(name, judge);
  } finally {
    await judge.close();
  }
}

/** What is judged is what the sources say now, not what lib/ held from an earlier day. */
function buildLibrary() {
  const { status } = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('the library does not build');
}

async function runSuite(name, judge) {
  const started = Date.now();
  const tally = new Tally();
  console.log(`== ${name}`);
  try {
    const file = join(home, `${name}.mjs`);
    if (!existsSync(file)) throw new Error(`conformance/${name}.mjs does not exist`);
    const { run } = await import(pathToFileURL(file).href);
    await run({
      judge,
      root,
      agreed,
      update: args.includes('--update'),
      passed: (n) => tally.passed(n),
      failed: (title, detail) => tally.failed(title, detail),
      note: (text) => console.log(`  ${text}`),
    });
    if (tally.total === 0) tally.failed('the suite checked nothing');
  } catch (error) {
    tally.failed(`${name} stopped`, error.stack ?? error.message);
  }
  console.log(`   ${name}: ${tally.line()} (${((Date.now() - started) / 1000).toFixed(0)} s)`);
  total.add(tally);
}
