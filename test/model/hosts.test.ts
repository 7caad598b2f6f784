import { fullHost, hostCovers, HostMap, parseServiceHost } from '../../src/model/hosts';

test.each([
  ['reviews', 'reviews.shop.svc.cluster.local'],
  ['reviews.shop', 'reviews.shop'],
  ['reviews.shop.svc', 'reviews.shop.svc'],
  ['reviews.bakery.svc.cluster.local', 'reviews.bakery.svc.cluster.local'],
  ['example.com', 'example.com'],
  ['*', '*'],
  ['*.example.com', '*.example.com'],
  ['2001:db8::1', '2001:db8::1'],
  ['', ''],
])('%s in namespace shop is %s', (host, full) => {
  expect(fullHost(host, 'shop', 'cluster.local')).toBe(full);
});

test.each([
  ['reviews.shop.svc.cluster.local', { name: 'reviews', namespace: 'shop' }],
  ['reviews.shop.svc.corp.example', undefined],
  ['a.reviews.shop.svc.cluster.local', undefined],
  ['shop.svc.cluster.local', undefined],
  ['.shop.svc.cluster.local', undefined],
  ['example.com', undefined],
])('%s as a host of a Service', (host, parsed) => {
  expect(parseServiceHost(host, 'cluster.local')).toEqual(parsed);
});

test.each([
  ['a.example.com', 'a.example.com', true],
  ['a.example.com', 'b.example.com', false],
  ['*.example.com', 'a.example.com', true],
  ['*.example.com', 'a.b.example.com', true],
  ['*.example.com', 'example.com', false],
  ['a.example.com', '*.example.com', false],
  ['*.com', '*.example.com', true],
  ['*.example.com', '*.com', false],
  ['*.example.com', '*.example.org', false],
  ['*', '*.example.com', true],
  ['*', 'anything', true],
])('%s covers %s: %s', (wide, narrow, covers) => {
  expect(hostCovers(wide, narrow)).toBe(covers);
});

test('a map finds the most specific first', () => {
  const map = new HostMap<string>();
  for (const host of ['*', '*.com', '*.example.com', 'a.example.com', 'b.example.com', 'a.example.com']) map.add(host, host);
  expect(map.covering('a.example.com')).toEqual(['a.example.com', 'a.example.com', '*.example.com', '*.com', '*']);
  expect(map.covering('*.example.com')).toEqual(['*.example.com', '*.com', '*']);
  expect(map.covering('example.com')).toEqual(['*.com', '*']);
  expect(map.covering('constructor')).toEqual(['*']);
  expect(map.exact('*.com')).toEqual(['*.com']);
  expect(map.exact('c.example.com')).toEqual([]);
});
