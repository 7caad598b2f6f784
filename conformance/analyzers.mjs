// The table by which Istio tests its analyzers: for each group of its test files, the messages that are expected of them.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { isClaimed, oneOfRelative, ownCodes, ruleCodes, upstreamCode } from './codes.mjs';
import { istioFolder } from './judge.mjs';
import { Reviewed } from './reviewed.mjs';
import { nameOf } from './verdicts.mjs';

const require = createRequire(import.meta.url);

export async function run(context) {
  const library = (path) => require(join(context.root, 'lib', 'src', path));
  const analysis = join(await istioFolder(), 'pkg', 'config', 'analysis');
  const codeOf = messageCodes(readFileSync(join(analysis, 'msg', 'messages.gen.go'), 'utf8'));
  const listed = library('validation/upstream-codes.js').ANALYSIS_CODES;
  for (const code of codeOf.values()) if (!listed.includes(code)) context.failed(`src/validation/upstream-codes.ts does not list ${code}`);
  const codes = ruleCodes(library('validation/rules/index.js').RULES);
  const reviewed = new Reviewed('analyzer-differences.json');
  const cases = readTable(readFileSync(join(analysis, 'analyzers', 'analyzers_test.go'), 'utf8'), codeOf);
  const engine = { check: library('validation/validate.js').check, defaults: library('model/settings.js').DEFAULT_SETTINGS };
  const seen = { messages: 0, differing: 0, unclaimed: 0 };
  for (const each of cases) await compare({ context, engine, reviewed, codes, seen, folder: join(analysis, 'analyzers'), ...each });
  context.note(`${cases.length} cases of analyzers_test.go expect ${seen.messages} codes on objects; ${seen.differing} differ with a reason, ${seen.unclaimed} have no rule`);
  reviewed.close(context);
}

/** The code of every message by its name in Go. */
function messageCodes(go) {
  const codes = new Map([...go.matchAll(/(\w+) = diag\.NewMessageType\(diag\.\w+, "(IST\d{4})"/g)].map(([, name, code]) => [name, code]));
  if (codes.size < 50) throw new Error('messages.gen.go does not look as it did');
  return codes;
}

/** The test cases: what they are called, their files and what is expected. */
function readTable(go, codeOf) {
  const table = go.slice(go.indexOf('var testGrid'), go.indexOf('\n}\n', go.indexOf('var testGrid')));
  const cases = table.split(/\n\t\{\n/).slice(1).map((text) => ({
    name: /name:\s+"([^"]*)"/.exec(text)[1],
    files: [...text.slice(text.indexOf('inputFiles')).matchAll(/"(testdata\/[^"]+\.yaml)"/g)].map(([, file]) => file).filter((file) => !text.includes(`File: "${file}"`) && !new RegExp(`File:\\s+"${file}"`).test(text)),
    meshNetworks: /meshNetworksFile:\s+"([^"]*)"/.exec(text)?.[1],
    meshConfig: /meshConfigFile:\s+"([^"]*)"/.exec(text)?.[1],
    expected: [...text.matchAll(/\{msg\.(\w+), "([^"]+)"\}/g)].map(([, message, object]) => ({ code: oneOfRelative(codeOf.get(message)), object: object === 'MeshNetworks istio-system/meshnetworks' ? nameOf(networksOf('')) : object })),
  }));
  if (cases.length < 50 || cases.some(({ files }) => files.length === 0)) throw new Error('analyzers_test.go does not look as it did');
  return cases;
}

/** The networks of a mesh as a cluster holds them. */
function networksOf(meshNetworks) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'istio', namespace: 'istio-system' }, data: { meshNetworks } };
}

/** Each of upstream's cases runs one analyzer, which reports some codes; what we say beyond those is left to the other suites. */
async function compare({ context, engine, reviewed, codes, seen, folder, name, files, meshNetworks, meshConfig, expected }) {
  const objects = (await Promise.all(files.map((file) => context.judge.ask({ op: 'read', file: join(folder, file) })))).flatMap((answer) => answer.objects).flatMap((object) => (object.kind === 'List' ? object.items : [object]));
  if (meshNetworks !== undefined) objects.push(networksOf(readFileSync(join(folder, meshNetworks), 'utf8')));
  const settings = { ...engine.defaults, complete: true, defaultNamespace: 'default', ...settingsOf(meshConfig === undefined ? {} : load(readFileSync(join(folder, meshConfig), 'utf8'))) };
  const findings = engine.check(objects, { settings, assumeIngressGateway: true });
  const own = new Set(findings.flatMap((finding) => ownCodes(finding).map((code) => `${code.replace(/:.*/, '')} ${nameOf(objects[finding.input])}`)));
  const claimed = (code) => codes.has(code) || [...codes].some((each) => each.startsWith(`${code}:`));
  const open = [];
  for (const key of new Set(expected.map(({ code, object }) => `${code} ${object}`))) {
    seen.messages += 1;
    const [code, ...rest] = key.split(' ');
    if (!claimed(code)) seen.unclaimed += 1;
    else if (own.has(key)) continue;
    else if (reviewed.has(`${name.replaceAll(' ', '-')} upstream-only`, code, rest.join(' '))) seen.differing += 1;
    else open.push(`upstream-only ${key}`);
  }
  await agree({ context, codes, objects, findings });
  if (open.length === 0) context.passed();
  else context.failed(name, open.join('\n'));
}

/** What both sides say of these files taken together, for the suite `coverage`. */
async function agree({ context, codes, objects, findings }) {
  const { messages } = await context.judge.ask({ op: 'analyze', objects });
  const theirs = new Set(messages.filter((message) => message.object !== undefined && isClaimed(codes, upstreamCode(message))).map((message) => `${upstreamCode(message)} ${message.object}`));
  for (const finding of findings) for (const code of ownCodes(finding)) if (theirs.has(`${code} ${finding.input}`)) context.agreed.add(code);
}

/** What our settings have of a MeshConfig. */
function settingsOf({ rootNamespace, trustDomain, defaultProviders, extensionProviders, defaultConfig }) {
  const { ISTIO_META_DNS_CAPTURE: capture, ISTIO_META_DNS_AUTO_ALLOCATE: allocate } = defaultConfig?.proxyMetadata ?? {};
  return {
    ...(rootNamespace === undefined ? {} : { rootNamespace }),
    ...(trustDomain === undefined ? {} : { trustDomain }),
    accessLogProviders: defaultProviders?.accessLogging ?? [],
    lightstepProviders: (extensionProviders ?? []).filter(({ lightstep }) => lightstep !== undefined).map(({ name }) => name),
    dnsAllocatesAddresses: capture === 'true' && allocate === 'true',
  };
}
