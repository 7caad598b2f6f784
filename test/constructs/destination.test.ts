import { App, Chart } from 'cdk8s';
import * as networking from '../../imports/networking';
import { configureMesh } from '../../src/constructs/mesh-settings';
import { MeshService } from '../../src/constructs/mesh-service';
import { manifests } from './tree';

const reviews = MeshService.of({ name: 'reviews', namespace: 'shop', ports: [{ name: 'http', port: 80 }] }, { versions: { v1: { version: 'v1' } } });

test('a route holds the host as it is when the route is written', () => {
  const app = new App();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new networking.VirtualService(chart, 'vs', {
    metadata: { name: 'vs' },
    spec: { hosts: ['*'], http: [{ route: [{ destination: reviews.subset('v1').onPort(80).in(chart) }], mirror: reviews.destination().in(chart) }] },
  });
  configureMesh(app, { clusterDomain: 'corp.example' });
  expect(manifests(app)).toMatchObject({
    'VirtualService shop/vs': {
      spec: {
        http: [
          {
            mirror: { host: 'reviews.shop.svc.corp.example' },
            route: [{ destination: { host: 'reviews.shop.svc.corp.example', port: { number: 80 }, subset: 'v1' } }],
          },
        ],
      },
    },
  });
});

test('onPort makes a new destination', () => {
  const whole = reviews.destination();
  expect([whole.onPort(80).port, whole.port, reviews.subset('v1').onPort(80).subset]).toEqual([80, undefined, 'v1']);
});

test.each([0, 65536, 1.5, Number.NaN])('%d is no port', (port) => {
  expect(() => reviews.destination().onPort(port)).toThrow(new RangeError(`${port} is not a port: give a whole number from 1 to 65535`));
});
