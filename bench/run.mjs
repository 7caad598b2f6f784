// `npm run bench`: our library side by side with what a user would use instead; one table a run.
//   node bench/run.mjs [--quick] [synth|types|start|verdicts|check]...
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkRows } from './check.mjs';
import { startRows } from './start.mjs';
import { synthRows } from './synth.mjs';
import { print } from './table.mjs';
import { typeRows } from './types.mjs';
import { verdictRows } from './verdicts.mjs';

const BENCHES = { synth: synthRows, types: typeRows, start: startRows, verdicts: verdictRows, check: checkRows };

const args = process.argv.slice(2);
const quick = args.includes('--quick');
const asked = args.filter((arg) => !arg.startsWith('--'));
const unknown = asked.filter((name) => !Object.hasOwn(BENCHES, name));
const root = dirname(dirname(fileURLToPath(import.meta.url)));

if (unknown.length > 0) {
  console.error(`No bench is called ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}.`);
  process.exitCode = 2;
} else if (!existsSync(join(root, 'lib', 'library', 'index.js'))) {
  console.error('lib/ is missing: run "npm ci" (or "npm run prepare") first.');
  process.exitCode = 2;
} else {
  await main();
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-bench-'));
  const rows = [];
  try {
    for (const name of asked.length > 0 ? asked : Object.keys(BENCHES)) {
      console.error(`measuring ${name} ...`);
      try {
        rows.push(...(await BENCHES[name]({ root, folder, quick })));
      } catch (error) {
        rows.push({ what: name, failed: error.message.split('\n')[0] });
        console.error(error.message);
        process.exitCode = 1;
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'})${quick ? ', --quick: small sizes, one run, no verdict on speed' : ''}\n`);
  print(rows);
}
