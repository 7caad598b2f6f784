import { formatObject } from '../../../model/finding';
import type { Kind } from '../../../model/kinds';
import type { VirtualService } from '../../../model/kinds/networking';
import type { AuthorizationPolicy, PolicyRule } from '../../../model/kinds/security';
import { policyScope, PolicyScopes } from '../../../model/policy-target';
import type { PolicyScope } from '../../../model/policy-target';
import { defineRule } from '../../rule';

const READS = [
  'security.istio.io/RequestAuthentication',
  'security.istio.io/AuthorizationPolicy',
  'networking.istio.io/VirtualService',
] as const satisfies readonly Kind[];

export const jwtNotRequired = defineRule({
  id: 'jwt-not-required',
  upstream: [],
  severity: 'warning',
  summary: 'Tokens are checked where they are sent, but nothing asks for one',
  why: 'A RequestAuthentication rejects wrong tokens and lets requests without any token pass.',
  fix: 'Add an AuthorizationPolicy that allows only requests with a token, for example with `requestPrincipals: ["*"]`.',
  notes:
    'An AuthorizationPolicy counts when it may be for the same workloads and looks at request principals or claims, or when it is ' +
    'CUSTOM. A VirtualService that routes by claims counts too. No upstream tool has this check.',
  reads: READS,
  bad: `
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  jwtRules:
    - { issuer: "https://login.example.com", jwksUri: "https://login.example.com/keys" }
`,
  good: `
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  jwtRules:
    - { issuer: "https://login.example.com", jwksUri: "https://login.example.com/keys" }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  rules:
    - from: [{ source: { requestPrincipals: ["*"] } }]
`,
  check(context) {
    const { rootNamespace } = context.settings;
    const asking = new PolicyScopes();
    for (const { object, namespace } of context.all('security.istio.io/AuthorizationPolicy')) {
      if (asksForToken(object)) asking.add(policyScope(object.spec, namespace, rootNamespace));
    }
    let routedByClaims: boolean | undefined;
    for (const authentication of context.all('security.istio.io/RequestAuthentication')) {
      const spec = authentication.object.spec;
      if ((spec?.jwtRules ?? []).length === 0) continue;
      routedByClaims ??= context.all('networking.istio.io/VirtualService').some(({ object }) => routesByClaims(object));
      if (routedByClaims) return;
      const scope = policyScope(spec, authentication.namespace, rootNamespace);
      if (asking.mayMeet(scope)) continue;
      context.report(
        authentication,
        ['spec', 'jwtRules'],
        `${formatObject(authentication.ref)} checks tokens, but no AuthorizationPolicy for ${described(scope)} asks for one.`,
      );
    }
  },
});

function described(scope: PolicyScope): string {
  if (scope.kind === 'mesh') return 'the mesh';
  if (scope.kind === 'namespace') return `namespace ${scope.namespace}`;
  return scope.kind === 'targets' ? 'its targets' : 'its workloads';
}

function asksForToken({ spec }: AuthorizationPolicy): boolean {
  return spec?.action === 'CUSTOM' || (spec?.rules ?? []).some(looksAtToken);
}

function looksAtToken({ from, when }: PolicyRule): boolean {
  return (
    (from ?? []).some(({ source }) => (source?.requestPrincipals ?? []).length > 0 || (source?.notRequestPrincipals ?? []).length > 0) ||
    (when ?? []).some(({ key }) => key?.startsWith('request.auth.') === true || key?.toLowerCase() === 'request.headers[authorization]')
  );
}

const CLAIM = /^@request\.auth\.claims/i;

function routesByClaims({ spec }: VirtualService): boolean {
  return (spec?.http ?? []).some(({ match }) =>
    (match ?? []).some(({ headers, withoutHeaders }) =>
      [...Object.keys(headers ?? {}), ...Object.keys(withoutHeaders ?? {})].some((name) => CLAIM.test(name)),
    ),
  );
}
