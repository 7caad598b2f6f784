import { reported } from '../../run';

const RULE = 'delegate-route-left-out';

const root = (match: string, name = 'root') => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: edge }
spec: { hosts: [${name}.example.com], http: [{ ${match}delegate: { name: cart, namespace: shop } }] }
---`;

const delegate = (http: string, fields = '') => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec: { ${fields}http: [${http}] }
---`;

const at = (...prefixes: string[]) => `match: [${prefixes.map((prefix) => `{ uri: { prefix: ${prefix} } }`).join(', ')}], `;
const route = (match: string) => `{ ${match}directResponse: { status: 200 } }`;

test('the message names both sides', () => {
  expect(reported(RULE, root(at('/cart')) + delegate(`${route(at('/cart/a'))}, ${route(at('/cart/b', '/items'))}`))).toEqual([
    'warning VirtualService shop/cart spec.http[1].match[1]: VirtualService shop/cart has a match whose uri does not lie within that of VirtualService edge/root, which delegates to it: the route is not used.',
  ]);
});

test('it is told once where several delegate and none takes it', () => {
  expect(reported(RULE, root(at('/cart')) + root(at('/basket', '/bag'), 'other') + delegate(route(at('/items'))))).toHaveLength(1);
});

test.each([
  ['it lies within', root(at('/cart')) + delegate(route(at('/cart/items')))],
  ['it lies within one of the matches', root(at('/cart', '/items')) + delegate(route(at('/items')))],
  ['another route that delegates takes it', root(at('/cart')) + root(at('/items'), 'other') + delegate(route(at('/items')))],
  ['the delegate says nothing', root(at('/cart')) + delegate(route(''))],
  ['the route that delegates says nothing', root('') + delegate(route(at('/items')))],
  ['nothing delegates to it', delegate(route(at('/items')))],
  ['it is no delegate', root(at('/cart')) + delegate(route(at('/items')), 'hosts: [cart.example.com], ')],
  ['very many delegate to it', Array.from({ length: 65 }, (_, index) => root(at('/cart'), `r${index}`)).join('') + delegate(route(at('/items')))],
])('nothing is said where %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
