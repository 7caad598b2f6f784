import { reported } from '../../run';

const RULE = 'jwt-not-required';

const authentication = (target = 'selector: { matchLabels: { app: reviews } }', namespace = 'shop', rules = '[{ issuer: "https://login.example.com" }]') => `
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: reviews, namespace: ${namespace} }
spec: { ${target === '' ? '' : `${target}, `}jwtRules: ${rules} }
---`;

const policy = (rules: string, target = 'selector: { matchLabels: { app: reviews } }', namespace = 'shop', action = 'ALLOW') => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: ${namespace} }
spec: { ${target === '' ? '' : `${target}, `}action: ${action}, rules: ${rules} }
---`;

const TOKEN = '[{ from: [{ source: { requestPrincipals: ["*"] } }] }]';
const NO_TOKEN = '[{ from: [{ source: { notRequestPrincipals: ["*"] } }] }]';

describe('a token is asked for', () => {
  test.each([
    ['for the same workloads', authentication() + policy(TOKEN)],
    ['by denying those without', authentication() + policy(NO_TOKEN, undefined, undefined, 'DENY')],
    ['by a claim', authentication() + policy('[{ when: [{ key: "request.auth.claims[group]", values: [a] }] }]')],
    ['in the namespace', authentication() + policy(TOKEN, '')],
    ['in the mesh', authentication() + policy(TOKEN, '', 'istio-system')],
    ['by labels that the workload may have as well', authentication() + policy(TOKEN, 'selector: { matchLabels: { version: v1 } }')],
    ['by an external authorizer', authentication() + policy('[{}]', undefined, undefined, 'CUSTOM')],
    ['for the mesh, in one namespace', authentication('', 'istio-system') + policy(TOKEN)],
    ['of the mesh, by labels', authentication() + policy(TOKEN, undefined, 'istio-system')],
    ['for a target', authentication('targetRefs: [{ kind: Service, group: "", name: reviews }]') + policy(TOKEN, 'targetRefs: [{ kind: Service, group: "", name: reviews }]')],
  ])('%s', (_name, yaml) => {
    expect(reported(RULE, yaml)).toEqual([]);
  });

  test('by routing', () => {
    const yaml = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: shop }
spec:
  hosts: [shop.example.com]
  gateways: [edge/public]
  http:
    - match: [{ headers: { "@request.auth.claims.group": { exact: a } } }]
      directResponse: { status: 200 }
`;
    expect(reported(RULE, authentication() + yaml)).toEqual([]);
  });

  test('no token is accepted, so none is missing', () => {
    expect(reported(RULE, authentication('', 'shop', '[]'))).toEqual([]);
  });
});

describe('a token is not asked for', () => {
  test.each([
    ['without policies', ''],
    ['with a policy about something else', policy('[{ to: [{ operation: { methods: [GET] } }] }]')],
    ['with a policy for other workloads', policy(TOKEN, 'selector: { matchLabels: { app: ratings } }')],
    ['with a policy in another namespace', policy(TOKEN, '', 'bakery')],
  ])('%s', (_name, yaml) => {
    expect(reported(RULE, authentication() + yaml)).toEqual([
      'warning RequestAuthentication shop/reviews spec.jwtRules: RequestAuthentication shop/reviews checks tokens, but no AuthorizationPolicy for its workloads asks for one.',
    ]);
  });

  test('in a namespace and in the mesh', () => {
    expect(reported(RULE, authentication('') + authentication('', 'istio-system'))).toEqual([
      'warning RequestAuthentication istio-system/reviews spec.jwtRules: RequestAuthentication istio-system/reviews checks tokens, but no AuthorizationPolicy for the mesh asks for one.',
      'warning RequestAuthentication shop/reviews spec.jwtRules: RequestAuthentication shop/reviews checks tokens, but no AuthorizationPolicy for namespace shop asks for one.',
    ]);
  });
});
