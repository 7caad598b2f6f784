import type { HTTPRoute } from '../../../imports/networking';
import { each, type Place } from '../place';
import type { Wire } from '../wire';
import { validateCorsPolicy } from './cors';
import { validateDestination, validateDestinations } from './destinations';
import { validateFault } from './faults';
import { isAuthorityHeader, validateHeaders } from './headers';
import { validateDirectResponse, validateRedirect, validateRewrite } from './http-answers';
import { validateHttpMatch } from './http-match';
import { validateDuration } from './numbers';
import { validateRetries } from './retries';

/** What routes need to know of their VirtualService. */
export interface RouteOwner {
  /** It has no hosts, so that others delegate to it. */
  readonly isDelegate: boolean;
  readonly gatewaysOnly: boolean;
  /** It says that it is translated from the Gateway API: its destinations are istiod's own. */
  readonly converted: boolean;
}

/** https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute */
export function validateHttpRoute(route: Wire<HTTPRoute>, owner: RouteOwner, at: Place): void {
  if (route.delegate !== undefined && !owner.isDelegate) validateDelegating(route, at);
  else validateActions(route, at);
  const { match, headers, corsPolicy, fault, redirect, directResponse, retries, rewrite, route: destinations, timeout } = route;
  if (match !== undefined) {
    each(match, at.at('match'), (one, place) => {
      validateHttpMatch(one, owner.gatewaysOnly, place);
    });
  }
  if (headers !== undefined) validateHeaders(headers, at.at('headers'));
  if (corsPolicy !== undefined) validateCorsPolicy(corsPolicy, at.at('corsPolicy'));
  if (fault !== undefined) validateFault(fault, at.at('fault'));
  validateMirrors(route, at);
  if (redirect !== undefined) validateRedirect(redirect, match, at.at('redirect'));
  if (directResponse !== undefined) validateDirectResponse(directResponse, at.at('directResponse'));
  if (retries !== undefined) validateRetries(retries, at.at('retries'));
  if (rewrite !== undefined) validateRewrite(rewrite, at.at('rewrite'));
  if (headers !== undefined) validateAuthority(route, at);
  if (destinations !== undefined) {
    const place = at.at('route');
    each(destinations, place, (destination, one) => {
      if (destination.headers !== undefined) validateHeaders(destination.headers, one.at('headers'));
    });
    validateDestinations(destinations, place, owner.converted);
  }
  if (timeout !== undefined) validateDuration(timeout, at.at('timeout'));
}

function validateDelegating({ redirect, route = [] }: Wire<HTTPRoute>, at: Place): void {
  const fix = 'Let the delegate say it, or remove delegate.';
  if (redirect !== undefined) at.at('redirect').error('contradicting-fields', 'The route leaves it to a delegate what happens, and has a redirect.', fix);
  if (route.length > 0) at.at('route').error('contradicting-fields', 'The route leaves it to a delegate what happens, and has destinations.', fix);
}

function validateActions({ delegate, redirect, directResponse, route = [], fault, rewrite, mirror, mirrors = [] }: Wire<HTTPRoute>, at: Place): void {
  if (delegate !== undefined) {
    at.at('delegate').error('contradicting-fields', 'A VirtualService without hosts is a delegate, and cannot delegate in turn.', 'Remove delegate, or give the VirtualService hosts.');
  }
  const answer = redirect !== undefined ? 'redirect' : directResponse !== undefined ? 'directResponse' : undefined;
  if (answer === undefined) {
    if (route.length === 0) at.at('route').error('missing-setting', 'The route does not say what happens to its requests.', 'Give it route, redirect or directResponse.');
  } else {
    const beside = { route: route.length > 0 ? route : undefined, fault, rewrite, directResponse: answer === 'redirect' ? directResponse : undefined };
    for (const [field, value] of Object.entries(beside)) {
      if (value !== undefined) at.at(field).error('contradicting-fields', `The route answers by ${answer}, so its ${field} is never used.`, `Use one of ${field} and ${answer}.`);
    }
  }
  if (mirror !== undefined && mirrors.length > 0) at.at('mirrors').error('contradicting-fields', 'mirror and mirrors both say where copies go.', 'Use mirrors alone.');
}

function validateMirrors(route: Wire<HTTPRoute>, at: Place): void {
  const field = route.mirrorPercent === undefined ? 'mirror_percent' : 'mirrorPercent';
  const percent = route[field];
  if (percent !== undefined) {
    if (percent > 100) at.at(field).error('invalid-value', `${percent} is not a percentage.`, 'Use a number from 0 to 100.');
    at.at(field).warn('deprecated-field', `${field} is deprecated.`, 'Use mirrorPercentage: { value }.');
  }
  const { mirrorPercentage, mirror, mirrors } = route;
  if (mirrorPercentage !== undefined) validateShare(mirrorPercentage.value, at.at('mirrorPercentage', 'value'));
  if (mirror !== undefined) validateDestination(mirror, at.at('mirror'));
  if (mirrors === undefined) return;
  each(mirrors, at.at('mirrors'), ({ destination, percentage }, place) => {
    if (destination === undefined) {
      place.at('destination').error('missing-setting', 'It is not said where the copies go.', 'Give destination: { host }.');
      return;
    }
    validateDestination(destination, place.at('destination'));
    validateShare(percentage?.value, place.at('percentage', 'value'));
  });
}

function validateShare(value: number | undefined, at: Place): void {
  if (value !== undefined && (value < 0 || value > 100)) at.error('invalid-value', `${value} is not a percentage.`, 'Use a number from 0 to 100.');
}

/** The host that is asked can be set in one place. */
function validateAuthority({ rewrite, headers }: Wire<HTTPRoute>, at: Place): void {
  const request = headers?.request;
  let current = rewrite?.authority ?? '';
  for (const field of ['set', 'add'] as const) {
    for (const [name, value] of Object.entries(request?.[field] ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (!isAuthorityHeader(name)) continue;
      if (current !== '') {
        at.at('headers', 'request').at(field, name).error('contradicting-fields', `The host of requests is set to "${current}" and to "${value}".`, 'Set it in one place: rewrite.authority.');
        return;
      }
      current = value;
    }
  }
}
