// istiod's webhook: every object gets from src/webhook the answer of the real handler, whether it passes the API server or not:
// rejected or not, and with a warning or not.
// Also a command: node conformance/webhook.mjs [--seed N] [--count N] [--kind KIND] [--show N] [--tally]
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { fingerprint, objectsOf } from './api.mjs';
import { istioFolder, openJudge } from './judge.mjs';
import { donorsOf, mutateForReader, mutateForWebhook } from './mutate-webhook.mjs';
import { mutants, ourObjects, randomFrom, readFacts, readObjects } from './mutate.mjs';
import { Reviewed } from './reviewed.mjs';

const home = dirname(fileURLToPath(import.meta.url));
const LARGEST = 2 << 20;
const ISTIO = /^(networking|security|telemetry|extensions)\.istio\.io\//;

/** @param context see README.md */
export async function run(context, { seed = 2031, count = 12000, kind, tally = false } = {}) {
  const engine = engineOf(context.root);
  const facts = readFacts(join(context.root, 'imports', 'facts'));
  const chosen = (cases) => cases.filter(({ object }) => ISTIO.test(object.apiVersion) && (kind === undefined || object.kind === kind));
  const same = comparison(context, engine);
  const theirs = chosen(await objectsOf(await istioFolder(), context.judge));
  const ours = chosen(ourObjects('corpus', facts).map((object) => ({ object, where: `${object.apiVersion} ${object.kind} ${object.metadata?.name}` })));
  await same("Istio's test data", theirs);
  await same('our corpus', ours);
  const small = chosen(readObjects(seedFiles()).map((object) => ({ object, where: `seed ${object.kind} ${object.metadata.name}` })));
  await same('small objects', small);
  // Several times, because most changes to a large object reject it for what was wrong with it before.
  const seeds = [...theirs, ...ours, ...small, ...small, ...small].map(({ object }) => object);
  await same(`mutants of all, seed ${seed}`, mutated(seeds, { seed, count, facts }));
  if (tally) for (const [row, times] of [...same.seen].sort(([a], [b]) => (a < b ? -1 : 1))) context.note(`${times} ${row}`);
  same.finish();
}

/** An object as the webhook gets it: the API server says in which namespace it lies. */
function placed(object) {
  return { ...object, metadata: { ...object.metadata, namespace: object.metadata?.namespace || 'default' } };
}

function seedFiles() {
  const folder = join(home, 'webhook-seeds');
  return readdirSync(folder).sort().map((file) => join(folder, file));
}

/** Half are mutants as the schema's suite makes them, half have values changed that only the webhook looks at; some are both. */
function mutated(seeds, { seed, count, facts }) {
  const random = randomFrom(seed);
  const donors = donorsOf(seeds);
  const cases = [...mutants(seeds, { seed, count: Math.ceil(count / 2), facts })];
  for (let i = 0; cases.length < count; i += 1) {
    const { object, done } = random.chance(0.3) ? structuredClone(random.pick(cases)) : { object: structuredClone(seeds[i % seeds.length]), done: [] };
    cases.push({ object, done: [...done, ...(random.chance(0.3) ? [mutateForReader(object, random)] : mutateForWebhook(object, random, donors))] });
  }
  // The handler takes no larger requests, and neither does a cluster.
  const sendable = cases.filter(({ object }) => JSON.stringify(object).length < LARGEST);
  return sendable.map(({ object, done }) => ({ object, where: `${object.kind} ${object.metadata?.name ?? ''} (${done.join('; ')})` }));
}

/**
 * What a check of one object alone says by the webhook's codes. What is unreachable is told by a rule that knows more than istiod,
 * so of that the webhook's own remarks count, before the rule had its say.
 */
