import type { HTTPMatchRequest } from '../../imports/networking';
import { cookieRegex } from '../model/match-overlap';
import { given } from './given';
import { joined, twice, withoutUndefined } from './match-request';
import { isPort, NO_PORT } from './service-port';
import { StringMatcher } from './string-matcher';
import { misuse } from './usage-error';

/** Names that Istio's `headers` skips without a word, with what says the same. */
const NOT_HEADERS: Readonly<Record<string, string>> = {
  uri: 'HttpMatch.path()',
  method: 'HttpMatch.method()',
  authority: 'HttpMatch.authority()',
  scheme: 'HttpMatch.scheme()',
};

/** How claims are written among the headers of a match. */
const CLAIMS = '@request.auth.claims';

/** Token of RFC 9110, section 5.6.2, in lower case. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;

/**
 * A condition on an HTTP request. Values never change: `and` makes a new one.
 *
 * @example HttpMatch.header('x-version').exact('v2').and(HttpMatch.path().prefix('/api'))
 * https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export class HttpMatch {
  private readonly request: Readonly<HTTPMatchRequest>;

  private constructor(request: HTTPMatchRequest) {
    this.request = request;
  }

  /**
   * A request header. Names are written in lower case, as Istio wants them; HTTP does not tell the cases apart.
   *
   * @throws RangeError when `name` is no header name, or one that Istio skips (`uri`, `method`, `authority`, `scheme`)
   */
  static header(name: string): HeaderMatcher {
    const key = headerName(name, HttpMatch.header);
    return new HeaderMatcher((value) => new HttpMatch({ headers: { [key]: value } }));
  }

  /** A header that must be absent, or not have the given value: the opposite of `header(name)`. */
  static withoutHeader(name: string): HeaderMatcher {
    const key = headerName(name, HttpMatch.withoutHeader);
    return new HeaderMatcher((value) => new HttpMatch({ withoutHeaders: { [key]: value } }));
  }

  /**
   * A cookie with exactly this value.
   *
   * @throws RangeError when name or value cannot stand in a Cookie header
   */
  static cookie(name: string, value: string): HttpMatch {
    given(value, 'string', 'HttpMatch.cookie: give the value of the cookie', HttpMatch.cookie);
    if (!HEADER_NAME.test(given(name, 'string', 'HttpMatch.cookie: give the name of the cookie', HttpMatch.cookie).toLowerCase())) misuse(`${JSON.stringify(name)} is not the name of a cookie`, HttpMatch.cookie);
    if (!/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/.test(value)) {
      misuse(`${JSON.stringify(value)} is not the value of a cookie: no spaces, quotes, commas, semicolons and backslashes`, HttpMatch.cookie);
    }
    return new HttpMatch({ headers: { cookie: { regex: cookieRegex(name, value) } } });
  }

  /** A query parameter; its name tells cases apart. The first of several counts. */
  static queryParam(name: string): HeaderMatcher {
    if (given(name, 'string', 'HttpMatch.queryParam: give the name of the parameter', HttpMatch.queryParam) === '') misuse('a query parameter needs a name', HttpMatch.queryParam);
    return new HeaderMatcher((value) => new HttpMatch({ queryParams: { [name]: value } }));
  }

  /** The path without the query. `.` and `..` are resolved before it is matched; a regex must match all of it. */
  static path(): StringMatcher<HttpMatch> {
    return new StringMatcher((uri) => new HttpMatch({ uri }));
  }

  /** The method, in upper case: `GET`. */
  static method(name: string): HttpMatch {
    if (!/^[A-Z]+$/.test(name)) misuse(`${JSON.stringify(name)} is not an HTTP method: write it in upper case, for example "GET"`, HttpMatch.method);
    return new HttpMatch({ method: { exact: name } });
  }

  /** The host that the request names (`Host`, `:authority`). */
  static authority(): StringMatcher<HttpMatch> {
    return new StringMatcher((authority) => new HttpMatch({ authority }));
  }

  /** The scheme that the request came with. */
  static scheme(name: 'http' | 'https'): HttpMatch {
    return new HttpMatch({ scheme: { exact: name } });
  }

  /**
   * The port of the service that was called.
   *
   * @throws RangeError when it is not a whole number from 1 to 65535
   */
  static port(number: number): HttpMatch {
    if (!isPort(number)) misuse(`${number} ${NO_PORT}`, HttpMatch.port);
    return new HttpMatch({ port: number });
  }

  /** Labels of the calling workload; all of them must be there. Only sidecars know them, gateways do not. */
  static sourceLabels(labels: { readonly [key: string]: string }): HttpMatch {
    if (Object.keys(given(labels, 'object', 'HttpMatch.sourceLabels: give the labels', HttpMatch.sourceLabels)).length === 0) misuse('source labels without a label would match every caller', HttpMatch.sourceLabels);
    return new HttpMatch({ sourceLabels: { ...labels } });
  }

  /** Namespace of the calling workload. Only sidecars know it, gateways do not. */
  static sourceNamespace(namespace: string): HttpMatch {
    if (given(namespace, 'string', 'HttpMatch.sourceNamespace: give the namespace', HttpMatch.sourceNamespace) === '') misuse('a source namespace needs a name', HttpMatch.sourceNamespace);
    return new HttpMatch({ sourceNamespace: namespace });
  }

  /**
   * A claim of the token that the request carries, nested ones by all names on the way: `claim('realm', 'group')`. Of a
   * claim that is a list one entry must match. Only where a gateway is meant, see `ClaimMatch`.
   *
   * @throws RangeError when a name is empty or holds a square bracket
   */
  static claim(...names: readonly [string, ...string[]]): StringMatcher<ClaimMatch> {
    const wrong = names.find((name) => !/^[^[\]]+$/.test(name));
    if (names.length === 0 || wrong !== undefined) misuse(`${JSON.stringify(wrong ?? '')} is not the name of a claim: give it without square brackets`, HttpMatch.claim);
    return new StringMatcher((value) => new ClaimMatch({ headers: { [`${CLAIMS}[${names.join('][')}]`]: value } }));
  }

  /**
   * Both conditions at once. For "one or the other" give a list of matches.
   *
   * @throws RangeError when both speak of the same thing (two values for one header): no request could be told apart
   */
  and(other: HttpMatch): HttpMatch;
  and(other: ClaimMatch): ClaimMatch;
  and(other: HttpMatch | ClaimMatch): HttpMatch | ClaimMatch {
    const request = both(this.request, given(other, 'object', 'and: give another match', this.and).toRequest(), this.and);
    return asksForClaims(request) ? new ClaimMatch(request) : new HttpMatch(request);
  }

  /** The condition as a VirtualService has it. */
  toRequest(): HTTPMatchRequest {
    return withoutUndefined(this.request);
  }
}

