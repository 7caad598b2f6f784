/** What is wrong with a name, as the end of a sentence; undefined when nothing is. */
export type NameProblem = string | undefined;

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const DNS_1123_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_1035_LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

/**
 * Tests a name as the API server does for most kinds.
 * Reference: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
export function subdomainProblem(name: string): NameProblem {
  if (name.length > 253) return `has ${name.length} characters, and 253 are allowed`;
  return SUBDOMAIN.test(name)
    ? undefined
    : `may only have lower-case letters, digits, "-" and ".", and each part must begin and end with a letter or digit`;
}

/** Names of Namespaces. */
export function labelProblem(name: string): NameProblem {
  if (name.length > 63) return `has ${name.length} characters, and 63 are allowed`;
  return DNS_1123_LABEL.test(name)
    ? undefined
    : 'may only have lower-case letters, digits and "-", and must begin and end with a letter or digit';
}

/** Names of Services, which become names in DNS. */
export function serviceNameProblem(name: string): NameProblem {
  if (name.length > 63) return `has ${name.length} characters, and 63 are allowed`;
  return DNS_1035_LABEL.test(name)
    ? undefined
    : 'may only have lower-case letters, digits and "-", must begin with a letter and end with a letter or digit';
}

/** Names of RBAC objects, which only have to fit into a URL. */
export function pathSegmentProblem(name: string): NameProblem {
  if (name === '.' || name === '..') return 'cannot be "." or ".."';
  return /[/%]/.test(name) ? 'cannot have "/" or "%"' : undefined;
}
