import { appliesToMesh } from '../model/gateways';
import type { DestinationRule, TrafficPolicy } from '../model/kinds/networking';
import type { Path } from '../model/path';
import type { Resource } from '../model/resource';
import type { RuleContext } from './context';

export type Routing = Resource<'networking.istio.io/VirtualService' | 'networking.istio.io/DestinationRule'>;

/** A host for which an object says something about requests. */
export interface RoutedHost {
  readonly owner: Routing;
  readonly host: string;
  readonly path: Path;
}

/** What VirtualServices and DestinationRules say of requests inside the mesh, by the hosts as they write them. */
export function* routingByHttp(context: RuleContext): Generator<RoutedHost> {
  for (const owner of context.all('networking.istio.io/VirtualService')) {
    const spec = owner.object.spec;
    if (!appliesToMesh(spec?.gateways) || (spec?.http ?? []).length === 0) continue;
    for (const [index, host] of (spec?.hosts ?? []).entries()) yield { owner, host, path: ['spec', 'hosts', index] };
  }
  for (const owner of context.all('networking.istio.io/DestinationRule')) {
    const host = owner.object.spec?.host;
    if (host !== undefined && looksAtHttp(owner.object)) yield { owner, host, path: ['spec', 'host'] };
  }
}

function looksAtHttp({ spec }: DestinationRule): boolean {
  const policies = [spec?.trafficPolicy, ...(spec?.subsets ?? []).map(({ trafficPolicy }) => trafficPolicy)];
  return policies.some((policy) => policy !== undefined && isHttpPolicy(policy));
}

function isHttpPolicy({ loadBalancer, connectionPool, outlierDetection }: TrafficPolicy): boolean {
  const hash = loadBalancer?.consistentHash;
  return (
    hash?.httpHeaderName !== undefined ||
    hash?.httpCookie !== undefined ||
    connectionPool?.http !== undefined ||
    outlierDetection !== undefined
  );
}
