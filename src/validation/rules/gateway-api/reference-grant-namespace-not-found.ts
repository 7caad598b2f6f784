import { isSystemNamespace } from '../../../model/control-plane';
import { formatObject } from '../../../model/finding';
import { defineRule } from '../../rule';

const mesh = (namespace: string): string => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Namespace
metadata: { name: edge, labels: { istio-injection: enabled } }
---
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: routes-of-edge, namespace: shop }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: ${namespace} }]
  to: [{ group: "", kind: Service }]
`;

export const referenceGrantNamespaceNotFound = defineRule({
  id: 'reference-grant-namespace-not-found',
  upstream: ['KIA1601'],
  severity: 'warning',
  summary: 'A ReferenceGrant is for a namespace that does not exist',
  why: 'Nobody has the permission, and whoever makes a namespace of that name later will have it.',
  fix: 'Correct the name of the namespace, or take it out.',
  notes: 'Namespaces may be made elsewhere, so it is reported only with `--complete`.',
  reads: ['gateway.networking.k8s.io/ReferenceGrant', 'core/Namespace'],
  settings: { complete: true },
  bad: mesh('egde'),
  good: mesh('edge'),
  check(context) {
    const { namespaces, settings } = context;
    const grants = context.all('gateway.networking.k8s.io/ReferenceGrant');
    if (!settings.complete) return;
    const declared = new Set((settings.declared.workloads ?? []).map(({ namespace }) => namespace));
    for (const grant of grants) {
      for (const [index, { namespace }] of (grant.object.spec?.from ?? []).entries()) {
        if (namespace === undefined || namespaces.has(namespace) || declared.has(namespace) || isSystemNamespace(namespace)) continue;
        context.report(grant, ['spec', 'from', index, 'namespace'], `${formatObject(grant.ref)} is for namespace "${namespace}", and there is none.`);
      }
    }
  },
});
