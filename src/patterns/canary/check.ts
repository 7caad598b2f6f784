import type { Construct } from 'constructs';
import { chosenDataPlane, type DataPlaneName } from '../../constructs/data-plane-choice';
import { readHost } from '../../constructs/host-reading';
import { asksForClaims } from '../../constructs/http-match';
import type { MeshService } from '../../constructs/mesh-service';
import { checkAffinity } from './affinity';
import { atGateway, checkCallers, checkGateways, limits, type CanaryEntry } from './entry';
import type { CanaryReleaseProps } from './props';
import type { Refuse } from './refusal';
import { checkWithin, type Split } from './routes';
import { checkOverlaps, checkShares, checkTesters, checkVersion, checkWithoutClaims, joinTesters, type SaidShares } from './shares';
import type { CanaryTokens } from './tokens';
import { checkTraffic, type CheckedTraffic } from './traffic';

/** An entry whose arguments are right. */
export interface CheckedEntry {
  readonly gateways: readonly string[];
  readonly said: CanaryEntry<string>['gateways'];
  readonly hosts: readonly string[];
  readonly port?: number;
  readonly split: Split;
  readonly tokens?: CanaryTokens;
}

/** A release whose arguments are right, as far as they can be told wrong by now. */
export interface CheckedRelease {
  readonly service: MeshService;
  readonly dataPlane: DataPlaneName;
  readonly told?: DataPlaneName;
  readonly controller?: 'argo-rollouts' | 'flagger';
  readonly traffic: CheckedTraffic;
  readonly split: Split;
  readonly entry?: CheckedEntry;
  readonly waypoint?: string;
  readonly stable?: string;
  readonly canary?: string;
}

const CONTROLLERS = ['argo-rollouts', 'flagger'];

/** The name of the routes that a controller finds the weights in. */
const WEIGHTS = 'weights';

/** @throws what `refuse` makes of it when an argument is certainly wrong */
export function checkRelease<S extends string>(scope: Construct, props: CanaryReleaseProps<S>, refuse: Refuse): CheckedRelease {
  const { service, dataPlane: told, controller } = props;
  if (controller !== undefined && !CONTROLLERS.includes(controller)) refuse(`controller is ${JSON.stringify(controller)}: give ${CONTROLLERS.join(' or ')}, or none`);
  const dataPlane = chosenDataPlane(scope, told);
  const common = { service, dataPlane, told, controller };
  // Flagger writes for one data plane or the other itself.
  const traffic = checkTraffic(props.traffic, controller === 'flagger' ? 'sidecar' : dataPlane, refuse);
  if (props.controller === 'flagger') {
    const { testers, tokens } = props.entry ?? {};
    if (testers !== undefined || tokens !== undefined) refuse('entry.testers and entry.tokens are not for Flagger: it takes matches of testers in spec.analysis of the Canary');
    const nothing: Split = { shares: [], testers: [], route: traffic.route, only: [] };
    return { ...common, traffic, split: nothing, ...entryOf(scope, props.entry, nothing, undefined, service, refuse) };
  }
  if (dataPlane === 'ambient' && service.exportTo.length > 0) refuse('exportTo of the service cannot be said in an HTTPRoute, which every namespace sees');
  const versions = Object.keys(service.versions);
  const said: SaidShares = props;
  const { stable, canary } = said;
  const shares = checkShares(said, versions, refuse);
  const testers = checkTesters(props.testers, canary, versions, refuse);
  checkWithoutClaims(testers, refuse);
  checkOverlaps(testers, refuse);
  if (controller === 'argo-rollouts') checkRollouts(props.affinity, dataPlane, props.entry, refuse);
  const split: Split = {
    shares,
    testers,
    affinity: checkAffinity(props.affinity, service.key().name, refuse),
    mirror: checkMirror(props.mirror, versions, refuse),
    route: traffic.route,
    only: [],
    ...(controller === undefined ? {} : { name: WEIGHTS }),
  };
  const { waypoint } = props;
  return { ...common, traffic, split, stable, canary, ...(waypoint === undefined ? {} : { waypoint }), ...entryOf(scope, props.entry, split, canary, service, refuse) };
}

function entryOf<S extends string>(
  scope: Construct,
  entry: CanaryEntry<S> | undefined,
  mesh: Split,
  canary: string | undefined,
  service: MeshService,
  refuse: Refuse,
): { readonly entry?: CheckedEntry } {
  if (entry === undefined) return {};
  const { hosts, port, tokens, gateways } = entry;
  const known = readHost([service], scope).ports.map(({ number }) => number);
  if (port !== undefined && known.length > 0 && !known.includes(port)) refuse(`entry.port is ${port}, and the service has ${known.join(', ')}`);
  const own = checkTesters(entry.testers, canary, Object.keys(service.versions), refuse);
  checkCallers(own, refuse);
  if (tokens === undefined && own.flatMap(({ matches }) => matches).some(asksForClaims)) {
    refuse('entry.testers ask for claims, and nothing is said to read tokens: give entry.tokens, a RequestAuthentication of the gateway or { jwtRules, namespace }');
  }
  const split: Split = { ...mesh, testers: joinTesters(atGateway(mesh.testers, port), own), only: limits(entry, refuse) };
  checkOverlaps(split.testers, refuse);
  checkWithin(split, refuse);
  return {
    entry: { gateways: checkGateways(scope, entry, refuse), said: gateways, hosts, split, ...(port === undefined ? {} : { port }), ...(tokens === undefined ? {} : { tokens }) },
  };
}

/** What Rollouts would not do as the release says. */
function checkRollouts(affinity: unknown, dataPlane: DataPlaneName, entry: unknown, refuse: Refuse): void {
  if (affinity !== undefined) {
    refuse('affinity and Argo Rollouts do not go together: who has a cookie would stay with the canary when Rollouts takes it back');
  }
  if (dataPlane === 'ambient' && entry !== undefined) {
    refuse("entry and Argo Rollouts do not go together in ambient: its plug-in moves the weights of HTTPRoutes, and the gateway's VirtualService would keep those it began with");
  }
}

function checkMirror(mirror: { readonly to: string; readonly percent?: number } | undefined, versions: readonly string[], refuse: Refuse): Split['mirror'] {
  if (mirror === undefined) return undefined;
  const { to, percent = 100 } = mirror;
  checkVersion(to, versions, refuse);
  if (typeof percent !== 'number' || !(percent > 0 && percent <= 100)) refuse(`mirror.percent is ${percent}: give a number above 0, up to 100`);
  return { to, percent };
}