function engineOf(root) {
  const library = (path) => createRequire(import.meta.url)(join(root, 'lib', 'src', path));
  const { check } = library('validation/validate.js');
  const { webhookFindings } = library('validation/webhook.js');
  const { readInput } = library('validation/read-input.js');
  const settings = { ...library('model/settings.js').DEFAULT_SETTINGS, defaultNamespace: 'default' };
  return (object) => {
    const { manifests } = readInput([object], settings);
    const remarks = webhookFindings(manifests).filter(({ rule }) => rule === 'unreachable-route');
    const all = check([object], { settings });
    // Rules read an object as the API server leaves it, without what istiod alone can read: fields by their names in the protocol, nulls.
    const pruned = all.some(({ rule }) => rule === 'unknown-field' || rule === 'invalid-type');
    return pruned ? webhookFindings(manifests) : [...all.filter(({ upstream }) => upstream.some((code) => code === 'IST0106' || code === 'IST0133')), ...remarks];
  };
}

/** What is said of every EnvoyFilter: no other warning is compared with these in its place. */
const ALWAYS = { rule: 'unstable-api', text: /^EnvoyFilter exposes internal/ };

/** Compares answers. A difference on purpose stands in webhook-differences.json, by kind, side and fingerprint of the object. */
function comparison(context, engine) {
  const reviewed = new Reviewed('webhook-differences.json');
  const same = async (title, cases) => {
    const answers = await Promise.all(cases.map(({ object }) => context.judge.ask({ op: 'webhook', object: placed(object) })));
    let [asked, rejected, warned, differing] = [0, 0, 0, 0];
    for (const [i, { object, where }] of cases.entries()) {
      const answer = answers[i];
      if (answer.unknown) continue;
      asked += 1;
      if (!answer.allowed) rejected += 1;
      else if (answer.warnings.length > 0) warned += 1;
      const said = engine(object);
      for (const { rule, severity, path } of said) {
        const row = `${severity} ${rule} ${path.map((step) => (typeof step === 'number' ? '[]' : step)).join('.')}`;
        same.seen.set(row, (same.seen.get(row) ?? 0) + 1);
      }
      const has = (...codes) => said.some(({ rule, upstream }) => rule !== ALWAYS.rule && upstream.some((code) => codes.includes(code)));
      const [weWarn, theyWarn] = [has('IST0130', 'IST0131', 'IST0133'), answer.warnings.some((warning) => !ALWAYS.text.test(warning))];
      const sides = [
        ...(has('IST0106') === !answer.allowed ? [] : [has('IST0106') ? 'only-we-refuse' : 'only-we-accept']),
        // What is rejected is not asked for its warnings: upstream loses some of them on the way.
        ...(!answer.allowed || weWarn === theyWarn ? [] : [weWarn ? 'only-we-warn' : 'only-they-warn']),
      ].filter((side) => !reviewed.has(object.kind, side, fingerprint(object)));
      if (sides.length === 0) {
        context.passed();
        continue;
      }
      differing += 1;
      const ours = said.map(({ rule, path, message }) => `${rule} ${path.join('.')}: ${message}`).join(' | ') || 'nothing';
      context.failed(`${title}: ${sides.join(', ')}: ${where}`, `webhook: ${answer.allowed ? `allowed ${answer.warnings.join(' | ')}` : answer.error}\n  we: ${ours}\n  ${JSON.stringify(object)}`);
    }
    context.note(`${title}: ${asked} objects, ${rejected} rejected, ${warned} with warnings, ${differing} answers differ`);
  };
  same.seen = new Map();
  same.finish = () => reviewed.close(context);
  return same;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const option = (name) => {
    const at = process.argv.indexOf(name);
    return at < 0 ? undefined : process.argv[at + 1];
  };
  const number = (name) => (option(name) === undefined ? undefined : Number(option(name)));
  const show = number('--show') ?? 20;
  let [passed, failed] = [0, 0];
  const judge = await openJudge();
  const context = {
    judge,
    root: dirname(home),
    passed: (n = 1) => { passed += n; },
    failed: (title, detail = '') => {
      failed += 1;
      if (failed <= show) console.log(`FAILED ${title}\n  ${detail}`);
    },
    note: (text) => console.log(text),
  };
  await run(context, { seed: number('--seed'), count: number('--count'), kind: option('--kind'), tally: process.argv.includes('--tally') });
  await judge.close();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
