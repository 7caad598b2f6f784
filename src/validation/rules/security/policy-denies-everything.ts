import { formatObject } from '../../../model/finding';
import { gatewaySets, OpeningPolicies } from '../../../model/gateway-sets';
import type { Kind } from '../../../model/kinds';
import { policyScope } from '../../../model/policy-target';
import type { Resource } from '../../../model/resource';
import { formatLabels } from '../../../model/selectors';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

type Policy = Resource<'security.istio.io/AuthorizationPolicy'>;

const READS = [
  'security.istio.io/AuthorizationPolicy',
  'networking.istio.io/Gateway',
  ...WORKLOAD_KINDS,
] as const satisfies readonly Kind[];

/** Names of policies whose author knows that they deny. */
const DELIBERATE = /deny|denies|nothing|none|block|lock|quarantine|isolat|forbid|restrict|zero/i;

export const policyDeniesEverything = defineRule({
  id: 'policy-denies-everything',
  upstream: [],
  severity: 'warning',
  summary: 'An AuthorizationPolicy denies every request, seemingly by accident',
  why: 'An ALLOW policy without rules matches nothing, and a workload under an ALLOW policy denies what no such policy allows.',
  fix: 'Add rules, or write `spec: {}` and a name such as `deny-all` if that is what you mean; `rules: [{}]` allows everything.',
  notes:
    'The well-known `spec: {}` is taken to be meant, and so is a policy whose name says it. Written out as `action: ALLOW` or ' +
    '`rules: []` it is reported. A policy of the root namespace that denies everything is reported as well when the input has ' +
    'Gateways and no policy lets anything in through one of them: it is for gateways too, and callers from outside see 403.',
  reads: READS,
  bad: `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  action: ALLOW
  rules: []
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: deny-all, namespace: istio-system }
spec: {}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 80, name: http, protocol: HTTP }
      hosts: [shop.example.com]
`,
  good: `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  action: ALLOW
  rules:
    - to: [{ operation: { methods: [GET] } }]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: deny-all, namespace: istio-system }
spec: {}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 80, name: http, protocol: HTTP }
      hosts: [shop.example.com]
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
    const policies = context
      .all('security.istio.io/AuthorizationPolicy')
      .filter(({ object }) => (object.spec?.action ?? 'ALLOW') === 'ALLOW');
    for (const policy of policies) {
      const spec = policy.object.spec;
      if ((spec?.rules ?? []).length > 0 || DELIBERATE.test(policy.name)) continue;
      if (spec?.rules === undefined && spec?.action === undefined) continue;
      const path = spec.rules === undefined ? ['spec', 'action'] : ['spec', 'rules'];
      context.report(policy, path, `${formatObject(policy.ref)} allows nothing, since it has no rules.`);
    }
    reportLockedGateways(context, policies);
  },
});

function reportLockedGateways(context: RuleContext, policies: readonly Policy[]): void {
  const { rootNamespace } = context.settings;
  const denying = policies.filter(({ namespace, object }) => {
    return (object.spec?.rules ?? []).length === 0 && policyScope(object.spec, namespace, rootNamespace).kind === 'mesh';
  });
  if (denying.length === 0) return;
  const opening = new OpeningPolicies();
  for (const { object, namespace } of policies) {
    if ((object.spec?.rules ?? []).length > 0) opening.add(policyScope(object.spec, namespace, rootNamespace));
  }
  const locked = gatewaySets([...context.gateways.values()], context.workloads).filter((gateway) => !opening.mayOpen(gateway));
  const [first] = locked.map(({ selector }) => formatLabels(selector)).sort();
  if (first === undefined) return;
  for (const policy of denying) {
    context.report(
      policy,
      ['spec'],
      `${formatObject(policy.ref)} denies every request in the mesh, those at gateways included, ` +
        `and no policy allows any at the gateway with labels ${first}.`,
      {
        why: 'A policy of the root namespace is for gateways too, so callers from outside see 403 whatever the policies of the applications allow.',
        fix: 'Add an ALLOW policy with the selector of the gateway, in the namespace in which it runs.',
      },
    );
  }
}