/**
 * A condition on a request and on a claim of the token that it carries. Only gateways can route on claims, where a
 * RequestAuthentication reads the token first; so it is no `HttpMatch`, and compiles only where a gateway is meant.
 * Elsewhere let a RequestAuthentication copy the claim to a header (`outputClaimToHeaders`), and match that.
 * https://istio.io/latest/docs/tasks/security/authentication/jwt-route/
 */
export class ClaimMatch {
  private readonly condition: Readonly<HTTPMatchRequest>;

  /** @internal Made by `HttpMatch.claim`. */
  constructor(condition: HTTPMatchRequest) {
    this.condition = condition;
  }

  /**
   * Both conditions at once.
   *
   * @throws RangeError when both speak of the same thing
   */
  and(other: HttpMatch | ClaimMatch): ClaimMatch {
    return new ClaimMatch(both(this.condition, given(other, 'object', 'and: give another match', this.and).toRequest(), this.and));
  }

  /** The condition as a VirtualService of a gateway has it. */
  toRequest(): HTTPMatchRequest {
    return withoutUndefined(this.condition);
  }
}

/** What a header or query parameter may be asked for. */
export class HeaderMatcher extends StringMatcher<HttpMatch> {
  /** It is there, with whatever value. */
  present(): HttpMatch {
    return this.make({});
  }
}

function headerName(name: string, entry: unknown): string {
  const key = given(name, 'string', 'HttpMatch: give the name of the header', entry).toLowerCase();
  if (key.startsWith(CLAIMS)) {
    misuse('claims of a token can be routed on only at a gateway, with HttpMatch.claim(); elsewhere let RequestAuthentication copy them to a header (outputClaimToHeaders) and match that', entry);
  }
  if (!HEADER_NAME.test(key)) misuse(`${JSON.stringify(name)} is not a header name: letters, digits and "-" are`, entry);
  const instead = Object.hasOwn(NOT_HEADERS, key) ? NOT_HEADERS[key] : undefined;
  if (instead !== undefined) misuse(`Istio skips "${key}" among the headers; match it with ${instead}`, entry);
  return key;
}

/** Whether a request match looks at claims, which only gateways know. */
export function asksForClaims({ headers, withoutHeaders }: HTTPMatchRequest): boolean {
  return [...Object.keys(headers ?? {}), ...Object.keys(withoutHeaders ?? {})].some((name) => name.startsWith(CLAIMS));
}

function both(mine: HTTPMatchRequest, theirs: HTTPMatchRequest, entry: unknown): HTTPMatchRequest {
  const same = twice(mine, theirs);
  if (same !== undefined) misuse(`both matches speak of ${same}; one request match holds one condition on it`, entry);
  return joined(mine, theirs);
}
