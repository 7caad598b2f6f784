import { readdirSync } from 'node:fs';
import { inspect } from 'node:util';
import { ApiObject, App, Chart, JsonPatch, Lazy, Testing, YamlOutputType } from 'cdk8s';
import { Construct } from 'constructs';
import { ServiceEntry } from '../../imports/networking';
import { configureMesh } from '../../src/constructs/mesh-settings';
import { CheckError } from '../../src/synth/check-error';
import * as engine from '../../src/validation/validate';
import { BROKEN, apiObject, errorOf, fine, lineOf, messageOf, stderrOf, temporaryFolder, virtualService } from './support';

jest.mock('../../src/validation/validate', () => {
  const real: typeof engine = jest.requireActual('../../src/validation/validate');
  return { ...real, check: jest.fn(real.check) };
});
const check = jest.mocked(engine.check);
beforeEach(() => check.mockClear());

function checkedApp(): App {
  const app = new App({ outdir: temporaryFolder() });
  configureMesh(app);
  return app;
}

describe('which trees are checked', () => {
  test('none of ours in it: not checked, nothing loaded', () => {
    const app = new App({ outdir: temporaryFolder() });
    virtualService(new Chart(app, 'shop', { namespace: 'shop' }), 'vs', BROKEN);
    app.synth();
    expect(check).not.toHaveBeenCalled();
  });

  test('one of ours anywhere: every object of the tree is, anyone\'s included', () => {
    const app = new App({ outdir: temporaryFolder() });
    virtualService(new Chart(app, 'shop', { namespace: 'shop' }), 'vs', BROKEN);
    new ServiceEntry(new Chart(app, 'other', { namespace: 'other' }), 'se', {
      metadata: { name: 'se' },
      spec: { hosts: ['api.example.com'], ports: [{ name: 'https', number: 443, protocol: 'TLS' }], resolution: 'DNS' },
    });
    expect(messageOf(() => app.synth())).toContain('error subset-not-found (IST0101, KIA1107): VirtualService shop/vs, spec.http[0].route[0].destination.subset');
  });

  test('one tree is no other tree\'s business', () => {
    const [checked, other] = [checkedApp(), new App({ outdir: temporaryFolder() })];
    virtualService(new Chart(other, 'shop', { namespace: 'shop' }), 'vs', BROKEN);
    expect(() => other.synth()).not.toThrow();
    expect(() => checked.synth()).not.toThrow();
  });
});

describe('the engine runs once for a tree that does not change', () => {
  const outputs = Object.entries(YamlOutputType).filter((entry): entry is [string, YamlOutputType] => typeof entry[1] === 'number');

  test.each(outputs)('50 charts, %s', (_name, yamlOutputType) => {
    const app = new App({ outdir: temporaryFolder(), yamlOutputType });
    configureMesh(app);
    const rendered = jest.spyOn(ApiObject.prototype, 'toJson');
    for (let index = 0; index < 50; index++) virtualService(new Chart(app, `c${index}`, { namespace: `n${index}` }), 'vs', fine(`h${index}`));
    app.synth();
    expect(check).toHaveBeenCalledTimes(1);
    expect(rendered.mock.calls.length).toBe(100); // once to check, once to write: the repeated validations render nothing
    rendered.mockRestore();
  });

  test('synthYaml, chart.toJson and Testing.synth, one after the other', () => {
    const app = checkedApp();
    const charts = ['a', 'b'].map((id) => new Chart(app, id, { namespace: id }));
    for (const chart of charts) virtualService(chart, 'vs', fine(chart.node.id));
    app.synthYaml();
    for (const chart of charts) Testing.synth(chart);
    app.synth();
    expect(check).toHaveBeenCalledTimes(1);
  });

  test.each<[string, (object: ApiObject, state: { hosts: string[] }) => void]>([
    ['a patch', (object) => object.addJsonPatch(JsonPatch.add('/spec/http/0/timeout', '5s'))],
    ['a label', (object) => object.metadata.addLabel('team', 'shop')],
    ['a token that gives another value', (_object, state) => void state.hosts.push('b.example.com')],
    ['one more object', (object) => void virtualService(object, 'more', fine('more'))],
    ['settings', (object) => configureMesh(object, { istio: '1.30' })],
  ])('a tree changed by %s is checked again, by whatever way it is written', (_name, change) => {
    for (const write of [(app: App) => app.synth(), (app: App) => app.synthYaml(), (app: App) => app.charts.map((chart) => chart.toJson())]) {
      check.mockClear();
      const app = checkedApp();
      const state = { hosts: ['a.example.com'] };
      const object = virtualService(new Chart(app, 'shop', { namespace: 'shop' }), 'vs', { ...fine('a'), hosts: Lazy.any({ produce: () => [...state.hosts] }) });
      write(app);
      expect(check).toHaveBeenCalledTimes(1);
      change(object, state);
      write(app);
      expect(check).toHaveBeenCalledTimes(2);
    }
  });

  test('a function of the user that is called synth is not taken for cdk8s', () => {
    const app = checkedApp();
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    const object = virtualService(chart, 'vs', fine('a'));
    const user = { synth: () => chart.toJson() };
    user.synth();
    object.addJsonPatch(JsonPatch.add('/spec/http/0/route/0/destination/subset', 'v9'));
    expect(() => user.synth()).toThrow(CheckError);
  });

  test('nothing of cdk8s, constructs or Error is patched', () => {
    const before = [App.prototype, Chart.prototype, ApiObject.prototype, Construct.prototype].map((prototype) => Object.getOwnPropertyDescriptors(prototype));
    const [limit, prepare] = [Error.stackTraceLimit, Error.prepareStackTrace];
    const app = checkedApp();
    virtualService(new Chart(app, 'shop', { namespace: 'shop' }), 'vs', fine('a'));
    app.synth();
    expect([App.prototype, Chart.prototype, ApiObject.prototype, Construct.prototype].map((prototype) => Object.getOwnPropertyDescriptors(prototype))).toEqual(before);
    expect([Error.stackTraceLimit, Error.prepareStackTrace]).toEqual([limit, prepare]);
  });
});

