import { compareText } from '../../src/model/values';
import { documents, findingsOf } from './run';

const crd = (kind: string, group: string, spec: string, more = ''): string => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${kind.toLowerCase()}s.${group} }
spec:
  group: ${group}
  scope: ${more === '' ? 'Namespaced' : more}
  names: { kind: ${kind}, plural: ${kind.toLowerCase()}s }
  versions:
    - { name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object, properties: { spec: ${spec} } } } }
`;

const udp = `
apiVersion: gateway.networking.k8s.io/v1
kind: UDPRoute
metadata: { name: dns, namespace: shop }
spec: { rules: [{ name: 1 }], unknown: true }
`;
const udpCrd = crd('UDPRoute', 'gateway.networking.k8s.io', '{ type: object, properties: { rules: { type: array, items: { type: object, properties: { name: { type: string } } } } } }');

const lines = (yaml: string, options = {}): readonly string[] =>
  findingsOf(yaml, options).map(({ rule, severity, object, path, message }) => `${severity} ${rule} ${object.kind} ${path.join('.')}: ${message}`);

test('a kind that is not known is judged when its CRD is there', () => {
  expect(lines(udp)).toEqual([]);
  expect(lines(`${udpCrd}---${udp}`)).toEqual([
    'error invalid-type UDPRoute spec.rules.0.name: This must be a text, but it is a whole number, 1.',
    'error unknown-field UDPRoute spec.unknown: There is no field unknown here.',
  ]);
  expect(findingsOf(`${udpCrd}---${udp}`)[0]?.why).toBe(
    'The API server rejects the object. That is the verdict of the CustomResourceDefinition udproutes.gateway.networking.k8s.io in this input.',
  );
});

describe('a CRD of a kind that is known', () => {
  const route = (more: string): string => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: a, namespace: shop }
spec: { hosts: [a.example.com], http: [{ directResponse: { status: 200 } }]${more} }
`;
  const wider = crd('VirtualService', 'networking.istio.io', '{ type: object, x-kubernetes-preserve-unknown-fields: true, required: [fresh] }');

  test('allows what ours does not know, and asks for what ours does not', () => {
    expect(lines(route(', fresh: 1'))).toEqual(['error unknown-field VirtualService spec.fresh: There is no field fresh here.']);
    expect(lines(`${wider}---${route(', fresh: 1')}`)).toEqual([]);
    expect(lines(`${wider}---${route('')}`)).toEqual(['error missing-field VirtualService spec.fresh: fresh is required here and is not set.']);
  });

  test('decides about versions', () => {
    expect(lines(`${wider}---${route(', fresh: 1').replace('/v1', '/v1beta1')}`)).toEqual([
      'error invalid-enum VirtualService apiVersion: networking.istio.io serves VirtualService in version v1, and not in "v1beta1".',
    ]);
  });

  test('lets no rule stumble over a type that it does not expect', () => {
    const odd = crd('VirtualService', 'networking.istio.io', '{ type: object, x-kubernetes-preserve-unknown-fields: true }');
    expect(lines(`${odd}---${route('').replace('[a.example.com]', '{ a: 7 }').replace('[{ directResponse: { status: 200 } }]', '5')}`)).toEqual([
      // istiod reads it by its own types, whatever the CRD allows.
      'error invalid-value VirtualService spec.hosts: istiod cannot read this: a list belongs here.',
      'error invalid-value VirtualService spec.http: istiod cannot read this: a list belongs here.',
    ]);
  });
});

test('the scope is that of the CRD', () => {
  const object = '---\napiVersion: example.com/v1\nkind: Foo\nmetadata: { name: a }\n';
  const program = { requireNamespace: true };
  expect(lines(object, program)).toEqual([]);
  expect(lines(crd('Foo', 'example.com', '{ type: object }') + object, program)).toEqual([
    'error missing-namespace Foo metadata.namespace: Foo a has no namespace.',
  ]);
  expect(lines(crd('Foo', 'example.com', '{ type: object }', 'Cluster') + object, program)).toEqual([]);
});

