import type { Headers, HeadersHeaderOperations } from '../../../imports/networking';
import { each, eachPair, type Place } from '../place';
import type { Wire } from '../wire';
import { isHeaderFormat } from './header-format';

/** A token of RFC 9110, section 5.6.2, and the comma, which upstream lets pass: `x-a,x-b` in a list of CORS does what it says. */
const TOKEN = /^[-!#$%&'*+,.^_`|~0-9A-Za-z]+$/;
const PSEUDO_HEADERS = new Set([':method', ':scheme', ':authority', ':path', ':status']);
/** Everything that cannot be printed, but for the tabulator. */
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/;
// Go folds case as Unicode does.
const HOST = /^host$/iu;
const AUTHORITY = /^(?:host|:authority)$/iu;
const CLAIM = /^@request\.auth\.claims(?:\..+|\[.+\])$/is;

const NAME_FIX = 'Use letters, digits and "-".';

/** Whether a "header" of a match is a claim of the token of a request instead. */
export function isClaim(name: string): boolean {
  return CLAIM.test(name);
}

/** Whether a header says which host is asked. */
export function isAuthorityHeader(name: string): boolean {
  return AUTHORITY.test(name);
}

/** The name of a header that a match looks at. */
export function validateMatchedHeader(name: string, at: Place): void {
  if (TOKEN.test(name) || PSEUDO_HEADERS.has(name) || isClaim(name)) return;
  at.error('invalid-header', `"${name}" is no name of a header.`, NAME_FIX);
}

/** Names of headers of a CORS answer; `*` stands for all. */
export function validateCorsHeaders(names: readonly string[] | undefined, at: Place): void {
  each(names, at, (name, place) => {
    if (!TOKEN.test(name)) place.error('invalid-header', `"${name}" is no name of a header.`, `${NAME_FIX} "*" stands for all headers.`);
  });
}

/**
 * Headers that are changed on the way.
 * https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers
 */
export function validateHeaders(headers: Wire<Headers> | undefined, at: Place): void {
  validateOperations(headers?.request, at.at('request'), validateSetName);
  validateOperations(headers?.response, at.at('response'), validateOtherName);
}

type NameCheck = (name: string, at: Place) => void;

function validateOperations(operations: Wire<HeadersHeaderOperations> | undefined, at: Place, validateName: NameCheck): void {
  for (const field of ['add', 'set'] as const) {
    eachPair(operations?.[field], at.at(field), (name, value, pair) => {
      validateName(name, pair);
      validateValue(value, pair);
    });
  }
  each(operations?.remove, at.at('remove'), validateOtherName);
}

/** A header that is set on requests: the host may be. */
function validateSetName(name: string, at: Place): void {
  if (name === '') at.error('invalid-header', 'The header has no name.', NAME_FIX);
  else if (name.startsWith(':') && !isAuthorityHeader(name)) at.error('invalid-header', `"${name}" is no header that can be set.`, 'Use rewrite to change path and host.');
}

/** A header that is set on answers, or taken away. */
function validateOtherName(name: string, at: Place): void {
  if (name === '') at.error('invalid-header', 'The header has no name.', NAME_FIX);
  else if (HOST.test(name) || name.startsWith(':')) at.error('invalid-header', `"${name}" cannot be changed here.`, 'Leave it out: a host can be set on requests only, and pseudo headers cannot be changed at all.');
}

function validateValue(value: string, at: Place): void {
  if (CONTROL.test(value)) at.error('invalid-header', 'The value has a control character.', 'Remove it; a header is one line of text.');
  else if (!isHeaderFormat(value)) at.error('invalid-header', `Envoy cannot make a header of "${value}": "%" begins a variable that does not end as it should.`, 'Write "%%" for a percent sign, and variables such as "%REQ(X-NAME)%" with a "%" at both ends.');
}
