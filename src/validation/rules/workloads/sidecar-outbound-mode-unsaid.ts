import { formatObject } from '../../../model/finding';
import { defineRule } from '../../rule';

const sidecar = (policy: string): string => `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: shop }
spec:
  outboundTrafficPolicy: ${policy}
  egress: [{ hosts: ["./*"] }]
`;

export const sidecarOutboundModeUnsaid = defineRule({
  id: 'sidecar-outbound-mode-unsaid',
  upstream: ['KIA1007'],
  severity: 'info',
  summary: 'A Sidecar has an outboundTrafficPolicy without a mode',
  why: 'Without a mode it is REGISTRY_ONLY, whatever the mesh config says: calls to hosts that no Service or ServiceEntry has are refused.',
  fix: 'Write the mode, or take `outboundTrafficPolicy` out to have that of the mesh.',
  notes: 'Kiali says it of a mode REGISTRY_ONLY that is written too, since it cannot tell the two apart.',
  reads: ['networking.istio.io/Sidecar'],
  bad: sidecar('{}'),
  good: sidecar('{ mode: REGISTRY_ONLY }'),
  check(context) {
    for (const each of context.all('networking.istio.io/Sidecar')) {
      const policy = each.object.spec?.outboundTrafficPolicy;
      if (policy === undefined || policy.mode !== undefined) continue;
      context.report(each, ['spec', 'outboundTrafficPolicy'], `${formatObject(each.ref)} has an outboundTrafficPolicy without a mode, which is REGISTRY_ONLY.`);
    }
  },
});
