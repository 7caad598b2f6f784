import { formatObject } from '../../../model/finding';
import type { Kind } from '../../../model/kinds';
import { Memo } from '../../../model/memo';
import { targetRefsOf } from '../../../model/policy-target';
import { formatLabels } from '../../../model/selectors';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import type { Workload } from '../../../model/workloads';
import { defineRule } from '../../rule';

const POLICIES = [
  'security.istio.io/AuthorizationPolicy',
  'security.istio.io/RequestAuthentication',
  'telemetry.istio.io/Telemetry',
  'extensions.istio.io/WasmPlugin',
] as const satisfies readonly Kind[];

const NAME = 'gateway.networking.k8s.io/gateway-name';

const mesh = (target: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: public-istio, namespace: edge }
spec:
  selector: { matchLabels: { ${NAME}: public } }
  template:
    metadata: { labels: { ${NAME}: public } }
    spec: { containers: [{ name: istio-proxy, image: istio/proxyv2 }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: public, namespace: edge }
spec:
  ${target}
  rules:
    - to: [{ operation: { methods: [GET] } }]
`;

export const selectorOfGatewayApiPods = defineRule({
  id: 'selector-of-gateway-api-pods',
  upstream: ['IST0166'],
  severity: 'warning',
  summary: 'A policy selects pods of a Gateway API Gateway by their labels',
  why: 'Waypoints do not read policies with a selector, and whether a gateway of the Gateway API does depends on a setting of istiod.',
  fix: 'Attach the policy to the Gateway with targetRefs.',
  reads: [...POLICIES, ...WORKLOAD_KINDS],
  bad: mesh(`selector: { matchLabels: { ${NAME}: public } }`),
  good: mesh('targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: public }]'),
  check(context) {
    const { workloads } = context;
    const gateways = new Memo<Workload | undefined>();
    for (const kind of POLICIES) {
      for (const policy of context.all(kind)) {
        const { selector } = policy.object.spec ?? {};
        if (selector === undefined || targetRefsOf(policy.object.spec).length > 0) continue;
        const labels = selector.matchLabels ?? {};
        const found = gateways.get(`${policy.namespace} ${formatLabels(labels)}`, () =>
          workloads.matching(labels, policy.namespace).find((workload) => Object.hasOwn(workload.labels, NAME)),
        );
        if (found === undefined) continue;
        context.report(
          policy,
          ['spec', 'selector'],
          `${formatObject(policy.ref)} selects ${formatLabels(labels)}, which pods of the Gateway ${found.labels[NAME] ?? ''} have.`,
        );
      }
    }
  },
});
