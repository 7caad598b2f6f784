import * as fs from 'node:fs';
import * as path from 'node:path';
import { ApiObject, App, Chart, Duration, Include, JsonPatch } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import { DestinationRule, VirtualService } from '../../imports/networking';
import { CheckError } from '../../src/synth/check-error';
import { IstioApp, type IstioAppProps } from '../../src/synth/istio-app';
import { Mesh } from '../../src/synth/mesh';
import { OutputError } from '../../src/synth/output-error';
import { BROKEN, apiObject, errorOf, filesIn, fine, lineOf, messageOf, temporaryFolder, virtualService } from './support';

function newApp(props: IstioAppProps = {}): IstioApp {
  return new IstioApp({ name: 'shop', outdir: temporaryFolder(), ...props });
}

const TYPED = { metadata: { name: 'reviews' }, spec: { hosts: ['reviews.example.com'], http: [{ timeout: Duration.seconds(5), route: [{ destination: { host: 'reviews', subset: 'v1' } }] }] } };
const RULE = { metadata: { name: 'reviews' }, spec: { host: 'reviews', subsets: [{ name: 'v1', labels: { version: 'v1' } }] } };

describe('what is written', () => {
  test('one file per object, everybody\'s objects, sorted keys, no .json', () => {
    const app = newApp();
    const shop = new Chart(app, 'shop', { namespace: 'shop', labels: { team: 'web' } });
    new VirtualService(shop, 'vs', TYPED);
    new DestinationRule(shop, 'dr', RULE);
    apiObject(shop, 'ns', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    const manifest = path.join(temporaryFolder(), 'in.yaml');
    fs.writeFileSync(manifest, 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: included, namespace: other }\ndata: { b: "yes", a: "1e3" }\n');
    new Include(shop, 'inc', { url: manifest });
    new Deployment(shop, 'plus', { containers: [{ image: 'x' }], metadata: { name: 'reviews' } });
    app.synth();
    const files = filesIn(app.outdir);
    expect(Object.keys(files)).toEqual([
      '_cluster/core.namespace.shop.yaml',
      'other/core.configmap.included.yaml',
      'shop/apps.deployment.reviews.yaml',
      'shop/networking.istio.io.destinationrule.reviews.yaml',
      'shop/networking.istio.io.virtualservice.reviews.yaml',
    ]);
    expect(files['shop/networking.istio.io.virtualservice.reviews.yaml']).toBe(
      [
        '# Written by cdk8s-istio (app: shop). Do not edit.',
        'apiVersion: networking.istio.io/v1',
        'kind: VirtualService',
        'metadata:',
        '  labels:',
        '    team: web',
        '  name: reviews',
        '  namespace: shop',
        'spec:',
        '  hosts:',
        '    - reviews.example.com',
        '  http:',
        '    - route:',
        '        - destination:',
        '            host: reviews',
        '            subset: v1',
        '      timeout: 5s',
        '',
      ].join('\n'),
    );
    expect(files['other/core.configmap.included.yaml']).toContain('data:\n  a: "1e3"\n  b: "yes"\n');
  });

  test('objects of cluster-scoped kinds name no namespace, whatever their Chart, whoever made them', () => {
    const app = newApp();
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    apiObject(shop, 'ns', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { a: 'b' } } });
    apiObject(shop, 'role', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'reader', namespace: 'other' } });
    const definition = (kind: string, scope: string) => ({ group: 'example.com', scope, names: { kind, plural: `${kind.toLowerCase()}s` }, versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }] });
    for (const [kind, scope] of [['Oven', 'Cluster'], ['Bread', 'Namespaced']] as const) {
      apiObject(shop, `${kind}-crd`, { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: `${kind.toLowerCase()}s.example.com` }, spec: definition(kind, scope) });
      apiObject(shop, kind, { apiVersion: 'example.com/v1', kind, metadata: { name: 'x' } });
    }
    apiObject(shop, 'stranger', { apiVersion: 'example.org/v1', kind: 'Stranger', metadata: { name: 'x' } });
    app.synth();
    const files = filesIn(app.outdir);
    expect(Object.keys(files).filter((file) => files[file]?.includes('\n  namespace: ') === true)).toEqual(['shop/example.com.bread.x.yaml', 'shop/example.org.stranger.x.yaml']);
    expect(files['_cluster/core.namespace.shop.yaml']).toContain('metadata:\n  labels:\n    a: b\n  name: shop\n');
    expect(Object.keys(files)).toHaveLength(7);
  });

  test('empty objects stay: an ALLOW policy without rules denies, and one without a spec is another object', () => {
    const app = newApp();
    apiObject(new Chart(app, 'c', { namespace: 'n' }), 'x', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: {}, more: [{}, []] });
    app.synth();
    expect(filesIn(app.outdir)['n/core.configmap.x.yaml']).toMatch(/data: \{\}\nmore:\n {2}- \{\}\n {2}- \[\]\n$/);
  });

  test('the same bytes whatever the order of charts, objects and keys', () => {
    const texts = [(ids: string[]) => ids, (ids: string[]) => ids.reverse()].map((order) => {
      const app = newApp();
      for (const id of order(['a', 'b', 'c'])) {
        const chart = new Chart(app, id, { namespace: id });
        for (const name of order(['x', 'y'])) apiObject(chart, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: Object.fromEntries(order(['k1', 'k2']).map((key) => [key, name])) });
      }
      app.synth();
      return { files: filesIn(app.outdir), yaml: app.synthYaml() };
    });
    expect(texts[0]).toEqual(texts[1]);
  });

  test('patches and escapes of cdk8s hold, and settings of cdk8s about order change nothing', () => {
    const app = newApp();
    const object = virtualService(new Chart(app, 'c', { namespace: 'n' }), 'vs', fine('a'));
    object.addJsonPatch(JsonPatch.add('/spec/http/0/timeout', '7s'));
    process.env['CDK8S_DISABLE_SORT'] = '1';
    app.synth();
    delete process.env['CDK8S_DISABLE_SORT'];
    expect(filesIn(app.outdir)['n/networking.istio.io.virtualservice.vs.yaml']).toMatch(/http:\n {4}- route:\n(.*\n)+ {6}timeout: 7s\n$/);
  });

  test('synthYaml is the same objects, in the order of the files', () => {
    const app = newApp();
    const chart = new Chart(app, 'c', { namespace: 'n' });
    for (const name of ['b', 'a']) apiObject(chart, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
    expect(app.synthYaml()).toBe(['a', 'b'].map((name) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: "n"\n`).join('---\n'));
    expect(fs.readdirSync(app.outdir)).toEqual([]);
  });

  test('charts and objects are rendered once, and never chart by chart', () => {
    const app = newApp();
    for (let index = 0; index < 20; index++) virtualService(new Chart(app, `c${index}`, { namespace: 'n' }), 'vs', fine(`h${index}`), { name: `vs${index}` });
    const [rendered, perChart] = [jest.spyOn(ApiObject.prototype, 'toJson'), jest.spyOn(Chart.prototype, 'toJson')];
    app.synth();
    expect([rendered.mock.calls.length, perChart.mock.calls.length]).toEqual([20, 0]);
    jest.restoreAllMocks();
  });

  test('sync waves, where asked for; the author\'s own stays', () => {
    const waves = (syncWaves: boolean): unknown => {
      const app = newApp({ syncWaves });
      const shop = new Chart(app, 'shop', { namespace: 'shop' });
      new VirtualService(shop, 'vs', TYPED);
      new DestinationRule(shop, 'dr', RULE);
      virtualService(shop, 'own', fine('own'), { name: 'own', annotations: { 'argocd.argoproj.io/sync-wave': '9' } });
      apiObject(shop, 'ns', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
      app.synth();
      return Object.fromEntries(Object.entries(filesIn(app.outdir)).map(([file, text]) => [file.split('.').slice(-3, -1).join(' '), /sync-wave: "(.*)"/.exec(text)?.[1]]));
    };
    expect(waves(true)).toEqual({ 'destinationrule reviews': '1', 'virtualservice own': '9', 'virtualservice reviews': '2', 'namespace shop': undefined });
    expect(waves(false)).toEqual({ 'destinationrule reviews': undefined, 'virtualservice own': '9', 'virtualservice reviews': undefined, 'namespace shop': undefined });
  });
});

describe('what stops it', () => {
  test('an error in any object, even with none of our constructs in the tree: the folder stays as it was', () => {
    const outdir = temporaryFolder();
    const app = newApp({ outdir });
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    virtualService(chart, 'good', fine('good'));
    app.synth();
    const before = filesIn(outdir);
    virtualService(chart, 'bad', BROKEN);
    for (const write of [() => app.synth(), () => app.synthYaml(), () => chart.toJson()]) expect(errorOf(write)).toBeInstanceOf(CheckError);
    expect(filesIn(outdir)).toEqual(before);
  });

  test('a folder that is not there is not made', () => {
    const outdir = path.join(temporaryFolder(), 'deep', 'dist');
    const app = newApp({ outdir });
    virtualService(new Chart(app, 'shop', { namespace: 'shop' }), 'bad', BROKEN);
    expect(() => app.synth()).toThrow(CheckError);
    expect(fs.existsSync(path.dirname(outdir))).toBe(false);
  });

  test('validations of other constructs', () => {
    const app = newApp();
    new Chart(app, 'c').node.addValidation({ validate: () => ['the moon is full'] });
    expect(messageOf(() => app.synth())).toContain('error construct-validation: Construct c\n    the moon is full');
  });

  test('two objects for one file: names that only differ in case', () => {
    const app = newApp();
    const chart = new Chart(app, 'c');
    for (const name of ['Admin', 'admin']) apiObject(chart, `role-${name}`, { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name } });
    expect(messageOf(() => app.synth())).toContain('error file-collision: ClusterRole admin, metadata.name\n    It would be written to _cluster/rbac.authorization.k8s.io.clusterrole.admin.yaml, where ClusterRole Admin of construct c/role-Admin goes.');
  });
});

describe('several apps', () => {
  test('one per environment, each in its own folder', () => {
    const parent = temporaryFolder();
    for (const environment of ['prod', 'test']) {
      const app = new IstioApp({ name: environment, outdir: path.join(parent, environment) });
      virtualService(new Chart(app, 'c', { namespace: environment }), 'vs', fine(environment));
      app.synth();
      app.synth();
    }
    expect(Object.keys(filesIn(parent))).toEqual(['prod/prod/networking.istio.io.virtualservice.vs.yaml', 'test/test/networking.istio.io.virtualservice.vs.yaml']);
  });

  test('two in one folder, by whatever way it is named: an error with both lines', () => {
    const outdir = temporaryFolder();
    const link = path.join(temporaryFolder(), 'link');
    fs.symlinkSync(outdir, link);
    const first = new IstioApp({ outdir }); // first app
    const second = new IstioApp({ outdir: `${link}/.` }); // second app
    first.synth();
    const error = errorOf(() => second.synth());
    expect(error).toBeInstanceOf(OutputError);
    expect(error.message).toContain(`first:  test/synth/istio-app.test.ts:${lineOf(__filename, '// first app')}:`);
    expect(error.message).toContain(`second: test/synth/istio-app.test.ts:${lineOf(__filename, '// second app')}:`);
  });

  test('an app of another program in the folder: an error', () => {
    const app = newApp();
    fs.mkdirSync(path.join(app.outdir, 'n'));
    fs.writeFileSync(path.join(app.outdir, 'n', 'x.yaml'), '# Written by cdk8s-istio (app: billing). Do not edit.\n');
    expect(messageOf(() => app.synth())).toContain('belongs to the app "billing"');
  });

  test('settings are each App\'s own', () => {
    const [one, two] = [newApp(), newApp()];
    Mesh.configure(one, { defaultNamespace: 'shop' });
    for (const app of [one, two]) virtualService(new Chart(app, 'c'), 'vs', fine('a'));
    expect(() => one.synth()).not.toThrow();
    expect(messageOf(() => two.synth())).toContain('missing-namespace');
    expect(Object.keys(filesIn(one.outdir))).toEqual(['shop/networking.istio.io.virtualservice.vs.yaml']);
  });
});

describe('options', () => {
  test('the folder is that of cdk8s: outdir, CDK8S_OUTDIR, dist', () => {
    expect(new IstioApp().outdir).toBe(new App().outdir);
    process.env['CDK8S_OUTDIR'] = '/elsewhere';
    expect(new IstioApp().outdir).toBe('/elsewhere');
    delete process.env['CDK8S_OUTDIR'];
  });

  test('the name is that of the package, unless one is given', () => {
    expect(new IstioApp().name).toBe('cdk8s-istio');
    expect(new IstioApp({ name: '@acme/shop-prod' }).name).toBe('@acme/shop-prod');
  });

  test.each(['', 'a\nb', 'a)', 'a b', '-\u2028'])('name %j is refused', (name) => {
    expect(() => new IstioApp({ name })).toThrow(RangeError);
  });

  test('metadata of constructs is never written, whatever the environment says', () => {
    process.env['CDK8S_RECORD_CONSTRUCT_METADATA'] = 'true';
    const app = newApp();
    app.synth();
    delete process.env['CDK8S_RECORD_CONSTRUCT_METADATA'];
    expect(fs.readdirSync(app.outdir)).toEqual([]);
  });
});
