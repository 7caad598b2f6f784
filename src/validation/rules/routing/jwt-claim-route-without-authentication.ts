import { formatObject } from '../../../model/finding';
import { gatewayKey, isReservedGateway } from '../../../model/gateways';
import { Memo } from '../../../model/memo';
import type { Path } from '../../../model/path';
import { targetRefsOf } from '../../../model/policy-target';
import type { Resource } from '../../../model/resource';
import { SelectorGroups } from '../../../model/selector-groups';
import { formatLabels } from '../../../model/selectors';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import type { Workload } from '../../../model/workloads';
import { defineRule } from '../../rule';

const mesh = (namespace: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: gateway, namespace: edge }
spec:
  selector: { matchLabels: { app: gateway } }
  template:
    metadata: { labels: { app: gateway } }
    spec: { containers: [{ name: istio-proxy, image: istio/proxyv2 }] }
---
apiVersion: v1
kind: Service
metadata: { name: gateway, namespace: edge }
spec:
  selector: { app: gateway }
  ports: [{ name: http, port: 80, protocol: TCP }]
---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: users, namespace: ${namespace} }
spec:
  jwtRules: [{ issuer: "https://login.example.com", jwksUri: "https://login.example.com/keys" }]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: users, namespace: ${namespace} }
spec:
  rules: [{ from: [{ source: { requestPrincipals: ["*"] } }] }]
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  selector: { app: gateway }
  servers:
    - port: { number: 80, name: http, protocol: HTTP }
      hosts: [shop.example.com]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: edge }
spec:
  hosts: [shop.example.com]
  gateways: [public]
  http:
    - match: [{ headers: { "@request.auth.claims.group": { exact: admin } } }]
      directResponse: { status: 200 }
`;

export const jwtClaimRouteWithoutAuthentication = defineRule({
  id: 'jwt-claim-route-without-authentication',
  upstream: ['IST0149'],
  severity: 'error',
  summary: 'A route of a gateway looks at claims of a token, and nothing checks tokens there',
  why: 'Without a RequestAuthentication for the pods of the gateway no request has claims, so the route never matches.',
  fix: 'Add a RequestAuthentication for the pods of the gateway, in their namespace or in the root namespace.',
  notes: 'Without `--complete` only gateways whose pods are in the input are looked at.',
  reads: ['networking.istio.io/VirtualService', 'networking.istio.io/Gateway', 'security.istio.io/RequestAuthentication', ...WORKLOAD_KINDS],
  bad: mesh('shop'),
  good: mesh('edge'),
  check(context) {
    const { gateways, settings } = context;
    if (gateways.size === 0) return;
    const policies = new Map<string, SelectorGroups<true>>();
    for (const { namespace, object } of context.all('security.istio.io/RequestAuthentication')) {
      if (targetRefsOf(object.spec).length > 0) continue;
      const groups = policies.get(namespace) ?? new SelectorGroups<true>();
      groups.add(object.spec?.selector?.matchLabels ?? {}, true);
      policies.set(namespace, groups);
    }
    const isChecked = ({ namespace, labels }: Workload): boolean =>
      [namespace, settings.rootNamespace].some((place) => (policies.get(place)?.matching(labels).length ?? 0) > 0);
    const open = new Memo<Workload | undefined>();
    for (const virtualService of context.all('networking.istio.io/VirtualService')) {
      const claim = claimOf(virtualService);
      if (claim === undefined) continue;
      for (const text of virtualService.object.spec?.gateways ?? []) {
        const gateway = isReservedGateway(text) ? undefined : gateways.get(gatewayKey(text, virtualService.namespace));
        if (gateway === undefined) continue;
        const selector = gateway.object.spec?.selector ?? {};
        const workload = open.get(formatLabels(selector), () =>
          context.workloads.matchingAnywhere(selector).find((each) => (settings.complete || each.ref !== undefined) && !isChecked(each)),
        );
        if (workload === undefined) continue;
        const whom = workload.ref === undefined ? `the pods with ${formatLabels(workload.labels)}` : formatObject(workload.ref);
        context.report(
          virtualService,
          claim.path,
          `${formatObject(virtualService.ref)} has a route for the claim ${claim.key} at ${formatObject(gateway.ref)}, and no RequestAuthentication is for ${whom}.`,
        );
      }
    }
  },
});

const CLAIM = /^@request\.auth\.claims(\..+|\[.+\])$/i;

/** The first match that looks at a claim. */
function claimOf({ object }: Resource<'networking.istio.io/VirtualService'>): { readonly key: string; readonly path: Path } | undefined {
  for (const [route, { match = [] }] of (object.spec?.http ?? []).entries()) {
    for (const [index, each] of match.entries()) {
      for (const field of ['headers', 'withoutHeaders'] as const) {
        const key = Object.keys(each[field] ?? {}).find((name) => CLAIM.test(name));
        if (key !== undefined) return { key, path: ['spec', 'http', route, 'match', index, field, key] };
      }
    }
  }
  return undefined;
}
