import { reported } from '../../run';

const RULE = 'gateway-api-version-not-served';

const definition = (kind: string, versions: string, group = 'gateway.networking.k8s.io'): string => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${kind.toLowerCase()}s.${group} }
spec: { group: ${group}, names: { kind: ${kind} }, versions: [${versions}] }
`;
const served = (...names: readonly string[]): string => names.map((name) => `{ name: ${name}, served: true }`).join(', ');

test.each([
  ['one that is too old', definition('HTTPRoute', served('v1alpha2')), [
    'warning CustomResourceDefinition httproutes.gateway.networking.k8s.io spec.versions: CustomResourceDefinition httproutes.gateway.networking.k8s.io serves v1alpha2, and Istio needs v1 of HTTPRoute.',
    'error CustomResourceDefinition httproutes.gateway.networking.k8s.io spec.versions: CustomResourceDefinition httproutes.gateway.networking.k8s.io serves v1alpha2, and Istio needs v1beta1 of HTTPRoute.',
  ]],
  ['one before the stable version', definition('Gateway', served('v1alpha2', 'v1beta1')), [
    'warning CustomResourceDefinition gateways.gateway.networking.k8s.io spec.versions: CustomResourceDefinition gateways.gateway.networking.k8s.io serves v1alpha2, v1beta1, and Istio needs v1 of Gateway.',
  ]],
  ['one that no longer serves the beta', definition('ReferenceGrant', served('v1')), [
    'error CustomResourceDefinition referencegrants.gateway.networking.k8s.io spec.versions: CustomResourceDefinition referencegrants.gateway.networking.k8s.io serves v1, and Istio needs v1beta1 of ReferenceGrant.',
  ]],
  ['a version that is not served', definition('GRPCRoute', '{ name: v1, served: false }'), [
    'warning CustomResourceDefinition grpcroutes.gateway.networking.k8s.io spec.versions: CustomResourceDefinition grpcroutes.gateway.networking.k8s.io serves no version, and Istio needs v1 of GRPCRoute.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['all that is needed', definition('HTTPRoute', served('v1beta1', 'v1'))],
  ['the beta of a kind that has no other', definition('ReferenceGrant', served('v1beta1'))],
  ['the stable version of a kind without beta', definition('GRPCRoute', served('v1'))],
  ['a kind that Istio does not need', definition('UDPRoute', served('v1alpha2'))],
  ['another group', definition('HTTPRoute', served('v1alpha1'), 'example.com')],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
