// Istio's own samples and analyzer test data: `cdk8s-istio check` says what API server and analyzers say.
import { createRequire } from 'node:module';
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { check } from './command-line.mjs';
import { isClaimed, ownCodes, ruleCodes, upstreamCode } from './codes.mjs';
import { istioFolder } from './judge.mjs';
import { Reviewed } from './reviewed.mjs';
import { nameOf } from './verdicts.mjs';

const require = createRequire(import.meta.url);
const FOLDERS = ['samples', 'pkg/config/analysis/analyzers/testdata'];

export async function run(context) {
  const istio = await istioFolder();
  const { CATALOGUE } = require(join(context.root, 'lib', 'src', 'validation', 'rules', 'index.js'));
  const codes = ruleCodes(CATALOGUE);
  const reviewed = new Reviewed('sample-differences.json');
  const seen = { files: 0, objects: 0, skipped: 0, agreed: 0, differing: 0 };
  for (const file of FOLDERS.flatMap((folder) => yamlFiles(join(istio, folder)))) {
    const name = relative(istio, file).split('\\').join('/');
    const objects = await kubernetesObjects(context.judge, file);
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
  // `--complete`, because upstream takes its input for all there is.
  const ours = await check(context.root, '--complete', file);
  if (ours.problem !== undefined) {
    if (reviewed.has(name, 'unreadable', '*')) context.passed();
    else context.failed(`${name}: check cannot read it`, ours.problem);
    return;
  }
  const own = new Set(ours.findings.flatMap((finding) => ownCodes(finding).map((code) => `${code} ${nameOf({ kind: finding.object.kind, metadata: finding.object })}`)));
  const upstream = new Set([...(await rejected(context.judge, objects)), ...(await messages(context.judge, objects, codes))]);
  const open = [];
  for (const key of [...new Set([...own, ...upstream])].sort()) {
    const who = own.has(key) ? (upstream.has(key) ? undefined : 'ours-only') : 'upstream-only';
    const [code, ...object] = key.split(' ');
    if (who === undefined) {
      seen.agreed += 1;
      context.agreed.add(code);
    } else if (reviewed.has(`${name} ${who}`, code, object.join(' '))) seen.differing += 1;
    else open.push(`${name} ${who} ${key}`);
  }
  if (open.length === 0) context.passed();
  else context.failed(name, open.join('\n'));
}

async function rejected(judge, objects) {
  const verdicts = await Promise.all(objects.map((object) => judge.ask({ op: 'api', object })));
  return objects.filter((_, index) => verdicts[index].valid === false).map((object) => `API ${qualified(object)}`);
}

async function messages(judge, objects, codes) {
  const answer = await judge.ask({ op: 'analyze', objects });
  return answer.messages.filter((message) => message.object !== undefined && isClaimed(codes, upstreamCode(message))).map((message) => `${upstreamCode(message)} ${qualified(objects[message.object])}`);
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

/** As Kubernetes' own reader sees the file; undefined for chart templates, values, mesh configs and the like. */
async function kubernetesObjects(judge, file) {
  let documents;
  try {
    ({ objects: documents } = await judge.ask({ op: 'read', file }));
  } catch {
    return undefined;
  }
  const objects = documents.flatMap((document) => (document.kind === 'List' && Array.isArray(document.items) ? document.items : [document]));
  return objects.length > 0 && objects.every(({ apiVersion }) => typeof apiVersion === 'string') ? objects : undefined;
}
