import { findingsOf, reported } from '../../run';

const RULE = 'repeated-destination';

const route = (first: string, second: string, protocol = 'http') => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  ${protocol}: [{ ${protocol === 'tls' ? 'match: [{ sniHosts: [reviews] }], ' : ''}route: [{ ${first}, weight: 80 }, { ${second}, weight: 20 }] }]
`;

const to = (host: string, more = '') => `destination: { host: ${host}${more} }`;

test.each([
  ['other hosts', route(to('a'), to('b'))],
  ['other subsets', route(to('a', ', subset: v1'), to('a', ', subset: v2'))],
  ['a subset and all', route(to('a', ', subset: v1'), to('a'))],
  ['other ports', route(to('a', ', port: { number: 80 }'), to('a', ', port: { number: 81 }'))],
  ['other headers', route(to('a'), `${to('a')}, headers: { request: { set: { x-canary: "1" } } }`)],
])('silent: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test.each([
  ['the same host', route(to('a'), to('a')), 'a.shop.svc.cluster.local'],
  ['a host in short and in full', route(to('a'), to('a.shop.svc.cluster.local')), 'a.shop.svc.cluster.local'],
  ['the same subset', route(to('a', ', subset: v1'), to('a', ', subset: v1')), 'subset "v1" of a.shop.svc.cluster.local'],
])('reported: %s', (_name, yaml, what) => {
  expect(reported(RULE, yaml)).toEqual([
    `warning VirtualService shop/reviews spec.http[0].route[1].destination: VirtualService shop/reviews sends traffic to ${what} twice in one route: destination 1 is the same.`,
  ]);
});

test.each(['http', 'tls', 'tcp'])('in a %s route, as Kiali says it', (protocol) => {
  expect(findingsOf(route(to('a'), to('a'), protocol)).filter(({ rule }) => rule === RULE).map(({ upstream }) => upstream.join())).toEqual(['KIA1105']);
});
