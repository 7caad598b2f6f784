import { App, Chart } from 'cdk8s';
import { configureMesh, meshSettings, whenMeshConfigured, type MeshOptions } from '../../src/constructs/mesh-settings';
import { isRegistered } from '../../src/l1/tree';
import { DEFAULT_SETTINGS } from '../../src/model/settings';
import { lineOf, messageOf } from '../synth/support';

test('nothing said: the defaults of Istio, and an unchecked tree', () => {
  const app = new App();
  expect(meshSettings(app)).toEqual(DEFAULT_SETTINGS);
  expect(isRegistered(app)).toBe(false);
});

test('said on a chart, after its children, it holds for the whole tree', () => {
  const app = new App();
  const early = new Chart(app, 'early');
  configureMesh(new Chart(app, 'late'), { istio: '1.29', trustDomain: 'example.org' });
  expect(meshSettings(early)).toEqual({ ...DEFAULT_SETTINGS, istio: '1.29', trustDomain: 'example.org' });
  expect(isRegistered(app)).toBe(true);
});

test('without options it registers the tree and says nothing of the mesh', () => {
  const app = new App();
  configureMesh(app);
  configureMesh(app, { istio: '1.30' });
  configureMesh(app);
  expect(isRegistered(app)).toBe(true);
  expect(meshSettings(app).istio).toBe('1.30');
});

test('two Apps in one process know nothing of each other', () => {
  const [one, two] = [new App(), new App()];
  configureMesh(one, { dataPlane: 'ambient' });
  expect(meshSettings(two).dataPlane).toBe('sidecar');
  expect(isRegistered(two)).toBe(false);
});

test.each<[string, MeshOptions, MeshOptions]>([
  ['equal', { istio: '1.31', complete: true }, { complete: true, istio: '1.31' }],
  ['equal to a default', { istio: '1.29' }, { istio: '1.29', trustDomain: 'cluster.local' }],
  ['undefined says nothing', { istio: '1.29' }, { istio: '1.29', clusterDomain: undefined }],
  ['declared in another key order', { declared: { hosts: ['a.b'], gateways: ['c/d'] } }, { declared: { gateways: ['c/d'], hosts: ['a.b'] } }],
])('a second call with the same values is fine: %s', (_name, first, second) => {
  const app = new App();
  configureMesh(app, first);
  expect(() => configureMesh(app, second)).not.toThrow();
});

test('a second call with other values names both lines and what differs', () => {
  const app = new App();
  configureMesh(app, { istio: '1.30' }); // first call
  const message = messageOf(() => configureMesh(new Chart(app, 'c'), { istio: '1.29', rootNamespace: 'mesh' })); // second call
  expect(message).toContain('istio was "1.30", now "1.29"');
  expect(message).toContain('rootNamespace was "istio-system", now "mesh"');
  expect(message).toContain(`first:  test/constructs/mesh-settings.test.ts:${lineOf(__filename, '// first call')}:`);
  expect(message).toContain(`second: test/constructs/mesh-settings.test.ts:${lineOf(__filename, '// second call')}:`);
});

test.each<[unknown, string]>([
  [{ istio: '1.28' }, 'istio must be one of "1.29", "1.30", "1.31", not "1.28"'],
  [{ istio: '' }, 'istio must be one of'],
  [{ istoi: '1.31' }, 'there is no option "istoi"; known are istio, rootNamespace'],
  [{ rootNamespace: '' }, 'rootNamespace must be the name of a namespace'],
  [{ defaultNamespace: 'Shop' }, 'defaultNamespace must be the name of a namespace'],
  [{ clusterDomain: 'cluster.local.' }, 'clusterDomain must be a domain like "cluster.local"'],
  [{ clusterDomain: '.local' }, 'clusterDomain must be a domain'],
  [{ trustDomain: 'spiffe://x' }, 'trustDomain must be a trust domain'],
  [{ autoMtls: 'yes' }, 'autoMtls must be true or false, not "yes"'],
  [{ defaultExportTo: { service: ['.'] } }, 'there is no option "defaultExportTo.service"; known are services, virtualServices, destinationRules'],
  [{ defaultExportTo: { services: ['./*'] } }, 'defaultExportTo.services[0] must be the name of a namespace, or ".", "*" or "~"'],
  [{ dataPlane: 'proxyless' }, 'dataPlane must be one of'],
  [{ complete: 1 }, 'complete must be true or false, not 1'],
  [{ declared: { host: ['x'] } }, 'there is no option "declared.host"'],
  [{ declared: { hosts: 'x' } }, 'declared.hosts must be a list'],
  [{ declared: { hosts: ['a.b', 'http://x'] } }, 'declared.hosts[1] must be a full host like'],
  [{ declared: { hosts: ['reviews'] } }, 'declared.hosts[0] must be a full host like "reviews.bookinfo.svc.cluster.local" or "*.example.com", not "reviews"'],
  [{ declared: { subsets: [{ host: 'reviews', subsets: ['v1'] }] } }, 'declared.subsets[0] must be { host, subsets } with a full host'],
  [{ declared: { gateways: ['ingress'] } }, 'declared.gateways[0] must be a gateway as "namespace/name"'],
  [{ declared: { subsets: [{ host: 'a.b' }] } }, 'declared.subsets[0] must be { host, subsets }'],
  [{ declared: { subsets: [{ host: 'a.b', subsets: [''] }] } }, 'declared.subsets[0] must be { host, subsets }'],
  [{ declared: { subsets: [{ host: 'a.b', subsets: ['v1'], names: [] }] } }, 'declared.subsets[0] must be { host, subsets }'],
  [{ declared: { workloads: [{ namespace: 'a', labels: { x: 1 } }] } }, 'declared.workloads[0] must be { namespace, labels }'],
  [null, 'options must be an object, not null'],
  [{ __proto__: null, constructor: 1 }, 'there is no option "constructor"'],
])('%j is refused', (options, message) => {
  const app = new App();
  const call = (): unknown => Reflect.apply(configureMesh, undefined, [app, options]); // as JavaScript may
  expect(call).toThrow(RangeError);
  expect(messageOf(call)).toContain(message);
  expect(isRegistered(app)).toBe(false);
});

test('declared hosts may be wildcards', () => {
  const app = new App();
  configureMesh(app, { declared: { hosts: ['*.example.com', 'api.example.com'], gateways: ['istio-system/public'], subsets: [{ host: '*.example.com', subsets: ['v1'] }], workloads: [{ namespace: 'a', labels: { app: 'x' } }] } });
  expect(meshSettings(app).declared.hosts).toEqual(['*.example.com', 'api.example.com']);
});

test('who waits for the mesh hears of it once, when something is said of it', () => {
  const app = new App();
  const heard: string[] = [];
  const listen = (name: string): void => whenMeshConfigured(new Chart(app, name), ({ rootNamespace }) => heard.push(`${name} ${rootNamespace}`));
  listen('early');
  configureMesh(app);
  expect(heard).toEqual([]);
  configureMesh(app, { rootNamespace: 'mesh' });
  configureMesh(app, { rootNamespace: 'mesh' });
  listen('late');
  expect(heard).toEqual(['early mesh', 'late mesh']);
});
