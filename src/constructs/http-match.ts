import type { HTTPMatchRequest } from '../../imports/networking';
import { StringMatcher } from './string-matcher';
import { usageError } from './usage-error';

/** Fields that take one value, with the words for them. */
const SINGLE = { uri: 'the path', method: 'the method', authority: 'the authority', scheme: 'the scheme', port: 'the port', sourceNamespace: 'the source namespace' } as const;

/** Fields that take one value for each key, with the words for them. */
const KEYED = { headers: 'the header', withoutHeaders: 'the absence of the header', queryParams: 'the query parameter', sourceLabels: 'the source label' } as const;

/** Names that Istio's `headers` skips without a word, with what says the same. */
const NOT_HEADERS: Readonly<Record<string, string>> = {
  uri: 'HttpMatch.path()',
  method: 'HttpMatch.method()',
  authority: 'HttpMatch.authority()',
  scheme: 'HttpMatch.scheme()',
};

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
    if (!HEADER_NAME.test(name.toLowerCase())) throw usageError(`${JSON.stringify(name)} is not the name of a cookie`, HttpMatch.cookie);
    if (!/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/.test(value)) {
      throw usageError(`${JSON.stringify(value)} is not the value of a cookie: no spaces, quotes, commas, semicolons and backslashes`, HttpMatch.cookie);
    }
    return new HttpMatch({ headers: { cookie: { regex: `(.*;)?\\s*${literal(name)}=${literal(value)}(;.*)?` } } });
  }

  /** A query parameter; its name tells cases apart. The first of several counts. */
  static queryParam(name: string): HeaderMatcher {
    if (name === '') throw usageError('a query parameter needs a name', HttpMatch.queryParam);
    return new HeaderMatcher((value) => new HttpMatch({ queryParams: { [name]: value } }));
  }

  /** The path without the query. `.` and `..` are resolved before it is matched; a regex must match all of it. */
  static path(): StringMatcher<HttpMatch> {
    return new StringMatcher((uri) => new HttpMatch({ uri }));
  }

  /** The method, in upper case: `GET`. */
  static method(name: string): HttpMatch {
    if (!/^[A-Z]+$/.test(name)) throw usageError(`${JSON.stringify(name)} is not an HTTP method: write it in upper case, for example "GET"`, HttpMatch.method);
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
    if (!Number.isInteger(number) || number < 1 || number > 65535) throw usageError(`${number} is not a port: give a whole number from 1 to 65535`, HttpMatch.port);
    return new HttpMatch({ port: number });
  }

  /** Labels of the calling workload; all of them must be there. Only sidecars know them, gateways do not. */
  static sourceLabels(labels: Readonly<Record<string, string>>): HttpMatch {
    if (Object.keys(labels).length === 0) throw usageError('source labels without a label would match every caller', HttpMatch.sourceLabels);
    return new HttpMatch({ sourceLabels: { ...labels } });
  }

  /** Namespace of the calling workload. Only sidecars know it, gateways do not. */
  static sourceNamespace(namespace: string): HttpMatch {
    if (namespace === '') throw usageError('a source namespace needs a name', HttpMatch.sourceNamespace);
    return new HttpMatch({ sourceNamespace: namespace });
  }

  /**
   * Both conditions at once. For "one or the other" give a list of matches.
   *
   * @throws RangeError when both speak of the same thing (two values for one header): no request could be told apart
   */
  and(other: HttpMatch): HttpMatch {
    const both = twice(this.request, other.request);
    if (both !== undefined) throw usageError(`both matches speak of ${both}; one request match holds one condition on it`, this.and);
    const keyed: HTTPMatchRequest = {
      headers: union(this.request.headers, other.request.headers),
      withoutHeaders: union(this.request.withoutHeaders, other.request.withoutHeaders),
      queryParams: union(this.request.queryParams, other.request.queryParams),
      sourceLabels: union(this.request.sourceLabels, other.request.sourceLabels),
    };
    return new HttpMatch({ ...this.request, ...other.request, ...keyed });
  }

  /** The condition as a VirtualService has it. */
  toRequest(): HTTPMatchRequest {
    return Object.fromEntries(Object.entries(this.request).flatMap(([field, value]) => (value === undefined ? [] : [[field, value]])));
  }
}

/** What a header or query parameter may be asked for. */
export class HeaderMatcher extends StringMatcher<HttpMatch> {
  /** It is there, with whatever value. */
  present(): HttpMatch {
    return this.make({});
  }
}

/** What both requests speak of, in words; undefined where they can be joined. */
function twice(mine: HTTPMatchRequest, theirs: HTTPMatchRequest): string | undefined {
  for (const field of keysOf(SINGLE)) {
    if (mine[field] !== undefined && theirs[field] !== undefined) return SINGLE[field];
  }
  for (const field of keysOf(KEYED)) {
    const key = Object.keys(theirs[field] ?? {}).find((name) => Object.hasOwn(mine[field] ?? {}, name));
    if (key !== undefined) return `${KEYED[field]} "${key}"`;
  }
  return undefined;
}

function union<V>(mine?: Readonly<Record<string, V>>, theirs?: Readonly<Record<string, V>>): Readonly<Record<string, V>> | undefined {
  return mine === undefined ? theirs : { ...mine, ...theirs };
}

function keysOf<K extends string>(table: Readonly<Record<K, string>>): readonly K[] {
  return Object.keys(table) as K[];
}

function headerName(name: string, entry: unknown): string {
  const key = name.toLowerCase();
  if (key.startsWith('@request.auth.claims')) {
    throw usageError('claims of a token can be routed on only at a gateway; elsewhere let RequestAuthentication copy them to a header (outputClaimToHeaders) and match that', entry);
  }
  if (!HEADER_NAME.test(key)) throw usageError(`${JSON.stringify(name)} is not a header name: letters, digits and "-" are`, entry);
  const instead = Object.hasOwn(NOT_HEADERS, key) ? NOT_HEADERS[key] : undefined;
  if (instead !== undefined) throw usageError(`Istio skips "${key}" among the headers; match it with ${instead}`, entry);
  return key;
}

/** The text with everything that means something in RE2 escaped. */
function literal(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}
