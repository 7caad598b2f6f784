import type { IConstruct } from 'constructs';
import type { Gateway, HTTPMatchRequest } from '../../../imports/networking';
import type { ClaimMatch, HttpMatch } from '../../constructs/http-match';
import { meshSettings } from '../../constructs/mesh-settings';
import { withoutUndefined } from '../../constructs/match-request';
import { isGatewayKey } from '../../model/gateways';
import { compareText } from '../../model/values';
import type { Refuse } from './refusal';
import type { Testers } from './shares';
import type { CanaryTokens } from './tokens';
import type { VersionTesters } from './version-testers';

/** What every entry has. */
export interface CanaryEntryProps {
  /** The gateways: constructs, or `namespace/name` of those that live elsewhere. */
  readonly gateways: readonly (Gateway | string)[];
  /** Hosts that callers outside ask for, such as `shop.example.com`. */
  readonly hosts: readonly string[];
  /** Which requests for these hosts are for the service: any of these. Default: all. */
  readonly match?: readonly HttpMatch[];
  /** Port of the service that requests go on to; needed where it has several for HTTP. */
  readonly port?: number;
}

/** An entry whose testers ask for no claims. */
export interface CanaryOpenEntry<S extends string> extends CanaryEntryProps {
  /** Further testers, only at these gateways: of the canary, or of each version. */
  readonly testers?: readonly HttpMatch[] | VersionTesters<S>;
  readonly tokens?: CanaryTokens;
}

/** An entry whose testers may ask for claims of tokens. */
export interface CanaryClaimEntry<S extends string> extends CanaryEntryProps {
  /** Further testers, only at these gateways; they may ask for claims, since `tokens` says who reads the tokens. */
  readonly testers: readonly (HttpMatch | ClaimMatch)[] | VersionTesters<S, HttpMatch | ClaimMatch>;
  /** Where tokens are read: needed for claims. */
  readonly tokens: CanaryTokens;
}

/**
 * Lets requests in through gateways, by a VirtualService of its own: that for the mesh is not obeyed by gateways. The
 * testers of the release, its weights, mirror and affinity hold there too. Testers that ask for the labels or namespace
 * of the caller are left out: gateways do not know them.
 */
export type CanaryEntry<S extends string> = CanaryOpenEntry<S> | CanaryClaimEntry<S>;

/**
 * `namespace/name` of the gateways, each once and sorted.
 *
 * @internal
 */
export function checkGateways(scope: IConstruct, { gateways, hosts }: CanaryEntryProps, refuse: Refuse): readonly string[] {
  if (gateways.length === 0) refuse('entry.gateways is empty: name the gateways that let requests in');
  if (hosts.length === 0) refuse('entry.hosts is empty: name the hosts that callers ask for');
  const names = gateways.map((gateway) => (typeof gateway === 'string' ? gateway : nameOf(scope, gateway, refuse)));
  const wrong = names.find((name) => !isGatewayKey(name));
  if (wrong !== undefined) refuse(`entry.gateways has ${JSON.stringify(wrong)}: give a Gateway, or "namespace/name" of one`);
  return [...new Set(names)].sort(compareText);
}

function nameOf(scope: IConstruct, gateway: Gateway, refuse: Refuse): string {
  const namespace = gateway.metadata.namespace ?? meshSettings(scope).defaultNamespace;
  if (namespace === undefined) refuse(`the Gateway ${gateway.name} of entry.gateways has no namespace: give it, or its Chart, one`);
  return `${namespace}/${gateway.name}`;
}

/**
 * The requests that are for the service, as they are written.
 *
 * @internal
 */
export function limits({ match = [] }: CanaryEntryProps, refuse: Refuse): readonly HTTPMatchRequest[] {
  const requests = match.map((one) => one.toRequest());
  if (requests.some(asksForCaller)) refuse('entry.match asks for the labels or the namespace of the caller, which gateways do not know');
  return requests;
}

/**
 * Testers of the mesh as they hold at a gateway, whose ports are not those of the service.
 *
 * @internal
 */
export function atGateway(testers: readonly Testers[], port: number | undefined): readonly Testers[] {
  return testers.flatMap(({ version, matches }) => {
    const known = matches
      .filter((match) => !asksForCaller(match) && (match.port === undefined || port === undefined || match.port === port))
      .map((match) => withoutUndefined({ ...match, port: undefined }));
    return known.length === 0 ? [] : [{ version, matches: known }];
  });
}

/**
 * @throws what `refuse` makes of it when testers of a gateway ask for what it does not know
 *
 * @internal
 */
export function checkCallers(testers: readonly Testers[], refuse: Refuse): void {
  if (testers.flatMap(({ matches }) => matches).some(asksForCaller)) {
    refuse('entry.testers ask for the labels or the namespace of the caller, which gateways do not know');
  }
}

function asksForCaller({ sourceLabels, sourceNamespace }: HTTPMatchRequest): boolean {
  return sourceLabels !== undefined || sourceNamespace !== undefined;
}
