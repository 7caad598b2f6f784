import { RouteTable } from '../../src/model/routes';
import { resource } from './resources';

const plain = resource('networking.istio.io/VirtualService', {
  http: [{ route: [{ destination: { host: 'reviews' } }], mirror: { host: 'copy.example.com' } }],
  tls: [{ route: [{ destination: { host: 'reviews', subset: 'v1' } }] }],
});
const rich = resource('networking.istio.io/VirtualService', {
  http: [
    { match: [{ uri: { prefix: '/a' } }], delegate: { name: 'other' } },
    { route: [{ destination: { host: 'a' }, weight: 10 }, { destination: { host: 'b' }, weight: 90 }] },
  ],
  tcp: [{ route: [{ destination: { host: 'a' }, weight: 100 }] }],
});
const table = new RouteTable([plain, rich], 'cluster.local');

test('destinations and mirrors in the order in which they are written', () => {
  expect(table.of(plain)).toEqual([
    { destination: { host: 'reviews' }, host: 'reviews.shop.svc.cluster.local', path: ['spec', 'http', 0, 'route', 0, 'destination'], protocol: 'http', mirror: false },
    { destination: { host: 'copy.example.com' }, host: 'copy.example.com', path: ['spec', 'http', 0, 'mirror'], protocol: 'http', mirror: true },
    { destination: { host: 'reviews', subset: 'v1' }, host: 'reviews.shop.svc.cluster.local', path: ['spec', 'tls', 0, 'route', 0, 'destination'], protocol: 'tls', mirror: false },
  ]);
  expect(table.of(plain)).toBe(table.of(plain));
});

test('routes that share traffic out', () => {
  expect(table.shared.map(({ owner, path }) => [owner === rich, path])).toEqual([
    [true, ['spec', 'http', 1, 'route']],
    [true, ['spec', 'tcp', 0, 'route']],
  ]);
});

test('fields that are used somewhere', () => {
  expect(table.used).toEqual({ delegate: true, fault: false, retries: false });
});

test('conditions of matches', () => {
  expect(table.conditionsOf(rich)).toEqual([{ field: 'path', match: { prefix: '/a' }, path: ['spec', 'http', 0, 'match', 0, 'uri'] }]);
});
