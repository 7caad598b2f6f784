import { reported } from '../../run';

const RULE = 'field-newer-than-mesh';

const redirect = `
apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata: { name: old-paths, namespace: shop }
spec:
  hosts: [shop.example.com]
  http:
    - match: [{ uri: { prefix: /old } }]
      redirect: { prefixRewrite: /new }
`;

const extension = `
apiVersion: extensions.istio.io/v1alpha1
kind: TrafficExtension
metadata: { name: extension, namespace: shop }
spec: {}
`;

test('names the field, its version and that of the mesh', () => {
  expect(reported(RULE, redirect, { settings: { istio: '1.30' } })).toEqual([
    'error VirtualService shop/old-paths spec.http[0].redirect.prefixRewrite: The field spec.http[0].redirect.prefixRewrite of VirtualService shop/old-paths exists since Istio 1.31, and the mesh has Istio 1.30.',
  ]);
});

test('a kind can be newer as a whole', () => {
  expect(reported(RULE, extension, { settings: { istio: '1.29' } })).toEqual([
    'error TrafficExtension shop/extension kind: The kind TrafficExtension exists since Istio 1.30, and the mesh has Istio 1.29.',
  ]);
  expect(reported(RULE, extension, { settings: { istio: '1.30' } })).toEqual([]);
});

test('the version of the field will do', () => {
  expect(reported(RULE, redirect, { settings: { istio: '1.31' } })).toEqual([]);
});

test('so can a value of an enum', () => {
  const filter = `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: filter, namespace: shop }
spec:
  configPatches:
    - applyTo: CLUSTER
      patch: { operation: MERGE_AND_REPLACE_LIST, value: {} }
`;
  expect(reported(RULE, filter, { settings: { istio: '1.30' } })).toEqual([
    'error EnvoyFilter shop/filter spec.configPatches[0].patch.operation: The value MERGE_AND_REPLACE_LIST of spec.configPatches[0].patch.operation of EnvoyFilter shop/filter exists since Istio 1.31, and the mesh has Istio 1.30.',
  ]);
});
