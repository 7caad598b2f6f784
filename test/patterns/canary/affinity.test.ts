import { HttpMatch } from '../../../src/constructs/http-match';
import { CanaryRelease } from '../../../src/patterns/canary-release';
import type { CanaryAffinity } from '../../../src/patterns/canary/affinity';
import { duration } from '../../../src/l1/duration';
import { reviews, routes, tree, yaml } from './support';

test('the first answer sets a cookie; who has one comes after the testers and before the weights', () => {
  const { app, chart } = tree();
  new CanaryRelease(chart, 'canary', {
    service: reviews,
    stable: 'v1',
    canary: 'v2',
    percent: 20,
    testers: [HttpMatch.queryParam('v').exact('2')],
    affinity: { ttl: duration('1h30m') },
    mirror: { to: 'v2', percent: 5 },
  });
  expect(routes(app, 'VirtualService shop/reviews')).toEqual(
    yaml(`
    - match: [{ queryParams: { v: { exact: '2' } } }]
      route: [{ destination: { host: reviews.shop.svc.cluster.local, subset: v2 } }]
    - match: [{ headers: { cookie: { regex: '(.*;)?\\s*reviews-version=v1(;.*)?' } } }]
      route: [{ destination: { host: reviews.shop.svc.cluster.local, subset: v1 } }]
      mirror: { host: reviews.shop.svc.cluster.local, subset: v2 }
      mirrorPercentage: { value: 5 }
    - match: [{ headers: { cookie: { regex: '(.*;)?\\s*reviews-version=v2(;.*)?' } } }]
      route: [{ destination: { host: reviews.shop.svc.cluster.local, subset: v2 } }]
    - route:
        - destination: { host: reviews.shop.svc.cluster.local, subset: v1 }
          weight: 80
          headers: { response: { add: { set-cookie: reviews-version=v1; Path=/; Max-Age=5400; HttpOnly; SameSite=Lax } } }
        - destination: { host: reviews.shop.svc.cluster.local, subset: v2 }
          weight: 20
          headers: { response: { add: { set-cookie: reviews-version=v2; Path=/; Max-Age=5400; HttpOnly; SameSite=Lax } } }
      mirror: { host: reviews.shop.svc.cluster.local, subset: v2 }
      mirrorPercentage: { value: 5 }`),
  );
});

test('a version that gets nothing any more keeps nobody: its cookie leads to the weights', () => {
  const { app, chart } = tree();
  new CanaryRelease(chart, 'canary', { service: reviews, stable: 'v1', canary: 'v2', percent: 0, affinity: {} });
  expect(routes(app, 'VirtualService shop/reviews')).toMatchObject([{ match: [{ headers: { cookie: { regex: expect.stringContaining('=v1') } } }] }, { route: [{ weight: 100 }, { weight: 0 }] }]);
});

test.each<[CanaryAffinity, string]>([
  [{}, 'reviews-version=v1; Path=/; HttpOnly; SameSite=Lax'],
  [{ cookie: 'arm', ttl: '60s', path: '/api', domain: 'example.com', secure: true, httpOnly: false, sameSite: 'None' }, 'arm=v1; Path=/api; Max-Age=60; Domain=example.com; SameSite=None; Secure'],
])('%j sets %s', (affinity, cookie) => {
  const { app, chart } = tree();
  new CanaryRelease(chart, 'canary', { service: reviews, weights: { v1: 100 }, affinity });
  expect(routes(app, 'VirtualService shop/reviews')).toMatchObject([{}, { route: [{ headers: { response: { add: { 'set-cookie': cookie } } } }] }]);
});

test.each<[CanaryAffinity, string]>([
  [{ cookie: 'a b' }, 'affinity.cookie "a b" is not the name of a cookie: letters, digits, "-" and "_" are'],
  [{ cookie: '%REQ(x)%' }, 'affinity.cookie "%REQ(x)%" is not the name of a cookie: letters, digits, "-" and "_" are'],
  [{ path: 'api' }, 'affinity.path "api" is not a path: it begins with "/" and has no ";" and no "%"'],
  [{ path: '/;Secure' }, 'affinity.path "/;Secure" is not a path: it begins with "/" and has no ";" and no "%"'],
  [{ domain: 'a;b' }, 'affinity.domain "a;b" is not a domain'],
  [{ sameSite: 'None' }, 'affinity.sameSite "None" needs secure: true, or browsers drop the cookie'],
  [{ ttl: '1500ms' }, 'affinity.ttl is 1.5 seconds: a cookie holds for whole seconds, at least one'],
  [{ ttl: '0s' }, 'affinity.ttl is 0 seconds: a cookie holds for whole seconds, at least one'],
])('%j is refused', (affinity, message) => {
  const { chart } = tree();
  expect(() => new CanaryRelease(chart, 'canary', { service: reviews, weights: { v1: 100 }, affinity })).toThrow(new RangeError(`CanaryRelease: ${message}`));
});
