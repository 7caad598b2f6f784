import type { HTTPRetry } from '../../../imports/networking';
import type { Place } from '../place';
import type { Wire } from '../wire';
import { validateCount, validateDuration } from './numbers';
import { isNamedStatus } from './statuses';

/** https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on */
const CONDITIONS = [
  '5xx', 'gateway-error', 'reset', 'reset-before-request', 'connect-failure', 'retriable-4xx', 'refused-stream', 'retriable-status-codes', 'retriable-headers',
  'envoy-ratelimited', 'http3-post-connect-failure', 'cancelled', 'deadline-exceeded', 'internal', 'resource-exhausted', 'unavailable',
];

/** https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry */
export function validateRetries(retries: Wire<HTTPRetry> | undefined, at: Place): void {
  if (retries === undefined) return;
  const { attempts = 0, perTryTimeout, retryOn = '', retryRemoteLocalities, backoff } = retries;
  validateCount(attempts, at.at('attempts'));
  if (attempts === 0 && (perTryTimeout !== undefined || retryOn !== '' || retryRemoteLocalities !== undefined)) {
    at.at('attempts').error('contradicting-fields', 'With 0 attempts nothing is tried again, and it is said how it should be.', 'Set attempts to 1 or more, or remove the other fields.');
  }
  validateDuration(perTryTimeout, at.at('perTryTimeout'));
  const unknown = retryOn === '' ? undefined : retryOn.split(',').find((condition) => !isCondition(condition));
  if (unknown !== undefined) {
    at.at('retryOn').error('invalid-value', `"${unknown}" is nothing that a request can be tried again for.`, `Use status codes and ${CONDITIONS.join(', ')}, with commas and no blanks between them.`);
  }
  validateDuration(backoff, at.at('backoff'));
}

function isCondition(text: string): boolean {
  return CONDITIONS.includes(text) || (/^[+-]?\d+$/.test(text) && isNamedStatus(Number(text)));
}
