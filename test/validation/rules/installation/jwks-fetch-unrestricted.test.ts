import { reported } from '../../run';

const RULE = 'jwks-fetch-unrestricted';

const istiod = (env: string, app = 'istiod'): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: istiod, namespace: istio-system, labels: { app: ${app} } }
spec: { template: { metadata: { labels: { app: istiod } }, spec: { containers: [{ name: discovery, image: pilot, env: [${env}] }] } } }
---`;
const AUTHENTICATION = `
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: r, namespace: shop }
---`;

test.each([
  ['no variable', AUTHENTICATION + istiod(''), [
    'warning Deployment istio-system/istiod spec.template.spec.containers: Deployment istio-system/istiod does not set BLOCKED_CIDRS_IN_JWKS_URIS, and there is RequestAuthentication shop/r.',
  ]],
  ['an empty variable', AUTHENTICATION + istiod('{ name: BLOCKED_CIDRS_IN_JWKS_URIS, value: "" }'), [
    'warning Deployment istio-system/istiod spec.template.spec.containers: Deployment istio-system/istiod does not set BLOCKED_CIDRS_IN_JWKS_URIS, and there is RequestAuthentication shop/r.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['a variable', AUTHENTICATION + istiod('{ name: BLOCKED_CIDRS_IN_JWKS_URIS, value: 10.0.0.0/8 }')],
  ['no RequestAuthentication', istiod('')],
  ['another Deployment', AUTHENTICATION + istiod('', 'other')],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
