import { conditionWantsIdentity, identityExcludedBy, identityWantedBy, matchesAllWithoutIdentity, mayMatchWithoutIdentity } from '../../src/model/policy-callers';

test('what a source wants and excludes', () => {
  expect(identityWantedBy({ ipBlocks: ['10.0.0.0/8'], namespaces: ['a'] })).toBe('namespaces');
  expect(identityWantedBy({ principals: [], notPrincipals: ['a'] })).toBeUndefined();
  expect(identityWantedBy(undefined)).toBeUndefined();
  expect(identityExcludedBy({ namespaces: ['a'], notServiceAccounts: ['a/b'] })).toBe('notServiceAccounts');
  expect(identityExcludedBy({ notIpBlocks: ['10.0.0.0/8'] })).toBeUndefined();
});

test('conditions on who calls', () => {
  expect(conditionWantsIdentity({ key: 'source.principal', values: ['*'] })).toBe(true);
  expect(conditionWantsIdentity({ key: 'source.principal', notValues: ['a'] })).toBe(false);
  expect(conditionWantsIdentity({ key: 'source.ip', values: ['10.0.0.1'] })).toBe(false);
});

const WANTING = { source: { principals: ['*'] } };
const EXCLUDING = { source: { notPrincipals: ['*'] } };

test.each([
  ['an empty rule', {}, true, true],
  ['an identity', { from: [WANTING] }, false, false],
  ['an identity or none', { from: [WANTING, EXCLUDING] }, true, true],
  ['none', { from: [EXCLUDING] }, true, true],
  ['none, for a request', { from: [EXCLUDING], to: [{ operation: { methods: ['GET'] } }] }, true, false],
  ['none, from an address', { from: [{ source: { notPrincipals: ['*'], ipBlocks: ['10.0.0.0/8'] } }] }, true, false],
  ['an empty list', { from: [{ source: { notPrincipals: ['*'], principals: [] } }] }, true, true],
  ['a condition that wants one', { when: [{ key: 'source.namespace', values: ['a'] }] }, false, false],
  ['a condition that excludes one', { when: [{ key: 'source.namespace', notValues: ['a'] }] }, true, true],
  ['another condition', { when: [{ key: 'source.ip', values: ['10.0.0.1'] }] }, true, false],
])('callers without an identity: %s', (_name, rule, some, all) => {
  expect([mayMatchWithoutIdentity(rule), matchesAllWithoutIdentity(rule)]).toEqual([some, all]);
});
