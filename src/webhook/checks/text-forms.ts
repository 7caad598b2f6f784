/**
 * The forms of texts that istiod knows. They are its own: upper case is allowed where Kubernetes forbids it.
 * What is too long is no such text.
 */
const LABEL = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const WILDCARD_LABEL = /^(?:\*|(?:\*-?)?[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)$/;
const LONGEST_LABEL = 63;
const LONGEST_DOMAIN = 255;
/** What nearly all domain names are: short parts, the last of which begins with a letter. Those need no look at their parts. */
const USUAL_DOMAIN = /^(?:[a-zA-Z0-9](?:[-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?\.)*[a-zA-Z](?:[-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/;
const INTEGER = /^([+-]?)(\d+)$/;

/** One part of a host name. */
export function isDnsLabel(text: string): boolean {
  return text.length <= LONGEST_LABEL && LABEL.test(text);
}

/** What is wrong with a domain name, as the end of a sentence; undefined when nothing is. */
export function domainProblem(text: string): string | undefined {
  return isUsual(text) ? undefined : (lengthProblem(text) ?? partsProblem(text));
}

/** The same for a name whose first part may be `*`, or begin with it. */
export function wildcardDomainProblem(text: string): string | undefined {
  if (isUsual(text)) return undefined;
  const tooLong = lengthProblem(text);
  if (tooLong !== undefined) return tooLong;
  const dot = text.indexOf('.');
  const first = dot < 0 ? text : text.slice(0, dot);
  if (first.length > LONGEST_LABEL || !WILDCARD_LABEL.test(first)) return partProblem(first);
  return dot < 0 ? undefined : partsProblem(text.slice(dot + 1));
}

/** True for a wildcard anywhere but as the whole name or its whole first part. */
export function isPartialWildcard(text: string): boolean {
  return text.includes('*') && text !== '*' && !text.startsWith('*.');
}

function isUsual(text: string): boolean {
  return text.length <= LONGEST_DOMAIN && USUAL_DOMAIN.test(text);
}

function lengthProblem(text: string): string | undefined {
  if (text === '') return 'is empty';
  return Buffer.byteLength(text) > LONGEST_DOMAIN ? `is longer than ${LONGEST_DOMAIN} characters` : undefined;
}

function partsProblem(text: string): string | undefined {
  const parts = text.split('.');
  const last = parts.at(-1) ?? '';
  if (isGoInteger(last)) return `ends in the number ${last}, as no domain does`;
  // A dot at the end says that the name is complete.
  const wrong = (last === '' ? parts.slice(0, -1) : parts).find((part) => !isDnsLabel(part));
  return wrong === undefined ? undefined : partProblem(wrong);
}

/** What Go's `strconv.Atoi` reads, which has bounds. */
function isGoInteger(text: string): boolean {
  const [, sign = '', digits = ''] = INTEGER.exec(text) ?? [];
  return digits !== '' && BigInt(digits) < 0x8000_0000_0000_0000n + (sign === '-' ? 1n : 0n);
}

function partProblem(part: string): string {
  if (part === '') return 'has an empty part between dots';
  if (part.length > LONGEST_LABEL) return `has a part longer than ${LONGEST_LABEL} characters`;
  return `has the part "${part}"; only letters, digits and "-" between them are allowed`;
}
