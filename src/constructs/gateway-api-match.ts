import type * as gatewayApi from '../../imports/gateway-api';
import type * as networking from '../../imports/networking';
import { literalRegex } from '../model/match-overlap';

/** The same thing in the words of the Gateway API, or why it has none. */
export type Said<T> = { readonly said: T; readonly not?: never } | { readonly not: string; readonly said?: never };

type Method = NonNullable<gatewayApi.HTTPRouteMatch['method']>;

const METHODS: readonly Method[] = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'];

/** Conditions that an HTTPRoute has no field for, in words. */
const NOT_SAID = {
  scheme: 'the scheme of a request',
  authority: 'the authority of a request',
  withoutHeaders: 'the absence of a header',
  sourceLabels: 'the labels of the caller',
  sourceNamespace: 'the namespace of the caller',
  ignoreUriCase: 'a path whatever its case',
  gateways: 'the gateway of a request',
} as const satisfies Partial<Record<keyof networking.HTTPMatchRequest, string>>;

/**
 * A match of a VirtualService as one of an HTTPRoute. Defaults of the API server are written out.
 *
 * Routes of an HTTPRoute are not tried in their order: exact paths come before prefixes, prefixes before expressions,
 * then those with a method, with more headers, with more parameters. A path by expression would stand after the route
 * for everything, and prefixes are compared element by element, so neither means what it says in a VirtualService.
 * https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule
 */
export function toRouteMatch(match: networking.HTTPMatchRequest): Said<gatewayApi.HTTPRouteMatch> {
  for (const [field, words] of Object.entries(NOT_SAID)) if (Reflect.get(match, field) !== undefined) return { not: words };
  const path = toPath(match.uri);
  if (path.said === undefined) return path;
  const method = toMethod(match.method);
  if (method.not !== undefined) return method;
  const headers = Object.entries(match.headers ?? {}).map(([name, value]) => ({ name, ...toValue(value) }));
  const queryParams = Object.entries(match.queryParams ?? {}).map(([name, value]) => ({ name, ...toValue(value) }));
  return {
    said: {
      path: path.said,
      ...(method.said === undefined ? {} : { method: method.said }),
      ...(headers.length === 0 ? {} : { headers }),
      ...(queryParams.length === 0 ? {} : { queryParams }),
    },
  };
}

/** Every request. */
export const EVERY_PATH: gatewayApi.HTTPPathMatch = { type: 'PathPrefix', value: '/' };

function toPath(uri: networking.StringMatch | undefined): Said<gatewayApi.HTTPPathMatch> {
  if (uri?.exact !== undefined) return { said: { type: 'Exact', value: uri.exact } };
  if (uri?.regex !== undefined) return { not: 'a path by expression before the other routes' };
  if (uri?.prefix !== undefined && uri.prefix !== '/') return { not: 'a path by its first letters (its prefixes are whole elements)' };
  return { said: EVERY_PATH };
}

function toMethod(method: networking.StringMatch | undefined): Said<Method | undefined> {
  if (method === undefined) return { said: undefined };
  const known = METHODS.find((name) => name === method.exact);
  return known === undefined ? { not: `the method ${method.exact ?? 'by expression'}` } : { said: known };
}

/** An expression has to match the whole value, in both APIs. */
function toValue(value: networking.StringMatch): { readonly type: 'Exact' | 'RegularExpression'; readonly value: string } {
  if (value.exact !== undefined) return { type: 'Exact', value: value.exact };
  if (value.prefix !== undefined) return { type: 'RegularExpression', value: `${literalRegex(value.prefix)}.*` };
  return { type: 'RegularExpression', value: value.regex ?? '.*' };
}
