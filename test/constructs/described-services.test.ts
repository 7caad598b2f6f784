import { ApiObject, App, Chart } from 'cdk8s';
import { settingsWithServices } from '../../src/constructs/described-services';
import { configureMesh } from '../../src/constructs/mesh-settings';
import { MeshService } from '../../src/constructs/mesh-service';
import type { ServiceSource } from '../../src/constructs/service-source';
import { CanaryRelease } from '../../src/patterns/canary-release';

const manifest = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'reviews', namespace: 'shop' }, spec: { ports: [{ port: 80, name: 'http' }] } };
const versions = { v1: { version: 'v1' }, v2: { version: 'v2' } };

function declaredBy(source: (chart: Chart) => ServiceSource): readonly string[] | undefined {
  const app = new App();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new CanaryRelease(chart, 'canary', { service: MeshService.of(source(chart), { versions }), stable: 'v1', canary: 'v2', percent: 1 });
  return settingsWithServices(app).declared.hosts;
}

test.each<[string, (chart: Chart) => ServiceSource, readonly string[] | undefined]>([
  ['a described service exists elsewhere', () => ({ name: 'reviews', namespace: 'shop', ports: [] }), ['reviews.shop.svc.cluster.local']],
  ['so does a manifest', () => manifest, ['reviews.shop.svc.cluster.local']],
  ['so does the object of another program', () => new ApiObject(new Chart(new App(), 'other'), 'svc', manifest), ['reviews.shop.svc.cluster.local']],
  ['an object of the tree is seen by the checks themselves', (chart) => new ApiObject(chart, 'svc', manifest), undefined],
  ['what cannot be read is not declared', () => ({ ...manifest, metadata: { name: 'reviews' } }), undefined],
])('%s', (_what, source, hosts) => {
  expect(declaredBy(source)).toEqual(hosts);
});

test('hosts that the mesh declares stay, and the rest of the settings too', () => {
  const app = new App();
  configureMesh(app, { istio: '1.30', declared: { hosts: ['api.example.com'], gateways: ['prod/web'] } });
  const chart = new Chart(app, 'shop');
  MeshService.of({ name: 'reviews', namespace: 'shop', ports: [] }).destination().in(chart);
  MeshService.of({ name: 'reviews', namespace: 'shop', ports: [] }).destination().in(chart);
  expect(settingsWithServices(app)).toMatchObject({ istio: '1.30', declared: { hosts: ['api.example.com', 'reviews.shop.svc.cluster.local'], gateways: ['prod/web'] } });
});
