import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { IstioValidation, type ValidationPluginViolation } from '../../src/synth/plugin';
import { filesIn, messageOf, temporaryFolder } from './support';

const ROOT = path.resolve(__dirname, '..', '..');
const CLI = path.join(ROOT, 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s');
const { version } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };

const OBJECT = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'reviews', namespace: 'shop' } };
const BROKEN = { ...OBJECT, spec: { hosts: ['reviews'], http: [{ route: [{ destination: { host: 'reviews', subset: 'v9' } }] }] } };
const FINE = { ...OBJECT, spec: { hosts: ['reviews'], http: [{ route: [{ destination: { host: 'reviews' } }] }] } };

/** What a run of the plugin reports. */
async function run(manifests: Record<string, readonly unknown[]>, properties?: ConstructorParameters<typeof IstioValidation>[0]): Promise<{ violations: ValidationPluginViolation[]; status: string }> {
  const violations: ValidationPluginViolation[] = [];
  let status = 'incomplete';
  await new IstioValidation(properties).validate({
    manifests: Object.keys(manifests),
    parseManifest: (file) => manifests[file] ?? [],
    report: { addViolation: (violation) => violations.push(violation), submit: (outcome) => (status = outcome) },
  });
  return { violations, status };
}

describe('the plugin', () => {
  test('reports each finding with its manifest, resource and place', async () => {
    const { violations, status } = await run({ 'dist/a.yaml': [null, FINE], 'dist/b.yaml': [{ ...BROKEN, metadata: { name: 'ratings', namespace: 'shop' }, spec: { ...BROKEN.spec, hosts: ['ratings'] } }] });
    expect(status).toBe('failure');
    expect(violations).toEqual([
      {
        ruleName: 'subset-not-found',
        recommendation: expect.stringContaining('subset "v9"'),
        fix: expect.stringMatching(/\S/),
        violatingResources: [{ resourceName: 'ratings', locations: ['spec.http[0].route[0].destination.subset'], manifestPath: 'dist/b.yaml' }],
      },
    ]);
  });

  test('heeds its properties, and refuses wrong ones', async () => {
    const object = { ...FINE, metadata: { name: 'reviews' } };
    expect(await run({ a: [object] })).toMatchObject({ status: 'failure', violations: [{ ruleName: 'missing-namespace' }] });
    expect(await run({ a: [object] }, { defaultNamespace: 'shop' })).toEqual({ status: 'success', violations: [] });
    expect(messageOf(() => new IstioValidation({ defaultNamespace: 'No' }))).toContain('IstioValidation: defaultNamespace must be the name of a namespace');
  });
});

describe('the real cdk8s synth', () => {
  let folder = '';

  /** A project whose app is `program`; the package is this repository, as built. */
  function project(program: string, properties: object = {}): void {
    folder = temporaryFolder();
    fs.mkdirSync(path.join(folder, 'node_modules'));
    for (const name of ['cdk8s', 'constructs']) fs.symlinkSync(path.join(ROOT, 'node_modules', name), path.join(folder, 'node_modules', name));
    fs.symlinkSync(ROOT, path.join(folder, 'node_modules', 'cdk8s-istio'));
    fs.writeFileSync(path.join(folder, 'main.js'), program);
    const validations = [{ package: './node_modules/cdk8s-istio', version, class: 'IstioValidation', properties }];
    fs.writeFileSync(path.join(folder, 'cdk8s.yaml'), JSON.stringify({ language: 'typescript', app: 'node main.js', validations }));
  }

  function synth(): { status: number | null; output: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'synth', '--no-check-upgrade'], { cwd: folder, encoding: 'utf8', timeout: 60_000, env: { PATH: process.env['PATH'], HOME: folder } });
    return { status, output: stdout + stderr };
  }

  const program = (manifest: object, app = 'new cdk8s.App()'): string => `
    const cdk8s = require('cdk8s');
    const { Chart, ApiObject } = cdk8s;
    const app = ${app};
    new ApiObject(new Chart(app, 'shop'), 'vs', ${JSON.stringify(manifest)});
    app.synth();`;

  test('fails on an error, after the files are written', () => {
    project(program(BROKEN));
    const { status, output } = synth();
    expect(output).toContain('subset-not-found (1 occurrences)');
    expect(output).toContain('Construct Path: shop/vs');
    expect(output).toContain('> spec.http[0].route[0].destination.subset');
    expect(status).toBe(2);
    expect(Object.keys(filesIn(path.join(folder, 'dist')))).toContain('shop.k8s.yaml');
  }, 60_000);

  test('passes when there is none', () => {
    project(program(FINE), { istio: '1.31' });
    expect(synth()).toMatchObject({ status: 0, output: expect.stringContaining('Validations ended') });
  }, 60_000);

  test('finds what an IstioApp writes; one that fails says why, and the folder is gone', () => {
    const app = "new (require('cdk8s-istio').IstioApp)({ name: 'shop' })";
    project(program(FINE, app));
    expect(synth()).toMatchObject({ status: 0 });
    expect(Object.keys(filesIn(path.join(folder, 'dist')))).toEqual(['shop/networking.istio.io.virtualservice.reviews.yaml']);
    fs.writeFileSync(path.join(folder, 'main.js'), program(BROKEN, app));
    const { status, output } = synth();
    expect(status).toBe(1);
    expect(output).toContain('1 error, nothing was written:\n\nerror subset-not-found');
    expect(output.slice(output.indexOf('1 error'), output.indexOf('Node.js v'))).not.toMatch(/node_modules|node:internal/);
    expect(fs.existsSync(path.join(folder, 'dist'))).toBe(false); // cdk8s synth removes it before the app starts
  }, 60_000);
});
