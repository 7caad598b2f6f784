import { readFileSync } from 'node:fs';
import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as networking from '../../imports/networking';
import { configureMesh, type MeshOptions } from '../../src/constructs/mesh-settings';
import { MeshService } from '../../src/constructs/mesh-service';
import type { ServiceSource } from '../../src/constructs/service-source';
import { lineOf, problems } from './tree';

const reviews = { name: 'reviews', namespace: 'shop', ports: [{ name: 'http', port: 80 }] };

function tree(options: MeshOptions = {}): { app: App; chart: Chart } {
  const app = new App();
  configureMesh(app, options);
  return { app, chart: new Chart(app, 'shop', { namespace: 'shop' }) };
}

const manifest = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'reviews', namespace: 'shop' }, spec: { ports: [{ port: 80, name: 'http' }], selector: { app: 'reviews' } } };
const entry = { apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', metadata: { name: 'api', namespace: 'shop' }, spec: { hosts: ['api.example.com'], ports: [{ number: 443, name: 'https', protocol: 'HTTPS' }] } };

const SOURCES: readonly [string, (chart: Chart) => ServiceSource, string][] = [
  ['a description', () => reviews, 'reviews.shop.svc.cluster.local'],
  ['a manifest', () => manifest, 'reviews.shop.svc.cluster.local'],
  ['an ApiObject', (chart) => new ApiObject(chart, 'svc', manifest), 'reviews.shop.svc.cluster.local'],
  ['a cdk8s-plus Service', (chart) => new kplus.Service(chart, 'svc', { metadata: { name: 'reviews' }, ports: [{ port: 80 }] }), 'reviews.shop.svc.cluster.local'],
  ['a ServiceEntry manifest', () => entry, 'api.example.com'],
  ['a ServiceEntry construct', (chart) => new networking.ServiceEntry(chart, 'api', { metadata: { name: 'api' }, spec: { hosts: ['api.example.com'] } }), 'api.example.com'],
];

describe('the host', () => {
  test.each(SOURCES)('of %s', (_what, source, host) => {
    const { chart } = tree();
    expect(MeshService.of(source(chart)).hostIn(chart)).toBe(host);
  });

  test('ends in the cluster domain of the mesh that asks', () => {
    const service = MeshService.of(reviews);
    expect(service.hostIn(tree({ clusterDomain: 'corp.example' }).chart)).toBe('reviews.shop.svc.corp.example');
    expect(service.hostIn(tree().chart)).toBe('reviews.shop.svc.cluster.local');
  });

  test('is read when it is asked for: patches and tokens count', () => {
    const { chart } = tree();
    const object = new ApiObject(chart, 'svc', { ...manifest, spec: { ports: Lazy.any({ produce: () => [{ port: 8080, name: 'grpc' }] }) } });
    const service = MeshService.of(object);
    object.addJsonPatch(JsonPatch.replace('/metadata/namespace', 'prod'));
    expect(service.hostIn(chart)).toBe('reviews.prod.svc.cluster.local');
    expect(service.read(chart).ports).toEqual([{ number: 8080, name: 'grpc', transport: 'TCP' }]);
  });

  test('of() reads nothing, so ports may be bound later', () => {
    const { chart } = tree();
    const object = new kplus.Service(chart, 'svc', { metadata: { name: 'reviews' } });
    const service = MeshService.of(object);
    object.bind(9080, { name: 'http' });
    expect(service.read(chart)).toMatchObject({ ports: [{ number: 9080, name: 'http' }], troubles: [] });
  });

  test('an object without a namespace is in the default one, where the mesh has one', () => {
    const service = MeshService.of({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'reviews' } });
    expect(service.hostIn(tree({ defaultNamespace: 'apps' }).chart)).toBe('reviews.apps.svc.cluster.local');
  });

  test('one of several hosts of a ServiceEntry is chosen by name', () => {
    const both = { ...entry, spec: { hosts: ['a.example.com', 'b.example.com'] } };
    expect(MeshService.of(both, { host: 'b.example.com' }).hostIn(tree().chart)).toBe('b.example.com');
  });
});

