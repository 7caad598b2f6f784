import type * as gatewayApi from '../../imports/gateway-api';
import type * as networking from '../../imports/networking';
import { EVERY_PATH, toRouteMatch, type Said } from './gateway-api-match';
import type { LaneRoutes, PlannedRoute } from './route-plan';

/** A route as a rule of an HTTPRoute, with what of it could not be said. */
export interface PlannedRule {
  readonly rule: gatewayApi.HTTPRouteRule;
  readonly route: PlannedRoute;
  readonly unsaid: readonly string[];
}

/** Fields of a route that a rule has words for. */
const SAID: ReadonlySet<string> = new Set(['match', 'route', 'headers', 'mirror', 'mirrorPercentage', 'mirrors', 'timeout', 'name']);

/** The rules for the routes of one lane. */
export function toRules({ chosen, returning, last }: LaneRoutes, namespace: string | undefined): readonly PlannedRule[] {
  const marks = returning.flatMap(({ value }) => value.match ?? []);
  return [...chosen.map((route) => toRule(route, namespace, marks)), ...[...returning, last].map((route) => toRule(route, namespace, []))];
}

function toRule(route: PlannedRoute, namespace: string | undefined, marks: readonly networking.HTTPMatchRequest[]): PlannedRule {
  const unsaid = Object.keys(route.value).filter((field) => !SAID.has(field)).map((field) => `"${field}"`);
  const take = <T>(said: Said<T>): readonly T[] => {
    if (said.not === undefined) return [said.said];
    unsaid.push(said.not);
    return [];
  };
  const { match = [], route: destinations = [], headers, timeout, name } = route.value;
  const wanted = [...match, ...match.flatMap((one) => marks.flatMap((mark) => beforeMark(one, mark)))];
  const matches = wanted.flatMap((one) => take(toRouteMatch(one)));
  const backendRefs = destinations.flatMap((one) => take(toBackend(one, namespace)));
  const filters = [...headerFilters(headers), ...mirrorsOf(route.value).flatMap((mirror) => take(toMirror(mirror, namespace)))];
  const rule: gatewayApi.HTTPRouteRule = {
    ...(name === undefined ? {} : { name }),
    matches: matches.length === 0 ? [{ path: EVERY_PATH }] : matches,
    ...(filters.length === 0 ? {} : { filters }),
    backendRefs,
    ...(timeout === undefined ? {} : { timeouts: { request: timeout } }),
  };
  return { rule, route, unsaid };
}

/**
 * A match without a header stands after one by cookie, wherever it is written, so it is said once more for requests
 * that have both.
 */
function beforeMark(match: networking.HTTPMatchRequest, mark: networking.HTTPMatchRequest): readonly networking.HTTPMatchRequest[] {
  const stands = match.headers !== undefined || match.method !== undefined || match.uri?.exact !== undefined;
  return stands ? [] : [{ ...mark, ...match, headers: mark.headers }];
}

type BackendRef = Pick<Required<gatewayApi.BackendObjectReference>, 'group' | 'kind' | 'name' | 'port'> & { readonly namespace?: string };

function toBackend({ destination, weight, headers }: networking.HTTPRouteDestination, namespace: string | undefined): Said<gatewayApi.HTTPBackendRef> {
  const ref = toRef(destination, namespace);
  if (ref.said === undefined) return ref;
  const filters = headerFilters(headers);
  return { said: { ...ref.said, weight: weight ?? 1, ...(filters.length === 0 ? {} : { filters }) } };
}

function toRef({ host, subset, port }: networking.Destination, namespace: string | undefined): Said<BackendRef> {
  const [name = '', owner = '', svc] = host.split('.');
  if (subset !== undefined) return { not: `the subset ${JSON.stringify(subset)}` };
  if (svc !== 'svc') return { not: `the host ${JSON.stringify(host)}, which is no Service` };
  if (port?.number === undefined) return { not: `a destination on ${host} without a port` };
  return { said: { group: '', kind: 'Service', name, ...(owner === namespace ? {} : { namespace: owner }), port: port.number } };
}

function mirrorsOf({ mirror, mirrorPercentage, mirrors = [] }: networking.HTTPRoute): readonly networking.HTTPMirrorPolicy[] {
  return [...(mirror === undefined ? [] : [{ destination: mirror, percentage: mirrorPercentage }]), ...mirrors];
}

function toMirror({ destination, percentage }: networking.HTTPMirrorPolicy, namespace: string | undefined): Said<gatewayApi.HTTPRouteFilter> {
  const ref = toRef(destination, namespace);
  if (ref.said === undefined) return ref;
  const percent = percentage?.value ?? 100;
  if (!Number.isInteger(percent)) return { not: `a mirror of ${percent} per cent (only whole numbers)` };
  return { said: { type: 'RequestMirror', requestMirror: { backendRef: ref.said, percent } } };
}

function headerFilters(headers: networking.Headers | undefined): readonly gatewayApi.HTTPRouteFilter[] {
  const [request, response] = [toHeaderFilter(headers?.request), toHeaderFilter(headers?.response)];
  return [
    ...(request === undefined ? [] : [{ type: 'RequestHeaderModifier', requestHeaderModifier: request } as const]),
    ...(response === undefined ? [] : [{ type: 'ResponseHeaderModifier', responseHeaderModifier: response } as const]),
  ];
}

function toHeaderFilter(operations: networking.HeadersHeaderOperations | undefined): gatewayApi.HTTPHeaderFilter | undefined {
  if (operations === undefined) return undefined;
  const { add, set, remove } = operations;
  return {
    ...(add === undefined ? {} : { add: toHeaders(add) }),
    ...(set === undefined ? {} : { set: toHeaders(set) }),
    ...(remove === undefined ? {} : { remove }),
  };
}

function toHeaders(headers: Readonly<Record<string, string>>): readonly gatewayApi.HTTPHeader[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}
