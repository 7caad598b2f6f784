import { reported } from '../../run';

const RULE = 'selector-of-gateway-api-pods';

const deployment = (name: string, labels: string, namespace = 'shop'): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec: { template: { metadata: { labels: { ${labels} } }, spec: { containers: [{ name: app, image: app }] } } }
---`;
const policy = (kind: string, spec: string): string => `
apiVersion: ${kind}
metadata: { name: p, namespace: shop }
spec: { ${spec} }
`;
const AUTHORIZATION = 'security.istio.io/v1\nkind: AuthorizationPolicy';
const TELEMETRY = 'telemetry.istio.io/v1\nkind: Telemetry';
const PODS = deployment('public-istio', 'gateway.networking.k8s.io/gateway-name: public, app: gateway');

test.each([
  ['by the name of the Gateway', PODS + policy(AUTHORIZATION, 'selector: { matchLabels: { gateway.networking.k8s.io/gateway-name: public } }'), [
    'warning AuthorizationPolicy shop/p spec.selector: AuthorizationPolicy shop/p selects gateway.networking.k8s.io/gateway-name=public, which pods of the Gateway public have.',
  ]],
  ['by another label', PODS + policy(TELEMETRY, 'selector: { matchLabels: { app: gateway } }'), [
    'warning Telemetry shop/p spec.selector: Telemetry shop/p selects app=gateway, which pods of the Gateway public have.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['attached', PODS + policy(AUTHORIZATION, 'targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: public }]')],
  ['other pods', PODS + policy(AUTHORIZATION, 'selector: { matchLabels: { app: other } }')],
  ['the whole namespace', PODS + policy(AUTHORIZATION, '')],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