describe('a CRD that cannot be applied', () => {
  const gateway = `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: a, namespace: shop }
spec: { nonsense: 1 }
`;
  const broken = crd('Gateway', 'networking.istio.io', '{ type: function }');

  test('is a warning, and our own schema decides', () => {
    expect(lines(`${broken}---${gateway}`)).toEqual([
      'warning crd-not-applied CustomResourceDefinition : Objects of kind Gateway are not judged by the CustomResourceDefinition gateways.networking.istio.io: Gateway v1.spec: type "function" is not one of object, array, string, integer, number, boolean. They are judged by the schema that this package has.',
      'error unknown-field Gateway spec.nonsense: There is no field nonsense here.',
      'error missing-setting Gateway spec.servers: The Gateway has no server.',
    ]);
  });

  test('is not told when there is nothing to judge', () => {
    expect(lines(broken)).toEqual([]);
  });

  test.each(['apiextensions.k8s.io/v1beta1', 'apiextensions.k8s.io/v2'])('%s is not read', (apiVersion) => {
    expect(lines(`${udpCrd.replace('apiextensions.k8s.io/v1', apiVersion)}---${udp}`)).toEqual([
      `warning crd-not-applied CustomResourceDefinition : Objects of kind UDPRoute are not judged by the CustomResourceDefinition udproutes.gateway.networking.k8s.io: apiVersion "${apiVersion}" of a CustomResourceDefinition is not supported; write it as apiextensions.k8s.io/v1. The API server may still reject them.`,
    ]);
  });

  test('a kind of Kubernetes is none of its business', () => {
    const own = crd('Ingress', 'networking.k8s.io', '{ type: object }');
    expect(lines(`${own}---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: a, namespace: b }\nspec: { x: 1 }\n`)).toEqual([]);
  });
});

describe('two CRDs for one kind', () => {
  const twice = (first: string, second: string): readonly string[] => lines(`${first}---${second}---${udp}`).filter((line) => !line.includes('duplicate-object'));
  const other = crd('UDPRoute', 'gateway.networking.k8s.io', '{ type: object, x-kubernetes-preserve-unknown-fields: true }');

  test('that say the same decide together', () => {
    expect(twice(udpCrd, udpCrd)).toHaveLength(2);
  });

  test('that differ decide nothing, in either order', () => {
    const message = 'warning crd-not-applied CustomResourceDefinition : Objects of kind UDPRoute are not judged by the CustomResourceDefinition udproutes.gateway.networking.k8s.io: the input defines UDPRoute of gateway.networking.k8s.io 2 times, and differently. The API server may still reject them.';
    expect(twice(udpCrd, other)).toEqual([message, message]);
    expect(twice(other, udpCrd)).toEqual([message, message]);
  });
});

test('the order of the documents does not matter', () => {
  const all = [udpCrd, udp].flatMap((yaml) => documents(yaml));
  const yaml = (list: readonly unknown[]): string => list.map((object) => JSON.stringify(object)).join('\n---\n');
  expect([...lines(yaml(all))].sort(compareText)).toEqual([...lines(yaml([...all].reverse()))].sort(compareText));
});

test("a rule of the CRD speaks with its author's words", () => {
  const rules = `{ type: object, properties: { a: { type: integer } }, x-kubernetes-validations: [{ rule: self.a < 5, message: a stays below five, fieldPath: .a }] }`;
  const [finding] = findingsOf(`${crd('Foo', 'example.com', rules)}---\napiVersion: example.com/v1\nkind: Foo\nmetadata: { name: a, namespace: b }\nspec: { a: 7 }\n`);
  expect(finding).toMatchObject({ rule: 'cel-rule', path: ['spec', 'a'], message: 'a stays below five.', fix: 'Change it so that this rule of the CustomResourceDefinition holds: self.a < 5.' });
});
