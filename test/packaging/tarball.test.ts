import { readFileSync } from 'node:fs';
import { INIT_TSCONFIG, packTarball, Project } from './project';

const SNIPPET = `import { App, Chart } from "cdk8s";
import { CanaryRelease, MeshService, StrictMtlsMesh, ZeroTrustNamespace } from "cdk8s-istio";
const app = new App();
const shop = new Chart(app, "shop", { namespace: "shop" });
const reviews = MeshService.of(
  { name: "reviews", namespace: "shop", ports: [{ name: "http", port: 80 }], selector: { app: "reviews" } },
  { versions: { v1: { version: "v1" }, v2: { version: "v2" } } });
new CanaryRelease(shop, "canary", {
  service: reviews,
  stable: "v1",
  canary: "v2",
  percent: 20,
});
new StrictMtlsMesh(shop, "mtls");
new ZeroTrustNamespace(shop, "zero-trust");
app.synth();
`;
const WRONG_LINE = 11;
const COMPILERS = ['typescript', 'typescript-6', 'typescript-7'];

const tarball = packTarball();
const projects = {
  'CommonJS, as cdk8s init makes it': new Project({
    tarball: tarball.file,
    type: 'commonjs',
    tsconfig: JSON.parse(readFileSync(INIT_TSCONFIG, 'utf8')) as object,
  }),
  'ES modules, nodenext': new Project({
    tarball: tarball.file,
    type: 'module',
    tsconfig: { compilerOptions: { module: 'nodenext', target: 'es2022', strict: true, skipLibCheck: false, types: ['node'] }, include: ['*.ts'] },
  }),
};

afterAll(() => {
  for (const project of Object.values(projects)) project.remove();
  tarball.remove();
});

describe.each(Object.entries(projects))('%s', (_, project) => {
  beforeAll(() => {
    project.write('main.ts', SNIPPET);
    project.write('wrong.ts', `export {};\n${SNIPPET.replace('canary: "v2"', 'canary: "v3"')}`);
  });

  // The right program and the wrong one side by side: one message, at the wrong line, from every compiler.
  test.each(COMPILERS)('%s accepts the program and refuses a version that does not exist, at its line', (compiler) => {
    const { status, output } = project.typeCheck(compiler, '--skipLibCheck', 'false', '--pretty', 'false');
    expect(output.trim().split('\n')).toEqual([`wrong.ts(${WRONG_LINE + 1},3): error TS2322: Type '"v3"' is not assignable to type '"v1" | "v2"'.`]);
    expect(status).not.toBe(0);
  }, 120_000);

  afterAll(() => project.write('wrong.ts', 'export {};\n'));
});

test('the CommonJS program runs with ts-node and writes its manifests', () => {
  const project = projects['CommonJS, as cdk8s init makes it'];
  project.write('main.ts', SNIPPET);
  expect(project.node('node_modules/ts-node/dist/bin.js', 'main.ts')).toEqual({ status: 0, output: '' });
  expect(project.read('dist/shop.k8s.yaml')).toContain('weight: 20');
}, 120_000);

test('the ES module program runs and writes the same manifests', () => {
  const project = projects['ES modules, nodenext'];
  project.write('main.mjs', SNIPPET);
  expect(project.node('main.mjs')).toEqual({ status: 0, output: '' });
  expect(project.read('dist/shop.k8s.yaml')).toBe(projects['CommonJS, as cdk8s init makes it'].read('dist/shop.k8s.yaml'));
}, 120_000);

test('both module systems see the same names', () => {
  const project = projects['ES modules, nodenext'];
  project.write(
    'names.mjs',
    `import { createRequire } from 'node:module';
import * as esm from 'cdk8s-istio';
const cjs = createRequire(import.meta.url)('cdk8s-istio');
console.log(JSON.stringify(Object.keys(esm).sort()) === JSON.stringify(Object.keys(cjs).sort()), Object.keys(esm).every((name) => esm[name] === cjs[name]));
`,
  );
  expect(project.node('names.mjs')).toEqual({ status: 0, output: 'true true\n' });
});

test('the tarball holds the build, its data and its papers, and nothing else', () => {
  const strangers = tarball.files.filter((file) => !/^(lib\/(command|esm|library|types)\/|lib\/imports\/.*\.json$|jest\/package\.json$|package\.json$|README\.md$|LICENSE$|CHANGELOG\.md$)/.test(file));
  expect(strangers).toEqual([]);
  expect(tarball.files).toEqual(expect.arrayContaining(['lib/command/main.js', 'lib/esm/index.mjs', 'lib/esm/jest.mjs', 'lib/library/engine.js', 'lib/library/index.js', 'lib/library/jest.js', 'lib/types/index.d.ts', 'lib/types/jest.d.ts', 'jest/package.json', 'lib/imports/facts/networking.istio.io.json', 'lib/imports/envoy-api.json']));
});

test('the checks load with the first check, not with the package, and once for both entries', () => {
  const project = projects['CommonJS, as cdk8s init makes it'];
  project.write(
    'loads.js',
    `const loaded = () => Object.keys(require.cache).filter((file) => file.includes('node_modules/cdk8s-istio/')).map((file) => file.replace(/.*cdk8s-istio./, '')).sort();
global.expect = { extend() {} };
const { checkManifests } = require('cdk8s-istio');
const { matchers } = require('cdk8s-istio/jest');
console.log(loaded().join());
checkManifests([]);
console.log(matchers.toHaveNoFindings([]).pass, loaded().filter((file) => file.endsWith('.js')).join());
`,
  );
  expect(project.node('loads.js')).toEqual({ status: 0, output: 'lib/library/index.js,lib/library/jest.js\ntrue lib/library/engine.js,lib/library/index.js,lib/library/jest.js\n' });
});

test('classes have the names of their kinds', () => {
  const project = projects['CommonJS, as cdk8s init makes it'];
  project.write(
    'kinds.js',
    `const library = require('cdk8s-istio');
const kinds = Object.values(library).flatMap((group) => (typeof group === 'object' ? Object.entries(group) : [])).filter(([, kind]) => typeof kind === 'function' && kind.GVK !== undefined);
console.log(kinds.length > 20, kinds.filter(([name, kind]) => kind.name !== name || kind.GVK.kind !== name));
`,
  );
  expect(project.node('kinds.js')).toEqual({ status: 0, output: 'true []\n' });
});

test('an argument that is certainly wrong is told of at the line of the program, and no line of the package is shown', () => {
  const project = projects['CommonJS, as cdk8s init makes it'];
  project.write('wrong-argument.js', `const { MeshService } = require('cdk8s-istio');\nMeshService.of(7);\n`);
  const { status, output } = project.node('wrong-argument.js');
  expect(status).toBe(1);
  expect(output).toMatch(/^\n*RangeError: .*\n {4}at .*wrong-argument\.js:2:\d+\)?\n\nNode\.js v\S+\n$/);
});

test('the command runs', () => {
  const project = projects['ES modules, nodenext'];
  project.write('mesh.yaml', 'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: { name: reviews, namespace: Shop }\nspec: { hosts: [reviews] }\n');
  const { status, output } = project.node('node_modules/cdk8s-istio/lib/command/main.js', 'check', 'mesh.yaml');
  expect(output).toContain('mesh.yaml:3');
  expect(status).toBe(1);
  expect(project.node('node_modules/cdk8s-istio/lib/command/main.js', 'import', 'mesh.yaml').output).toContain('no CustomResourceDefinition');
});
