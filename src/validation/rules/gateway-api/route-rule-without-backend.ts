import { formatObject } from '../../../model/finding';
import type { Kind } from '../../../model/kinds';
import type { RouteRule } from '../../../model/kinds/gateway-api';
import { defineRule } from '../../rule';

const KINDS = ['gateway.networking.k8s.io/HTTPRoute', 'gateway.networking.k8s.io/GRPCRoute'] as const satisfies readonly Kind[];

const mesh = (weight: number): string => `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: reviews, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  rules:
    - backendRefs:
        - { name: reviews-stable, port: 80, weight: ${weight} }
        - { name: reviews-canary, port: 80, weight: 0 }
`;

export const routeRuleWithoutBackend = defineRule({
  id: 'route-rule-without-backend',
  upstream: [],
  severity: 'warning',
  summary: 'A rule of an HTTPRoute or GRPCRoute sends its requests to nobody',
  why: 'Where no backend has a weight above 0 and nothing redirects, every request that the rule takes is answered with 500.',
  fix: 'Give a backend a weight, add one, or redirect.',
  notes: 'Rules with filters of other implementations (`ExtensionRef`), or of a type that is not known, are left alone.',
  reads: KINDS,
  bad: mesh(0),
  good: mesh(100),
  check(context) {
    for (const route of KINDS.flatMap((kind) => context.all(kind))) {
      for (const [index, rule] of (route.object.spec?.rules ?? []).entries()) {
        if (mayAnswer(rule)) continue;
        const { backendRefs = [] } = rule;
        const name = formatObject(route.ref);
        if (backendRefs.length === 0) context.report(route, ['spec', 'rules', index], `${name} has a rule without a backend and without a redirect: its requests get 500.`);
        else if (backendRefs.every(({ weight = 1 }) => weight === 0)) {
          const which = backendRefs.length === 1 ? 'the only backend' : `all ${backendRefs.length} backends`;
          context.report(route, ['spec', 'rules', index, 'backendRefs'], `${name} gives ${which} of a rule the weight 0: its requests get 500.`);
        }
      }
    }
  },
});

/** Filters that answer nothing themselves. */
const PASSING: ReadonlySet<string> = new Set(['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestMirror', 'URLRewrite', 'CORS']);

function mayAnswer({ filters = [] }: RouteRule): boolean {
  return filters.some(({ type }) => type === undefined || !PASSING.has(type));
}
