// The API server's verdict: every object of Istio's test data and samples, mutants of them, and mutants of our own corpus
// get from src/schema the answer that the API server's code gives.
// Also a command: node conformance/api.mjs [--seed N] [--count N] [--update]
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { istioFolder, openJudge } from './judge.mjs';
import { mutants, ourObjects, readFacts } from './mutate.mjs';
import { Reviewed } from './reviewed.mjs';

const home = dirname(fileURLToPath(import.meta.url));
const GOLDEN = join(home, 'golden', 'api.json');
/** The seed and the number of the mutants that are recorded as golden data. */
const RECORDED = { seed: 31, count: 2000 };
const TEST_DATA = ['pkg/config/validation/testdata/crds', 'pkg/test/datasets/validation', 'samples'];

/** @param context see README.md; `verdict` stands in for the built apiVerdict while developing */
export async function run(context, { seed = 1031, count = 2000, verdict = builtVerdict(context.root) } = {}) {
  const facts = readFacts(join(context.root, 'imports', 'facts'));
  const same = comparison(context, verdict);
  const istio = await istioFolder();
  const theirs = await objectsOf(istio, context.judge);
  await same('Istio\'s test data', theirs);
  await same(`mutants of Istio's test data, seed ${seed}`, fromMutants(theirs.map(({ object }) => object), { seed, count, facts }));
  const ours = ourObjects('corpus', facts);
  await same('our corpus', ours.map((object) => ({ object, where: `${object.apiVersion} ${object.kind} ${object.metadata?.name}` })));
  const refused = ourObjects('invalid', facts);
  await same('our invalid objects', refused.map((object) => ({ object, where: object.metadata.name })));
  const seeds = [...ours, ...refused];
  const recorded = fromMutants(seeds, { ...RECORDED, facts });
  const answers = await same('mutants of our objects, recorded', recorded);
  if (seed !== RECORDED.seed) await same(`mutants of our objects, seed ${seed}`, fromMutants(seeds, { seed, count, facts }));
  checkGolden(context, recorded, answers);
  same.finish();
}

function builtVerdict(root) {
  return createRequire(import.meta.url)(join(root, 'lib', 'src', 'schema', 'verdict.js')).apiVerdict;
}

/** What is recorded of a mutant: enough to see that it is the same one. */
export function fingerprint(object) {
  return createHash('sha256').update(JSON.stringify(object)).digest('hex').slice(0, 8);
}

function fromMutants(objects, options) {
  return [...mutants(objects, options)].map(({ object, done }) => ({ object, where: `${object.kind} ${object.metadata?.name ?? ''} (${done.join('; ')})` }));
}

export async function objectsOf(istio, judge) {
  const found = [];
  for (const folder of TEST_DATA) {
    for (const file of yamlFiles(join(istio, folder))) {
      // Templates and values files are no manifests; what cannot be read as one is none.
      const { objects = [] } = await judge.ask({ op: 'read', file }).catch(() => ({}));
      for (const object of objects) {
        if (typeof object?.apiVersion === 'string' && typeof object.kind === 'string') found.push({ object, where: `${relative(istio, file)}: ${object.kind} ${object.metadata?.name ?? ''}` });
      }
    }
  }
  const groups = new Set(readFacts().keys());
  return found.filter(({ object }) => groups.has(object.apiVersion.split('/')[0]));
}

function yamlFiles(folder) {
  if (!existsSync(folder)) throw new Error(`Istio's module has no ${folder}: the version moved it.`);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** Compares verdicts. A difference on purpose stands in differences.json, by kind, side and fingerprint of the object. */
function comparison(context, verdict) {
  const reviewed = new Reviewed('differences.json');
  const same = async (title, cases) => {
    const answers = await Promise.all(cases.map(({ object }) => context.judge.ask({ op: 'api', object })));
    let [valid, judged, differing] = [0, 0, 0];
    for (const [i, { object, where }] of cases.entries()) {
      const [theirs, ours] = [answers[i], verdict(object)];
      const accepted = ours === undefined ? undefined : ours.violations.length === 0;
      if (theirs.valid === undefined && accepted === undefined) continue;
      judged += 1;
      if (theirs.valid) valid += 1;
      const side = accepted ? 'only-we-accept' : 'only-we-refuse';
      if (accepted === theirs.valid || reviewed.has(object.kind, side, fingerprint(object))) {
        context.passed();
        continue;
      }
      differing += 1;
      const said = (ours?.violations ?? []).map((violation) => `${violation.path.join('.')}: ${violation.message}`).join(' | ');
      context.failed(`${title}: ${where}`, `the API server: ${theirs.valid ? 'valid' : theirs.error}\n  we: ${said || 'valid'}\n  ${JSON.stringify(object)}`);
    }
    context.note(`${title}: ${judged} objects, ${valid} valid, ${differing} verdicts differ`);
    return answers;
  };
  same.finish = () => reviewed.close(context);
  return same;
}

function checkGolden(context, recorded, answers) {
  const lines = recorded.map(({ object }, i) => `${fingerprint(object)} ${answers[i].valid ? 'valid' : 'invalid'}`);
  const text = `${JSON.stringify({ ...RECORDED, verdicts: lines }, undefined, 1)}\n`;
  if (context.update) {
    writeFileSync(GOLDEN, text);
    context.note(`wrote ${relative(context.root, GOLDEN)}`);
  } else if (existsSync(GOLDEN) && readFileSync(GOLDEN, 'utf8') === text) {
    context.passed();
  } else {
    context.failed('golden/api.json is not what the API server says', 'run with --update when corpus, facts or mutator changed');
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const option = (name) => {
    const at = process.argv.indexOf(name);
    return at < 0 ? undefined : Number(process.argv[at + 1]);
  };
  let [passed, failed] = [0, 0];
  const judge = await openJudge();
  const context = {
    judge,
    root: dirname(home),
    update: process.argv.includes('--update'),
    passed: (n = 1) => { passed += n; },
    failed: (title, detail = '') => { failed += 1; console.log(`FAILED ${title}\n  ${detail}`); },
    note: (text) => console.log(text),
  };
  await run(context, { seed: option('--seed'), count: option('--count') });
  await judge.close();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
