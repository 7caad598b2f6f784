// Every rule's bad and good YAML before the real judges: a rule with an upstream code finds what upstream finds there.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { isClaimed, ownCodes, ruleCodes, upstreamCode } from './codes.mjs';
import { Reviewed } from './reviewed.mjs';
import { complaints, meshConfigOf, nameOf } from './verdicts.mjs';

const require = createRequire(import.meta.url);

export async function run(context) {
  const library = (path) => require(join(context.root, 'lib', 'src', path));
  const { RULES } = library('validation/rules/index.js');
  const engine = { check: library('validation/validate.js').check, defaults: library('model/settings.js').DEFAULT_SETTINGS };
  const reviewed = new Reviewed('rule-differences.json');
  for (const rule of RULES) {
    const settings = { ...engine.defaults, ...rule.settings };
    const codes = ruleCodes([rule]);
    codes.delete('API');
    for (const example of ['bad', 'good']) {
      const objects = loadAll(rule[example]).filter((object) => object !== null && object !== undefined);
      const ours = engine.check(objects, { settings, assumeIngressGateway: true }).filter((finding) => example === 'good' || finding.rule === rule.id);
      if (codes.size > 0) await compareAnalyzers({ context, reviewed, rule, example, codes, objects, settings, ours });
      if (example === 'bad' && rule.upstream.includes('API')) await rejectedByApi({ context, rule, objects, ours });
      if (example === 'good') await accepted({ context, reviewed, rule, objects });
    }
  }
  reviewed.close(context);
}

/** The same codes on the same objects, both ways. */
async function compareAnalyzers({ context, reviewed, rule, example, codes, objects, settings, ours }) {
  const { messages, unreadable } = await context.judge.ask({ op: 'analyze', objects, meshConfig: meshConfigOf(settings) });
  const said = (code, index) => `${code} ${index === undefined ? '?' : nameOf(objects[index])}`;
  const upstream = new Set(messages.map((message) => [upstreamCode(message), message.object]).filter(([code]) => isClaimed(codes, code)).map(([code, index]) => said(code, index)));
  const own = new Set(ours.flatMap((finding) => ownCodes(finding).filter((code) => codes.has(code)).map((code) => said(code, finding.input))));
  for (const key of own) if (upstream.has(key)) context.agreed.add(split(key)[0]);
  const differences = [
    ...[...upstream].filter((key) => !own.has(key)).map((key) => ['upstream-only', key]),
    ...[...own].filter((key) => !upstream.has(key)).map((key) => ['ours-only', key]),
  ].filter(([who, key]) => !reviewed.has(`${rule.id} ${example} ${who}`, ...split(key)));
  const title = `${rule.id}: ${example} example`;
  if (unreadable.length > 0) context.failed(`${title} cannot be read by upstream`, unreadable.join('\n'));
  else if (differences.length > 0) context.failed(title, differences.map(([who, key]) => `${who} ${key}`).join('\n'));
  else if (example === 'bad' && own.size + upstream.size === 0 && !reviewed.has(`${rule.id} bad`, 'shows-none-of', [...codes].join(','))) context.failed(`${title} shows none of ${[...codes].join(', ')}`);
  else context.passed();
}

function split(key) {
  const space = key.indexOf(' ');
  return [key.slice(0, space), key.slice(space + 1)];
}

async function rejectedByApi({ context, rule, objects, ours }) {
  const flagged = new Set(ours.filter(({ upstream }) => upstream.includes('API')).map(({ input }) => input));
  for (const [index, object] of objects.entries()) {
    const { valid, error } = await context.judge.ask({ op: 'api', object });
    if (flagged.has(index) === (valid === false)) context.passed();
    else context.failed(`${rule.id}: bad example, ${nameOf(object)}`, valid === false ? `only the API server rejects it: ${error}` : 'the API server takes it');
  }
}

/** What a good example shows is to be copied: nobody may have anything against it. */
async function accepted({ context, reviewed, rule, objects }) {
  for (const object of objects) {
    const against = await complaints(context.judge, object);
    if (against.length === 0 || reviewed.has(`${rule.id} good`, 'rejected', nameOf(object))) context.passed();
    else context.failed(`${rule.id}: good example, ${nameOf(object)}`, against.join('\n'));
  }
}
