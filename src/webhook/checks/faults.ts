import type { HTTPFaultInjection, HTTPFaultInjectionAbort, HTTPFaultInjectionDelay } from '../../../imports/networking';
import type { Place } from '../place';
import type { Wire } from '../wire';
import { validateDuration, validateFractionalPercent } from './numbers';
import { validateHttpStatus } from './statuses';

/** https://grpc.io/docs/guides/status-codes/ */
const GRPC_STATUSES = [
  'OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS', 'PERMISSION_DENIED', 'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION', 'ABORTED', 'OUT_OF_RANGE', 'UNIMPLEMENTED', 'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS', 'UNAUTHENTICATED',
];

/** https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection */
export function validateFault(fault: Wire<HTTPFaultInjection> | undefined, at: Place): void {
  if (fault === undefined) return;
  const { abort, delay } = fault;
  if (abort === undefined && delay === undefined) at.error('missing-setting', 'The fault says nothing.', 'Give it abort or delay, or remove it.');
  if (abort !== undefined) validateAbort(abort, at.at('abort'));
  if (delay !== undefined) validateDelay(delay, at.at('delay'));
}

function validateAbort({ percentage, grpcStatus, http2Error, httpStatus }: Wire<HTTPFaultInjectionAbort>, at: Place): void {
  validateFractionalPercent(percentage?.value, at.at('percentage', 'value'));
  if (grpcStatus !== undefined && !GRPC_STATUSES.includes(grpcStatus)) {
    at.at('grpcStatus').error('invalid-value', `"${grpcStatus}" is no status of gRPC.`, `Use one of ${GRPC_STATUSES.join(', ')}.`);
  }
  if (http2Error !== undefined) at.at('http2Error').error('invalid-value', 'Istio cannot make errors of HTTP/2.', 'Use httpStatus or grpcStatus.');
  if (httpStatus !== undefined) validateHttpStatus(httpStatus, at.at('httpStatus'));
}

function validateDelay({ percentage, fixedDelay, exponentialDelay }: Wire<HTTPFaultInjectionDelay>, at: Place): void {
  validateFractionalPercent(percentage?.value, at.at('percentage', 'value'));
  validateDuration(fixedDelay, at.at('fixedDelay'));
  if (exponentialDelay !== undefined) at.at('exponentialDelay').error('invalid-value', 'Istio knows no exponential delay.', 'Use fixedDelay.');
}
