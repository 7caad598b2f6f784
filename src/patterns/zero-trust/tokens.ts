import type { JWTRule } from '../../../imports/security';
import { readCallSite } from '../../l1/call-site';
import type { ObjectRef } from '../../model/finding';
import { canonical, compareText } from '../../model/values';
import type { AccessEdge } from '../../constructs/access-edges';
import { sortedTexts, type TokenRequirement } from '../../constructs/access-request';
import { placeText } from '../../constructs/places';
import type { Problem } from '../../constructs/problems';

/** An issuer whose edges want its tokens to be read in two ways. */
interface TokenDisagreement {
  readonly issuer: string;
  readonly edges: readonly [AccessEdge, AccessEdge];
}

/** The JWT rules that all edges of a service need: one for each issuer. */
export interface Tokens {
  readonly jwtRules: readonly JWTRule[];
  readonly disagreements: readonly TokenDisagreement[];
}

/**
 * Puts the tokens of some edges together. A rule takes the tokens of any of its edges: audiences are united, and the
 * policy of each edge asks for its own.
 */
export function tokensOf(edges: readonly AccessEdge[]): Tokens {
  const byIssuer = new Map<string, { readonly edge: AccessEdge; readonly token: TokenRequirement }[]>();
  for (const edge of edges) {
    const { token } = edge.request;
    if (token === undefined) continue;
    const known = byIssuer.get(token.issuer);
    if (known === undefined) byIssuer.set(token.issuer, [{ edge, token }]);
    else known.push({ edge, token });
  }
  const issuers = [...byIssuer].sort(([a], [b]) => compareText(a, b));
  const disagreements: TokenDisagreement[] = [];
  const jwtRules = issuers.map(([issuer, wanted]): JWTRule => {
    const readings = new Map(wanted.map(({ edge, token }) => [canonical(reading(token)), { edge, rule: reading(token) }]));
    const [first, second] = [...readings].sort(([a], [b]) => compareText(a, b)).map(([, one]) => one);
    if (first !== undefined && second !== undefined) disagreements.push({ issuer, edges: [first.edge, second.edge] });
    const audiences = wanted.some(({ token }) => token.audiences === undefined) ? [] : sortedTexts(wanted.flatMap(({ token }) => token.audiences ?? []));
    return { issuer, ...(first?.rule ?? {}), ...(audiences.length === 0 ? {} : { audiences }) };
  });
  return { jwtRules, disagreements };
}

/** How a token is found and proved, which is the same for all edges. */
function reading({ jwks, jwksUri, fromHeaders, fromParams, fromCookies, forwardOriginalToken, outputClaimToHeaders }: TokenRequirement): JWTRule {
  const rest = {
    ...(fromHeaders === undefined ? {} : { fromHeaders }),
    ...(fromParams === undefined ? {} : { fromParams }),
    ...(fromCookies === undefined ? {} : { fromCookies }),
    ...(forwardOriginalToken === undefined ? {} : { forwardOriginalToken }),
    ...(outputClaimToHeaders === undefined ? {} : { outputClaimToHeaders }),
  };
  if (jwks !== undefined) return { ...rest, jwks };
  return jwksUri === undefined ? rest : { ...rest, jwksUri };
}

/** Edges that cannot both be right about an issuer. */
export function tokenProblems(object: ObjectRef, { disagreements }: Tokens): readonly Problem[] {
  return disagreements.map(({ issuer, edges: [one, other] }) => ({
    rule: 'edge-tokens-disagree',
    severity: 'error',
    object,
    path: ['spec', 'jwtRules'],
    message: `Two edges to ${object.namespace}/${one.to.key().name} read the tokens of ${issuer} differently: ${placeText(one.made)} and ${placeText(other.made)}.`,
    why: 'A workload reads the tokens of an issuer in one way: one set of keys, one place in the request.',
    fix: 'Say the same of the issuer in both, for example with one constant; audiences and values may differ.',
    source: readCallSite(other.made),
  }));
}
