import { Testing, Chart } from 'cdk8s';
import { VirtualService } from '../../imports/networking';

test('a generated construct writes the manifest it was given', () => {
  const chart = new Chart(Testing.app(), 'c');
  new VirtualService(chart, 'vs', { metadata: { name: 'x' }, spec: { hosts: ['a'], http: [{ timeout: '5s', route: [{ destination: { host: 'a' } }] }] } });
  expect(chart.toJson()).toEqual([
    { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'x' }, spec: { hosts: ['a'], http: [{ timeout: '5s', route: [{ destination: { host: 'a' } }] }] } },
  ]);
});
