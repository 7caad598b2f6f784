import type { IConstruct } from 'constructs';
import type { Condition, Operation, Rule, Source } from '../../../imports/security';
import type { AccessEdge } from '../../constructs/access-edges';
import { httpParts, listOf, sortedPorts, sortedTexts, type AccessRequest, type TokenRequirement } from '../../constructs/access-request';
import { byText } from '../../constructs/merge';
import { defaultPorts, type Target } from './target';

/** What carries out a policy: the sidecar of the workload, its waypoint, or ztunnel. */
export type Enforcer = 'sidecar' | 'waypoint' | 'ztunnel';

/** The rules of some edges from one caller: sorted, each once. */
export function rulesOf(scope: IConstruct, edges: readonly AccessEdge[], target: Target, enforcer: Enforcer): readonly Rule[] {
  return byText(edges.map((edge) => ruleOf(scope, edge, target, enforcer)));
}

/**
 * One edge as a rule. A caller is named by its principal, which only mutual TLS proves, so no plaintext matches. Hosts
 * play no part: a caller writes there what it likes.
 */
function ruleOf(scope: IConstruct, { from, request }: AccessEdge, target: Target, enforcer: Enforcer): Rule {
  const { token, ipBlocks } = request;
  const source: Source = {
    ...(from === undefined ? {} : from.sourceIn(scope)),
    ...(token === undefined ? {} : { requestPrincipals: [`${token.issuer}/*`] }),
    ...(ipBlocks === undefined ? {} : { ipBlocks }),
  };
  const operation = operationOf(request, portsOf(request, target, enforcer));
  const when = conditionsOf(request);
  return {
    ...(Object.keys(source).length === 0 ? {} : { from: [{ source }] }),
    ...(Object.keys(operation).length === 0 ? {} : { to: [{ operation }] }),
    ...(when.length === 0 ? {} : { when }),
  };
}

function operationOf({ methods, notMethods, paths, notPaths }: AccessRequest, ports: readonly number[] | undefined): Operation {
  return {
    ...(methods === undefined ? {} : { methods }),
    ...(notMethods === undefined ? {} : { notMethods }),
    ...(notPaths === undefined ? {} : { notPaths }),
    ...(paths === undefined ? {} : { paths }),
    ...(ports === undefined ? {} : { ports: ports.map(String) }),
  };
}

/**
 * The ports of a rule. Sidecars and ztunnel see the port of the container; a waypoint sees that of the Service, and has
 * to be told only where not all are meant. Absent: any port.
 */
export function portsOf(request: AccessRequest, target: Target, enforcer: Enforcer): readonly number[] | undefined {
  if (enforcer !== 'waypoint') return request.ports ?? defaultPorts(target, httpParts(request).length > 0);
  const { ports } = request;
  if (ports === undefined) return undefined;
  // A port that is behind none of the Service's stays as it is: nothing comes there, so nothing is opened.
  return sortedPorts(ports.flatMap((port) => servicePortsFor(target, port) ?? [port]));
}

function servicePortsFor({ ports }: Target, containerPort: number): readonly number[] | undefined {
  const found = ports.filter(({ container }) => container?.includes(containerPort)).map(({ service }) => service.number);
  return found.length === 0 ? undefined : found;
}

/** What a rule asks of the token: its issuer letter by letter, since `issuer/*` alone also fits issuers that begin so. */
function conditionsOf({ token, when = [] }: AccessRequest): readonly Condition[] {
  return byText([...(token === undefined ? [] : tokenConditions(token)), ...when]);
}

function tokenConditions({ issuer, audiences, claims = {} }: TokenRequirement): readonly Condition[] {
  return [
    { key: 'request.auth.claims[iss]', values: [issuer] },
    ...(audiences === undefined ? [] : [{ key: 'request.auth.audiences', values: sortedTexts(audiences) }]),
    ...Object.entries(claims).map(([claim, value]) => ({ key: `request.auth.claims${claimPath(claim)}`, values: sortedTexts(listOf(value)) })),
  ];
}

/** `realm_access[roles]` as Istio writes it: `[realm_access][roles]`. */
function claimPath(claim: string): string {
  const inside = claim.indexOf('[');
  return inside === -1 ? `[${claim}]` : `[${claim.slice(0, inside)}]${claim.slice(inside)}`;
}