const UNREADABLE: readonly [string, (chart: Chart) => MeshService, string, string][] = [
  [
    'a cdk8s-plus Service without ports',
    (chart) => MeshService.of(new kplus.Service(chart, 'svc', { metadata: { name: 'reviews' } })),
    'spec',
    'Service shop/reviews cannot be used as a service of the mesh: the object cannot be written: A service must be configured with a port.',
  ],
  ['no namespace', () => MeshService.of({ ...manifest, metadata: { name: 'reviews' } }), 'metadata.namespace', 'Service reviews cannot be used as a service of the mesh: it has no namespace, so its host name cannot be told.'],
  ['no name', () => MeshService.of({ ...manifest, metadata: { namespace: 'shop' } }), 'metadata.name', 'Service without a name in shop cannot be used as a service of the mesh: it has no name.'],
  [
    'another kind',
    () => MeshService.of({ ...manifest, apiVersion: 'apps/v1', kind: 'Deployment' }),
    'kind',
    'Deployment shop/reviews cannot be used as a service of the mesh: it is Deployment of apps/v1, and only a Service or a ServiceEntry is one.',
  ],
  [
    'a ServiceEntry with two hosts',
    () => MeshService.of({ ...entry, spec: { hosts: ['a.example.com', 'b.example.com'] } }),
    'spec.hosts',
    'ServiceEntry shop/api cannot be used as a service of the mesh: it has 2 hosts, and which one is meant is not said.',
  ],
  [
    'a host that a ServiceEntry does not have',
    () => MeshService.of(entry, { host: 'b.example.com' }),
    'spec.hosts',
    'ServiceEntry shop/api cannot be used as a service of the mesh: it does not have the host "b.example.com", only api.example.com.',
  ],
];

describe('what cannot be read', () => {
  test.each(UNREADABLE)('%s is a finding, not a guess', (_what, make, place, message) => {
    const { app, chart } = tree();
    make(chart).destination().in(chart);
    expect(problems(app)).toMatchObject([{ rule: 'service-unresolved', severity: 'error', path: place === 'spec' ? [] : place.split('.'), message }]);
  });

  test('is told at the line of MeshService.of', () => {
    const { app, chart } = tree();
    MeshService.of({ ...manifest, metadata: { name: 'lost' } }).destination().in(chart);
    const line = lineOf(readFileSync(__filename, 'utf8'), "metadata: { name: 'lost' }");
    expect(problems(app)[0]?.source).toMatchObject({ file: __filename, line });
  });

  test('hostIn says so at once', () => {
    const { chart } = tree();
    expect(() => MeshService.of({ ...manifest, metadata: { name: 'reviews' } }).hostIn(chart)).toThrow(
      new RangeError('the host of Service reviews cannot be told: it has no namespace, so its host name cannot be told'),
    );
  });

  test('is not in a tree that does not use the service', () => {
    const { app } = tree();
    MeshService.of({ ...manifest, metadata: {} });
    expect(problems(app)).toEqual([]);
  });
});

describe('the identity', () => {
  const account = { name: 'bookinfo-reviews' };
  const principal = 'cluster.local/ns/shop/sa/bookinfo-reviews';

  test('comes from a description', () => {
    expect(MeshService.of({ ...reviews, serviceAccount: 'bookinfo-reviews' }).identity.principalIn(tree().chart)).toBe(principal);
  });

  test('comes from the options, for sources that do not know their account', () => {
    const { chart } = tree();
    const object = new kplus.Service(chart, 'svc', { metadata: { name: 'reviews' }, ports: [{ port: 80 }] });
    expect(MeshService.of(object, { serviceAccount: account }).identity.principalIn(chart)).toBe(principal);
  });

  test('takes a cdk8s-plus ServiceAccount', () => {
    const { chart } = tree();
    const serviceAccount = new kplus.ServiceAccount(chart, 'sa', { metadata: { name: 'bookinfo-reviews' } });
    expect(MeshService.of({ ...reviews, serviceAccount }).identity.principalIn(chart)).toBe(principal);
  });

  test('is not there without an account', () => {
    expect('identity' in MeshService.of(reviews)).toBe(false);
  });
});

test.each([['a name', '"reviews"'], ['nothing', undefined], ['null', 'null']])('%s in a program that no compiler read: says what to give', (_name, text) => {
  const given: unknown = text === undefined ? undefined : JSON.parse(text);
  const call = (): unknown => Reflect.apply(MeshService.of, MeshService, [given]);
  expect(call).toThrow(`MeshService.of: give a Service, its manifest or { name, namespace, ports }, not ${text}`);
});
