import { reported } from '../../run';

const RULE = 'missing-name';

const object = (apiVersion: string, kind: string, metadata: string) => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: ${metadata}
`;

test.each([
  ['a name', object('v1', 'ConfigMap', '{ name: a }')],
  ['a name that the cluster makes', object('v1', 'Pod', '{ generateName: a- }')],
  ['a kind of another tool', object('kustomize.config.k8s.io/v1beta1', 'Kustomization', '{}')],
])('%s is fine', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test.each([
  ['no metadata', 'apiVersion: v1\nkind: ConfigMap'],
  ['empty metadata', object('v1', 'ConfigMap', '{}')],
  ['an empty name', object('v1', 'ConfigMap', '{ name: "" }')],
  ['an Istio kind', object('networking.istio.io/v1', 'Sidecar', '{}')],
])('%s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toHaveLength(1);
});
