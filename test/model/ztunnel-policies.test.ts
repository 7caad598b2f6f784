import { waypointIdentity } from '../../src/model/waypoints';
import { ZtunnelPolicies } from '../../src/model/ztunnel-policies';
import { resource } from './resources';

const WORKLOAD = { namespace: 'shop', labels: { app: 'reviews', version: 'v1' } };
const WAYPOINT = waypointIdentity({ namespace: 'shop', name: 'waypoint' }, undefined, 'cluster.local');
const PRINCIPAL = 'cluster.local/ns/shop/sa/waypoint';

const selector = { matchLabels: { app: 'reviews' } };
const policy = (spec: object, head: { namespace?: string; name?: string; annotations?: Record<string, string> } = {}) =>
  resource('security.istio.io/AuthorizationPolicy', spec, head);
const from = (source: object) => [{ from: [{ source }] }];

const of = (...policies: readonly ReturnType<typeof policy>[]) => new ZtunnelPolicies(policies, 'istio-system');
const refuses = (...policies: readonly ReturnType<typeof policy>[]) =>
  WAYPOINT === undefined ? undefined : of(...policies).refusedBy(WORKLOAD, WAYPOINT)?.name;

describe('a workload is guarded', () => {
  test.each([
    ['by an ALLOW for callers', policy({ selector, rules: from({ principals: [PRINCIPAL] }) })],
    ['by one of the whole namespace', policy({ rules: from({ namespaces: ['shop'] }) })],
    ['by one of the root namespace', policy({ rules: from({ serviceAccounts: ['a'] }) }, { namespace: 'istio-system' })],
    ['by one of the root namespace with a selector', policy({ selector, rules: from({ principals: ['a/b'] }) }, { namespace: 'istio-system' })],
    ['by an ALLOW of nothing', policy({})],
    ['by an exception for a port', policy({ rules: [{ to: [{ operation: { ports: ['15020'] } }] }] })],
    ['by a condition on callers', policy({ rules: [{ when: [{ key: 'source.principal', values: ['a/b'] }] }] })],
    ['by addresses', policy({ rules: from({ ipBlocks: ['10.0.0.0/8'] }) })],
    ['by all but some namespaces', policy({ rules: from({ notNamespaces: ['evil'] }) })],
    ['by an ALLOW that ztunnel leaves out', policy({ rules: [{ to: [{ operation: { methods: ['GET'] } }] }] })],
    ['by a DENY for all but the waypoint', policy({ action: 'DENY', rules: from({ notPrincipals: [PRINCIPAL] }) })],
  ])('%s', (_name, one) => {
    expect(of(one).guards(WORKLOAD)).toBe(true);
  });

  test.each([
    ['without policies', []],
    ['by a policy for others', [policy({ selector: { matchLabels: { app: 'ratings' } }, rules: from({ principals: [PRINCIPAL] }) })]],
    ['by a policy of another namespace', [policy({ rules: from({ principals: [PRINCIPAL] }) }, { namespace: 'other' })]],
    ['by a policy with a target', [policy({ targetRefs: [{ kind: 'Service', name: 'reviews' }], rules: from({ principals: [PRINCIPAL] }) })]],
    ['by a policy on trial', [policy({ selector, rules: from({ principals: [PRINCIPAL] }) }, { annotations: { 'istio.io/dry-run': 'true' } })]],
    ['by an AUDIT', [policy({ action: 'AUDIT', rules: from({ principals: [PRINCIPAL] }) })]],
    ['by a DENY for some', [policy({ action: 'DENY', rules: from({ principals: ['a/b'] }) })]],
    ['by a DENY for some ports', [policy({ action: 'DENY', rules: [{ from: [{ source: { notPrincipals: [PRINCIPAL] } }], to: [{ operation: { ports: ['80'] } }] }] })]],
    ['where one lets everyone in', [policy({ rules: from({ principals: [PRINCIPAL] }) }), policy({ selector, rules: [{}] }, { name: 'b' })]],
    ['by everyone of the mesh', [policy({ rules: from({ principals: ['*'] }) })]],
    ['by a condition for everyone', [policy({ rules: [{ when: [{ key: 'source.namespace', values: ['*'] }] }] })]],
  ])('not %s', (_name, policies) => {
    expect(of(...policies).guards(WORKLOAD)).toBe(false);
  });
});

describe('a waypoint is', () => {
  test.each([
    ['by a principal', { principals: [PRINCIPAL] }],
    ['by a pattern', { principals: ['cluster.local/ns/shop/*'] }],
    ['by the end of a principal', { principals: ['*/sa/waypoint'] }],
    ['by its namespace', { namespaces: ['shop'] }],
    ['by its account', { serviceAccounts: ['waypoint'] }],
    ['by its account in full', { serviceAccounts: ['shop/waypoint'] }],
    ['by an address, perhaps', { ipBlocks: ['10.0.0.0/8'] }],
    ['by all but others', { notPrincipals: ['a/b'] }],
  ])('let in %s', (_name, source) => {
    expect(refuses(policy({ selector, rules: from(source) }))).toBeUndefined();
  });

  test.each([
    ['other principals', from({ principals: ['cluster.local/ns/shop/sa/productpage'] })],
    ['other namespaces', from({ namespaces: ['other'] })],
    ['the same account elsewhere', from({ serviceAccounts: ['other/waypoint'] })],
    ['all but it', from({ notPrincipals: [PRINCIPAL] })],
    ['nobody', []],
    ['a condition on others', [{ when: [{ key: 'source.principal', values: ['a/b'] }] }]],
    ['what ztunnel does not see', [{ to: [{ operation: { methods: ['GET'] } }] }]],
    ['the name of the server that was asked for', [{ when: [{ key: 'connection.sni', values: ['a'] }] }]],
  ])('turned away by an ALLOW for %s', (_name, rules) => {
    expect(refuses(policy({ selector, rules }))).toBe('a');
  });

  test('let in where one of several does', () => {
    expect(refuses(policy({}), policy({ selector, rules: from({ principals: [PRINCIPAL] }) }, { name: 'b' }))).toBeUndefined();
    expect(refuses()).toBeUndefined();
  });
});
