import type { Condition, JWTRule } from '../../imports/security';
import { conditionKeyProblem, isWildcard, methodProblem, pathProblem } from '../model/policy-values';
import { isHttpKey } from '../model/policy-attributes';
import { compareText } from '../model/values';
import { isPort, NO_PORT } from './service-port';

/**
 * A token that a request must carry: a JWT of one issuer.
 * https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule
 */
export interface TokenRequirement {
  /** Who issues the token: its `iss` claim, letter by letter. */
  readonly issuer: string;
  /** Where the keys of the issuer are. Default: the issuer's OpenID discovery document says it, if the issuer is an https URL. */
  readonly jwksUri?: string;
  /** The keys themselves, as text, in place of `jwksUri`. */
  readonly jwks?: string;
  /** The token must be meant for one of these (`aud`). Default: for whomever. */
  readonly audiences?: readonly string[];
  /**
   * Claims that the token must have, each with one of these values; all of them. A claim inside another is written
   * `realm_access[roles]`. A value may begin or end with `*`; `*` alone means that the claim is there.
   */
  readonly claims?: { readonly [key: string]: string | readonly string[] };
  /** Where the token is looked for. Default: the `Authorization` header and the query parameter `access_token`. */
  readonly fromHeaders?: JWTRule['fromHeaders'];
  /** Query parameters in which the token is looked for. */
  readonly fromParams?: readonly string[];
  /** Cookies in which the token is looked for. */
  readonly fromCookies?: readonly string[];
  /** Hand the token on to the service. Default: false. */
  readonly forwardOriginalToken?: boolean;
  /** Claims that the service is told of in headers. */
  readonly outputClaimToHeaders?: JWTRule['outputClaimToHeaders'];
}

/** What a caller may do. What is left out is not limited. */
export interface AccessOptions {
  /** HTTP methods in upper case. For gRPC it is POST, and the method of the service is the path. */
  readonly methods?: readonly string[];
  /** All methods but these. */
  readonly notMethods?: readonly string[];
  /** Paths, letter by letter, without the query: exact, beginning or ending with `*`, or with the templates `{*}` and `{**}`. */
  readonly paths?: readonly string[];
  /** All paths but these. Prefer `paths`: an exception can be walked around by another spelling (`//`, `%2F`, upper case). */
  readonly notPaths?: readonly string[];
  /** Ports of the container, not of the Service. Default: those behind the ports of the Service. */
  readonly ports?: readonly number[];
  /** The token that a request must carry. */
  readonly token?: TokenRequirement;
  /** Further conditions, all of them. https://istio.io/latest/docs/reference/config/security/conditions/ */
  readonly when?: readonly Condition[];
  /** Why this is allowed: stands in the access table. */
  readonly reason?: string;
}

/** What a caller may do, with every list sorted and each item once. */
export interface AccessRequest extends AccessOptions {
  readonly ipBlocks?: readonly string[];
}

/** What is wrong with a request, as a sentence; undefined when nothing is. */
export function requestProblem(options: AccessRequest): string | undefined {
  for (const [field, list] of Object.entries(options)) {
    if (Array.isArray(list) && list.length === 0) return `${field} is an empty list: leave it out to allow all, or the edge to allow nothing`;
  }
  const { methods = [], notMethods = [], paths = [], notPaths = [], ports = [], when = [], ipBlocks = [] } = options;
  return (
    firstProblem('method', [...methods, ...notMethods], methodProblem) ??
    firstProblem('path', [...paths, ...notPaths], pathProblem) ??
    firstProblem('condition', when.map(({ key }) => key), conditionKeyProblem) ??
    firstProblem('condition', when, ({ values = [], notValues = [] }) => (values.length + notValues.length === 0 || [...values, ...notValues].includes('') ? 'has no values, or an empty one' : undefined)) ??
    firstProblem('port', ports, (port) => (isPort(port) ? undefined : NO_PORT)) ??
    firstProblem('ipBlock', ipBlocks, (block) => (/^[0-9a-fA-F.:]+(?:\/\d{1,3})?$/.test(block) ? undefined : 'is no address and no range such as 10.1.0.0/16')) ??
    (options.token === undefined ? undefined : tokenProblem(options.token))
  );
}

