import { reachOfHost } from '../../src/model/wide-hosts';

test.each([
  ['*.local', 'mesh'],
  ['*.cluster.local', 'mesh'],
  ['*.svc.cluster.local', 'mesh'],
  ['*.shop.svc.cluster.local', { namespace: 'shop' }],
  ['reviews.shop.svc.cluster.local', { namespace: 'shop', name: 'reviews' }],
  ['*', undefined],
  ['*views.shop.svc.cluster.local', undefined],
  ['*.reviews.shop.svc.cluster.local', undefined],
  ['*.example.com', undefined],
  ['reviews', undefined],
])('%s', (host, expected) => {
  expect(reachOfHost(host, 'cluster.local')).toEqual(expected);
});
