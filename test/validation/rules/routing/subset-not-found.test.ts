import { findingsOf, reported } from '../../run';

const RULE = 'subset-not-found';

const destinationRule = (host: string, namespace = 'shop', name = 'reviews') => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  host: "${host}"
  subsets:
    - { name: v1, labels: { version: v1 } }
    - { name: v2, labels: { version: v2 } }
---`;

const route = (host: string, subset: string, apiVersion = 'networking.istio.io/v1') => `
apiVersion: ${apiVersion}
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - route:
        - destination: { host: "${host}", subset: ${subset} }
`;

describe('a subset that exists', () => {
  test.each([
    ['in a rule of the same short host', destinationRule('reviews') + route('reviews', 'v1')],
    ['by full host against short host', destinationRule('reviews.shop.svc.cluster.local') + route('reviews', 'v2')],
    ['by short host against full host', destinationRule('reviews') + route('reviews.shop.svc.cluster.local', 'v2')],
    ['in a rule of another namespace', destinationRule('reviews.shop.svc.cluster.local', 'istio-system') + route('reviews', 'v1')],
    ['in a rule for the whole namespace', destinationRule('*.shop.svc.cluster.local') + route('reviews', 'v1')],
    ['in a rule for all hosts', destinationRule('*') + route('reviews', 'v1')],
    ['of an external host, in another namespace', destinationRule('api.example.com', 'egress') + route('api.example.com', 'v1')],
    ['with another version of the API', destinationRule('reviews') + route('reviews', 'v1', 'networking.istio.io/v1beta1')],
    ['is not named', route('reviews', '""')],
  ])('%s', (_name, yaml) => {
    expect(reported(RULE, yaml)).toEqual([]);
  });
});

describe('a subset that is missing', () => {
  test('names the subsets that there are', () => {
    expect(reported(RULE, destinationRule('reviews') + route('reviews', 'v3'))).toEqual([
      'error VirtualService shop/reviews spec.http[0].route[0].destination.subset: VirtualService shop/reviews sends traffic to subset "v3" of reviews.shop.svc.cluster.local, but DestinationRule shop/reviews has only the subsets "v1" and "v2".',
    ]);
  });

  test('without any DestinationRule', () => {
    expect(reported(RULE, route('reviews', 'v1'))).toEqual([
      'error VirtualService shop/reviews spec.http[0].route[0].destination.subset: VirtualService shop/reviews sends traffic to subset "v1" of reviews.shop.svc.cluster.local, but no DestinationRule has that host.',
    ]);
  });

  test.each([
    ['a short host of another namespace', destinationRule('reviews', 'bakery')],
    ['a shorter external host', destinationRule('example.com')],
    ['two parts, which Istio does not complete', destinationRule('reviews.shop')],
  ])('although there is a rule for %s', (_name, yaml) => {
    expect(reported(RULE, yaml + route('reviews', 'v1'))).toHaveLength(1);
  });

  const tail = (yaml: string) => reported(RULE, yaml + route('reviews', 'v1')).map((line) => line.split(', but ')[1]);
  const none = 'no DestinationRule has that host';

  test.each([
    ['a short host of another namespace', destinationRule('reviews', 'bakery'), `${none}; DestinationRule bakery/reviews says "reviews", which is reviews.bakery.svc.cluster.local there.`],
    ['a host of two parts', destinationRule('reviews.shop'), `${none}; DestinationRule shop/reviews says "reviews.shop", which Istio does not complete.`],
    ['a host of three parts', destinationRule('reviews.shop.svc', 'istio-system'), `${none}; DestinationRule istio-system/reviews says "reviews.shop.svc", which Istio does not complete.`],
    ['several of them, the first by name', destinationRule('reviews', 'mill') + destinationRule('reviews.shop', 'shop', 'b') + destinationRule('reviews', 'bakery', 'a'), `${none}; DestinationRule bakery/a says "reviews", which is reviews.bakery.svc.cluster.local there.`],
    ['the host of another Service', destinationRule('ratings', 'bakery') + destinationRule('reviews.bakery'), `${none}.`],
  ])('a rule that seems to be meant: %s', (_name, yaml, expected) => {
    expect(tail(yaml)).toEqual([expected]);
  });

  test('a rule that seems to be meant is mended by its host', () => {
    const [found] = findingsOf(destinationRule('reviews', 'bakery') + route('reviews', 'v1')).filter(({ rule }) => rule === RULE);
    expect(found?.fix).toBe('Write the full host reviews.shop.svc.cluster.local in that DestinationRule if it is meant, else the full host of the one that is meant in the route.');
  });

  test('in mirrors, tls and tcp routes', () => {
    const yaml = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - route: [{ destination: { host: reviews } }]
      mirror: { host: reviews, subset: a }
    - match: [{ uri: { prefix: /x } }]
      route: [{ destination: { host: reviews } }]
      mirrors: [{ destination: { host: reviews, subset: b } }]
  tls:
    - match: [{ sniHosts: [reviews] }]
      route: [{ destination: { host: reviews, subset: c } }]
  tcp:
    - route: [{ destination: { host: reviews, subset: d } }]
`;
    expect(reported(RULE, yaml).map((line) => line.split(': ')[0])).toEqual([
      'error VirtualService shop/reviews spec.http[0].mirror.subset',
      'error VirtualService shop/reviews spec.http[1].mirrors[0].destination.subset',
      'error VirtualService shop/reviews spec.tcp[0].route[0].destination.subset',
      'error VirtualService shop/reviews spec.tls[0].route[0].destination.subset',
    ]);
  });

  test('with another cluster domain', () => {
    const yaml = destinationRule('reviews.shop.svc.corp.example') + route('reviews', 'v1');
    expect(reported(RULE, yaml, { settings: { clusterDomain: 'corp.example' } })).toEqual([]);
    expect(reported(RULE, yaml)).toHaveLength(1);
  });
});

