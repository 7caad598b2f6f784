// Istio's own samples and analyzer test data: `cdk8s-istio check` says what API server and analyzers say.
import { createRequire } from 'node:module';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { loadAll } from 'js-yaml';
import { istioFolder } from './judge.mjs';
import { Reviewed } from './reviewed.mjs';
import { nameOf } from './verdicts.mjs';

const require = createRequire(import.meta.url);
const FOLDERS = ['samples', 'pkg/config/analysis/analyzers/testdata'];

export async function run(context) {
  const istio = await istioFolder();
  const { RULES } = require(join(context.root, 'lib', 'src', 'validation', 'rules', 'index.js'));
  const codes = new Set(RULES.flatMap(({ upstream }) => upstream).filter((code) => code.startsWith('IST')));
  const reviewed = new Reviewed('sample-differences.json');
  const seen = { files: 0, objects: 0, skipped: 0, agreed: 0, differing: 0 };
  for (const file of FOLDERS.flatMap((folder) => yamlFiles(join(istio, folder)))) {
    const name = relative(istio, file).split('\\').join('/');
    const objects = kubernetesObjects(readFileSync(file, 'utf8'));
    if (objects === undefined) {
      seen.skipped += 1;
      continue;
    }
    seen.files += 1;
    seen.objects += objects.length;
    await compare({ context, reviewed, codes, seen, file, name, objects });
  }
  context.note(`${seen.files} files with ${seen.objects} objects (${seen.skipped} that hold no Kubernetes objects left out); ${seen.agreed} codes on objects agree, ${seen.differing} differ with a reason`);
  reviewed.close(context);
}

async function compare({ context, reviewed, codes, seen, file, name, objects }) {
  const ours = await check(context.root, file);
  if (ours.problem !== undefined) {
    if (reviewed.has(name, 'unreadable', '*')) context.passed();
    else context.failed(`${name}: check cannot read it`, ours.problem);
    return;
  }
  const own = new Set(ours.findings.flatMap(({ upstream, object }) =>
    upstream.filter((code) => code === 'API' || codes.has(code)).map((code) => `${code} ${nameOf({ kind: object.kind, metadata: object })}`)));
  const upstream = new Set([...(await rejected(context.judge, objects)), ...(await messages(context.judge, objects, codes))]);
  const all = [...new Set([...own, ...upstream])].sort();
  const open = [];
  for (const key of all) {
    const who = own.has(key) ? (upstream.has(key) ? undefined : 'ours-only') : 'upstream-only';
    const [code, ...object] = key.split(' ');
    if (who === undefined) seen.agreed += 1;
    else if (reviewed.has(`${name} ${who}`, code, object.join(' '))) seen.differing += 1;
    else open.push(`${name} ${who} ${key}`);
  }
  if (open.length === 0) context.passed();
  else context.failed(name, open.join('\n'));
}

/** The command in this process: a process a file would take minutes. `--complete`, because upstream takes its input for all there is. */
async function check(root, file) {
  const { runCommand } = require(join(root, 'lib', 'src', 'cli', 'run.js'));
  const [out, err] = [[], []];
  const code = await runCommand(['check', '--format', 'json', '--complete', file], {
    cwd: root, env: {}, stdin: emptyInput(), stdout: { write: (text) => out.push(text) }, stderr: { write: (text) => err.push(text) },
  });
  return code === 2 ? { problem: err.join('') } : JSON.parse(out.join(''));
}

async function* emptyInput() {}

async function rejected(judge, objects) {
  const verdicts = await Promise.all(objects.map((object) => judge.ask({ op: 'api', object })));
  return objects.filter((_, index) => verdicts[index].valid === false).map((object) => `API ${qualified(object)}`);
}

async function messages(judge, objects, codes) {
  const answer = await judge.ask({ op: 'analyze', objects });
  return answer.messages.filter(({ code, object }) => codes.has(code) && object !== undefined).map(({ code, object }) => `${code} ${qualified(objects[object])}`);
}

const CLUSTER_SCOPED = new Set(['Namespace', 'Node', 'ClusterRole', 'ClusterRoleBinding', 'CustomResourceDefinition', 'GatewayClass', 'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration', 'PersistentVolume', 'StorageClass', 'PriorityClass']);

/** As `check` names objects: what names no namespace is in `default`. */
function qualified(object) {
  if (CLUSTER_SCOPED.has(object.kind)) return nameOf({ kind: object.kind, metadata: { name: object.metadata?.name } });
  return nameOf({ kind: object.kind, metadata: { namespace: 'default', ...object.metadata } });
}

function yamlFiles(folder) {
  return readdirSync(folder, { recursive: true }).filter((name) => /\.ya?ml$/.test(name)).sort().map((name) => join(folder, name));
}

/** undefined: chart templates, values, compose files and the like. */
function kubernetesObjects(text) {
  let documents;
  try {
    documents = loadAll(text).filter((document) => document !== null && document !== undefined);
  } catch {
    return undefined;
  }
  const objects = documents.flatMap((document) => (document.kind === 'List' && Array.isArray(document.items) ? document.items : [document]));
  const isObject = ({ apiVersion, kind }) => typeof apiVersion === 'string' && typeof kind === 'string';
  return objects.length > 0 && objects.every(isObject) ? objects : undefined;
}
