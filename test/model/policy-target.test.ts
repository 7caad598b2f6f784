import { policyScope, PolicyScopes } from '../../src/model/policy-target';
import type { PolicyScope } from '../../src/model/policy-target';

const scope = (spec: Parameters<typeof policyScope>[0], namespace = 'shop') => policyScope(spec, namespace, 'istio-system');
const labels = (app: string) => ({ selector: { matchLabels: { app } } });
const target = { targetRefs: [{ kind: 'Service', name: 'reviews' }] };

const among = (...scopes: readonly PolicyScope[]) => {
  const table = new PolicyScopes();
  for (const each of scopes) table.add(each);
  return table;
};

test('what a policy is for', () => {
  expect(scope(undefined)).toEqual({ kind: 'namespace', namespace: 'shop' });
  expect(scope({ selector: {} })).toEqual({ kind: 'namespace', namespace: 'shop' });
  expect(scope({}, 'istio-system')).toEqual({ kind: 'mesh' });
  expect(scope(labels('a'))).toEqual({ kind: 'workloads', namespace: 'shop', labels: { app: 'a' } });
  expect(scope(labels('a'), 'istio-system')).toEqual({ kind: 'workloads', labels: { app: 'a' } });
  expect(scope(target)).toEqual({ kind: 'targets', namespace: 'shop', targets: target.targetRefs });
  expect(scope({ targetRef: target.targetRefs[0] })).toEqual(scope(target));
});

test.each([
  ['the mesh and anything', scope({}, 'istio-system'), scope(labels('a')), true],
  ['two namespaces', scope({}), scope({}, 'bakery'), false],
  ['a namespace and its workloads', scope({}), scope(labels('a')), true],
  ['workloads with two values of one label', scope(labels('a')), scope(labels('b')), false],
  ['workloads of any namespace', scope(labels('a'), 'istio-system'), scope(labels('a')), true],
  ['two kinds of workloads of any namespace', scope(labels('a'), 'istio-system'), scope(labels('b'), 'istio-system'), false],
  ['a target and workloads', scope(target), scope(labels('a')), true],
])('%s', (_name, a, b, meet) => {
  expect(among(a).mayMeet(b)).toBe(meet);
  expect(among(b).mayMeet(a)).toBe(meet);
});

test('among none, nothing meets', () => {
  expect(among().mayMeet(scope({}, 'istio-system'))).toBe(false);
  expect(among().mayMeet(scope(labels('a')))).toBe(false);
});