describe('what is thrown', () => {
  test('findings with reason, mend and line; nothing of a stack; nothing written', () => {
    const app = checkedApp();
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    new ServiceEntry(shop, 'typed', { metadata: { name: 'Se' }, spec: { hosts: ['api.example.com'], ports: [{ name: 'https', number: 443, protocol: 'TLS' }], resolution: 'DNS' } }); // the typed one
    const error = errorOf(() => app.synth());
    expect(error).toBeInstanceOf(CheckError);
    expect(error.stack).toBe(error.message);
    expect(error.message).toMatch(/^1 error, nothing was written:\n\nerror invalid-name.*: ServiceEntry shop\/Se, metadata\.name\n {4}.+\n {4}Why: .+\n {4}Fix: .+\n {4}at construct shop\/typed \(/);
    expect(error.message).toContain(`(test/synth/validate-tree.test.ts:${lineOf(__filename, '// the typed one')}:`);
    expect(error.message).not.toContain('node_modules');
    expect(inspect(error)).toBe(error.message);
    expect(readdirSync(app.outdir)).toEqual([]);
  });

  test('an object of plain cdk8s: its construct, and the line of the nearest of ours above it', () => {
    const app = checkedApp();
    class Team extends ServiceEntry {}
    const team = new Team(new Chart(app, 'shop', { namespace: 'shop' }), 'team', { metadata: { name: 'se' }, spec: { hosts: ['api.example.com'], ports: [{ name: 'https', number: 443, protocol: 'TLS' }], resolution: 'DNS' } }); // the ancestor
    virtualService(team, 'raw', BROKEN);
    expect(messageOf(() => app.synth())).toContain(`at construct shop/team/raw, below shop/team at test/synth/validate-tree.test.ts:${lineOf(__filename, '// the ancestor')}:`);
  });

  test('all at once: other constructs\' own validations too', () => {
    const app = checkedApp();
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    virtualService(chart, 'vs', BROKEN);
    chart.node.addValidation({ validate: () => ['the moon is full'] });
    const message = messageOf(() => app.synth());
    expect(message).toMatch(/^2 errors, nothing was written:/);
    expect(message).toContain('error construct-validation: Construct shop\n    the moon is full');
  });

  test('a long list is cut, with the way to the rest', () => {
    const app = checkedApp();
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    for (let index = 0; index < 60; index++) virtualService(chart, `vs${index}`, { ...BROKEN, hosts: [`h${index}.example.com`] });
    const message = messageOf(() => app.synth());
    expect(message).toMatch(/^60 errors/);
    expect(message).toMatch(/\.\.\. and 10 more \(Mesh\.findings\(app\) has all\)$/);
  });

  test.each<[string, unknown, string]>([
    ['a class instance', new Map(), "can't render non-simple object of type 'Map'"],
    ['a token that throws', Lazy.any({ produce: () => { throw new Error('no port yet'); } }), 'no port yet'],
    ['NaN', Number.NaN, 'spec.hosts is NaN, which is no JSON number'],
    ['a bigint', [1n], 'spec.hosts[0] is a bigint, which is no JSON value'],
    ['a function', [() => 1], 'spec.hosts[0] is a function, which is no JSON value'],
    ['half a character', ['\ud800'], 'spec.hosts[0] holds half of a UTF-16 pair'],
  ])('an object that cannot be written: %s', (_name, value, message) => {
    const app = checkedApp();
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    virtualService(chart, 'vs', { hosts: value });
    virtualService(chart, 'broken', BROKEN);
    const text = messageOf(() => app.synth());
    expect(text).toContain('error not-writable: VirtualService shop/vs\n');
    expect(text).toContain(message);
    expect(text).toContain('error subset-not-found');
    expect(text).not.toContain('Failed serializing');
  });
});

describe('warnings', () => {
  const warning = (object: number, message: string): engine_Finding => ({
    rule: 'a-warning', upstream: [], severity: 'warning', input: object, object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'x' }, path: ['data', 'a b', 0], message, why: 'w', fix: 'f',
  });
  type engine_Finding = ReturnType<typeof engine.check>[number];

  test('once per tree, however often it is validated; a new one when the tree changes', () => {
    const app = checkedApp();
    for (const id of ['a', 'b', 'c']) apiObject(new Chart(app, id, { namespace: 'shop' }), 'x', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id } });
    check.mockImplementationOnce(() => [warning(0, 'one')]);
    const first = stderrOf(() => {
      app.synth();
      app.synthYaml();
    });
    expect(first).toBe('warning a-warning: ConfigMap shop/x, data["a b"][0]\n    one\n    Why: w\n    Fix: f\n    at construct a/x\n\n');
    check.mockImplementationOnce(() => [warning(0, 'one'), warning(0, 'two')]);
    apiObject(new Chart(app, 'd', { namespace: 'shop' }), 'x', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'd' } });
    expect(stderrOf(() => app.synth())).toMatch(/^warning a-warning[^]*two/);
  });
});
