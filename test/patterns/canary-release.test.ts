import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { App, Chart, JsonPatch } from 'cdk8s';
import { configureMesh } from '../../src/constructs/mesh-settings';
import { HttpMatch } from '../../src/constructs/http-match';
import { MeshService } from '../../src/constructs/mesh-service';
import { CanaryRelease } from '../../src/patterns/canary-release';
import type { CanaryPercentProps } from '../../src/patterns/canary/props';
import { lineOf, manifests, problems, yaml } from '../constructs/tree';

type Versions = 'v1' | 'v2' | 'v3';
const versions = { v1: { version: 'v1' }, v2: { version: 'v2' }, v3: { version: 'v3' } };
const reviews = MeshService.of({ name: 'reviews', namespace: 'shop', ports: [{ name: 'http', port: 80 }] }, { versions });
const other = MeshService.of({ name: 'ratings', namespace: 'shop', ports: [{ name: 'http', port: 80 }] }, { versions });
const base: CanaryPercentProps<Versions> = { service: reviews, stable: 'v1', canary: 'v2', percent: 20 };

function tree(): { app: App; chart: Chart } {
  const app = new App();
  return { app, chart: new Chart(app, 'team', { namespace: 'team' }) };
}

const DESTINATION_RULE = yaml(`
  apiVersion: networking.istio.io/v1
  kind: DestinationRule
  metadata: { name: reviews, namespace: shop }
  spec:
    host: reviews.shop.svc.cluster.local
    subsets:
      - { name: v1, labels: { version: v1 } }
      - { name: v2, labels: { version: v2 } }
      - { name: v3, labels: { version: v3 } }`);

function virtualService(http: string): unknown {
  return yaml(`
  apiVersion: networking.istio.io/v1
  kind: VirtualService
  metadata: { name: reviews, namespace: shop }
  spec:
    hosts: [reviews.shop.svc.cluster.local]
    http:
${http}`);
}

const V1 = '{ host: reviews.shop.svc.cluster.local, subset: v1 }';
const V2 = '{ host: reviews.shop.svc.cluster.local, subset: v2 }';
const split = (stable: number, canary: number): string => `
      - route:
          - { destination: ${V1}, weight: ${stable} }
          - { destination: ${V2}, weight: ${canary} }`;

test.each<[string, Partial<CanaryPercentProps<Versions>>, string]>([
  ['a share', {}, split(80, 20)],
  ['nothing yet: both weights stand there', { percent: 0 }, split(100, 0)],
  ['everything: both weights stand there', { percent: 100 }, split(0, 100)],
  ['no tester', { testers: [] }, split(80, 20)],
  [
    'testers before the share',
    { testers: [HttpMatch.header('X-Version').exact('v2'), HttpMatch.cookie('tester', 'yes').and(HttpMatch.path().prefix('/api'))] },
    `
      - match:
          - headers: { x-version: { exact: v2 } }
          - headers: { cookie: { regex: '(.*;)?\\s*tester=yes(;.*)?' } }
            uri: { prefix: /api }
        route: [{ destination: ${V2} }]${split(80, 20)}`,
  ],
])('%s', (_what, props, http) => {
  const { app, chart } = tree();
  new CanaryRelease(chart, 'canary', { ...base, ...props });
  expect(manifests(app)).toEqual({ 'DestinationRule shop/reviews': DESTINATION_RULE, 'VirtualService shop/reviews': virtualService(http) });
  expect(problems(app)).toEqual([]);
});

test('its objects are open to patches', () => {
  const { app, chart } = tree();
  const { virtualService: object, destinationRule } = new CanaryRelease(chart, 'canary', base);
  object.addJsonPatch(JsonPatch.add('/spec/http/0/timeout', '2s'));
  destinationRule.metadata.addLabel('team', 'reviews');
  expect(manifests(app)).toMatchObject({
    'VirtualService shop/reviews': { spec: { http: [{ timeout: '2s', route: expect.anything() }] } },
    'DestinationRule shop/reviews': { metadata: { labels: { team: 'reviews' } } },
  });
});

