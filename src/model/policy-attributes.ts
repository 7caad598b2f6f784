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

/** The places of an AuthorizationPolicy that look at HTTP, which only a proxy that reads HTTP can tell. */
export function httpAttributes({ spec }: AuthorizationPolicy): readonly Path[] {
  const found: Path[] = [];
  for (const [index, { from, to, when }] of (spec?.rules ?? []).entries()) {
    for (const [position, { source }] of (from ?? []).entries()) {
      for (const field of HTTP_SOURCES) {
        if ((source?.[field] ?? []).length > 0) found.push(['spec', 'rules', index, 'from', position, 'source', field]);
      }
    }
    for (const [position, { operation }] of (to ?? []).entries()) {
      for (const field of HTTP_OPERATIONS) {
        if ((operation?.[field] ?? []).length > 0) found.push(['spec', 'rules', index, 'to', position, 'operation', field]);
      }
    }
    for (const [position, { key }] of (when ?? []).entries()) {
      if (key !== undefined && isHttpKey(key)) found.push(['spec', 'rules', index, 'when', position, 'key']);
    }
  }
  return found;
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
