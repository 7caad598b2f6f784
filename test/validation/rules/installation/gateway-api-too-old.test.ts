import { reported } from '../../run';

const RULE = 'gateway-api-too-old';

const definition = (plural: string, version: string): string => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${plural}.gateway.networking.k8s.io, annotations: { gateway.networking.k8s.io/bundle-version: "${version}" } }
`;

test.each([
  ['an older release', definition('grpcroutes', 'v1.0.9'), [
    'warning CustomResourceDefinition grpcroutes.gateway.networking.k8s.io metadata.annotations["gateway.networking.k8s.io/bundle-version"]: CustomResourceDefinition grpcroutes.gateway.networking.k8s.io is of release v1.0.9, and Istio reads its objects from 1.1.0 on.',
  ]],
  ['an older major', definition('tlsroutes', 'v0.9.0'), [
    'warning CustomResourceDefinition tlsroutes.gateway.networking.k8s.io metadata.annotations["gateway.networking.k8s.io/bundle-version"]: CustomResourceDefinition tlsroutes.gateway.networking.k8s.io is of release v0.9.0, and Istio reads its objects from 1.5.0 on.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['the first release', definition('tcproutes', 'v1.6.0')],
  ['before the first release', definition('backendtlspolicies', 'v1.4.0-rc.1')],
  ['a newer one', definition('grpcroutes', 'v1.10.0')],
  ['of any release', definition('httproutes', 'v0.1.0')],
  ['no release', definition('grpcroutes', 'main')],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
