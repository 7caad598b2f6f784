import { formatObject } from '../../src/model/finding';

test.each([
  [{ kind: 'VirtualService', namespace: 'shop', name: 'reviews' }, 'VirtualService shop/reviews'],
  [{ kind: 'GatewayClass', name: 'istio' }, 'GatewayClass istio'],
  [{ kind: 'GatewayClass', namespace: '', name: 'istio' }, 'GatewayClass istio'],
  [{ kind: 'ConfigMap', namespace: 'shop', name: '' }, 'ConfigMap without a name in shop'],
  [{ kind: 'ConfigMap', name: '' }, 'ConfigMap without a name'],
  [{ kind: '', namespace: 'shop', name: 'reviews' }, 'object shop/reviews'],
  [{ kind: '', name: '' }, 'object without a name'],
])('%j is "%s"', (ref, text) => {
  expect(formatObject({ apiVersion: 'v1', ...ref })).toBe(text);
});
