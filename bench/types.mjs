// Type-checking a program that uses every kind: our packed declarations against what `cdk8s import` writes for the same CRDs.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { crdFiles } from '../conformance/judge.mjs';
import { sideBySide } from './measure.mjs';
import { compare } from './table.mjs';

const require = createRequire(import.meta.url);
/** Our public namespaces and the files `cdk8s import` writes for the same groups. */
const GROUPS = {
  networking: 'networking.istio.io',
  security: 'security.istio.io',
  telemetry: 'telemetry.istio.io',
  extensions: 'extensions.istio.io',
  gatewayApi: 'gateway.networking.k8s.io',
};
const ENTRIES = ['index.d.ts', 'jest.d.ts'];
// No Node types: with skipLibCheck false they alone cost more than either side.
const COMPILER_OPTIONS = {
  target: 'ES2022', lib: ['ES2022'], module: 'node16', moduleResolution: 'node16', strict: true,
  noEmit: true, skipLibCheck: false, esModuleInterop: true, types: [],
};

export async function typeRows({ root, folder, quick }) {
  const kinds = kindsOf(require(join(root, 'lib', 'library', 'index.js')));
  if (kinds.length === 0) throw new Error('the library exports no kinds under its namespaces');
  const ours = ownProject(root, join(folder, 'types-ours'), kinds);
  const theirs = await importedProject(root, join(folder, 'types-theirs'), kinds);
  const bare = project(root, join(folder, 'types-bare'), 'import { App } from "cdk8s";\nexport const app = new App();\n');
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const check = (cwd) => ({ command: process.execPath, args: [tsc, '-p', 'tsconfig.json'], cwd });
  const [ownTime, importedTime, bareTime] = sideBySide([check(ours.folder), check(theirs.folder), check(bare)], quick ? 1 : 5);
  const limit = (value) => (quick ? undefined : value);
  return [
    compare({ what: `type-check, ${kinds.length} kinds`, against: 'cdk8s import', ours: ownTime, theirs: importedTime, unit: 'ms', limit: limit(1 / 3) }),
    compare({ what: 'of that, beyond a program with cdk8s alone', against: 'cdk8s import', ours: ownTime - bareTime, theirs: importedTime - bareTime, unit: 'ms' }),
    compare({ what: 'bytes the compiler reads: L1 declarations', against: 'cdk8s import', ours: ours.bytes, theirs: theirs.bytes, unit: 'bytes', limit: limit(1 / 5) }),
  ];
}

function kindsOf(library) {
  return Object.keys(GROUPS).flatMap((namespace) =>
    Object.entries(library[namespace] ?? {}).filter(([, value]) => typeof value === 'function' && value.GVK !== undefined).map(([kind]) => ({ namespace, kind })));
}

/**
 * The same program for both sides: makes one of each kind. `reference` names the class. Its props are named, not inferred: conditional types would
 * be a part of both times that says nothing of the declarations.
 */
function program(imports, kinds, reference) {
  const uses = kinds.map((each, index) => `declare const p${index}: ${reference(each)}Props;\nexport const o${index} = new ${reference(each)}(chart, 'o${index}', p${index});\n`);
  return `import { App, Chart } from 'cdk8s';\n${imports}\nconst chart = new Chart(new App(), 'chart');\n${uses.join('')}`;
}

function project(root, folder, source) {
  const modules = join(folder, 'node_modules');
  mkdirSync(modules, { recursive: true });
  for (const name of ['cdk8s', 'constructs']) symlinkSync(join(root, 'node_modules', name), join(modules, name));
  writeFileSync(join(folder, 'package.json'), '{"name":"probe","private":true,"version":"1.0.0"}');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ['main.ts'] }));
  writeFileSync(join(folder, 'main.ts'), source);
  return folder;
}

function ownProject(root, folder, kinds) {
  project(root, folder, program(`import { ${Object.keys(GROUPS).join(', ')} } from 'cdk8s-istio';`, kinds, ({ namespace, kind }) => `${namespace}.${kind}`));
  const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  execFileSync('tar', ['-xzf', join(folder, filename), '-C', folder]);
  const installed = join(folder, 'node_modules', 'cdk8s-istio');
  renameSync(join(folder, 'package'), installed);
  const types = join(installed, 'lib', 'types');
  // The kinds and what they are made of: the entries have the patterns and the checks too, of which cdk8s import has nothing.
  const bytes = readdirSync(types).filter((name) => !ENTRIES.includes(name)).reduce((sum, name) => sum + statSync(join(types, name)).size, 0);
  return { folder, bytes };
}

async function importedProject(root, folder, kinds) {
  project(root, folder, '');
  const crds = join(folder, 'crds.yaml');
  const wanted = new Set(kinds.map(({ kind }) => kind));
  writeFileSync(crds, (await crdFiles()).map((file) => readFileSync(file, 'utf8')).join('\n---\n').split(/^---\s*$/m).filter((text) => wanted.has(/^ {4}kind: (\w+)$/m.exec(text)?.[1])).join('\n---\n'));
  execFileSync(process.execPath, [join(dirname(require.resolve('cdk8s-cli/package.json')), 'bin', 'cdk8s'), 'import', crds, '--language', 'typescript', '--no-save'], { cwd: folder, stdio: 'ignore' });
  const files = Object.fromEntries(Object.entries(GROUPS).map(([namespace, group]) => [namespace, join(folder, 'imports', `${group}.ts`)]));
  const imports = Object.entries(GROUPS).map(([namespace, group]) => `import * as ${namespace} from './imports/${group}';`).join('\n');
  // It writes HTTPRoute as HttpRoute.
  const className = ({ namespace, kind }) => new RegExp(`^export class (${kind}) `, 'im').exec(readFileSync(files[namespace], 'utf8'))[1];
  writeFileSync(join(folder, 'main.ts'), program(imports, kinds, (each) => `${each.namespace}.${className(each)}`));
  return { folder, bytes: Object.values(files).reduce((sum, file) => sum + statSync(file).size, 0) };
}