function firstProblem<T>(what: string, values: readonly T[], problemOf: (value: T) => string | undefined): string | undefined {
  for (const value of values) {
    const problem = problemOf(value);
    if (problem !== undefined) return `${what} ${JSON.stringify(value)} ${problem}`;
  }
  return undefined;
}

const CLAIM = /^[^[\]]+(?:\[[^[\]]+\])*$/;

function tokenProblem({ issuer, jwks, jwksUri, audiences = [], claims = {} }: TokenRequirement): string | undefined {
  if (issuer === undefined || issuer === '') return 'token without an issuer: a token is trusted because of who issued it';
  if (isWildcard(issuer)) return `issuer ${JSON.stringify(issuer)} must be one issuer, without "*"`;
  if (jwks !== undefined && jwksUri !== undefined) return 'token has both jwks and jwksUri: the keys come from one place';
  if (jwksUri !== undefined && !isUrl(jwksUri, ['http:', 'https:'])) return `jwksUri ${JSON.stringify(jwksUri)} is no http or https URL`;
  if (jwks === undefined && jwksUri === undefined && !isUrl(issuer, ['https:'])) {
    return `issuer ${JSON.stringify(issuer)} is no https URL at which its keys could be found: give jwksUri or jwks`;
  }
  if (jwks !== undefined && !isJson(jwks)) return 'jwks is no JSON text of a key set';
  if (audiences.some((audience) => audience === '' || isWildcard(audience))) return 'audiences must be whole values, without "*" and not empty';
  for (const [claim, value] of Object.entries(claims)) {
    if (!CLAIM.test(claim)) return `claim ${JSON.stringify(claim)} is no name: write groups, or realm_access[roles] for one inside another`;
    if (listOf(value).length === 0 || listOf(value).includes('')) return `claim ${JSON.stringify(claim)} has no value that a token could have`;
  }
  return undefined;
}

function isUrl(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

/** The request with every list sorted and each item once. */
export function normalizeRequest(options: AccessRequest): AccessRequest {
  const { methods, notMethods, paths, notPaths, ipBlocks, ports, token, when, reason } = options;
  const lists = { methods, notMethods, paths, notPaths, ipBlocks };
  return {
    ...Object.fromEntries(Object.entries(lists).flatMap(([key, list]) => (list === undefined ? [] : [[key, sortedTexts(list)]]))),
    ...(ports === undefined ? {} : { ports: sortedPorts(ports) }),
    ...(token === undefined ? {} : { token }),
    ...(when === undefined ? {} : { when: when.map(sortedCondition) }),
    ...(reason === undefined || reason.trim() === '' ? {} : { reason: reason.trim() }),
  };
}

function sortedCondition({ key, values, notValues }: Condition): Condition {
  return { key, ...(values === undefined ? {} : { values: sortedTexts(values) }), ...(notValues === undefined ? {} : { notValues: sortedTexts(notValues) }) };
}

/** Texts in order, each once. */
export function sortedTexts(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort(compareText);
}

/** Ports in order, each once. */
export function sortedPorts(ports: readonly number[]): readonly number[] {
  return [...new Set(ports)].sort((a, b) => a - b);
}

/** One value or several, as a list. */
export function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

/** The parts of a request that only a proxy that reads HTTP can look at. */
export function httpParts({ methods, notMethods, paths, notPaths, token, when }: AccessRequest): readonly string[] {
  const parts = Object.entries({ methods, notMethods, paths, notPaths, 'a token': token }).flatMap(([field, value]) => (value === undefined ? [] : [field]));
  return [...parts, ...(when ?? []).flatMap(({ key }) => (isHttpKey(key) ? [`the condition on ${key}`] : []))];
}
