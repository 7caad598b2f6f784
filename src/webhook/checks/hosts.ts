import type { Place } from '../place';
import { isIpAddress } from './addresses';
import { domainProblem, isDnsLabel, isPartialWildcard, wildcardDomainProblem } from './text-forms';

const HOST_FIX = 'Write a host name such as "reviews.shop.svc.cluster.local", without scheme, port and path.';

/** A host without wildcards. */
export function validateDomain(host: string, at: Place): void {
  const problem = domainProblem(host);
  if (problem !== undefined) at.error('invalid-host', `The host "${host}" ${problem}.`, HOST_FIX);
}

/** A host whose first part may be a wildcard. */
export function validateWildcardDomain(host: string, at: Place): void {
  const problem = wildcardDomainProblem(host);
  if (problem !== undefined) at.error('invalid-host', `The host "${host}" ${problem}.`, HOST_FIX);
}

// An entry `namespace/host` of a Sidecar: `./*`, `*/reviews.shop.svc.cluster.local`, `~legacy/*`.
export function validateSidecarHost(entry: string, at: Place): void {
  const parts = splitEntry(entry, at);
  if (parts === undefined) {
    at.error('invalid-host', `"${entry}" does not say which namespace is meant.`, `Write namespace and host, "./${entry}" for the own namespace or "*/${entry}" for all.`);
    return;
  }
  const [namespace, host] = parts;
  const bare = namespace.startsWith('~') ? namespace.slice(1) : namespace;
  if (bare !== '' && bare !== '*' && bare !== '.' && !isDnsLabel(bare)) namespaceError(namespace, at);
  validateListedHost(host, false, at);
}

/** A host of a Gateway's server: `*.example.com`, `shop/*.example.com`, or an IP address. What is translated from the Gateway API may be for no namespace, `~`. */
export function validateGatewayHost(entry: string, at: Place, converted = false): void {
  const parts = splitEntry(entry, at);
  if (parts === undefined) {
    validateListedHost(entry, true, at);
    return;
  }
  const [namespace, host] = parts;
  if (namespace !== '*' && namespace !== '.' && !(converted && namespace === '~') && !isDnsLabel(namespace)) namespaceError(namespace, at);
  validateListedHost(host, true, at);
}

function splitEntry(entry: string, at: Place): readonly [namespace: string, host: string] | undefined {
  const slash = entry.indexOf('/');
  if (slash < 0) return undefined;
  const [namespace, host] = [entry.slice(0, slash), entry.slice(slash + 1)];
  if (namespace === '' || host === '') at.error('invalid-host', `"${entry}" lacks what belongs on one side of the "/".`, 'Write namespace and host, both.');
  return [namespace, host];
}

function namespaceError(namespace: string, at: Place): void {
  at.error('invalid-host', `"${namespace}" is no namespace.`, 'Name a namespace, "." for the own one or "*" for all.');
}

function validateListedHost(host: string, mayBeAddress: boolean, at: Place): void {
  if (host !== '*' && !host.includes('.')) {
    at.error('invalid-host', `"${host}" is a short name, and none are allowed here.`, 'Write the whole host name, such as "reviews.shop.svc.cluster.local".');
  }
  const problem = wildcardDomainProblem(host);
  if (problem !== undefined && !(mayBeAddress && isIpAddress(host))) at.error('invalid-host', `The host "${host}" ${problem}.`, HOST_FIX);
  if (isPartialWildcard(host)) at.error('invalid-host', `The host "${host}" has a wildcard that is not its whole first part.`, 'Use "*" or "*.example.com".');
}
