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

const KEY_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/**
 * Keys of labels, and names of finalizers: a name, with a domain and "/" before it or not. Keys of annotations are the same in
 * lower case.
 * Reference: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export function qualifiedNameProblem(text: string): NameProblem {
  const slash = text.indexOf('/');
  const name = text.slice(slash + 1);
  if (name.includes('/')) return 'may have only one "/", between a domain and a name';
  if (slash === 0) return 'has nothing before its "/", where a domain belongs';
  if (slash > 0) {
    const problem = subdomainProblem(text.slice(0, slash));
    if (problem !== undefined) return `has a domain before its "/" that ${problem}`;
  }
  const what = slash < 0 ? '' : 'has a name after its "/" that ';
  if (name === '') return slash < 0 ? 'is empty' : 'has no name after its "/"';
  if (name.length > 63) return `${what}has ${name.length} characters, and 63 are allowed`;
  return KEY_NAME.test(name) ? undefined : `${what}may only have letters, digits, "-", "_" and ".", and must begin and end with a letter or digit`;
}

/** Values of labels. */
export function labelValueProblem(value: string): NameProblem {
  if (value.length > 63) return `has ${value.length} characters, and 63 are allowed`;
  return value === '' || KEY_NAME.test(value)
    ? undefined
    : 'may only have letters, digits, "-", "_" and ".", and must begin and end with a letter or digit';
}
