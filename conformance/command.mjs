// API verdicts the way a user gets them: documents on disk, read by `cdk8s-istio check`, against the same files read by
// Kubernetes' own reader and judged by the API server's code. Files that cannot be read must not be readable to either.
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { dump } from 'js-yaml';
import { check } from './command-line.mjs';
import { istioFolder } from './judge.mjs';
import { mutants } from './mutate.mjs';

const FOLDERS = ['pkg/config/validation/testdata/crds', 'pkg/test/datasets/validation', 'pilot/pkg/security/authz/builder/testdata', 'pilot/pkg/config/kube/gateway/testdata'];
const MUTANTS = { seed: 4711, count: 1000 };

export async function run(context) {
  const istio = await istioFolder();
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-command-'));
  try {
    const documents = FOLDERS.flatMap((each) => yamlFiles(join(istio, each))).flatMap((file) => documentsOf(file));
    const objects = await compare(context, folder, 'documents of Istio\'s test data', documents);
    const dumped = [...mutants(objects, MUTANTS)].map(({ object, done }, index) => ({ title: `mutant ${index} of seed ${MUTANTS.seed} (${done.join('; ')})`, text: dump(object, { noRefs: true }) }));
    await compare(context, folder, 'mutants', dumped);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One file a document, so that a verdict belongs to one object whatever its name is. Answers the objects that could be read. */
async function compare(context, folder, what, documents) {
  const seen = { objects: [], valid: 0, differing: 0 };
  const files = documents.map(({ text }, index) => {
    const file = join(folder, `${what.split(' ')[0]}-${index}.yaml`);
    writeFileSync(file, text);
    return file;
  });
  const readable = [];
  for (const [index, file] of files.entries()) {
    const { objects } = await context.judge.ask({ op: 'read', file }).catch(() => ({}));
    if (objects?.length === 1 && typeof objects[0].apiVersion === 'string') readable.push({ file, object: objects[0], title: documents[index].title });
  }
  const answer = await check(context.root, ...readable.map(({ file }) => file));
  if (answer.problem !== undefined) {
    context.failed(`${what}: check cannot read what Kubernetes reads`, answer.problem);
    return [];
  }
  const rejected = new Map();
  for (const finding of answer.findings) {
    if (finding.upstream.includes('API')) rejected.set(basename(finding.source.file), finding);
  }
  for (const { file, object, title } of readable) {
    const { valid, error } = await context.judge.ask({ op: 'api', object });
    if (valid === undefined) continue;
    seen.objects.push(object);
    if (valid) seen.valid += 1;
    const finding = rejected.get(basename(file));
    if (valid === (finding === undefined)) {
      context.passed();
      continue;
    }
    seen.differing += 1;
    context.failed(title, `the API server: ${valid ? 'valid' : error}\nwe: ${finding === undefined ? 'valid' : `${finding.path}: ${finding.message}`}\n${readFileSync(file, 'utf8')}`);
  }
  context.note(`${what}: ${seen.objects.length} objects, ${seen.valid} valid, ${seen.differing} verdicts differ`);
  return seen.objects;
}

function documentsOf(file) {
  return readFileSync(file, 'utf8').split(/^---.*$/m).map((text, index) => ({ title: `${file} document ${index}`, text }));
}

function yamlFiles(folder) {
  return readdirSync(folder, { recursive: true }).filter((name) => /\.ya?ml$/.test(name)).sort().map((name) => join(folder, name));
}
