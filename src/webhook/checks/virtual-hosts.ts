import type { VirtualServiceSpec } from '../../../imports/networking';
import { MESH_GATEWAY } from '../../model/gateways';
import { HostMap } from '../../model/hosts';
import { each, type Place } from '../place';
import type { Wire } from '../wire';
import { isIpAddress } from './addresses';
import { wildcardDomainProblem } from './text-forms';

/** How a host of TLS connections between meshes begins: `outbound_.80_.v1_.reviews.shop.svc.cluster.local`. */
const OUTBOUND = 'outbound_';
const FIX = 'Write a host name such as "reviews.shop.svc.cluster.local", without scheme, port and path.';

/** Whether only gateways use a VirtualService. One that the sidecars use as well counts as theirs. */
export function isForGatewaysOnly({ gateways = [] }: Wire<VirtualServiceSpec>): boolean {
  return gateways.length > 0 && !gateways.includes(MESH_GATEWAY);
}

/** The hosts of a VirtualService. */
export function validateVirtualHosts(spec: Wire<VirtualServiceSpec>, at: Place): void {
  const { hosts = [], tls = [] } = spec;
  const gatewaysOnly = isForGatewaysOnly(spec);
  const isSni = tls.length > 0 && tls.some(({ match = [] }) => match.some(({ sniHosts = [] }) => sniHosts.length > 0));
  let usable = true;
  each(hosts, at, (host, place) => {
    const problem = gatewaysOnly && isSni ? sniProblem(host) : wildcardDomainProblem(host);
    if (problem !== undefined && !isIpAddress(host)) place.error('invalid-host', `The host "${host}" ${problem}.`, FIX);
    else if (problem === undefined && host === '*' && !gatewaysOnly) place.error('invalid-host', 'The host "*" is every host, which only a gateway can be asked for.', 'Name the hosts, or name the gateways that are meant in gateways.');
    else return;
    usable = false;
  });
  if (usable && hosts.length > 1) validateDistinct(hosts, at);
}

/** Hosts of which one is the other, or within it. */
function validateDistinct(hosts: readonly string[], at: Place): void {
  const fix = 'Leave out the one that the other stands for as well.';
  const seen = new Set<string>();
  const distinct = new HostMap<string>();
  for (const host of hosts) {
    if (!seen.has(host)) distinct.add(host, host);
    seen.add(host);
  }
  seen.clear();
  each(hosts, at, (host, place) => {
    const wider = distinct.covering(host).find((other) => other !== host);
    if (seen.has(host)) place.error('repeated-entry', `The host "${host}" is named twice.`, fix);
    else if (wider !== undefined) place.error('repeated-entry', `The host "${host}" is one that "${wider}" stands for, too.`, fix);
    seen.add(host);
  });
}

/** Answers the check of the names of TLS servers that matches look for. */
export function sniHostCheck(spec: Wire<VirtualServiceSpec>): (host: string, at: Place) => void {
  const { hosts = [] } = spec;
  const gatewaysOnly = isSniOfGateways(spec);
  const known = new HostMap<true>();
  for (const host of new Set(hosts)) known.add(host, true);
  return (host, at) => {
    const problem = gatewaysOnly ? sniProblem(host) : wildcardDomainProblem(host);
    if (problem === undefined) {
      if (known.covering(host).length === 0) at.error('invalid-host', `"${host}" is none of the hosts of the VirtualService.`, 'Add it to hosts, or match one of them.');
    } else if (isIpAddress(host)) {
      at.warn('ineffective-field', `"${host}" is an IP address, and callers name no address as the server of a TLS connection.`, 'Match by destinationSubnets, or name the host.');
    } else {
      at.error('invalid-host', `The host "${host}" ${problem}.`, FIX);
    }
  };
}

/** Here a VirtualService without gateways, which the sidecars use, counts as one of a gateway. */
function isSniOfGateways({ gateways = [] }: Wire<VirtualServiceSpec>): boolean {
  return !gateways.includes(MESH_GATEWAY);
}

function sniProblem(host: string): string | undefined {
  if (!host.startsWith(OUTBOUND)) return wildcardDomainProblem(host);
  if (Buffer.byteLength(host) > LONGEST) return `is longer than ${LONGEST} characters`;
  const [, port = '', , name] = host.split('_');
  const isOne = name !== undefined && /\d/.test(port) && /[a-zA-Z]/.test(name);
  return isOne ? undefined : 'is not one of those between meshes, which read "outbound_.port_.subset_.host"';
}

const LONGEST = 255;
