import type { HTTPMatchRequest, HTTPRoute } from '../../../imports/networking';
import type { ChosenRoute, Lane, RouteParts } from '../../constructs/host-contribution';
import { joined, twice } from '../../constructs/match-request';
import type { CheckedAffinity } from './affinity';
import type { Refuse } from './refusal';
import type { Share, Testers } from './shares';

/** A release whose arguments are right. */
export interface Split {
  readonly shares: readonly Share[];
  readonly testers: readonly Testers[];
  readonly affinity?: CheckedAffinity;
  readonly mirror?: { readonly to: string; readonly percent: number };
  /** Retries and timeout of every route. */
  readonly route: Pick<HTTPRoute, 'retries' | 'timeout'>;
  /** Name of the route with the weights, for who moves them. */
  readonly name?: string;
  /** Only these requests are for the service, at a gateway that serves others too; empty: all. */
  readonly only: readonly HTTPMatchRequest[];
}

/** The routes of a release: testers, then who has a cookie, then the weights. */
export function splitRoutes(split: Split, lane: Lane): RouteParts {
  const { shares, testers, affinity, only, route } = split;
  const toVersion = (version: string): HTTPRoute => ({ route: [{ destination: lane.destination(version) }], ...route });
  const chosen = testers.map(({ version, matches }): ChosenRoute => ({ match: within(only, matches), ...toVersion(version) }));
  // A version without weight keeps nobody: who has its cookie is given another one.
  const kept = affinity === undefined ? [] : shares.filter(({ weight }) => weight > 0);
  const returning = kept.map(({ version }): ChosenRoute => ({
    match: within(only, affinity === undefined ? [] : [affinity.match(version).toRequest()]),
    ...toVersion(version),
    ...mirrored(split, lane, version),
  }));
  return { chosen, ...(returning.length === 0 ? {} : { returning }), rest: weighted(split, lane, lane.port) };
}

function weighted(split: Split, lane: Lane, port: number | undefined): HTTPRoute {
  const { shares, affinity, name, only, route } = split;
  return {
    ...(name === undefined ? {} : { name: routeName(name, port) }),
    ...(only.length === 0 ? {} : { match: only }),
    route: shares.map(({ version, weight }) => ({
      destination: lane.destination(version),
      weight,
      ...(affinity === undefined ? {} : { headers: affinity.headers(version) }),
    })),
    ...mirrored(split, lane),
    ...route,
  };
}

/** Names of routes are told apart by the port that they are for. */
export function routeName(name: string, port: number | undefined): string {
  return port === undefined ? name : `${name}-${port}`;
}

function mirrored({ mirror }: Split, lane: Lane, version?: string): Pick<HTTPRoute, 'mirror' | 'mirrorPercentage'> {
  if (mirror === undefined || mirror.to === version) return {};
  return { mirror: lane.destination(mirror.to), mirrorPercentage: { value: mirror.percent } };
}

/** Every match together with every one of those that requests are limited to. */
function within(only: readonly HTTPMatchRequest[], matches: readonly HTTPMatchRequest[]): readonly HTTPMatchRequest[] {
  return only.length === 0 ? matches : matches.flatMap((match) => only.map((limit) => joined(limit, match)));
}

/** @throws what `refuse` makes of it when a match cannot be limited, because both speak of the same thing */
export function checkWithin({ only, testers, affinity, shares }: Split, refuse: Refuse): void {
  const matches = [...testers.flatMap((ofVersion) => ofVersion.matches), ...(affinity === undefined ? [] : shares.map(({ version }) => affinity.match(version).toRequest()))];
  for (const limit of only) {
    for (const match of matches) {
      const same = twice(limit, match);
      if (same !== undefined) refuse(`entry.match and ${JSON.stringify(match)} both speak of ${same}: one request match holds one condition on it`);
    }
  }
}
