import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { HTTPRoute } from '../../../imports/gateway-api';
import type { DestinationRule, Subset, VirtualService } from '../../../imports/networking';
import type { RequestAuthentication } from '../../../imports/security';
import { noteGateway } from '../../constructs/described-services';
import { HostOwner } from '../../constructs/host-owner';
import type { MeshService } from '../../constructs/mesh-service';
import { reportProblems } from '../../constructs/problems';
import type { CheckedEntry, CheckedRelease } from './check';
import type { Refuse } from './refusal';
import { splitRoutes } from './routes';
import { tokenProblems, tokenReader } from './tokens';

/** What a release has made, or has a say in. */
export interface ReleaseObjects {
  readonly virtualService?: VirtualService;
  readonly destinationRule?: DestinationRule;
  readonly httpRoutes: readonly HTTPRoute[];
  readonly versionServices: Readonly<Record<string, ApiObject>>;
  readonly entry?: VirtualService;
  readonly tokens?: RequestAuthentication;
}

/** Makes the objects of a release, or joins those that others have made for the service. */
export function makeObjects(release: Construct, checked: CheckedRelease, refuse: Refuse): ReleaseObjects {
  if (checked.controller === 'flagger') return { httpRoutes: [], versionServices: {} };
  const owner = HostOwner.of(release, checked.service);
  const made = checked.dataPlane === 'ambient' ? forWaypoints(release, checked, owner) : forSidecars(release, checked, owner);
  return checked.entry === undefined ? made : { ...made, ...forGateways(release, checked, checked.entry, owner, refuse) };
}

function forSidecars(release: Construct, { service, traffic, split }: CheckedRelease, owner: HostOwner): ReleaseObjects {
  const { policy } = traffic;
  return {
    destinationRule: owner.contributePolicy(release, () => ({ subsets: subsetsOf(service), ...(policy === undefined ? {} : { trafficPolicy: policy }) })),
    virtualService: owner.contributeRoutes(release, (lane) => splitRoutes(split, lane)),
    httpRoutes: [],
    versionServices: {},
  };
}

function forWaypoints(release: Construct, { service, split, waypoint: name }: CheckedRelease, { waypoint }: HostOwner): ReleaseObjects {
  waypoint.contributeVersions(release, service, name);
  waypoint.contributeRoutes(release, (lane) => splitRoutes(split, lane));
  return {
    httpRoutes: [...waypoint.httpRoutes].sort(([a], [b]) => a - b).map(([, route]) => route),
    versionServices: Object.fromEntries(Object.keys(service.versions).flatMap((version) => {
      const made = waypoint.versionServices.get(version);
      return made === undefined ? [] : [[version, made] as const];
    })),
  };
}

function forGateways(release: Construct, { dataPlane }: CheckedRelease, entry: CheckedEntry, owner: HostOwner, refuse: Refuse): Pick<ReleaseObjects, 'entry' | 'tokens'> {
  const { gateways, hosts, port, split, said, tokens } = entry;
  const place = { gateways, ...(port === undefined ? {} : { port }), versions: dataPlane === 'ambient' ? 'services' : 'subsets' } as const;
  const virtualService = owner.contributeEntry(release, place, (lane) => ({ hosts, ...splitRoutes(split, lane) }));
  for (const gateway of said) if (typeof gateway === 'string') noteGateway(release, gateway);
  if (tokens === undefined) return { entry: virtualService };
  const reader = tokenReader(release, tokens, said, `${virtualService.name}-tokens`, refuse);
  reportProblems(release, () => ('node' in tokens || tokens.labels === undefined ? tokenProblems(reader, said, virtualService) : []));
  return { entry: virtualService, tokens: reader };
}

/** Every version is a subset, also one that no route names: the first of the two steps in which a version is taken out. */
function subsetsOf(service: MeshService): Record<string, Omit<Subset, 'name'>> {
  return Object.fromEntries(Object.entries(service.versions).map(([name, labels]) => [name, { labels: { ...labels } }]));
}