test('the same release said twice is one; two different ones are an error', () => {
  const { app, chart } = tree();
  const first = new CanaryRelease(chart, 'one', base);
  const second = new CanaryRelease(new Chart(app, 'other'), 'two', base);
  expect([second.virtualService === first.virtualService, second.destinationRule === first.destinationRule]).toEqual([true, true]);
  expect([Object.keys(manifests(app)).length, problems(app)]).toEqual([2, []]);

  new CanaryRelease(chart, 'three', { ...base, percent: 30 });
  const line = lineOf(readFileSync(__filename, 'utf8'), "'three'");
  expect(problems(app)).toMatchObject([
    { rule: 'contributors-disagree', path: ['spec', 'http', 0, 'route', 0, 'weight'], message: expect.stringContaining(`CanaryRelease team/three (test/patterns/canary-release.test.ts:${line}) wants 70 here, CanaryRelease `) },
  ]);
});

test('a whole other service is another release', () => {
  const { app, chart } = tree();
  new CanaryRelease(chart, 'one', base);
  new CanaryRelease(chart, 'two', { ...base, service: MeshService.of({ name: 'ratings', namespace: 'shop', ports: [] }, { versions }) });
  expect(Object.keys(manifests(app))).toEqual(['DestinationRule shop/reviews', 'VirtualService shop/reviews', 'DestinationRule shop/ratings', 'VirtualService shop/ratings']);
});

test('a mesh that is said to be ambient after the release is an error', () => {
  const { app, chart } = tree();
  new CanaryRelease(chart, 'canary', base);
  new CanaryRelease(chart, 'told', { ...base, service: other, dataPlane: 'sidecar' });
  configureMesh(app, { dataPlane: 'ambient' });
  expect(problems(app)).toMatchObject([
    { rule: 'data-plane-configured-late', severity: 'error', message: 'CanaryRelease team/canary was made for the data plane "sidecar", and Mesh.configure says "ambient" by now.' },
  ]);
});

test('the guide shows what it writes', () => {
  const guide = readFileSync(path.join(__dirname, '..', '..', 'docs', 'canary-release.md'), 'utf8');
  const shown = /```yaml\n([^]*?)```/.exec(guide)?.[1] ?? '';
  const { app, chart } = tree();
  const service = MeshService.of({ name: 'reviews', namespace: 'bookinfo', ports: [{ name: 'http', port: 9080 }] }, { versions });
  new CanaryRelease(chart, 'reviews', { service, stable: 'v1', canary: 'v2', percent: 20, testers: [HttpMatch.header('x-version').exact('v2')] });
  expect(manifests(app)['VirtualService bookinfo/reviews']).toEqual(yaml(shown));
});

describe('what is certainly wrong is refused at its line', () => {
  test.each<[Partial<CanaryPercentProps<Versions>>, string]>([
    [{ percent: 101 }, 'CanaryRelease: percent is 101: give a whole number from 0 to 100'],
    [{ percent: -1 }, 'CanaryRelease: percent is -1: give a whole number from 0 to 100'],
    [{ percent: 12.5 }, 'CanaryRelease: percent is 12.5: give a whole number from 0 to 100'],
    [{ percent: Number.NaN }, 'CanaryRelease: percent is NaN: give a whole number from 0 to 100'],
    [{ canary: 'v1' }, 'CanaryRelease: stable and canary are both "v1": a canary is another version than the stable one'],
  ])('%j', (props, message) => {
    const { app, chart } = tree();
    expect(() => new CanaryRelease(chart, 'canary', { ...base, ...props })).toThrow(new RangeError(message));
    expect(app.node.findAll()).toHaveLength(2);
  });

  test('the stack begins at the user', () => {
    const { chart } = tree();
    try {
      new CanaryRelease(chart, 'canary', { ...base, percent: 1000 });
      throw new Error('not refused');
    } catch (error) {
      const [, frame = ''] = String(error instanceof Error ? error.stack : '').split('\n');
      expect(frame).toContain(`canary-release.test.ts:${lineOf(readFileSync(__filename, 'utf8'), 'percent: 1000')}`);
    }
  });
});
