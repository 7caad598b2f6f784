import { reported } from '../../run';

const RULE = 'jwt-claim-route-without-authentication';

const deployment = (name: string, labels: string, namespace = 'shop'): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec: { template: { metadata: { labels: { ${labels} } }, spec: { containers: [{ name: app, image: app }] } } }
---`;
const route = (header: string, field = 'headers'): string => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec: { selector: { app: gateway }, servers: [] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: v, namespace: edge }
spec: { hosts: [a.example.com], gateways: [public], http: [{ match: [{ ${field}: { "${header}": { exact: a } } }], directResponse: { status: 200 } }] }
---`;
const authentication = (namespace: string, spec = ''): string => `
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: r, namespace: ${namespace} }
spec: { ${spec} }
---`;
const PODS = deployment('gateway', 'app: gateway', 'edge');
const CLAIM = '@request.auth.claims.group';

test.each([
  ['no RequestAuthentication', PODS + route(CLAIM), [
    'error VirtualService edge/v spec.http[0].match[0].headers["@request.auth.claims.group"]: VirtualService edge/v has a route for the claim @request.auth.claims.group at Gateway edge/public, and no RequestAuthentication is for Deployment edge/gateway.',
  ]],
  ['the other form', PODS + route('@request.auth.claims[a][b]', 'withoutHeaders'), [
    'error VirtualService edge/v spec.http[0].match[0].withoutHeaders["@request.auth.claims[a][b]"]: VirtualService edge/v has a route for the claim @request.auth.claims[a][b] at Gateway edge/public, and no RequestAuthentication is for Deployment edge/gateway.',
  ]],
  ['one for other pods', PODS + authentication('edge', 'selector: { matchLabels: { app: other } }') + route(CLAIM), [
    'error VirtualService edge/v spec.http[0].match[0].headers["@request.auth.claims.group"]: VirtualService edge/v has a route for the claim @request.auth.claims.group at Gateway edge/public, and no RequestAuthentication is for Deployment edge/gateway.',
  ]],
  ['one for something else', PODS + authentication('edge', 'targetRefs: [{ kind: Service, name: a }]') + route(CLAIM), [
    'error VirtualService edge/v spec.http[0].match[0].headers["@request.auth.claims.group"]: VirtualService edge/v has a route for the claim @request.auth.claims.group at Gateway edge/public, and no RequestAuthentication is for Deployment edge/gateway.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['one for the namespace', PODS + authentication('edge') + route(CLAIM)],
  ['one for the pods', PODS + authentication('edge', 'selector: { matchLabels: { app: gateway } }') + route(CLAIM)],
  ['one for the mesh', PODS + authentication('istio-system') + route(CLAIM)],
  ['a header', PODS + route('x-claims')],
  ['pods that are not known', route(CLAIM)],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
