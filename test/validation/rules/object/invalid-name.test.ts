import { reported } from '../../run';

const RULE = 'invalid-name';

const named = (name: string, kind = 'ConfigMap', apiVersion = 'v1', namespace = 'shop') => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${JSON.stringify(name)}, namespace: ${JSON.stringify(namespace)} }
`;

test.each([
  ['a', 'ConfigMap'],
  ['a.b-c.d9', 'ConfigMap'],
  ['9', 'ConfigMap'],
  ['a'.repeat(253), 'ConfigMap'],
  ['a'.repeat(63), 'Service'],
  ['9a', 'Namespace'],
])('%.20s is a name of a %s', (name, kind) => {
  expect(reported(RULE, named(name, kind))).toEqual([]);
});

test.each([
  ['Reviews', 'ConfigMap', 'may only have lower-case letters'],
  ['reviews_v1', 'ConfigMap', 'may only have lower-case letters'],
  ['-a', 'ConfigMap', 'may only have lower-case letters'],
  ['a.', 'ConfigMap', 'may only have lower-case letters'],
  ['a'.repeat(254), 'ConfigMap', 'has 254 characters, and 253 are allowed'],
  ['a'.repeat(64), 'Service', 'has 64 characters, and 63 are allowed'],
  ['9a', 'Service', 'must begin with a letter'],
  ['a.b', 'Service', 'may only have lower-case letters'],
  ['a.b', 'Namespace', 'may only have lower-case letters'],
])('%.20s is no name of a %s', (name, kind, message) => {
  const [finding, ...others] = reported(RULE, named(name, kind));
  expect(finding).toContain(' metadata.name: ');
  expect(finding).toContain(message);
  expect(others).toEqual([]);
});

test('roles may be named like a path', () => {
  const role = 'rbac.authorization.k8s.io/v1';
  expect(reported(RULE, named('system:Reader', 'Role', role))).toEqual([]);
  expect(reported(RULE, named('a/b', 'Role', role))).toHaveLength(1);
});

test('an Istio Gateway has no dots in its name', () => {
  expect(reported(RULE, named('public.shop', 'Gateway', 'networking.istio.io/v1'))).toEqual([
    'error Gateway shop/public.shop metadata.name: The name "public.shop" of this Gateway has a dot.',
  ]);
  expect(reported(RULE, named('public.shop', 'Gateway', 'gateway.networking.k8s.io/v1'))).toEqual([]);
});

test('the namespace is a name too', () => {
  expect(reported(RULE, named('a', 'ConfigMap', 'v1', 'Shop'))).toEqual([
    'error ConfigMap Shop/a metadata.namespace: The namespace "Shop" may only have lower-case letters, digits and "-", and must begin and end with a letter or digit.',
  ]);
});

test('a very long name is cut in the message', () => {
  expect(reported(RULE, named('x'.repeat(5000)))[0]?.length).toBeLessThan(5300);
});

test.each([
  ['reviews-', []],
  ['a.b-', []],
  ['-', ['The generateName "-" of this ConfigMap may only have lower-case letters, digits, "-" and ".", and each part must begin and end with a letter or digit.']],
  ['Reviews-', ['The generateName "Reviews-" of this ConfigMap may only have lower-case letters, digits, "-" and ".", and each part must begin and end with a letter or digit.']],
])('generateName: %s', (prefix, messages) => {
  const yaml = `{ apiVersion: v1, kind: ConfigMap, metadata: { generateName: ${JSON.stringify(prefix)}, namespace: shop } }`;
  expect(reported(RULE, yaml).map((line) => line.replace(/^.* metadata.generateName: /, ''))).toEqual(messages);
});
