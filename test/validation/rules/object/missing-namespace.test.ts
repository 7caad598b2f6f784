import { reported } from '../../run';

const RULE = 'missing-namespace';

const yaml = `
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: example.com/v1
kind: Anything
metadata: { name: a }
---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: b }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: c, namespace: "" }
---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: d }
`;

test('in a program every namespaced object of a known kind names its namespace', () => {
  expect(reported(RULE, yaml, { requireNamespace: true })).toEqual([
    'error ConfigMap c metadata.namespace: ConfigMap c has no namespace.',
    'error Sidecar b metadata.namespace: Sidecar b has no namespace.',
  ]);
});

test('files need not', () => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test('a default namespace answers for all', () => {
  expect(reported(RULE, yaml, { requireNamespace: true, settings: { defaultNamespace: 'shop' } })).toEqual([]);
});
