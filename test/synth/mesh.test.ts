import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { VirtualService } from '../../imports/networking';
import { IstioApp } from '../../src/synth/istio-app';
import { Mesh } from '../../src/synth/mesh';
import { BROKEN, apiObject, fine, errorOf, lineOf, messageOf, stderrOf, temporaryFolder, virtualService } from './support';

const RULE = 'subset-not-found';
const PATH = 'spec.http[0].route[0].destination.subset';

function newApp(): App {
  return new App({ outdir: temporaryFolder() });
}

function broken(host: string): object {
  return { ...BROKEN, hosts: [`${host}.example.com`] };
}

/** Rule and construct of everything found. */
function found(scope: Construct): string[] {
  return Mesh.findings(scope).map(({ rule, construct, severity }) => `${severity} ${rule} ${construct}`);
}

describe('Mesh.findings', () => {
  test('structured, without throwing or printing, whether or not the tree is a checked one', () => {
    const app = newApp();
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    new VirtualService(shop, 'vs', { metadata: { name: 'vs' }, spec: { hosts: ['a.example.com'], http: [{ route: [{ destination: { host: 'reviews', subset: 'v9' } }] }] } }); // of ours
    virtualService(shop, 'raw', broken('b'));
    let findings: ReturnType<typeof Mesh.findings> = [];
    expect(stderrOf(() => (findings = Mesh.findings(app)))).toBe('');
    expect(findings).toEqual([
      expect.objectContaining({ rule: RULE, construct: 'shop/raw', severity: 'error', path: PATH, object: { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'shop', name: 'raw' } }),
      expect.objectContaining({ rule: RULE, construct: 'shop/vs', source: { file: 'test/synth/mesh.test.ts', line: lineOf(__filename, '// of ours'), column: 5 } }),
    ]);
    expect(findings[0]).not.toHaveProperty('source');
    expect(Object.keys(findings[1] ?? {})).toEqual(expect.arrayContaining(['upstream', 'message', 'why', 'fix']));
  });

  test('of one part of the tree', () => {
    const app = newApp();
    for (const id of ['a', 'ab', 'b']) virtualService(new Chart(app, id, { namespace: id }), 'vs', broken(id));
    expect(found(app)).toEqual(['error subset-not-found a/vs', 'error subset-not-found ab/vs', 'error subset-not-found b/vs']);
    expect(found(app.node.findChild('a') as Chart)).toEqual(['error subset-not-found a/vs']);
  });

  test('settings are heeded: an object without a namespace is fine once there is a default', () => {
    const [strict, lenient] = [newApp(), newApp()];
    for (const app of [strict, lenient]) virtualService(new Chart(app, 'c'), 'vs', fine('a'));
    Mesh.configure(lenient, { defaultNamespace: 'shop' });
    expect(found(strict)).toEqual(['error missing-namespace c/vs']);
    expect(found(lenient)).toEqual([]);
  });
});

/** The first line of the stack below the message. */
function firstFrame(error: Error): string {
  return error.stack?.split('\n').find((line) => line.startsWith('    at ')) ?? '';
}

describe('Mesh.configure', () => {
  test.each([[{ istoi: '1.31' }], [{ istio: '1.2' }], [null]])('%j is an error of use, at the line of the program', (options) => {
    const error = errorOf(() => Reflect.apply(Mesh.configure, Mesh, [newApp(), options])); // as JavaScript may
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toMatch(/^Mesh.configure: /);
    expect(firstFrame(error)).toMatch(/at .*mesh\.test\.ts:/);
  });

  test('a second mesh too', () => {
    const app = newApp();
    Mesh.configure(app, { istio: '1.30' });
    expect(firstFrame(errorOf(() => Mesh.configure(app, { istio: '1.29' })))).toMatch(/at .*mesh\.test\.ts:/);
  });
});

test.each([
  ['configure', `Mesh.configure(app, { istoi: '1.31' });`],
  ['acknowledge', `Mesh.acknowledge(app, { rule: 'IST0101', reason: 'known' });`],
])('Node shows the line of the program and none of ours: %s', (method, call) => {
  const file = join(temporaryFolder(), 'main.js');
  const modules = join(__dirname, '../..');
  writeFileSync(file, `const { Mesh } = require(${JSON.stringify(modules)});\nconst app = new (require(${JSON.stringify(join(modules, 'node_modules/cdk8s'))}).App)();\n${call}\n`);
  const lines = spawnSync(process.execPath, [file], { encoding: 'utf8' }).stderr.trim().split('\n');
  expect(lines[0]).toMatch(new RegExp(`^RangeError: Mesh\\.${method}: `));
  expect(lines[1]).toContain(`${file}:3:`);
});

