// Mesh config and mesh networks: every document gets from src/webhook/mesh-config the answer of istiod's own validation.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { load } from 'js-yaml';

import { openJudge } from './judge.mjs';
import { mutateForWebhook } from './mutate-webhook.mjs';
import { randomFrom } from './mutate.mjs';

const home = dirname(fileURLToPath(import.meta.url));

/** @param context see README.md */
export async function run(context, { seed = 77, count = 4000 } = {}) {
  const library = (name) => createRequire(import.meta.url)(join(context.root, 'lib', 'src', 'webhook', 'mesh-config', `${name}.js`));
  const kinds = { meshConfig: library('mesh-config').meshConfigRemarks, meshNetworks: library('mesh-networks').meshNetworksRemarks };
  const seeds = load(readFileSync(join(home, 'mesh-config-seeds.yaml'), 'utf8'));
  for (const [kind, remarks] of Object.entries(kinds)) {
    const random = randomFrom(seed);
    const documents = [{}, ...seeds[kind], ...Array.from({ length: count }, () => mutant(random.pick(seeds[kind]), random))];
    const answers = await Promise.all(documents.map((document) => context.judge.ask({ op: 'mesh-config', [kind]: document })));
    const seen = new Set();
    let [read, rejected, warned] = [0, 0, 0];
    for (const [i, document] of documents.entries()) {
      const { unreadable, valid, error, warnings = [] } = answers[i];
      if (unreadable !== undefined) continue;
      read += 1;
      if (!valid) rejected += 1;
      else if (warnings.length > 0) warned += 1;
      const said = remarks(document);
      for (const { severity, code, path } of said) seen.add(`${severity} ${code} ${path.map((step) => (typeof step === 'number' ? '[]' : step)).join('.')}`);
      const has = (severity) => said.some((remark) => remark.severity === severity);
      if (has('error') !== valid && (!valid || has('warning') === warnings.length > 0)) context.passed();
      else context.failed(`${kind} ${JSON.stringify(document)}`, `istiod: ${valid ? `valid ${warnings.join(' | ')}` : error}\n  we: ${said.map(({ code, path, message }) => `${code} ${path.join('.')}: ${message}`).join(' | ')}`);
    }
    context.note(`${kind}: ${read} documents that can be read, ${rejected} invalid, ${warned} with warnings; ${seen.size} things said`);
    context.seen?.([...seen].sort());
  }
}

function mutant(seed, random) {
  const object = { spec: structuredClone(seed) };
  mutateForWebhook(object, random);
  return object.spec;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [seed, count] = process.argv.slice(2).map(Number);
  const judge = await openJudge();
  let [passed, failed] = [0, 0];
  const context = {
    judge,
    root: dirname(home),
    passed: () => { passed += 1; },
    failed: (title, detail) => {
      failed += 1;
      if (failed <= 12) console.log(`FAILED ${title}\n  ${detail}`);
    },
    seen: (rows) => process.argv.includes('--seen') && console.log(rows.join('\n')),
    note: (text) => console.log(text),
  };
  await run(context, { seed, count });
  await judge.close();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
