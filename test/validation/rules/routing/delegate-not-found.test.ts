import { reported } from '../../run';

const RULE = 'delegate-not-found';

const root = (delegate = '{ name: cart, namespace: shop }', namespace = 'edge') => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: root, namespace: ${namespace} }
spec: { hosts: [shop.example.com], http: [{ directResponse: { status: 200 } }, { delegate: ${delegate} }] }
---`;

const delegate = (fields = '', name = 'cart', namespace = 'shop') => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${fields}http: [{ directResponse: { status: 200 } }] }
---`;

test.each([
  ['it is hidden', root() + delegate('exportTo: [., web], '), 'VirtualService shop/cart, which is exported to shop and web and not to edge'],
  ['it is shown to nobody', root() + delegate('exportTo: ["~"], '), 'VirtualService shop/cart, which is exported to nobody and not to edge'],
  ['it has hosts', root() + delegate('hosts: [a.example.com], '), 'VirtualService shop/cart, which has hosts and so is no delegate'],
  ['others of its namespace are there', root() + delegate('', 'basket'), 'VirtualService shop/cart, which does not exist'],
])('%s', (_name, yaml, problem) => {
  expect(reported(RULE, yaml)).toEqual([`error VirtualService edge/root spec.http[1].delegate: VirtualService edge/root leaves a route to ${problem}.`]);
});

test('the whole cluster is known', () => {
  expect(reported(RULE, root(), { settings: { complete: true } })).toHaveLength(1);
  expect(reported(RULE, root())).toEqual([]);
});

test.each([
  ['it is there', root() + delegate()],
  ['it is exported', root() + delegate('exportTo: [edge], ')],
  ['it is of the same namespace', root('{ name: cart }', 'shop') + delegate('exportTo: [.], ')],
  ['nothing is known of its namespace', root() + delegate('hosts: [a.example.com], ', 'basket')],
  ['it has no name: another rule tells', root('{ namespace: shop }') + delegate('', 'basket')],
])('nothing is said where %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
