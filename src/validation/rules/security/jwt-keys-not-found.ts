import { formatObject } from '../../../model/finding';
import { defineRule } from '../../rule';

const policies = (rule: string): string => `
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  jwtRules:
    - ${rule}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  rules:
    - from: [{ source: { requestPrincipals: ["*"] } }]
`;

export const jwtKeysNotFound = defineRule({
  id: 'jwt-keys-not-found',
  upstream: [],
  severity: 'warning',
  summary: 'A JWT rule says nowhere where its keys are',
  why: 'Without jwks and jwksUri istiod asks the issuer for its keys, by HTTP; where that fails, every token is rejected.',
  fix: 'Set jwksUri to the address of the keys, or jwks to the keys themselves.',
  notes: 'Reported is an issuer that is no http or https URL. What an address answers is not looked at.',
  reads: ['security.istio.io/RequestAuthentication'],
  bad: policies('{ issuer: tokens@example.com }'),
  good: policies('{ issuer: tokens@example.com, jwksUri: "https://login.example.com/keys" }'),
  check(context) {
    for (const policy of context.all('security.istio.io/RequestAuthentication')) {
      for (const [index, { issuer = '', jwksUri, jwks_uri, jwks }] of (policy.object.spec?.jwtRules ?? []).entries()) {
        if (issuer === '' || [jwksUri, jwks_uri, jwks].some((text) => (text ?? '') !== '') || /^https?:\/\/./i.test(issuer)) continue;
        context.report(
          policy,
          ['spec', 'jwtRules', index, 'issuer'],
          `${formatObject(policy.ref)} has a JWT rule without keys, and its issuer "${issuer}" is no address to ask for them.`,
        );
      }
    }
  },
});