describe('a subset that is declared', () => {
  const declared = (host: string, ...subsets: readonly string[]) => ({ settings: { declared: { subsets: [{ host, subsets }] } } });

  test.each([
    ['for its host', 'reviews.shop.svc.cluster.local'],
    ['for a wildcard', '*.shop.svc.cluster.local'],
  ])('%s', (_name, host) => {
    expect(reported(RULE, route('reviews', 'v1'), declared(host, 'v1', 'v2'))).toEqual([]);
  });

  test('next to a DestinationRule that has others', () => {
    expect(reported(RULE, destinationRule('reviews') + route('reviews', 'v3'), declared('reviews.shop.svc.cluster.local', 'v3'))).toEqual([]);
  });

  test('for another host, or under another name', () => {
    const line = 'error VirtualService shop/reviews spec.http[0].route[0].destination.subset: VirtualService shop/reviews sends traffic to subset "v1" of reviews.shop.svc.cluster.local, but';
    expect(reported(RULE, route('reviews', 'v1'), declared('ratings.shop.svc.cluster.local', 'v1'))).toEqual([`${line} no DestinationRule has that host.`]);
    expect(reported(RULE, route('reviews', 'v1'), declared('reviews.shop.svc.cluster.local', 'v2', 'v3'))).toEqual([`${line} the subsets "v2" and "v3" are all that is declared.`]);
  });
});

test('the fix names the ways out', () => {
  const [finding] = findingsOf(route('reviews', 'v1')).filter(({ rule }) => rule === RULE);
  expect(finding?.fix).toContain('declared.subsets');
});

test('of many subsets and rules some are named', () => {
  const many = `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: many, namespace: shop }
spec: { host: reviews, subsets: [${Array.from({ length: 10 }, (_, index) => `{ name: s${index}, labels: { version: s${index} } }`).join(', ')}] }
---`;
  expect(reported(RULE, many + route('reviews', 'v1'))[0]).toContain('the subsets "s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7" and others.');
  const rules = ['a', 'b', 'c', 'd', 'e'].map((name) => destinationRule('reviews', 'shop', name)).join('');
  expect(reported(RULE, rules + route('reviews', 'v3'))[0]).toMatch(/DestinationRule shop\/c has only the subsets "v1" and "v2" and others\.$/);
});

test('can be suppressed as for istioctl', () => {
  const yaml = route('reviews', 'v1').replace('namespace: shop }', "namespace: shop, annotations: { galley.istio.io/analyze-suppress: 'IST0107,IST0101' } }");
  expect(reported(RULE, yaml)).toEqual([]);
});
