import type { HTTPDirectResponse, HTTPMatchRequest, HTTPRedirect, HTTPRewrite } from '../../../imports/networking';
import type { Place } from '../place';
import type { Wire } from '../wire';
import { validatePort } from './numbers';
import { validateHttpStatus } from './statuses';
import { validateRegex } from './texts';

const KIBIBYTE = 1024;
const LARGE_BODY = 100 * KIBIBYTE;
const LARGEST_BODY = 1024 * KIBIBYTE;

/** https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect. Only the first mistake is told. */
export function validateRedirect(redirect: Wire<HTTPRedirect> | undefined, matches: readonly Wire<HTTPMatchRequest>[] | undefined, at: Place): void {
  if (redirect === undefined) return;
  const { uri = '', prefixRewrite = '', authority = '', scheme = '', redirectCode = 0, port, derivePort } = redirect;
  if (uri !== '' && prefixRewrite !== '') {
    at.at('prefixRewrite').error('contradicting-fields', 'uri and prefixRewrite both say where the path leads.', 'Use one of them.');
  } else if (prefixRewrite !== '' && (matches ?? []).some((match) => match.uri !== undefined && match.uri.prefix === undefined)) {
    at.at('prefixRewrite').error('contradicting-fields', 'A prefix is to be replaced, and not every match of the route looks for one.', 'Match uri by prefix in all of them, or use uri.');
  } else if (uri === '' && prefixRewrite === '' && authority === '' && port === undefined && derivePort === undefined && scheme === '') {
    at.error('missing-setting', 'The redirect leads nowhere else.', 'Give it uri, authority, scheme or port.');
  } else if (redirectCode !== 0 && (redirectCode < 300 || redirectCode > 399)) {
    at.at('redirectCode').error('invalid-value', `${redirectCode} is no status of a redirect.`, 'Use 301, 302, 303, 307 or 308.');
  } else if (!['', 'http', 'https'].includes(scheme)) {
    at.at('scheme').error('invalid-value', `"${scheme}" is no scheme that a redirect can lead to.`, 'Use "http" or "https".');
  } else if (port !== undefined && port > 0) {
    validatePort(port, at.at('port'));
  }
}

/** https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPDirectResponse */
export function validateDirectResponse(response: Wire<HTTPDirectResponse> | undefined, at: Place): void {
  if (response === undefined) return;
  const size = sizeOf(response.body);
  if (size > LARGEST_BODY) at.at('body').error('invalid-value', 'The body is larger than a mebibyte, and every proxy would hold it.', 'Let a workload answer.');
  else if (size > LARGE_BODY) at.at('body').warn('ineffective-field', 'The body is larger than 100 KiB, and every proxy holds it: it slows down istiod.', 'Let a workload answer.');
  validateHttpStatus(response.status ?? 0, at.at('status'));
}

function sizeOf(body: Wire<HTTPDirectResponse>['body']): number {
  if (body?.string !== undefined) return Buffer.byteLength(body.string);
  return Buffer.byteLength(body?.bytes ?? '', 'base64');
}

/** https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRewrite. Only the first mistake is told. */
export function validateRewrite(rewrite: Wire<HTTPRewrite> | undefined, at: Place): void {
  if (rewrite === undefined) return;
  const { uri = '', uriRegexRewrite, authority = '' } = rewrite;
  const place = at.at('uriRegexRewrite');
  if (uri !== '' && uriRegexRewrite !== undefined) {
    place.error('contradicting-fields', 'uri and uriRegexRewrite both say how the path is rewritten.', 'Use one of them.');
  } else if (uri === '' && uriRegexRewrite === undefined && authority === '') {
    at.error('missing-setting', 'The rewrite changes nothing.', 'Give it uri, uriRegexRewrite or authority, or remove it.');
  } else if (uriRegexRewrite !== undefined) {
    const { match = '', rewrite: replacement = '' } = uriRegexRewrite;
    if (match === '' || replacement === '') place.error('missing-setting', 'The rewrite by a regular expression lacks match or rewrite.', 'Give both.');
    else validateRegex(match, place.at('match'));
  }
}
