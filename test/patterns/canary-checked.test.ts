import { readFileSync } from 'node:fs';
import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { CanaryRelease, Mesh, MeshService, networking } from '../../src/index';
import { lineOf } from '../constructs/tree';

const text = readFileSync(__filename, 'utf8');
const versions = { v1: { version: 'v1' }, v2: { version: 'v2' } };
const description = { name: 'reviews', namespace: 'shop', ports: [{ name: 'http', port: 80 }] };
const release = { stable: 'v1', canary: 'v2', percent: 20 } as const;

function tree(): { app: App; shop: Chart } {
  const app = new App();
  return { app, shop: new Chart(app, 'shop', { namespace: 'shop' }) };
}

function findings(app: App): unknown {
  return Mesh.findings(app).map(({ rule, severity, path, construct, source }) => ({ rule, severity, path, construct, line: source?.line }));
}

test('a release of a described service has no finding', () => {
  const { app, shop } = tree();
  new CanaryRelease(shop, 'canary', { service: MeshService.of(description, { versions }), ...release });
  expect(findings(app)).toEqual([]);
});

test('nor of one that cdk8s-plus makes, at 0 and at 100', () => {
  for (const percent of [0, 100]) {
    const { app, shop } = tree();
    const service = new kplus.Service(shop, 'svc', { metadata: { name: 'reviews' }, ports: [{ name: 'http', port: 80 }, { name: 'grpc', port: 90 }] });
    service.selectLabel('app', 'reviews');
    new CanaryRelease(shop, 'canary', { service: MeshService.of(service, { versions }), ...release, percent });
    expect(findings(app)).toEqual([]);
  }
});

test('two releases that disagree stop the synth, with both lines', () => {
  const { app, shop } = tree();
  const service = MeshService.of(description, { versions });
  new CanaryRelease(shop, 'first', { service, ...release });
  new CanaryRelease(shop, 'second', { service, ...release, percent: 30 });
  expect(() => app.synthYaml()).toThrow(/contributors-disagree/);
  expect(findings(app)).toEqual([
    { rule: 'contributors-disagree', severity: 'error', path: 'spec.http[0].route[0].weight', construct: 'shop/first/Service reviews.shop', line: lineOf(text, "'second'") },
  ]);
});

test('versions without labels are found where they are written', () => {
  const { app, shop } = tree();
  new CanaryRelease(shop, 'bare', { service: MeshService.of(description, { versions: { v1: { version: 'v1' }, v2: {} } }), ...release });
  expect(findings(app)).toEqual([
    { rule: 'empty-subset-labels', severity: 'error', path: 'spec.subsets[1].labels', construct: 'shop/bare/Service reviews.shop/destination-rule', line: lineOf(text, "'bare'") },
  ]);
});

test('a VirtualService of someone else for the same host is a conflict', () => {
  const { app, shop } = tree();
  const service = MeshService.of(description, { versions });
  new CanaryRelease(shop, 'canary', { service, ...release });
  new networking.VirtualService(shop, 'mine', { metadata: { name: 'mine' }, spec: { hosts: ['reviews'], http: [{ route: [{ destination: service.destination().in(shop) }] }] } });
  expect(Mesh.findings(app).map(({ rule }) => rule)).toContain('conflicting-virtual-services');
});
