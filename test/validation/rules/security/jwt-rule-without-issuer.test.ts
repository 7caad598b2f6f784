import { findingsOf, reported } from '../../run';

const RULE = 'jwt-rule-without-issuer';

const tokens = (...rules: readonly string[]) => `
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: a, namespace: shop }
spec: { jwtRules: [${rules.join(', ')}] }
`;

test.each([
  ['an issuer', '{ issuer: a }'],
  ['an issuer with keys', '{ issuer: a, jwks: "{}" }'],
  ['two rules for one issuer', '{ issuer: a, jwks: "{}" }, { issuer: a, jwksUri: "https://example.com" }'],
])('%s is fine', (_name, rule) => {
  expect(reported(RULE, tokens(rule))).toEqual([]);
});

test('without rules there is nothing to say', () => {
  expect(reported(RULE, tokens())).toEqual([]);
});

test.each([['jwksUri'], ['jwks_uri']])('with %s alone it takes everyone’s tokens', (field) => {
  const yaml = tokens('{ issuer: a }', `{ ${field}: "https://example.com" }`);
  expect(reported(RULE, yaml)).toEqual([
    'warning RequestAuthentication shop/a spec.jwtRules[1]: RequestAuthentication shop/a has a JWT rule without an issuer, so it takes tokens of any issuer.',
  ]);
  expect(findingsOf(yaml).find(({ rule }) => rule === RULE)?.upstream).toEqual([]);
});

test.each([['{}'], ['{ jwks: "{}" }'], ['{ issuer: "", audiences: [a] }']])('%s is rejected by istiod', (rule) => {
  const yaml = tokens(rule);
  expect(reported(RULE, yaml)).toEqual([
    'error RequestAuthentication shop/a spec.jwtRules[0]: RequestAuthentication shop/a has a JWT rule with neither issuer nor jwksUri.',
  ]);
  expect(findingsOf(yaml).find(({ rule: id }) => id === RULE)?.upstream).toEqual(['IST0106']);
});
