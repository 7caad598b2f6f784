import type { AuthorizationPolicy, PolicyOperation, PolicyRule, PolicySource } from './kinds/security';
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

const ZTUNNEL_KEYS: ReadonlySet<string> = new Set(['source.ip', 'source.namespace', 'source.principal', 'destination.ip', 'destination.port']);
const TRUST_DOMAINS = ['trustDomains', 'notTrustDomains'] as const satisfies readonly (keyof PolicySource)[];

/** The first place of an AuthorizationPolicy that is not about HTTP and that ztunnel does not read either. */
export function unreadByZtunnel({ spec }: AuthorizationPolicy): { readonly path: Path; readonly what: string } | undefined {
  if (spec?.action === 'CUSTOM') return { path: ['spec', 'action'], what: 'asks an external authorizer' };
  if (spec?.action === 'AUDIT') return { path: ['spec', 'action'], what: 'has requests recorded' };
  for (const [index, { from, when }] of (spec?.rules ?? []).entries()) {
    for (const [position, { source }] of (from ?? []).entries()) {
      const field = TRUST_DOMAINS.find((name) => (source?.[name] ?? []).length > 0);
      if (field !== undefined) return { path: ['spec', 'rules', index, 'from', position, 'source', field], what: `looks at ${field}` };
    }
    for (const [position, { key }] of (when ?? []).entries()) {
      if (key !== undefined && !ZTUNNEL_KEYS.has(key) && !isHttpKey(key)) return { path: ['spec', 'rules', index, 'when', position, 'key'], what: `looks at ${key}` };
    }
  }
  return undefined;
}

/** What a connection without HTTP says of its caller, as istiod counts it when it warns. */
const KNOWN_WITHOUT_HTTP = [
  'principals', 'notPrincipals', 'ipBlocks', 'notIpBlocks', 'namespaces', 'notNamespaces', 'remoteIpBlocks', 'notRemoteIpBlocks', 'serviceAccounts', 'notServiceAccounts',
] as const satisfies readonly (keyof PolicySource)[];

/** True for a DENY rule of which istiod itself warns that it stops all connections of TCP: no port in its operations, or, without any, no caller that a connection shows. */
export function deniesConnectionsByWarning({ from = [], to = [] }: PolicyRule): boolean {
  if (to.length > 0) return !to.some(({ operation }) => (operation?.ports ?? []).length + (operation?.notPorts ?? []).length > 0);
  return from.length > 0 && !from.some(({ source }) => KNOWN_WITHOUT_HTTP.some((field) => (source?.[field] ?? []).length > 0));
}
