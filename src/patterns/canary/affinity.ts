import type { Headers } from '../../../imports/networking';
import { HttpMatch } from '../../constructs/http-match';
import { durationMillis, type DurationValue } from '../../l1/duration';
import type { Refuse } from './refusal';

/**
 * Keeps who got a version with it, by a cookie that the first answer sets. Hashing callers to pods (`consistentHash`) does
 * not do that: the weights are drawn first, for each request anew.
 */
export interface CanaryAffinity {
  /** Name of the cookie. Default: the name of the service with `-version`. */
  readonly cookie?: string;
  /** How long it holds (`Max-Age`), in whole seconds. Default: until the browser is closed. */
  readonly ttl?: DurationValue;
  /** Paths that it is sent for. Default: `/`. */
  readonly path?: string;
  /** Domain that it is sent to. Default: the host that set it. */
  readonly domain?: string;
  /** Only over TLS. Default: false. */
  readonly secure?: boolean;
  /** Kept from scripts. Default: true. */
  readonly httpOnly?: boolean;
  /** Default: `Lax`. `None` asks for `secure`. https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie#samesitesamesite-value */
  readonly sameSite?: 'Strict' | 'Lax' | 'None';
}

/** An affinity whose arguments are right. */
export interface CheckedAffinity {
  /** What an answer of a version carries. */
  headers(version: string): Headers;
  /** Requests that bring the cookie of a version back. */
  match(version: string): HttpMatch;
}

/** A token of RFC 9110 without `%`, which Envoy reads as the beginning of a variable. */
const NAME = /^[!#$&'*+.^_`|~0-9A-Za-z-]+$/;
const ATTRIBUTE = /^[\x20-\x24\x26-\x3a\x3c-\x7e]+$/;

/** @internal */
export function checkAffinity(affinity: CanaryAffinity | undefined, service: string, refuse: Refuse): CheckedAffinity | undefined {
  if (affinity === undefined) return undefined;
  const { cookie = `${service}-version`, ttl, path = '/', domain, secure = false, httpOnly = true, sameSite = 'Lax' } = affinity;
  if (!NAME.test(cookie)) refuse(`affinity.cookie ${JSON.stringify(cookie)} is not the name of a cookie: letters, digits, "-" and "_" are`);
  if (!path.startsWith('/') || !ATTRIBUTE.test(path)) refuse(`affinity.path ${JSON.stringify(path)} is not a path: it begins with "/" and has no ";" and no "%"`);
  if (domain !== undefined && !/^[a-z0-9.-]+$/i.test(domain)) refuse(`affinity.domain ${JSON.stringify(domain)} is not a domain`);
  if (sameSite === 'None' && !secure) refuse('affinity.sameSite "None" needs secure: true, or browsers drop the cookie');
  const attributes = [
    `Path=${path}`,
    ...(ttl === undefined ? [] : [`Max-Age=${seconds(ttl, refuse)}`]),
    ...(domain === undefined ? [] : [`Domain=${domain}`]),
    ...(httpOnly ? ['HttpOnly'] : []),
    `SameSite=${sameSite}`,
    ...(secure ? ['Secure'] : []),
  ];
  return {
    // `add`, not `set`: the application's own cookies stay.
    headers: (version) => ({ response: { add: { 'set-cookie': [`${cookie}=${version}`, ...attributes].join('; ') } } }),
    match: (version) => HttpMatch.cookie(cookie, version),
  };
}

function seconds(ttl: DurationValue, refuse: Refuse): number {
  const count = durationMillis(ttl) / 1000;
  if (Number.isInteger(count) && count > 0) return count;
  refuse(`affinity.ttl is ${count} seconds: a cookie holds for whole seconds, at least one`);
}
