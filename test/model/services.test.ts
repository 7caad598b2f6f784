import { DEFAULT_SETTINGS } from '../../src/model/settings';
import type { MeshSettings } from '../../src/model/settings';
import { ServiceTable } from '../../src/model/services';
import { resource } from './resources';

const service = resource('core/Service', { selector: { app: 'reviews' }, ports: [{ name: 'http', port: 80, targetPort: 'web' }, { name: 'no-number' }] }, { name: 'reviews' });
const entry = resource('networking.istio.io/ServiceEntry', { hosts: ['api.example.com', 'short'], ports: [{ number: 443, name: 'tls', protocol: 'TLS' }], exportTo: ['.'] }, { name: 'external' });
const table = (settings: Partial<MeshSettings> = {}, assume = false) => new ServiceTable([service], [entry], { ...DEFAULT_SETTINGS, ...settings }, assume);

test('a Service is known by its full host', () => {
  expect(table().exact('reviews.shop.svc.cluster.local')).toEqual([
    {
      host: 'reviews.shop.svc.cluster.local',
      namespace: 'shop',
      visibility: '*',
      ports: [{ number: 80, name: 'http', targetPort: 'web' }],
      selector: { app: 'reviews' },
      resource: service,
    },
  ]);
  expect(table({ clusterDomain: 'corp.example' }).exact('reviews.shop.svc.corp.example')).toHaveLength(1);
});

test('hosts of a ServiceEntry are completed like any other', () => {
  expect(table().exact('short.shop.svc.cluster.local').map(({ ports }) => ports)).toEqual([[{ number: 443, name: 'tls', protocol: 'TLS' }]]);
});

test.each([
  ['reviews.shop.svc.cluster.local', 'bakery', 'known'],
  ['api.example.com', 'shop', 'known'],
  ['api.example.com', 'bakery', 'hidden'],
  ['ratings.shop.svc.cluster.local', 'shop', 'missing'],
  ['ratings.bakery.svc.cluster.local', 'shop', 'unknown'],
  ['other.example.com', 'shop', 'missing'],
  ['reviews.shop.svc.clusterset.local', 'shop', 'unknown'],
  ['kubernetes.default.svc.cluster.local', 'shop', 'known'],
])('%s as seen from %s is %s', (host, viewer, state) => {
  expect(table().lookup(host, [viewer]).state).toBe(state);
});

test('who of several viewers does not see it', () => {
  expect(table().lookup('api.example.com', ['bakery', 'shop'])).toEqual({ state: 'hidden', owners: ['ServiceEntry shop/external'], from: ['bakery'] });
  expect(table().lookup('api.example.com', []).state).toBe('known');
});

test('a whole cluster has no unknown namespaces', () => {
  expect(table({ complete: true }).lookup('ratings.bakery.svc.cluster.local', ['shop']).state).toBe('missing');
});

test('declared hosts and the gateway that istioctl assumes', () => {
  const declared = { hosts: ['*.partner.example', 'ratings.shop.svc.cluster.local'] };
  expect(table({ declared }).lookup('api.partner.example', ['shop']).state).toBe('known');
  expect(table({ declared }).lookup('ratings.shop.svc.cluster.local', ['shop']).state).toBe('known');
  expect(table({}, true).exact('istio-ingressgateway.istio-system.svc.cluster.local').flatMap(({ ports }) => ports?.map(({ number }) => number))).toEqual([80, 443, 31400, 15443]);
  expect(table().namesIn('istio-system')).toEqual([]);
});

test.each([
  ['reviews.shop.svc.cluster.local', 'shop'],
  ['api.example.com', 'shop'],
  ['ratings.bakery.svc.cluster.local', 'bakery'],
  ['other.example.com', undefined],
  ['both.example.com', undefined],
])('the service of %s is in %s', (host, namespace) => {
  const others = ['shop', 'bakery'].map((place) => resource('networking.istio.io/ServiceEntry', { hosts: ['both.example.com'] }, { name: 'both', namespace: place }));
  expect(new ServiceTable([service], [entry, ...others], DEFAULT_SETTINGS, false).ownerOf(host)).toBe(namespace);
});