describe('Mesh.acknowledge', () => {
  test('holds on the construct and below it, not for siblings, not for other Apps', () => {
    const [one, two] = [newApp(), newApp()];
    for (const app of [one, two]) {
      const chart = new Chart(app, 'shop', { namespace: 'shop' });
      for (const id of ['a', 'b']) virtualService(new Construct(chart, id), 'vs', broken(id), { name: id });
    }
    Mesh.acknowledge(one.node.findChild('shop').node.findChild('a'), { rule: RULE, reason: 'the subset is made by the rollout controller' });
    expect(found(one)).toEqual(['error subset-not-found shop/b/vs']);
    expect(found(two)).toEqual(['error subset-not-found shop/a/vs', 'error subset-not-found shop/b/vs']);
    expect(messageOf(() => one.synth())).toMatch(/^1 error/);
  });

  test('on everything: synth goes through and says nothing', () => {
    for (const app of [newApp(), new IstioApp({ outdir: temporaryFolder() })]) {
      virtualService(new Chart(app, 'shop', { namespace: 'shop' }), 'vs', BROKEN);
      Mesh.acknowledge(app, { rule: RULE, reason: 'known' });
      expect(stderrOf(() => app.synth())).toBe('');
    }
  });

  test('after a synth that failed: the next one goes through', () => {
    const app = newApp();
    Mesh.configure(app);
    const object = virtualService(new Chart(app, 'shop', { namespace: 'shop' }), 'vs', BROKEN);
    expect(() => app.synth()).toThrow();
    Mesh.acknowledge(object, { rule: RULE, reason: 'known' });
    expect(() => app.synth()).not.toThrow();
  });

  test.each<[string | undefined, boolean]>([
    [undefined, true],
    [PATH, true],
    ['spec.http[0]', true],
    ['spec', true],
    ['spec.http[0].rou', false],
    ['spec.http[1]', false],
    ['spec.tcp', false],
  ])('limited to %s', (path, covers) => {
    const app = newApp();
    const object = virtualService(new Chart(app, 'shop', { namespace: 'shop' }), 'vs', BROKEN);
    Mesh.acknowledge(object, { rule: RULE, reason: 'known', path });
    expect(found(app)).toEqual(covers ? [] : ['error subset-not-found shop/vs', 'warning stale-acknowledgement shop/vs']);
  });

  test('stale: a warning with its line, which does not stop the synth', () => {
    const app = newApp();
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    const object = virtualService(chart, 'vs', BROKEN);
    Mesh.acknowledge(chart, { rule: RULE, reason: 'known' }); // goes stale
    expect(found(app)).toEqual([]);
    object.addJsonPatch(JsonPatch.remove('/spec/http/0/route/0/destination/subset'));
    expect(Mesh.findings(app)).toEqual([
      expect.objectContaining({
        rule: 'stale-acknowledgement',
        severity: 'warning',
        object: { apiVersion: '', kind: 'Construct', name: 'shop' },
        construct: 'shop',
        source: { file: 'test/synth/mesh.test.ts', line: lineOf(__filename, '// goes stale'), column: 10 },
      }),
    ]);
    expect(stderrOf(() => app.synth())).toContain('warning stale-acknowledgement: Construct shop\n    "subset-not-found" is acknowledged here');
  });

  test('on an object and on its chart: both are needed, neither is stale', () => {
    const app = newApp();
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    const object = virtualService(chart, 'vs', BROKEN);
    Mesh.acknowledge(chart, { rule: RULE, reason: 'known' });
    Mesh.acknowledge(object, { rule: RULE, reason: 'known' });
    expect(found(app)).toEqual([]);
  });

  test.each([
    ['subset-not-fuond', 'There is no rule "subset-not-fuond"; did you mean "subset-not-found"?', 'Use "subset-not-found".'],
    ['weights', 'There is no rule "weights".', 'Use the id that the finding shows; `npx cdk8s-istio rules` lists them all.'],
    ['unknown-field', '"unknown-field" cannot be acknowledged.', 'Mend what the findings of "unknown-field" say, and remove this Mesh.acknowledge.'],
    ['not-an-object', '"not-an-object" cannot be acknowledged.', expect.any(String)],
    ['not-writable', '"not-writable" cannot be acknowledged.', expect.any(String)],
    ['stale-acknowledgement', '"stale-acknowledgement" cannot be acknowledged.', expect.any(String)],
  ])('%s: an error at its line', (rule, message, fix) => {
    const app = newApp();
    const object = virtualService(new Chart(app, 'shop', { namespace: 'shop' }), 'vs', fine('a'));
    Mesh.acknowledge(object, { rule, reason: 'known' }); // no such rule
    const source = { file: 'test/synth/mesh.test.ts', line: lineOf(__filename, '// no such rule'), column: 10 };
    expect(Mesh.findings(app)).toEqual([expect.objectContaining({ rule: 'invalid-acknowledgement', severity: 'error', construct: 'shop/vs', message, fix, source })]);
    expect(() => app.synth()).toThrow(message);
  });

  test('what the API server rejects stays', () => {
    const app = newApp();
    const object = virtualService(new Chart(app, 'shop', { namespace: 'shop' }), 'vs', { ...fine('a'), host: 'a' });
    Mesh.acknowledge(object, { rule: 'unknown-field', reason: 'known' });
    expect(found(app)).toEqual(['error unknown-field shop/vs', 'error invalid-acknowledgement shop/vs']);
  });

  test('what a construct says of itself can be acknowledged', () => {
    const app = newApp();
    Mesh.acknowledge(app, { rule: 'service-without-http', reason: 'known' });
    expect(found(app)).toEqual(['warning stale-acknowledgement ']);
  });

  test.each([
    [{ rule: RULE, reason: '' }, 'say in "reason" why subset-not-found may stand here'],
    [{ rule: RULE, reason: '  ' }, 'say in "reason"'],
    [{ rule: 'IST0101', reason: 'x' }, 'rule must be the id of a rule'],
    [{ rule: '', reason: 'x' }, 'rule must be the id of a rule'],
    [{ rule: RULE, reason: 'x', path: '' }, 'path must be a place in the object'],
    [undefined, 'say { rule, reason }'],
  ])('%j is refused', (acknowledgement, message) => {
    const error = errorOf(() => Reflect.apply(Mesh.acknowledge, Mesh, [newApp(), acknowledgement])); // as JavaScript may
    expect(error.message).toContain(message);
    expect(firstFrame(error)).toContain(`mesh.test.ts`);
  });

  test('makes the tree a checked one', () => {
    const app = newApp();
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    virtualService(chart, 'vs', BROKEN);
    Mesh.acknowledge(apiObject(chart, 'x', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } }), { rule: RULE, reason: 'elsewhere' });
    expect(messageOf(() => stderrOf(() => app.synth()))).toContain(RULE);
  });
});
