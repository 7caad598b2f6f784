// Metadata: what the checks refuse in it is what the API server's own code refuses, and nothing else.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { metadataCases } from './metadata-cases.mjs';

const GOLDEN = join(dirname(fileURLToPath(import.meta.url)), 'golden', 'metadata.json');

/** @param context see README.md */
export async function run(context) {
  const lib = (...path) => createRequire(import.meta.url)(join(context.root, 'lib', 'src', ...path));
  const { check } = lib('validation', 'validate.js');
  const { DEFAULT_SETTINGS } = lib('model', 'settings.js');
  const cases = metadataCases();
  const answers = await Promise.all(cases.map((object) => context.judge.ask({ op: 'metadata', object })));
  let valid = 0;
  for (const [index, object] of cases.entries()) {
    const theirs = answers[index];
    if (theirs.valid) valid += 1;
    const said = check([JSON.parse(JSON.stringify(object))], { settings: DEFAULT_SETTINGS }).filter(({ severity, path }) => severity === 'error' && path[0] !== 'spec');
    if ((said.length === 0) === theirs.valid) context.passed();
    else context.failed(JSON.stringify(object.metadata).slice(0, 300), `the API server: ${theirs.valid ? 'valid' : theirs.error}\n  we: ${said.map(({ rule, message }) => `${rule}: ${message}`).join(' | ') || 'valid'}`);
  }
  context.note(`${cases.length} objects, ${valid} valid`);
  checkGolden(context, answers);
}

/** One letter an object: `+` valid, `-` not. */
function checkGolden(context, answers) {
  const text = `${JSON.stringify({ verdicts: answers.map(({ valid }) => (valid ? '+' : '-')).join('') })}\n`;
  if (context.update) {
    writeFileSync(GOLDEN, text);
    context.note(`wrote ${relative(context.root, GOLDEN)}`);
  } else if (existsSync(GOLDEN) && readFileSync(GOLDEN, 'utf8') === text) context.passed();
  else context.failed('golden/metadata.json is not what the API server says', 'run with --update when the cases changed');
}
