import { reported } from '../../run';

const RULE = 'conflicting-virtual-services';

const claim = (name: string, namespace: string, hosts: string, rest = '', match = '') => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  hosts: ${hosts}
  http: [{ directResponse: { status: 200 }${match} }]
  ${rest}
---`;

test.each([
  ['different hosts', claim('a', 'shop', '[reviews]') + claim('b', 'shop', '[ratings]')],
  ['one short name in two namespaces', claim('a', 'shop', '[reviews]') + claim('a', 'bakery', '[reviews]')],
  ['one host on a gateway, where they are merged', claim('a', 'shop', '[shop.example.com]', 'gateways: [edge/public]', ', match: [{ uri: { prefix: /a } }]') + claim('b', 'shop', '[shop.example.com]', 'gateways: [edge/public]')],
  ['one host on two gateways', claim('a', 'shop', '[shop.example.com]', 'gateways: [edge/public]') + claim('b', 'shop', '[shop.example.com]', 'gateways: [edge/private]')],
  ['one on a gateway, one in the mesh', claim('a', 'shop', '[shop.example.com]', 'gateways: [edge/public]') + claim('b', 'shop', '[shop.example.com]')],
  ['shown to different namespaces', claim('a', 'shop', '[api.example.com]', 'exportTo: ["."]') + claim('b', 'bakery', '[api.example.com]', 'exportTo: ["."]')],
  ['a wildcard next to a host that it covers', claim('a', 'shop', '["*.example.com"]') + claim('b', 'shop', '[api.example.com]')],
  ['one that names its host twice', claim('a', 'shop', '[reviews, reviews.shop.svc.cluster.local]')],
  ['delegates, which have no hosts', claim('a', 'shop', '[]') + claim('b', 'shop', '[]')],
])('%s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test('both are reported, each at its host', () => {
  expect(reported(RULE, claim('a', 'shop', '[ratings, reviews]') + claim('b', 'bakery', '[reviews.shop.svc.cluster.local]', 'gateways: [mesh, edge/public]'))).toEqual([
    'error VirtualService bakery/b spec.hosts[0]: VirtualService bakery/b and VirtualService shop/a are for the same host reviews.shop.svc.cluster.local.',
    'error VirtualService shop/a spec.hosts[1]: VirtualService shop/a and VirtualService bakery/b are for the same host reviews.shop.svc.cluster.local.',
  ]);
});

test('two that take every request at a gateway', () => {
  const yaml =
    claim('a', 'shop', '[shop.example.com]', 'gateways: [edge/public]') +
    claim('b', 'edge', '[shop.example.com]', 'gateways: [public]', ', match: [{ uri: { prefix: / } }]') +
    claim('c', 'edge', '[shop.example.com]', 'gateways: [public]', ', match: [{ uri: { prefix: /c } }]');
  expect(reported(RULE, yaml)).toEqual([
    'warning VirtualService edge/b spec.hosts[0]: VirtualService edge/b and VirtualService shop/a both have a route for every request to shop.example.com at gateway edge/public.',
    'warning VirtualService shop/a spec.hosts[0]: VirtualService shop/a and VirtualService edge/b both have a route for every request to shop.example.com at gateway edge/public.',
  ]);
});

test('only those that a namespace sees together', () => {
  const yaml =
    claim('a', 'shop', '[api.example.com]', 'exportTo: [bakery, mill]') +
    claim('b', 'farm', '[api.example.com]', 'exportTo: [bakery]') +
    claim('c', 'library', '[api.example.com]', 'exportTo: ["."]');
  expect(reported(RULE, yaml)).toEqual([
    'error VirtualService farm/b spec.hosts[0]: VirtualService farm/b and VirtualService shop/a are for the same host api.example.com.',
    'error VirtualService shop/a spec.hosts[0]: VirtualService shop/a and VirtualService farm/b are for the same host api.example.com.',
  ]);
});

describe('one that goes before another is no conflict', () => {
  const info = (owner: string, viewer: string, loser: string) =>
    `info VirtualService ${owner} spec.hosts[0]: In namespace ${viewer}, VirtualService ${owner} is used for api.example.com, and VirtualService ${loser} is not.`;
  const seen = (name: string, namespace: string, exportTo: string) => claim(name, namespace, '[api.example.com]', exportTo === '' ? '' : `exportTo: ${exportTo}`);

  test.each([
    ["a consumer's own before the owner's", seen('a', 'shop', '') + seen('b', 'bakery', '["."]') + seen('c', 'library', '["."]'), [info('bakery/b', 'bakery', 'shop/a'), info('library/c', 'library', 'shop/a')]],
    ['an own one before one that is exported by name', seen('a', 'shop', '[shop, bakery]') + seen('b', 'bakery', '["."]'), [info('bakery/b', 'bakery', 'shop/a')]],
    ['one that is exported by name before one for all', seen('a', 'shop', '["*"]') + seen('b', 'platform', '[bakery]'), [info('platform/b', 'bakery', 'shop/a')]],
    ['one for the owner before that for all others', seen('inside', 'shop', '["."]') + seen('outside', 'shop', ''), [info('shop/inside', 'shop', 'shop/outside')]],
    ['one that nobody sees', seen('a', 'shop', '') + seen('b', 'bakery', '["~"]'), []],
    ['one that nobody sees, whatever else it says', seen('a', 'shop', '') + seen('b', 'bakery', '["~", "bakery"]'), []],
  ])('%s', (_name, yaml, lines) => {
    expect(reported(RULE, yaml)).toEqual(lines);
  });

  test('two of a kind conflict for all that', () => {
    const line = (one: string, other: string) => `error VirtualService ${one} spec.hosts[0]: VirtualService ${one} and VirtualService ${other} are for the same host api.example.com.`;
    const yaml = seen('a', 'shop', '') + seen('b', 'bakery', '["."]') + seen('c', 'bakery', '[bakery, library]');
    expect(reported(RULE, yaml)).toEqual([line('bakery/b', 'bakery/c'), line('bakery/c', 'bakery/b')]);
    expect(reported(RULE, seen('a', 'shop', '') + seen('d', 'farm', '') + seen('b', 'bakery', '["."]'))).toEqual([
      info('bakery/b', 'bakery', 'farm/d'),
      line('farm/d', 'shop/a'),
      line('shop/a', 'farm/d'),
    ]);
    // Where an own one is, those that others export by name do not come to it.
    expect(reported(RULE, seen('a', 'shop', '[bakery]') + seen('d', 'farm', '[bakery]') + seen('b', 'bakery', '["."]'))).toEqual([info('bakery/b', 'bakery', 'farm/d')]);
  });
});

test('of many only some are named', () => {
  const yaml = ['a', 'b', 'c', 'd', 'e'].map((name) => claim(name, 'shop', '[reviews]')).join('');
  expect(reported(RULE, yaml)[0]).toContain('VirtualService shop/a and VirtualService shop/b, VirtualService shop/c, VirtualService shop/d and others are for');
});
