import { formatObject } from '../../../model/finding';
import { defineRule } from '../../rule';

export const jwtRuleWithoutIssuer = defineRule({
  id: 'jwt-rule-without-issuer',
  upstream: ['IST0106'],
  severity: 'warning',
  summary: 'A JWT rule names no issuer',
  why: 'Tokens of every issuer are taken as long as one of the keys has signed them, as with providers that sign for all their customers.',
  fix: 'Set issuer to what the claim `iss` of the tokens says.',
  notes:
    'Without issuer and jwksUri the webhook of istiod rejects the object (IST0106), also where jwks holds the keys. Two rules ' +
    'with the same issuer are no mistake: a token passes when one of them takes it.',
  reads: ['security.istio.io/RequestAuthentication'],
  bad: `
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  jwtRules:
    - jwks: '{"keys": []}'
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  rules:
    - from: [{ source: { requestPrincipals: ["*"] } }]
`,
  good: `
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  jwtRules:
    - issuer: https://login.example.com
      jwks: '{"keys": []}'
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
    for (const policy of context.all('security.istio.io/RequestAuthentication')) {
      for (const [index, { issuer, jwksUri, jwks_uri }] of (policy.object.spec?.jwtRules ?? []).entries()) {
        if ((issuer ?? '') !== '') continue;
        const name = formatObject(policy.ref);
        if ((jwksUri ?? jwks_uri ?? '') === '') {
          context.report(policy, ['spec', 'jwtRules', index], `${name} has a JWT rule with neither issuer nor jwksUri.`, {
            severity: 'error',
            why: 'The webhook of istiod rejects the object.',
            fix: 'Set issuer to what the claim `iss` of the tokens says.',
          });
          continue;
        }
        context.report(policy, ['spec', 'jwtRules', index], `${name} has a JWT rule without an issuer, so it takes tokens of any issuer.`, {
          upstream: [],
        });
      }
    }
  },
});
