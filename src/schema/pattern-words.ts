const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const DOMAIN = `${LABEL}(\\.${LABEL})*`;
const KEY = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const PATH = "[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+";

const DNS_LABEL = 'a DNS label: lower case letters, digits and dashes, with a letter or digit at both ends';
const DNS_NAME = 'a DNS name in lower case, such as a.example.com';
const WITH_DOMAIN = 'a name with a domain before it, such as example.com/name';

/** What the patterns of the known CRDs ask for; a test holds that each of them is here. */
const WORDS: ReadonlyMap<string, string> = new Map([
  [`^${LABEL}$`, DNS_LABEL],
  [`^${DOMAIN}$`, DNS_NAME],
  [`^$|^${DOMAIN}$`, `empty, or ${DNS_NAME}`],
  [`^(\\*\\.)?${DOMAIN}$`, `${DNS_NAME}, or *. and such a name`],
  ['^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$', 'letters, digits and dashes, with a letter at its start and no dash at its end'],
  ['(^$|^[a-f0-9]{64}$)', 'a SHA-256 sum: 64 hex digits in lower case'],
  [`^(System|(${DOMAIN}/([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]))$`, `System, or ${WITH_DOMAIN}`],
  ['^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$', 'letters, digits, underscores, commas and colons, with a letter at its start'],
  [`^(${DOMAIN}/)?(${KEY})$`, 'a label key: letters, digits, dashes, dots and underscores, with a domain and a slash before them if you like'],
  [`^(${KEY})?$`, 'a label value: letters, digits, dashes, dots and underscores, with a letter or digit at both ends'],
  ["^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$", 'an HTTP header name'],
  [`^${DOMAIN}\\/${PATH}$`, WITH_DOMAIN],
  [`^Hostname|IPAddress|NamedAddress|${DOMAIN}\\/${PATH}$`, `Hostname, IPAddress, NamedAddress, or ${WITH_DOMAIN}`],
  ['(^\\*$)|(^(http(s)?):\\/\\/(((\\*\\.)?([a-zA-Z0-9\\-]+\\.)*[a-zA-Z0-9-]+|\\*)(:([0-9]{1,5}))?)$)', 'an origin such as https://example.com or https://*.example.com:8443, or *'],
  ['^([0-9]{1,5}(h|m|s|ms)){1,4}$', 'a duration such as 5s, 1h30m or 250ms'],
  [`^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|${DOMAIN}\\/[A-Za-z0-9]+$`, `a protocol such as HTTP, or ${WITH_DOMAIN}`],
  ['^(([^:/?#]+):)(//([^/?#]*))([^?#]*)(\\?([^#]*))?(#(.*))?', 'an absolute URI such as spiffe://cluster.local/ns/a/sa/b'],
  ['^[-_A-Za-z0-9]+$', 'letters, digits, dashes and underscores'],
]);

/** What a pattern asks for, in words; the pattern itself when it has none. */
export function patternWords(pattern: string): string {
  return WORDS.get(pattern) ?? `what matches ${pattern}`;
}

/** The patterns that have words, for the test that keeps the table complete. */
export const PATTERNS_IN_WORDS: ReadonlySet<string> = new Set(WORDS.keys());
