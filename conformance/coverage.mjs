// Every code of Istio's analyzers that a rule claims was seen this run: reported by both sides for one object.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { COMPARED_IN, ruleCodes, unknownRules } from './codes.mjs';
import { Reviewed } from './reviewed.mjs';

const require = createRequire(import.meta.url);

export async function run(context) {
  const { RULES } = require(join(context.root, 'lib', 'src', 'validation', 'rules', 'index.js'));
  const reviewed = new Reviewed('never-seen.json');
  const codes = ruleCodes(RULES);
  codes.delete('API');
  for (const code of [...codes].sort()) {
    const claiming = RULES.filter((rule) => ruleCodes([rule]).has(code)).map(({ id }) => id);
    if (context.agreed.has(code) || reviewed.has('coverage', 'never-seen', code)) context.passed();
    else context.failed(`${code}, claimed by ${claiming.join(', ')}`, `no object got it from both sides in ${COMPARED_IN.join(', ')}`);
  }
  for (const id of unknownRules(RULES)) context.failed(`codes.mjs names the rule ${id}, which does not exist`);
  context.note(`${codes.size} codes claimed, ${[...codes].filter((code) => context.agreed.has(code)).length} seen on both sides`);
  reviewed.close(context);
}
