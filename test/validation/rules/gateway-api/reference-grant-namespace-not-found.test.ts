import { reported } from '../../run';

const RULE = 'reference-grant-namespace-not-found';

const grant = (namespace: string) => `
apiVersion: v1
kind: Namespace
metadata: { name: edge }
---
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: a, namespace: edge }
spec: { from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge }, { group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: ${namespace} }], to: [{ group: "", kind: Service }] }
`;

test('a namespace that is not there', () => {
  expect(reported(RULE, grant('blog'), { settings: { complete: true } })).toEqual([
    'warning ReferenceGrant edge/a spec.from[1].namespace: ReferenceGrant edge/a is for namespace "blog", and there is none.',
  ]);
});

test.each([
  ['one that is there', grant('edge'), {}],
  ['one of Kubernetes itself', grant('kube-system'), {}],
  ['one that is elsewhere', grant('blog'), { complete: false }],
  ['one that is declared', grant('blog'), { declared: { workloads: [{ namespace: 'blog', labels: {} }] } }],
])('silent: %s', (_name, yaml, settings) => {
  expect(reported(RULE, yaml, { settings: { complete: true, ...settings } })).toEqual([]);
});
