import { reported } from '../../run';

const RULE = 'route-rule-without-backend';

const route = (rule: string, kind = 'HTTPRoute') => `
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: { name: web, namespace: shop }
spec: { parentRefs: [{ name: public }], rules: [{ ${rule} }] }
`;
const backends = (...weights: string[]) => `backendRefs: [${weights.map((weight, index) => `{ name: web-${index}, port: 80${weight} }`).join(', ')}]`;

test.each([
  ['a backend', backends('')],
  ['a weight beside zeros', backends(', weight: 0', ', weight: 1')],
  ['no weight beside zeros', backends(', weight: 0', '')],
  ['a redirect', 'filters: [{ type: RequestRedirect, requestRedirect: { scheme: https } }]'],
  ['a filter of another implementation', 'filters: [{ type: ExtensionRef, extensionRef: { group: example.com, kind: Answer, name: a } }]'],
])('it answers: %s', (_name, rule) => {
  expect(reported(RULE, route(rule))).toEqual([]);
});

test.each([
  ['all weights zero', backends(', weight: 0', ', weight: 0'), '.backendRefs: HTTPRoute shop/web gives all 2 backends of a rule the weight 0: its requests get 500.'],
  ['its weight zero', backends(', weight: 0'), '.backendRefs: HTTPRoute shop/web gives the only backend of a rule the weight 0: its requests get 500.'],
  ['no backend', 'matches: [{ path: { value: /a } }]', ': HTTPRoute shop/web has a rule without a backend and without a redirect: its requests get 500.'],
  ['only a header', 'filters: [{ type: RequestHeaderModifier, requestHeaderModifier: { remove: [a] } }]', ': HTTPRoute shop/web has a rule without a backend and without a redirect: its requests get 500.'],
])('it does not: %s', (_name, rule, rest) => {
  expect(reported(RULE, route(rule))).toEqual([`warning HTTPRoute shop/web spec.rules[0]${rest}`]);
});

test('a GRPCRoute', () => {
  expect(reported(RULE, route(backends(', weight: 0'), 'GRPCRoute'))).toHaveLength(1);
});
