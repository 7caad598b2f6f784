import { formatObject } from '../../../model/finding';
import { gatewaySets, OpeningPolicies } from '../../../model/gateway-sets';
import type { Kind } from '../../../model/kinds';
import type { GatewayResource } from '../../../model/mesh-index';
import { mayMatchWithoutIdentity } from '../../../model/policy-callers';
import { policyScope } from '../../../model/policy-target';
import type { Resource } from '../../../model/resource';
import { formatLabels } from '../../../model/selectors';
import { actionOf, decides } from '../../../model/waypoints';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import { defineRule } from '../../rule';

const READS = ['security.istio.io/AuthorizationPolicy', 'networking.istio.io/Gateway', ...WORKLOAD_KINDS] as const satisfies readonly Kind[];

const mesh = `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: mesh-callers, namespace: istio-system }
spec:
  rules:
    - from: [{ source: { principals: ["*"] } }]
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 80, name: http, protocol: HTTP }
      hosts: [shop.example.com]
`;

export const meshPolicyLocksGateways = defineRule({
  id: 'mesh-policy-locks-gateways',
  upstream: [],
  severity: 'warning',
  summary: 'A policy for the whole mesh lets in only callers of the mesh, and gateways have others',
  why: 'A policy of the root namespace is for gateways too, and callers from outside have no identity of the mesh, so they see 403.',
  fix: 'Add an ALLOW policy with the selector of the gateway, in the namespace in which it runs.',
  notes:
    'Looked at are ALLOW policies of the root namespace without a selector whose rules all want a principal, namespace or service ' +
    'account. Any other ALLOW policy that may be for the pods of a Gateway is taken to open it. Gateways whose servers all want a ' +
    'certificate of the client (MUTUAL, ISTIO_MUTUAL), and those for what leaves the mesh (a selector with "egress"), are left alone. Of a ' +
    'policy that lets nobody in at all, `policy-denies-everything` tells.',
  reads: READS,
  bad: mesh,
  good: `${mesh.trimEnd()}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: public, namespace: edge }
spec:
  selector: { matchLabels: { istio: ingressgateway } }
  rules:
    - to: [{ operation: { hosts: [shop.example.com] } }]
`,
  check(context) {
    const { rootNamespace } = context.settings;
    const policies = context.all('security.istio.io/AuthorizationPolicy').filter((policy) => actionOf(policy.object) === 'ALLOW' && decides(policy));
    const locking = policies.filter((policy) => isForMeshCallers(policy, rootNamespace));
    if (locking.length === 0) return;
    const opening = new OpeningPolicies();
    for (const policy of policies) {
      const { object, namespace } = policy;
      if ((object.spec?.rules ?? []).length > 0 && !isForMeshCallers(policy, rootNamespace)) opening.add(policyScope(object.spec, namespace, rootNamespace));
    }
    const locked = gatewaySets([...context.gateways.values()].filter(isForOutside), context.workloads).filter((gateway) => !opening.mayOpen(gateway));
    const [first] = locked.map(({ selector }) => formatLabels(selector)).sort();
    if (first === undefined) return;
    for (const policy of locking) {
      context.report(
        policy,
        ['spec', 'rules'],
        `${formatObject(policy.ref)} lets in only callers with an identity of the mesh, at gateways as well, and no policy lets others in at the gateway with labels ${first}.`,
      );
    }
  },
});

function isForMeshCallers({ object, namespace }: Resource<'security.istio.io/AuthorizationPolicy'>, rootNamespace: string): boolean {
  const rules = object.spec?.rules ?? [];
  return rules.length > 0 && !rules.some(mayMatchWithoutIdentity) && policyScope(object.spec, namespace, rootNamespace).kind === 'mesh';
}

function isForOutside({ object }: GatewayResource): boolean {
  if (Object.values(object.spec?.selector ?? {}).some((value) => value.includes('egress'))) return false;
  return (object.spec?.servers ?? []).some(({ tls }) => tls?.mode !== 'MUTUAL' && tls?.mode !== 'ISTIO_MUTUAL');
}
