import { configureMesh } from '../../src/constructs/mesh-settings';
import type { TokenRequirement } from '../../src/constructs/access-request';
import { ZeroTrustNamespace } from '../../src/patterns/zero-trust-namespace';
import { manifests, problems, yaml } from '../constructs/tree';
import { gateway, prometheus, shop, shopService } from './zero-trust';

const reviews = shopService('reviews');
const productpage = shopService('productpage');
const login: TokenRequirement = { issuer: 'https://login.example.com', jwksUri: 'https://login.example.com/keys' };
const PRINCIPALS = 'principals: [cluster.local/ns/shop/sa/productpage]';
const TOKEN = "requestPrincipals: ['https://login.example.com/*']";
const ISS = "{ key: 'request.auth.claims[iss]', values: ['https://login.example.com'] }";

test.each<[string, TokenRequirement, string, string]>([
  ['an issuer', login, '{ issuer: https://login.example.com, jwksUri: https://login.example.com/keys }', `[${ISS}]`],
  ['an issuer that tells its keys itself', { issuer: 'https://login.example.com' }, '{ issuer: https://login.example.com }', `[${ISS}]`],
  ['keys as text', { issuer: 'https://login.example.com', jwks: '{"keys":[]}' }, `{ issuer: https://login.example.com, jwks: '{"keys":[]}' }`, `[${ISS}]`],
  [
    'audiences and claims, one inside another',
    { ...login, audiences: ['b', 'a'], claims: { groups: ['w', 'r'], 'realm_access[roles]': 'admin', email: '*@example.com' } },
    '{ issuer: https://login.example.com, jwksUri: https://login.example.com/keys, audiences: [a, b] }',
    `[{ key: request.auth.audiences, values: [a, b] }, { key: 'request.auth.claims[email]', values: ['*@example.com'] }, { key: 'request.auth.claims[groups]', values: [r, w] }, ${ISS}, { key: 'request.auth.claims[realm_access][roles]', values: [admin] }]`,
  ],
  [
    'where it is',
    { ...login, fromHeaders: [{ name: 'x-token' }], fromParams: ['t'], fromCookies: ['c'], forwardOriginalToken: true, outputClaimToHeaders: [{ header: 'x-sub', claim: 'sub' }] },
    '{ issuer: https://login.example.com, jwksUri: https://login.example.com/keys, fromHeaders: [{ name: x-token }], fromParams: [t], fromCookies: [c], forwardOriginalToken: true, outputClaimToHeaders: [{ header: x-sub, claim: sub }] }',
    `[${ISS}]`,
  ],
])('what reads the token and what wants it are written together: %s', (_what, token, jwtRule, when) => {
  const { app, chart } = shop();
  const zt = new ZeroTrustNamespace(chart, 'zt');
  zt.allow({ from: productpage, to: reviews, token });
  const written = manifests(app);
  expect(written['RequestAuthentication shop/reviews-tokens']).toEqual(
    yaml(`{ apiVersion: security.istio.io/v1, kind: RequestAuthentication, metadata: { name: reviews-tokens, namespace: shop }, spec: { selector: { matchLabels: { app: reviews } }, jwtRules: [${jwtRule}] } }`),
  );
  expect(written['AuthorizationPolicy shop/reviews-from-productpage']).toMatchObject({
    spec: { rules: yaml(`[{ from: [{ source: { ${PRINCIPALS}, ${TOKEN} } }], to: [{ operation: { ports: ['9080'] } }], when: ${when} }]`) },
  });
  expect([problems(app), zt.requestAuthentications.map(({ name }) => name)]).toEqual([[], ['reviews-tokens']]);
});

test('all edges of a service have one RequestAuthentication: a rule for each issuer, open to the audiences of all', () => {
  const { app, chart } = shop();
  const zt = new ZeroTrustNamespace(chart, 'zt');
  const other = { issuer: 'https://a.example.com' };
  zt.allow({ from: productpage, to: reviews, token: { ...login, audiences: ['two'] } });
  zt.allow({ from: prometheus, to: reviews, token: { ...login, audiences: ['one'] } });
  zt.allowGateway({ from: gateway, to: reviews, token: { ...other, audiences: ['x'] } });
  zt.allowGateway({ from: gateway, to: reviews, token: other, methods: ['GET'] });
  const spec = yaml(`{ selector: { matchLabels: { app: reviews } }, jwtRules: [{ issuer: https://a.example.com }, { issuer: https://login.example.com, jwksUri: https://login.example.com/keys, audiences: [one, two] }] }`);
  expect(manifests(app)).toMatchObject({
    'RequestAuthentication shop/reviews-tokens': { spec },
    // Each edge wants its own audience.
    'AuthorizationPolicy shop/reviews-from-productpage': { spec: { rules: [{ when: [{ key: 'request.auth.audiences', values: ['two'] }, {}] }] } },
    'AuthorizationPolicy shop/reviews-from-monitoring.prometheus': { spec: { rules: [{ when: [{ key: 'request.auth.audiences', values: ['one'] }, {}] }] } },
  });
  expect(problems(app)).toEqual([]);
});

test('in ambient it is read at the waypoint', () => {
  const { app, chart } = shop();
  configureMesh(app, { dataPlane: 'ambient' });
  new ZeroTrustNamespace(chart, 'zt').allow({ from: productpage, to: reviews, token: login });
  expect(manifests(app)['RequestAuthentication shop/reviews-tokens']).toMatchObject({ spec: { targetRefs: [{ group: '', kind: 'Service', name: 'reviews' }] } });
});
