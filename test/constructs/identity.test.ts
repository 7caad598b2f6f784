import { App, Chart } from 'cdk8s';
import * as security from '../../imports/security';
import { Identity, type IdentityProps } from '../../src/constructs/identity';
import { configureMesh } from '../../src/constructs/mesh-settings';
import { manifests } from './tree';

const ratings = Identity.of({ namespace: 'shop', serviceAccount: 'ratings' });

test.each<[string, IdentityProps, string | undefined, string]>([
  ['the default trust domain', { namespace: 'shop', serviceAccount: 'ratings' }, undefined, 'cluster.local/ns/shop/sa/ratings'],
  ['the trust domain of the mesh', { namespace: 'shop', serviceAccount: 'ratings' }, 'prod.example', 'prod.example/ns/shop/sa/ratings'],
  ['a foreign trust domain', { namespace: 'shop', serviceAccount: { name: 'ratings' }, trustDomain: 'other.example' }, 'prod.example', 'other.example/ns/shop/sa/ratings'],
])('principal with %s', (_what, props, trustDomain, principal) => {
  const app = new App();
  configureMesh(app, { trustDomain });
  expect(Identity.of(props).principalIn(app)).toBe(principal);
  expect(Identity.of(props).spiffeIdIn(app)).toBe(`spiffe://${principal}`);
});

test('in a policy it is read when the policy is written', () => {
  const app = new App();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new security.AuthorizationPolicy(chart, 'allow', { metadata: { name: 'allow' }, spec: { rules: [{ from: [{ source: ratings.sourceIn(chart) }] }] } });
  configureMesh(app, { trustDomain: 'prod.example' });
  expect(manifests(app)).toMatchObject({
    'AuthorizationPolicy shop/allow': { spec: { rules: [{ from: [{ source: { principals: ['prod.example/ns/shop/sa/ratings'] } }] }] } },
  });
});

test.each<[IdentityProps, string]>([
  [{ namespace: '', serviceAccount: 'a' }, 'namespace "" of an identity must be a plain name: not empty and without "/"'],
  [{ namespace: 'shop', serviceAccount: 'ns/a' }, 'serviceAccount "ns/a" of an identity must be a plain name: not empty and without "/"'],
  [{ namespace: 'shop', serviceAccount: 'a', trustDomain: '' }, 'trustDomain "" of an identity must be a plain name: not empty and without "/"'],
])('%j is refused', (props, message) => {
  expect(() => Identity.of(props)).toThrow(new RangeError(message));
});
