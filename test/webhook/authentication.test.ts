import { document, said, type Said } from './run';

const error = (rule: string, path: string): Said => [rule, path, 'error'];
const warning = (rule: string, path: string): Said => [rule, path, 'warning'];

describe('PeerAuthentication', () => {
  test.each<[string, string, readonly Said[]]>([
    ['for a namespace', '{ mtls: { mode: STRICT } }', []],
    ['for ports', '{ selector: { matchLabels: { app: a } }, portLevelMtls: { 8080: { mode: DISABLE } } }', []],
    ['a selector without labels', '{ selector: {}, mtls: { mode: STRICT } }', [warning('ineffective-field', 'spec.selector')]],
  ])('%s', (_name, spec, expected) => {
    expect(said(document('PeerAuthentication', spec))).toEqual(expected);
  });
});

describe('RequestAuthentication', () => {
  const jwt = (rule: string): readonly Said[] =>
    said(document('RequestAuthentication', `{ jwtRules: [{ ${rule} }] }`)).map(([code, path, severity]) => [code, path.replace('spec.jwtRules[0].', ''), severity]);

  test.each<[string, string, readonly Said[]]>([
    ['a selector without labels', '{ selector: {} }', [warning('ineffective-field', 'spec.selector')]],
    ['a Deployment', '{ targetRefs: [{ group: apps, kind: Deployment, name: a }] }', [error('invalid-target', 'spec.targetRefs[0]')]],
  ])('%s', (_name, spec, expected) => {
    expect(said(document('RequestAuthentication', spec))).toEqual(expected);
  });

  test.each<[string, string, readonly Said[]]>([
    ['a timeout', 'issuer: a, jwksUri: "https://a", timeout: 1500us', [error('invalid-duration', 'timeout')]],
    ['public keys', `issuer: a, jwks: '{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}'`, []],
    ['no JSON', 'issuer: a, jwks: keys', [error('invalid-value', 'jwks')]],
    ['a key of an unknown kind', `issuer: a, jwks: '{"keys":[{"kty":"XX"}]}'`, [error('invalid-value', 'jwks')]],
    ['half a key', `issuer: a, jwks: '{"keys":[{"kty":"RSA","n":"AQAB"}]}'`, [error('invalid-value', 'jwks')]],
    ['a private key', `issuer: a, jwks: '{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB","d":"AQ"}]}'`, [warning('ineffective-field', 'jwks')]],
    ['a shared key', `issuer: a, jwks: '{"keys":[{"kty":"oct","k":"AQAB"}]}'`, [warning('ineffective-field', 'jwks')]],
  ])('%s', (_name, rule, expected) => {
    expect(jwt(rule)).toEqual(expected);
  });
});
