import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { Chart } from 'cdk8s';
import { CanaryRelease, CheckError, IstioApp, Mesh, MeshService } from '../../src/index';

const folder = mkdtempSync(path.join(tmpdir(), 'cdk8s-istio-baseline-'));
afterEach(() => readdirSync(folder).forEach((name) => rmSync(path.join(folder, name), { recursive: true })));
afterAll(() => rmSync(folder, { recursive: true }));

let last = path.join(folder, 'out0');
let runs = 0;

/** One run of a program after another: a process has one app for a folder, so each writes into its own, and compares with the last. */
function run(versions: readonly string[], weights: Readonly<Record<string, number>>, options: { dataPlane?: 'ambient'; baseline?: string } = {}): IstioApp {
  const { dataPlane, baseline = last } = options;
  const outdir = path.join(folder, `out${(runs += 1)}`);
  const app = new IstioApp({ name: 'shop', outdir });
  Mesh.configure(app, { baseline, ...(dataPlane === undefined ? {} : { dataPlane }) });
  const service = MeshService.of(
    { name: 'reviews', namespace: 'shop', ports: [{ name: 'http', port: 80 }], selector: { app: 'reviews' } },
    { versions: Object.fromEntries(versions.map((name) => [name, { version: name }])) },
  );
  new CanaryRelease(new Chart(app, 'shop', { namespace: 'shop' }), 'reviews', { service, weights });
  app.synth();
  last = outdir;
  return app;
}

/** What stops a run: rules and messages. */
function stopped(make: () => unknown): readonly string[] {
  try {
    make();
  } catch (error) {
    if (error instanceof CheckError) return error.findings.map(({ rule, message }) => `${rule}: ${message}`);
    throw error;
  }
  return [];
}

function written(): string {
  const files = readdirSync(last, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
  return files.sort().map((file) => readFileSync(path.join(last, file), 'utf8')).join('');
}

test.each([undefined, 'ambient'] as const)('a version goes in two steps; in one it is refused, and nothing is written (%s)', (dataPlane) => {
  const options = dataPlane === undefined ? {} : { dataPlane };
  run(['v1', 'v2'], { v1: 80, v2: 20 }, options);
  const what = dataPlane === undefined ? 'Subset "v2" of reviews.shop.svc.cluster.local is gone, and VirtualService' : 'Service shop/reviews-v2 is gone, and HTTPRoute';
  expect(stopped(() => run(['v1'], { v1: 100 }, options))).toEqual([`subset-removed-while-routed: ${what} shop/reviews sent requests to it in what was written last.`]);
  expect(readdirSync(folder)).not.toContain(`out${runs}`);

  run(['v1', 'v2'], { v1: 100 }, options);
  run(['v1'], { v1: 100 }, options);
  expect(written()).not.toContain('v2');
});

test('the own output folder is read before the program writes into it', () => {
  const app = run(['v1', 'v2'], { v1: 100 }, { baseline: path.join(folder, `out${runs + 1}`) });
  expect([Mesh.findings(app), stopped(() => app.synth())]).toEqual([[], []]);
});

test('a folder that is not there has nothing in it', () => {
  expect(stopped(() => run(['v1'], { v1: 100 }, { baseline: path.join(folder, 'nowhere') }))).toEqual([]);
});

test('a file that is no YAML is told by its name', () => {
  const file = path.join(folder, 'broken.yaml');
  writeFileSync(file, 'a: [1');
  expect(stopped(() => run(['v1'], { v1: 100 }, { baseline: folder }))).toEqual([expect.stringMatching(/^baseline-unreadable: What was written last cannot be read: /)]);
});

test('an empty path is refused', () => {
  expect(() => Mesh.configure(new IstioApp({ name: 'a', outdir: folder }), { baseline: '' })).toThrow('baseline must be the path of a folder, not ""');
});
