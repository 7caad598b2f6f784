import { HttpMatch } from '../../../src/constructs/http-match';
import { CanaryRelease } from '../../../src/patterns/canary-release';
import type { CanaryWeightsProps } from '../../../src/patterns/canary/props';
import { manifests, problems } from '../../constructs/tree';
import { reviews, routes, tree, yaml, type Versions } from './support';

const base: CanaryWeightsProps<Versions> = { service: reviews, weights: { v1: 70, v2: 20, v3: 10 } };
const version = (name: string): HttpMatch => HttpMatch.header('x-version').exact(name);

function text(props: Partial<CanaryWeightsProps<Versions>>): string[] {
  const { app, chart } = tree();
  new CanaryRelease(chart, 'canary', { ...base, ...props });
  return JSON.stringify(manifests(app), undefined, 1).split('\n');
}

test('each version has its share, in the order of their names', () => {
  const { app, chart } = tree();
  new CanaryRelease(chart, 'canary', { ...base, weights: { v3: 10, v1: 70, v2: 20 }, testers: { v3: [version('v3')], v2: [version('v2'), HttpMatch.cookie('x', 'y').and(HttpMatch.withoutHeader('x-version').present())] } });
  expect(routes(app, 'VirtualService shop/reviews')).toEqual(
    yaml(`
    - match:
        - headers: { x-version: { exact: v2 } }
        - headers: { cookie: { regex: '(.*;)?\\s*x=y(;.*)?' } }
          withoutHeaders: { x-version: {} }
      route: [{ destination: { host: reviews.shop.svc.cluster.local, subset: v2 } }]
    - match: [{ headers: { x-version: { exact: v3 } } }]
      route: [{ destination: { host: reviews.shop.svc.cluster.local, subset: v3 } }]
    - route:
        - { destination: { host: reviews.shop.svc.cluster.local, subset: v1 }, weight: 70 }
        - { destination: { host: reviews.shop.svc.cluster.local, subset: v2 }, weight: 20 }
        - { destination: { host: reviews.shop.svc.cluster.local, subset: v3 }, weight: 10 }`),
  );
  expect(problems(app)).toEqual([]);
});

test('a version without a weight keeps its subset: what no route names can be taken out in the next step', () => {
  const { app, chart } = tree();
  new CanaryRelease(chart, 'canary', { ...base, weights: { v1: 100 } });
  expect(manifests(app)['DestinationRule shop/reviews']).toMatchObject({ spec: { subsets: [{ name: 'v1' }, { name: 'v2' }, { name: 'v3' }] } });
  expect(JSON.stringify(routes(app, 'VirtualService shop/reviews'))).not.toMatch(/v[23]/);
});

test('a step forward and a step back change two numbers', () => {
  const [before, after] = [text({}), text({ weights: { v1: 50, v2: 40, v3: 10 } })];
  const changed = before.flatMap((line, index) => (line === after[index] ? [] : [[line.trim(), after[index]?.trim()]]));
  expect([before.length, changed]).toEqual([after.length, [['"weight": 70', '"weight": 50'], ['"weight": 20', '"weight": 40']]]);
});

test('percent and weights that mean the same are the same', () => {
  const { app, chart } = tree();
  new CanaryRelease(chart, 'percent', { service: reviews, stable: 'v2', canary: 'v1', percent: 30 });
  new CanaryRelease(chart, 'weights', { service: reviews, weights: { v1: 30, v2: 70 } });
  expect(problems(app)).toEqual([]);
});

describe('what is certainly wrong is refused', () => {
  const javascript = (props: object): CanaryWeightsProps<Versions> => Object.assign({ ...base }, props);

  test.each<[string, object, string]>([
    ['too much', { weights: { v1: 70, v2: 40 } }, 'weights add up to 110 (v1: 70, v2: 40): make it 100'],
    ['too little', { weights: { v1: 70 } }, 'weights add up to 70 (v1: 70): make it 100'],
    ['nothing', { weights: {} }, 'weights add up to 0 (): make it 100'],
    ['half a request', { weights: { v1: 99.5, v2: 0.5 } }, 'the weight of v1 is 99.5: give a whole number from 0 to 100'],
    ['less than nothing', { weights: { v1: 110, v2: -10 } }, 'the weight of v1 is 110: give a whole number from 0 to 100'],
    ['an unknown version', { weights: { v1: 50, v9: 50 } }, 'the service has no version "v9", only v1, v2, v3'],
    ['both forms', { percent: 20 }, 'weights say it all: leave out stable, canary and percent'],
    ['neither form', { weights: undefined }, 'percent is undefined: give a whole number from 0 to 100'],
    ['an unknown canary', { weights: undefined, stable: 'v1', canary: 'v9', percent: 1 }, 'the service has no version "v9", only v1, v2, v3'],
    ['testers of an unknown version', { testers: { v9: [version('v9')] } }, 'the service has no version "v9", only v1, v2, v3'],
    ['testers of nobody', { testers: [version('v2')] }, 'testers of several versions are given by version: testers: { v2: [...] }'],
    ['a controller that is none', { controller: 'spinnaker' }, 'controller is "spinnaker": give argo-rollouts or flagger, or none'],
    [
      'a claim in the mesh',
      { testers: { v2: [HttpMatch.claim('group').exact('testers')] } },
      'claims of a token can be routed on only at a gateway: give these testers to entry.testers, with entry.tokens; or let a RequestAuthentication copy the claim to a header (outputClaimToHeaders) and match that',
    ],
    [
      'testers that overlap',
      { testers: { v2: [version('v2')], v3: [version('v3'), HttpMatch.cookie('x', 'y')] } },
      'testers of v2 and v3 overlap: one request can meet {"headers":{"x-version":{"exact":"v2"}}} and {"headers":{"cookie":{"regex":"(.*;)?\\\\s*x=y(;.*)?"}}}. Make them exclude each other: other values of one header, cookie or parameter, or .and(HttpMatch.withoutHeader(...).present())',
    ],
    ['a mirror to nowhere', { mirror: { to: 'v9' } }, 'the service has no version "v9", only v1, v2, v3'],
    ['a mirror of nothing', { mirror: { to: 'v3', percent: 0 } }, 'mirror.percent is 0: give a number above 0, up to 100'],
  ])('%s', (_what, props, message) => {
    const { app, chart } = tree();
    expect(() => new CanaryRelease(chart, 'canary', javascript(props))).toThrow(new RangeError(`CanaryRelease: ${message}`));
    expect(app.node.findAll()).toHaveLength(2);
  });
});
