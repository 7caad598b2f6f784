import type { HTTPMatchRequest } from '../../../imports/networking';
import { asksForClaims, type ClaimMatch, type HttpMatch } from '../../constructs/http-match';
import { areDisjoint } from '../../model/match-overlap';
import { compareText } from '../../model/values';
import type { Refuse } from './refusal';

/** A version and how many of a hundred requests it gets. */
export interface Share {
  readonly version: string;
  readonly weight: number;
}

/** Requests that go to a version whatever the weights are. */
export interface Testers {
  readonly version: string;
  readonly matches: readonly HTTPMatchRequest[];
}

/** What the caller said of shares; JavaScript programs may say anything. */
export interface SaidShares {
  readonly stable?: string;
  readonly canary?: string;
  readonly percent?: number;
  readonly weights?: Readonly<Partial<Record<string, number>>>;
}

type SaidTesters = readonly (HttpMatch | ClaimMatch)[] | Readonly<Partial<Record<string, readonly (HttpMatch | ClaimMatch)[]>>>;

/** The shares in an order that no step of a release changes: the stable version first, or by the names of the versions. */
export function checkShares({ stable, canary, percent, weights }: SaidShares, versions: readonly string[], refuse: Refuse): readonly Share[] {
  if (weights !== undefined) {
    if (stable !== undefined || canary !== undefined || percent !== undefined) refuse('weights say it all: leave out stable, canary and percent');
    return byVersion(checkWeights(weights, versions, refuse));
  }
  if (percent === undefined || !isShare(percent)) refuse(`percent is ${percent}: give a whole number from 0 to 100`);
  if (stable === undefined || canary === undefined) refuse('say which version is stable and which is the canary, or give weights');
  for (const version of [stable, canary]) checkVersion(version, versions, refuse);
  if (stable === canary) refuse(`stable and canary are both "${stable}": a canary is another version than the stable one`);
  return [{ version: stable, weight: 100 - percent }, { version: canary, weight: percent }];
}

function checkWeights(weights: Readonly<Partial<Record<string, number>>>, versions: readonly string[], refuse: Refuse): readonly Share[] {
  const shares = Object.entries(weights).flatMap(([version, weight]) => (weight === undefined ? [] : [{ version, weight }]));
  for (const { version, weight } of shares) {
    checkVersion(version, versions, refuse);
    if (!isShare(weight)) refuse(`the weight of ${version} is ${weight}: give a whole number from 0 to 100`);
  }
  const sum = shares.reduce((total, { weight }) => total + weight, 0);
  if (sum !== 100) refuse(`weights add up to ${sum} (${shares.map(({ version, weight }) => `${version}: ${weight}`).join(', ')}): make it 100`);
  return shares;
}

/** @throws what `refuse` makes of it when a version is none of the service */
export function checkVersion(version: string, versions: readonly string[], refuse: Refuse): void {
  if (!versions.includes(version)) refuse(`the service has no version ${JSON.stringify(version)}, only ${versions.join(', ')}`);
}

/**
 * Testers by version.
 *
 * @param canary the version that a plain list is for
 */
export function checkTesters(said: SaidTesters | undefined, canary: string | undefined, versions: readonly string[], refuse: Refuse): readonly Testers[] {
  if (said === undefined) return [];
  if (isList(said)) {
    if (canary === undefined) refuse('testers of several versions are given by version: testers: { v2: [...] }');
    return said.length === 0 ? [] : [{ version: canary, matches: requests(said) }];
  }
  const testers = Object.entries(said).flatMap(([version, matches]) => (matches === undefined || matches.length === 0 ? [] : [{ version, matches: requests(matches) }]));
  for (const { version } of testers) checkVersion(version, versions, refuse);
  return byVersion(testers);
}

/** Testers of the mesh and of a gateway together. */
export function joinTesters(...lists: readonly (readonly Testers[])[]): readonly Testers[] {
  const joined = new Map<string, HTTPMatchRequest[]>();
  for (const { version, matches } of lists.flat()) joined.set(version, [...(joined.get(version) ?? []), ...matches]);
  return byVersion([...joined].map(([version, matches]) => ({ version, matches })));
}

/** @throws what `refuse` makes of it when testers ask for claims */
export function checkWithoutClaims(testers: readonly Testers[], refuse: Refuse): void {
  if (!testers.flatMap(({ matches }) => matches).some(asksForClaims)) return;
  refuse(
    'claims of a token can be routed on only at a gateway: give these testers to entry.testers, with entry.tokens; ' +
      'or let a RequestAuthentication copy the claim to a header (outputClaimToHeaders) and match that',
  );
}

/** @throws what `refuse` makes of it when one request can be that of testers of two versions */
export function checkOverlaps(testers: readonly Testers[], refuse: Refuse): void {
  for (const [index, later] of testers.entries()) {
    for (const earlier of testers.slice(0, index)) checkPair(earlier, later, refuse);
  }
}

function checkPair(one: Testers, other: Testers, refuse: Refuse): void {
  for (const mine of one.matches) {
    const theirs = other.matches.find((match) => !areDisjoint(mine, match));
    if (theirs === undefined) continue;
    refuse(
      `testers of ${one.version} and ${other.version} overlap: one request can meet ${JSON.stringify(mine)} and ${JSON.stringify(theirs)}. ` +
        'Make them exclude each other: other values of one header, cookie or parameter, or .and(HttpMatch.withoutHeader(...).present())',
    );
  }
}

function byVersion<T extends { readonly version: string }>(list: readonly T[]): readonly T[] {
  return [...list].sort((a, b) => compareText(a.version, b.version));
}

function requests(matches: readonly (HttpMatch | ClaimMatch)[]): readonly HTTPMatchRequest[] {
  return matches.map((match) => match.toRequest());
}

function isShare(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 100;
}

function isList(said: SaidTesters): said is readonly (HttpMatch | ClaimMatch)[] {
  return Array.isArray(said);
}
