import { documents, reported } from '../../run';

const RULE = 'subset-removed-while-routed';

const subsets = (names: readonly string[], namespace = 'shop'): string => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: ${namespace} }
spec:
  host: reviews.shop.svc.cluster.local
  subsets: [${names.map((name) => `{ name: ${name}, labels: { version: ${name} } }`).join(', ')}]
---`;

const routes = (route: string, kind = 'http'): string => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  ${kind}:
    - ${kind === 'tcp' ? 'match: [{ port: 80 }]\n      ' : ''}route: [${route}]
---`;
const to = (subset: string, weight?: number): string => `{ destination: { host: reviews, subset: ${subset} }${weight === undefined ? '' : `, weight: ${weight}`} }`;

const found = (before: string, now: string): readonly string[] => reported(RULE, now, { baseline: documents(before) });

test('a subset that goes with its last route', () => {
  expect(found(subsets(['v1', 'v2']) + routes(`${to('v1', 80)}, ${to('v2', 20)}`), subsets(['v1']) + routes(to('v1')))).toEqual([
    'error DestinationRule shop/reviews spec.subsets: Subset "v2" of reviews.shop.svc.cluster.local is gone, and VirtualService shop/reviews sent requests to it in what was written last.',
  ]);
});

test.each<[string, string, string, string]>([
  ['the DestinationRule goes, and the routes stay', subsets(['v1']) + routes(to('v1')), routes('{ destination: { host: reviews } }'), 'VirtualService shop/reviews spec:'],
  ['all subsets go', subsets(['v1']) + routes(to('v1')), subsets([]) + routes('{ destination: { host: reviews } }'), 'DestinationRule shop/reviews spec.subsets:'],
  ['TCP', subsets(['v1', 'v2']) + routes(to('v2'), 'tcp'), subsets(['v1']) + routes(to('v1'), 'tcp'), 'DestinationRule shop/reviews spec.subsets:'],
])('%s', (_what, before, now, place) => {
  expect(found(before, now)).toEqual([expect.stringMatching(new RegExp(`^error ${place.replaceAll('.', '\\.')}`))]);
});

test.each<[string, string, string]>([
  ['the first step: the subset stays', subsets(['v1', 'v2']) + routes(`${to('v1', 80)}, ${to('v2', 20)}`), subsets(['v1', 'v2']) + routes(to('v1'))],
  ['the second step: no route has named it', subsets(['v1', 'v2']) + routes(to('v1')), subsets(['v1']) + routes(to('v1'))],
  ['a weight of 0 sends nothing', subsets(['v1', 'v2']) + routes(`${to('v1', 100)}, ${to('v2', 0)}`), subsets(['v1']) + routes(to('v1'))],
  ['it lives in another DestinationRule now', subsets(['v1', 'v2']) + routes(to('v2')), subsets(['v1']) + subsets(['v2'], 'other') + routes(to('v1'))],
  ['the service goes altogether', subsets(['v1']) + routes(to('v1')), subsets(['v1']).replaceAll('reviews', 'ratings')],
  ['it was not there before', routes(to('v2')), subsets(['v1']) + routes(to('v1'))],
  ['it is still routed to, which is another finding', subsets(['v1', 'v2']) + routes(to('v2')), subsets(['v1']) + routes(to('v2'))],
])('%s: nothing', (_what, before, now) => {
  expect(found(before, now)).toEqual([]);
});

test('without a last output there is nothing to compare with', () => {
  expect(reported(RULE, subsets(['v1']) + routes(to('v1')))).toEqual([]);
  expect(found('', subsets(['v1']) + routes(to('v1')))).toEqual([]);
});

describe('Services of single versions', () => {
  const service = (name: string): string => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80 }] }
---`;
  const route = (...backends: readonly string[]): string => `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: reviews, namespace: shop }
spec:
  parentRefs: [{ group: "", kind: Service, name: reviews, port: 80 }]
  rules: [{ backendRefs: [${backends.join(', ')}] }]
---`;
  const ref = (name: string, weight: number): string => `{ name: ${name}, port: 80, weight: ${weight} }`;

  test('one that goes with its last route', () => {
    const before = service('reviews-v1') + service('reviews-v2') + route(ref('reviews-v1', 80), ref('reviews-v2', 20));
    expect(found(before, service('reviews-v1') + route(ref('reviews-v1', 100)))).toEqual([
      'error HTTPRoute shop/reviews spec.rules: Service shop/reviews-v2 is gone, and HTTPRoute shop/reviews sent requests to it in what was written last.',
    ]);
  });

  test('one without weight may go, and one with the route', () => {
    const before = service('reviews-v1') + service('reviews-v2') + route(ref('reviews-v1', 100), ref('reviews-v2', 0));
    expect(found(before, service('reviews-v1') + route(ref('reviews-v1', 100)))).toEqual([]);
    expect(found(before, service('other'))).toEqual([]);
  });
});
