import type { AuthorizationPolicy, PolicyOperation, PolicySource } from './kinds/security';
import type { Path } from './path';

const HTTP_OPERATIONS = [
  'methods',
  'notMethods',
  'paths',
  'notPaths',
  'hosts',
  'notHosts',
] as const satisfies readonly (keyof PolicyOperation)[];
// Addresses of the original client come from a header.
const HTTP_SOURCES = [
  'requestPrincipals',
  'notRequestPrincipals',
  'remoteIpBlocks',
  'notRemoteIpBlocks',
] as const satisfies readonly (keyof PolicySource)[];
const HTTP_KEY = /^(request\.|remote\.ip$)/;

/** True for the attribute of a condition that only a proxy that reads HTTP can look at. */
export function isHttpKey(key: string): boolean {
  return HTTP_KEY.test(key);
}

const IDENTITY_SOURCES = [
  'principals',
  'notPrincipals',
  'namespaces',
  'notNamespaces',
  'serviceAccounts',
  'notServiceAccounts',
  'trustDomains',
  'notTrustDomains',
] as const satisfies readonly (keyof PolicySource)[];
const IDENTITY_KEY = /^source\.(principal|namespace|serviceAccount|trustDomain)$/;

/** The places of an AuthorizationPolicy that look at HTTP, which only a proxy that reads HTTP can tell. */
export function httpAttributes(policy: AuthorizationPolicy): readonly Path[] {
  return attributes(policy, HTTP_SOURCES, HTTP_OPERATIONS, isHttpKey);
}

/** The places of an AuthorizationPolicy that look at who the caller is, which only its certificate tells. */
export function identityAttributes(policy: AuthorizationPolicy): readonly Path[] {
  return attributes(policy, IDENTITY_SOURCES, [], (key) => IDENTITY_KEY.test(key));
}

function attributes(
  { spec }: AuthorizationPolicy,
  sources: readonly (keyof PolicySource)[],
  operations: readonly (keyof PolicyOperation)[],
  isKey: (key: string) => boolean,
): readonly Path[] {
  const found: Path[] = [];
  for (const [index, { from, to, when }] of (spec?.rules ?? []).entries()) {
    for (const [position, { source }] of (from ?? []).entries()) {
      for (const field of sources) {
        if ((source?.[field] ?? []).length > 0) found.push(['spec', 'rules', index, 'from', position, 'source', field]);
      }
    }
    for (const [position, { operation }] of (to ?? []).entries()) {
      for (const field of operations) {
        if ((operation?.[field] ?? []).length > 0) found.push(['spec', 'rules', index, 'to', position, 'operation', field]);
      }
    }
    for (const [position, { key }] of (when ?? []).entries()) {
      if (key !== undefined && isKey(key)) found.push(['spec', 'rules', index, 'when', position, 'key']);
    }
  }
  return found;
}
