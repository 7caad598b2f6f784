import { reported } from '../../run';

const RULE = 'jwt-keys-not-found';

const tokens = (rule: string) => `
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: a, namespace: shop }
spec: { jwtRules: [{ issuer: "https://fine.example.com" }, { ${rule} }] }
`;

test.each([
  ['jwks', 'issuer: a, jwks: "{}"'],
  ['jwksUri', 'issuer: a, jwksUri: "https://example.com"'],
  ['the old spelling', 'issuer: a, jwks_uri: "https://example.com"'],
  ['an issuer that is an address', 'issuer: "https://example.com/realm"'],
  ['an address without TLS', 'issuer: "HTTP://keys.infra"'],
  ['no issuer, which another rule tells', 'audiences: [a]'],
])('%s is fine', (_name, rule) => {
  expect(reported(RULE, tokens(rule))).toEqual([]);
});

test.each([['tokens@example.com'], ['kubernetes/serviceaccount'], ['accounts.example.com'], ['https://'], ['urn:example']])('%s answers nobody', (issuer) => {
  expect(reported(RULE, tokens(`issuer: "${issuer}"`))).toEqual([
    `warning RequestAuthentication shop/a spec.jwtRules[1].issuer: RequestAuthentication shop/a has a JWT rule without keys, and its issuer "${issuer}" is no address to ask for them.`,
  ]);
});
