import type { CorsPolicy, StringMatch } from '../../../imports/networking';
import { each, type Place } from '../place';
import type { Wire } from '../wire';
import { validateCorsHeaders } from './headers';
import { NANOS_OF_A_SECOND, readDuration, validateDuration } from './numbers';
import { validateRegexMatch } from './texts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', '*'];

/** https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy */
export function validateCorsPolicy(policy: Wire<CorsPolicy> | undefined, at: Place): void {
  if (policy === undefined) return;
  each(policy.allowOrigins, at.at('allowOrigins'), validateOrigin);
  each(policy.allowMethods, at.at('allowMethods'), (method, place) => {
    if (!METHODS.includes(method)) place.error('invalid-value', `"${method}" is no method of HTTP.`, `Use one of ${METHODS.join(', ')}, in capital letters.`);
  });
  validateCorsHeaders(policy.allowHeaders, at.at('allowHeaders'));
  validateCorsHeaders(policy.exposeHeaders, at.at('exposeHeaders'));
  const place = at.at('maxAge');
  validateDuration(policy.maxAge, place);
  const nanos = readDuration(policy.maxAge, place) ?? 0n;
  if (nanos % NANOS_OF_A_SECOND !== 0n) place.error('invalid-duration', `The duration ${policy.maxAge} is not a whole number of seconds.`, 'Round it to seconds.');
}

function validateOrigin(origin: Wire<StringMatch>, at: Place): void {
  const text = origin.exact ?? origin.prefix ?? origin.regex ?? '';
  if (text === '') at.error('invalid-value', 'The origin is empty.', 'Say which origin may ask: { exact: "https://shop.example.com" }.');
  else validateRegexMatch(origin, at);
}
