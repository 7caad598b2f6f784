// CRDs of the input: objects get from src/schema the verdict of an API server that has the same CRDs, object by object.
// The CRDs are the experimental channel of the Gateway API, an older Istio's, those of the Gateway API's inference extension,
// and our own of test/schema/crds, whose answers are recorded.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadAll } from 'js-yaml';

import { moduleFolder, VERSIONS } from './judge.mjs';
import { ourObjects, readFacts } from './mutate.mjs';
import { crdObjects, ownCrds, RECORDED, yamlIn } from './crd-objects.mjs';

const home = dirname(fileURLToPath(import.meta.url));
const GOLDEN = join(home, 'golden', 'crds.json');
const INFERENCE = '1.5.0';
const OLDER_ISTIO = '1.29.0';
/** @param context see README.md */
export async function run(context, { seed = 1047, count = 1500 } = {}) {
  const lib = (name) => createRequire(import.meta.url)(join(context.root, 'lib', 'src', 'schema', `${name}.js`));
  const readers = { CrdKind: lib('crd-kind').CrdKind, Work: lib('work').Work };
  const facts = readFacts(join(context.root, 'imports', 'facts'));
  const seeds = [...ourObjects('corpus', facts), ...ourObjects('invalid', facts)];
  const gateway = join(await moduleFolder('sigs.k8s.io/gateway-api', `v${VERSIONS.gatewayApi}`), 'config', 'crd', 'experimental');
  const istio = join(await moduleFolder('istio.io/api', `v${OLDER_ISTIO}`), 'kubernetes', 'customresourcedefinitions.gen.yaml');
  const inference = join(await moduleFolder('sigs.k8s.io/gateway-api-inference-extension', `v${INFERENCE}`), 'config', 'crd', 'bases');
  const sets = [
    ['the experimental channel of the Gateway API', await crdsOf(yamlIn(gateway)), { seed, count: 2 * count, seeds }],
    [`Istio ${OLDER_ISTIO}`, await crdsOf([istio]), { seed, count: 2 * count, seeds }],
    ["the Gateway API's inference extension", await crdsOf(yamlIn(inference)), { seed, count, seeds }],
    ['our own', ownCrds(), { seed, count, seeds: [] }],
  ];
  for (const [title, crds, options] of sets) await compare(context, { title, crds, objects: crdObjects(crds, options) }, readers);
  const recorded = crdObjects(ownCrds(), { ...RECORDED, seeds: [] });
  checkGolden(context, recorded, await compare(context, { title: 'our own, recorded', crds: ownCrds(), objects: recorded }, readers));
}

export function fingerprint(object) {
  return createHash('sha256').update(JSON.stringify(object)).digest('hex').slice(0, 8);
}

async function crdsOf(files) {
  return files.flatMap((file) => loadAll(readFileSync(file, 'utf8'))).filter((object) => object?.kind === 'CustomResourceDefinition');
}

async function compare(context, { title, crds, objects }, { CrdKind, Work }) {
  const added = await context.judge.ask({ op: 'crds', set: title, crds });
  if (!added.valid) context.failed(`${title}: the API server refuses the CRDs`, added.error);
  const work = new Work();
  const kinds = new Map(crds.map((crd) => [`${crd.spec.group}/${crd.spec.names.kind}`, new CrdKind(crd, work)]));
  const answers = await Promise.all(objects.map(({ object }) => context.judge.ask({ op: 'api', set: title, object })));
  let [valid, differing] = [0, 0];
  for (const [i, { object, where }] of objects.entries()) {
    const theirs = answers[i];
    const ours = kinds.get(`${object.apiVersion.split('/')[0]}/${object.kind}`).verdict(structuredClone(object));
    if (theirs.valid) valid += 1;
    if (ours !== undefined && (ours.violations.length === 0) === theirs.valid) {
      context.passed();
      continue;
    }
    differing += 1;
    const said = ours === undefined ? 'no verdict' : ours.violations.map(({ path, message }) => `${path.join('.')}: ${message}`).join(' | ') || 'valid';
    context.failed(`${title}: ${where}`, `the API server: ${theirs.valid ? 'valid' : theirs.error}\n  we: ${said}\n  ${JSON.stringify(object)}`);
  }
  const problems = [...kinds.values()].flatMap((kind) => kind.problems.map(({ path, problem }) => `${problem} (${path.join('.')})`));
  for (const problem of problems) context.note(`${title}: not judged: ${problem}`);
  context.note(`${title}: ${objects.length} objects, ${valid} valid, ${differing} verdicts differ`);
  return answers;
}

function checkGolden(context, recorded, answers) {
  const verdicts = recorded.map(({ object }, i) => `${fingerprint(object)} ${answers[i].valid ? 'valid' : 'invalid'}`);
  const text = `${JSON.stringify({ ...RECORDED, verdicts }, undefined, 1)}\n`;
  if (context.update) {
    writeFileSync(GOLDEN, text);
    context.note(`wrote ${relative(context.root, GOLDEN)}`);
  } else if (existsSync(GOLDEN) && readFileSync(GOLDEN, 'utf8') === text) context.passed();
  else context.failed('golden/crds.json is not what the API server says', 'run with --update when objects or CRDs changed');
}
