import { App, Chart } from 'cdk8s';
import { MeshService } from '../../src/constructs/mesh-service';
import { VirtualService } from '../../imports/networking';
import { Mesh } from '../../src/synth/mesh';
import { apiObject } from './support';

/** A tree that holds one Service of namespace shop, and a route to `reviews`, which it does not hold. */
function treeRoutingTo(destination: (chart: Chart) => { host: string }): App {
  const app = new App();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  apiObject(chart, 'ratings', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'ratings' }, spec: { ports: [{ name: 'http', port: 80 }] } });
  new VirtualService(chart, 'routes', {
    metadata: { name: 'routes' },
    spec: { hosts: ['shop.example.com'], http: [{ route: [{ destination: destination(chart) }] }] },
  });
  return app;
}

test('a service that the program describes exists, although the tree does not hold it', () => {
  const reviews = MeshService.of({ name: 'reviews', namespace: 'shop', ports: [{ name: 'http', port: 80 }] });
  expect(Mesh.findings(treeRoutingTo((chart) => reviews.destination().in(chart)))).toEqual([]);
});

test('a host that nobody described does not', () => {
  const findings = Mesh.findings(treeRoutingTo(() => ({ host: 'reviews' })));
  expect(findings.map(({ rule, path }) => [rule, path])).toEqual([['host-not-found', 'spec.http[0].route[0].destination.host']]);
});
