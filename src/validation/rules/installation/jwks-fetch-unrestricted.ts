import { formatObject } from '../../../model/finding';
import { firstFew, listed } from '../../../model/text';
import { defineRule } from '../../rule';

const mesh = (env: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: istiod, namespace: istio-system, labels: { app: istiod } }
spec:
  selector: { matchLabels: { app: istiod } }
  template:
    metadata: { labels: { app: istiod, sidecar.istio.io/inject: "false" } }
    spec: { containers: [{ name: discovery, image: istio/pilot${env} }] }
---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: users, namespace: shop }
spec:
  jwtRules: [{ issuer: "https://login.example.com", jwksUri: "https://login.example.com/keys" }]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: users, namespace: shop }
spec:
  rules: [{ from: [{ source: { requestPrincipals: ["*"] } }] }]
`;

const VARIABLE = 'BLOCKED_CIDRS_IN_JWKS_URIS';

export const jwksFetchUnrestricted = defineRule({
  id: 'jwks-fetch-unrestricted',
  upstream: ['IST0175'],
  severity: 'warning',
  summary: 'Istiod fetches keys from any address that a RequestAuthentication names',
  why: 'Whoever may write a RequestAuthentication can have istiod call addresses inside the cluster that are closed to him.',
  fix: `Set ${VARIABLE} of istiod to the networks it must not call.`,
  reads: ['apps/Deployment', 'security.istio.io/RequestAuthentication'],
  bad: mesh(''),
  good: mesh(`, env: [{ name: ${VARIABLE}, value: "10.0.0.0/8,169.254.0.0/16" }]`),
  check(context) {
    const policies = context.all('security.istio.io/RequestAuthentication');
    for (const istiod of context.all('apps/Deployment')) {
      if (istiod.labels.app !== 'istiod' || policies.length === 0) continue;
      if (istiod.object.containers.some(({ env }) => (env[VARIABLE] ?? '') !== '')) continue;
      const names = listed(firstFew(policies.map(({ ref }) => formatObject(ref)).sort()));
      context.report(istiod, ['spec', 'template', 'spec', 'containers'], `${formatObject(istiod.ref)} does not set ${VARIABLE}, and there is ${names}.`);
    }
  },
});
