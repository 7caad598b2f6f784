import { each, type Place } from '../place';
import { validateIpAddress, validateIpSubnet } from './addresses';
import { validateFilled } from './lists';

/** https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation */
const ONE_SEGMENT = '{*}';
const ALL_SEGMENTS = '{**}';
/** What RFC 3986 allows in a segment of a path. */
const SEGMENT = /^[a-zA-Z0-9\-._~%!$&'()+,;:@=]+$/;
const MOST_ACCOUNTS = 16;
const LONGEST_ACCOUNT = 320;

type Values = readonly string[] | undefined;

/** Addresses and networks of callers. */
export function validateIpBlocks(values: Values, at: Place): void {
  each(values, at, validateIpBlock);
}

/** An address or network of callers. */
export function validateIpBlock(value: string, at: Place): void {
  (value.includes('/') ? validateIpSubnet : validateIpAddress)(value, at);
}

/** Ports, as text: policies hold them so. */
export function validatePortTexts(values: Values, at: Place): void {
  each(values, at, (value, place) => {
    if (!/^\d+$/.test(value) || Number(value) > 65535) place.error('invalid-port', `"${value}" is not a port.`, 'Use a number up to 65535, as text.');
  });
}

/** Paths, which may be templates: `/users/{*}/photos`, `/static/{**}`. */
export function validatePaths(values: Values, at: Place): void {
  validateFilled(values, at);
  each(values, at, (value, place) => {
    const problem = templateProblem(value);
    if (problem !== undefined) {
      place.error('invalid-value', `The path "${value}" ${problem}.`, 'Use "{*}" for one whole segment, "{**}" as the last template, and no other "{", "}" or "*" beside them.');
    }
  });
}

function templateProblem(path: string): string | undefined {
  const isTemplate = path.includes(ONE_SEGMENT) || path.includes(ALL_SEGMENTS);
  let closed = false;
  for (const segment of path.replace(/^\/+|\/+$/g, '').split('/')) {
    if (segment === ONE_SEGMENT || segment === ALL_SEGMENTS) {
      if (closed) return `has "${segment}" after "{**}", which stands for all that follows`;
      closed = segment === ALL_SEGMENTS;
    } else if (/[{}]/.test(segment)) {
      return `has "${segment}", which is no template`;
    } else if (isTemplate && !SEGMENT.test(segment)) {
      return segment === '' ? 'is a template with an empty segment' : `is a template with the segment "${segment}"`;
    }
  }
  return undefined;
}

/** Service accounts, as `account` or `namespace/account`. */
export function validateServiceAccounts(values: Values, at: Place): void {
  if ((values ?? []).length > MOST_ACCOUNTS) at.error('invalid-value', `There are more than ${MOST_ACCOUNTS} service accounts.`, 'Split them into several entries.');
  each(values, at, (value, place) => {
    const problem = accountProblem(value);
    if (problem !== undefined) place.error('invalid-value', `The service account "${value}" ${problem}.`, 'Write "account" or "namespace/account".');
  });
}

function accountProblem(value: string): string | undefined {
  if (value === '') return 'is empty';
  if (value.includes('*')) return 'has a wildcard, and none is allowed here';
  const parts = value.split('/');
  if (parts.length > 2) return 'has more than one "/"';
  if (parts.includes('')) return 'lacks what belongs on one side of the "/"';
  return Buffer.byteLength(value) > LONGEST_ACCOUNT ? `is longer than ${LONGEST_ACCOUNT} characters` : undefined;
}

/** Trust domains, of which one end may be a wildcard. */
export function validateTrustDomains(values: Values, at: Place): void {
  validateWildcardTexts(values, at);
  each(values, at, (value, place) => {
    if (value.includes('/')) place.error('invalid-value', `The trust domain "${value}" has a "/".`, 'Write the domain alone, such as "cluster.local".');
  });
}

/** Texts with a wildcard at one end at most: `*`, `abc*`, `*abc`. */
export function validateWildcardTexts(values: Values, at: Place): void {
  validateFilled(values, at);
  each(values, at, (value, place) => {
    const stars = value.split('*').length - 1;
    if (stars > 1) place.error('invalid-value', `"${value}" has more than one wildcard.`, 'Use one "*", at the beginning or at the end.');
    else if (stars === 1 && !value.startsWith('*') && !value.endsWith('*')) {
      place.error('invalid-value', `"${value}" has a wildcard in the middle.`, 'Use "*" at the beginning or at the end.');
    }
  });
}
