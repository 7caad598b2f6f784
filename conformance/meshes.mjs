// Whole meshes, and mutants of them that break references between objects: our rules and all of Istio's analyzers say
// the same of the same objects. Also a command, to look further than the suite does:
//   node conformance/meshes.mjs [--seed N] [--count N]
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isClaimed, ownCodes, ruleCodes, upstreamCode } from './codes.mjs';
import { istioFolder, openJudge, root } from './judge.mjs';
import { isExplained } from './mesh-reasons.mjs';
import { meshMutants } from './mutate-mesh.mjs';
import { Reviewed } from './reviewed.mjs';
import { Tally } from './tally.mjs';
import { nameOf } from './verdicts.mjs';

const require = createRequire(import.meta.url);
const ISTIO_GROUPS = /^(networking|security|telemetry|extensions)\.istio\.io\/|^gateway\.networking\.k8s\.io\//;
/** Bookinfo with each of these on top. */
const ROUTES = ['virtual-service-all-v1', 'virtual-service-reviews-test-v2', 'virtual-service-reviews-90-10', 'virtual-service-ratings-test-delay', 'virtual-service-details-v2', 'egress-rule-google-apis'];

/** The mutants of the suite; the reviewed differences are those of just these. */
const SUITE = { seed: 20, count: 1500 };

export async function run(context, { seed, count } = SUITE) {
  const library = (path) => require(join(context.root, 'lib', 'src', path));
  const engine = { check: library('validation/validate.js').check, defaults: library('model/settings.js').DEFAULT_SETTINGS };
  const codes = ruleCodes(library('validation/rules/index.js').CATALOGUE);
  const reviewed = new Reviewed('mesh-differences.json');
  const seen = { meshes: 0, agreed: 0, differing: 0 };
  const meshes = [...(await bookinfo(context.judge)), ...(await testData(context.judge))];
  const cases = [...meshes.map((mesh) => ({ ...mesh, done: [] })), ...meshMutants(meshes, { seed, count })];
  for (const each of cases) await compare({ context, engine, codes, reviewed, seen, ...each });
  context.note(`${seen.meshes} meshes (${meshes.length} as they are, the others mutants of seed ${seed}); ${seen.agreed} codes on objects agree, ${seen.differing} differ with a reason`);
  if (seed === SUITE.seed && count === SUITE.count) reviewed.close(context);
}

async function compare({ context, engine, codes, reviewed, seen, title, objects: given, done }) {
  // Upstream takes its input for the whole cluster.
  const settings = { ...engine.defaults, complete: true, defaultNamespace: 'default' };
  const check = (objects) => engine.check(objects, { settings, assumeIngressGateway: true });
  // What the API server rejects is no part of a mesh (api.mjs holds that both sides reject the same).
  const rejected = new Set(check(given).filter(({ upstream }) => upstream.includes('API')).map(({ input }) => input));
  const objects = given.filter((_, index) => !rejected.has(index));
  if (objects.length === 0) return;
  const findings = check(objects);
  const { messages, unreadable } = await context.judge.ask({ op: 'analyze', objects });
  if (unreadable.length > 0) return;
  seen.meshes += 1;
  const key = (code, index) => `${code} ${index}`;
  const ours = new Map(findings.flatMap((finding) => ownCodes(finding).map((code) => [key(code, finding.input), finding.message])));
  const theirs = new Map(messages.filter((message) => message.object !== undefined && isClaimed(codes, upstreamCode(message))).map((message) => [key(upstreamCode(message), message.object), message.text]));
  const open = [];
  for (const each of new Set([...ours.keys(), ...theirs.keys()])) {
    const [code, index] = each.split(' ');
    const who = ours.has(each) ? (theirs.has(each) ? undefined : 'ours-only') : 'upstream-only';
    const name = nameOf(objects[index]);
    if (who === undefined) {
      seen.agreed += 1;
      context.agreed.add(code);
      continue;
    }
    const said = ours.get(each) ?? theirs.get(each);
    if (isExplained(`${who} ${code}`, { objects, object: objects[index], said }) || reviewed.has(`${title} ${who}`, code, name)) seen.differing += 1;
    else open.push(`${who} ${code} ${name}: ${said}`);
  }
  if (open.length === 0) context.passed();
  else context.failed(title, [...done, ...open].join('\n'));
}

async function bookinfo(judge) {
  const folder = join(await istioFolder(), 'samples', 'bookinfo');
  const read = async (...names) => (await Promise.all(names.map((name) => judge.ask({ op: 'read', file: join(folder, `${name}.yaml`) })))).flatMap(({ objects }) => objects);
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default', labels: { 'istio-injection': 'enabled' } } };
  const base = await read('platform/kube/bookinfo', 'networking/bookinfo-gateway', 'networking/destination-rule-all');
  return Promise.all(ROUTES.map(async (name) => ({ title: `bookinfo with ${name}`, objects: [namespace, ...base, ...(await read(`networking/${name}`))] })));
}

/** What Istio tests its analyzers with, file by file. */
async function testData(judge) {
  const folder = join(await istioFolder(), 'pkg', 'config', 'analysis', 'analyzers', 'testdata');
  const meshes = [];
  for (const name of readdirSync(folder, { recursive: true }).filter((each) => each.endsWith('.yaml')).sort()) {
    const { objects } = await judge.ask({ op: 'read', file: join(folder, name) });
    const complete = objects.every(({ apiVersion, metadata }) => typeof apiVersion === 'string' && typeof metadata?.name === 'string');
    if (complete && objects.some(({ apiVersion }) => ISTIO_GROUPS.test(apiVersion))) meshes.push({ title: name.split('\\').join('/'), objects });
  }
  return meshes;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const option = (name, otherwise) => (process.argv.includes(name) ? Number(process.argv[process.argv.indexOf(name) + 1]) : otherwise);
  const judge = await openJudge();
  const tally = new Tally();
  await run({ judge, root, agreed: new Set(), passed: (n) => tally.passed(n), failed: (title, detail) => tally.failed(title, detail), note: console.log }, { seed: option('--seed', SUITE.seed), count: option('--count', SUITE.count) });
  await judge.close();
  console.log(tally.line());
}
