import type { PolicyCondition, PolicyRule, PolicySource } from './kinds/security';

/** Fields of a source that ask who the caller is, with their `not` twins: mutual TLS tells it, and nothing else. */
export const IDENTITY_FIELDS = [
  ['principals', 'notPrincipals'],
  ['namespaces', 'notNamespaces'],
  ['serviceAccounts', 'notServiceAccounts'],
  ['trustDomains', 'notTrustDomains'],
] as const satisfies readonly (readonly [keyof PolicySource, keyof PolicySource])[];

type IdentityField = (typeof IDENTITY_FIELDS)[number][0 | 1];

const IDENTITY_KEYS: ReadonlySet<string> = new Set(['source.principal', 'source.namespace', 'source.serviceAccount', 'source.trustDomain']);

/** True for the attribute of a condition that only a caller with mutual TLS has. */
export function isIdentityKey(key: string | undefined): boolean {
  return key !== undefined && IDENTITY_KEYS.has(key);
}

/** The first field of a source that no caller without an identity matches. */
export function identityWantedBy(source: PolicySource | undefined): IdentityField | undefined {
  return IDENTITY_FIELDS.map(([field]) => field).find((field) => (source?.[field] ?? []).length > 0);
}

/** The first field of a source that every caller without an identity matches, whatever it excludes. */
export function identityExcludedBy(source: PolicySource | undefined): IdentityField | undefined {
  return IDENTITY_FIELDS.map(([, twin]) => twin).find((twin) => (source?.[twin] ?? []).length > 0);
}

/** True for a condition that no caller without an identity meets. */
export function conditionWantsIdentity({ key, values }: PolicyCondition): boolean {
  return isIdentityKey(key) && (values ?? []).length > 0;
}

/** False when it is certain that the rule matches no caller without an identity: one that speaks plain text, or stands outside the mesh. */
export function mayMatchWithoutIdentity({ from, when }: PolicyRule): boolean {
  if ((when ?? []).some(conditionWantsIdentity)) return false;
  return (from ?? []).length === 0 || (from ?? []).some(({ source }) => identityWantedBy(source) === undefined);
}

/** True when the rule matches every request of a caller without an identity. */
export function matchesAllWithoutIdentity({ from, to, when }: PolicyRule): boolean {
  if ((to ?? []).length > 0 || (when ?? []).some(({ key, values }) => !isIdentityKey(key) || (values ?? []).length > 0)) return false;
  return (from ?? []).length === 0 || (from ?? []).some(({ source }) => saysOnlyExcludedIdentities(source ?? {}));
}

function saysOnlyExcludedIdentities(source: PolicySource): boolean {
  const said = Object.entries(source).filter(([, values]: readonly [string, readonly string[] | undefined]) => (values ?? []).length > 0);
  return said.every(([field]) => IDENTITY_FIELDS.some(([, twin]) => twin === field));
}
