import { parseServiceHost } from './hosts';

/** The Services that a host stands for: all of the mesh, all of a namespace, or one. */
export type HostReach = 'mesh' | { readonly namespace: string; readonly name?: string };

/** Takes a host apart that may be a wildcard for Services: `*.local`, `*.shop.svc.cluster.local`. Undefined for every other host. */
export function reachOfHost(host: string, clusterDomain: string): HostReach | undefined {
  if (!host.startsWith('*')) return parseServiceHost(host, clusterDomain);
  if (host === '*.local' || host === `*.${clusterDomain}` || host === `*.svc.${clusterDomain}`) return 'mesh';
  const one = host.startsWith('*.') ? parseServiceHost(`x${host.slice(1)}`, clusterDomain) : undefined;
  return one === undefined ? undefined : { namespace: one.namespace };
}
