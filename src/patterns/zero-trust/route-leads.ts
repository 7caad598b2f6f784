import type { IConstruct } from 'constructs';
import { meshSettings } from '../../constructs/mesh-settings';
import { PerRender } from '../../constructs/per-render';
import { resourcesIn } from '../../constructs/tree-resources';
import type { CallSite } from '../../l1/call-site';
import type { ObjectRef } from '../../model/finding';
import { fullHost, parseServiceHost } from '../../model/hosts';
import { MultiMap } from '../../model/multi-map';
import type { Path } from '../../model/path';
import { asList, asText, fieldAt } from '../../model/values';

/** A place of a route that takes requests for one Service to another one of the same namespace. */
export interface RouteLead {
  readonly object: ObjectRef;
  readonly path: Path;
  /** Names of Services. */
  readonly from: string;
  readonly to: string;
  readonly source?: CallSite;
}

const ROUTES = ['gateway.networking.k8s.io/HTTPRoute', 'gateway.networking.k8s.io/GRPCRoute'] as const;

/** By namespace. A waypoint follows the routes of the namespace of the Service, and no others. */
const LEADS = new PerRender((root): MultiMap<string, RouteLead> => {
  const leads = new MultiMap<string, RouteLead>();
  const { clusterDomain } = meshSettings(root);
  for (const { ref, namespace, object, source } of resourcesIn(root, ROUTES)) {
    const own = (one: unknown): string | undefined => {
      const away = fieldAt(one, 'namespace') !== undefined && fieldAt(one, 'namespace') !== namespace;
      return away || (fieldAt(one, 'kind') ?? 'Service') !== 'Service' ? undefined : asText(fieldAt(one, 'name'));
    };
    const parents = asList(fieldAt(object, 'spec', 'parentRefs')).flatMap((parent) => (fieldAt(parent, 'kind') === 'Service' ? (own(parent) ?? []) : []));
    for (const [path, backend] of backendsOf(object)) {
      const to = own(backend);
      if (to !== undefined) for (const from of parents) leads.add(namespace, { object: ref, path, from, to, ...(source === undefined ? {} : { source }) });
    }
  }
  for (const { ref, namespace, object, source } of resourcesIn(root, ['networking.istio.io/VirtualService'])) {
    const gateways = fieldAt(object, 'spec', 'gateways');
    if (gateways !== undefined && !asList(gateways).includes('mesh')) continue;
    const own = (host: unknown): string | undefined => {
      const service = parseServiceHost(fullHost(asText(host) ?? '', namespace, clusterDomain), clusterDomain);
      return service?.namespace === namespace ? service.name : undefined;
    };
    const hosts = asList(fieldAt(object, 'spec', 'hosts')).flatMap((host) => own(host) ?? []);
    for (const [path, destination] of destinationsOf(object)) {
      const to = own(fieldAt(destination, 'host'));
      if (to !== undefined) for (const from of hosts) leads.add(namespace, { object: ref, path, from, to, ...(source === undefined ? {} : { source }) });
    }
  }
  return leads;
});

/** What the routes of a tree lead elsewhere in a namespace. */
export function routeLeads(scope: IConstruct, namespace: string): readonly RouteLead[] {
  return LEADS.of(scope).get(namespace);
}

/** What takes requests, mirrors included, each with its place. Of weight 0 is what takes none. */
function backendsOf(route: unknown): readonly (readonly [Path, unknown])[] {
  return asList(fieldAt(route, 'spec', 'rules')).flatMap((rule, index) => {
    const at = ['spec', 'rules', index];
    const backends = asList(fieldAt(rule, 'backendRefs')).map((one, position) => [[...at, 'backendRefs', position], one] as const);
    const mirrors = asList(fieldAt(rule, 'filters')).map((one, position) => [[...at, 'filters', position, 'requestMirror', 'backendRef'], fieldAt(one, 'requestMirror', 'backendRef')] as const);
    return [...backends.filter(([, one]) => fieldAt(one, 'weight') !== 0), ...mirrors];
  });
}

function destinationsOf(service: unknown): readonly (readonly [Path, unknown])[] {
  return ['http', 'tcp'].flatMap((protocol) =>
    asList(fieldAt(service, 'spec', protocol)).flatMap((route, index) => {
      const at = ['spec', protocol, index];
      const listed = ['route', 'mirrors'].flatMap((key) => asList(fieldAt(route, key)).map((one, position) => [[...at, key, position, 'destination'], fieldAt(one, 'destination')] as const));
      return [...listed, [[...at, 'mirror'], fieldAt(route, 'mirror')] as const];
    }),
  );
}
