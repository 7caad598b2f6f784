import type { ServiceEntrySpec } from '../../../imports/networking';
import { each, type Place } from '../place';
import type { WebhookSubject } from '../subject';
import type { Wire } from '../wire';
import { domainProblem } from './text-forms';
import { isTcpProtocol } from './texts';
import { validateDnsEndpoint, validateStaticEndpoint } from './workload-entries';

type Spec = Wire<ServiceEntrySpec>;

/** What a proxy can find the host of by itself, whatever the host is. */
const DYNAMIC_PROTOCOLS = new Set(['http', 'http2', 'grpc', 'tls']);

/** What each `resolution` of a ServiceEntry asks of the rest. https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Resolution */
export function validateResolution(spec: Spec, at: Place, subject: WebhookSubject): void {
  const { resolution = 'NONE', workloadSelector, endpoints } = spec;
  const network = (spec.addresses ?? []).findIndex((address) => address.includes('/'));
  if (network >= 0 && resolution !== 'NONE' && resolution !== 'STATIC') {
    at.at('addresses', network).error('contradicting-fields', `With resolution ${resolution} a service has addresses of its own, and a network is named.`, 'Name single addresses, or use resolution: NONE or STATIC.');
  }
  const names = new Set((spec.ports ?? []).map(({ name = '' }) => name));
  switch (resolution) {
    case 'NONE':
      if ((endpoints ?? []).length > 0) at.at('endpoints').error('contradicting-fields', 'With resolution NONE connections go where they were meant to, and endpoints are named.', 'Use resolution: STATIC, or DNS where endpoints are names, or remove endpoints.');
      if (workloadSelector !== undefined) at.at('workloadSelector').warn('ineffective-field', 'With resolution NONE connections go where they were meant to, not to workloads.', 'Use resolution: STATIC, or remove workloadSelector.');
      break;
    case 'STATIC':
      each(endpoints, at.at('endpoints'), (endpoint, place) => validateStaticEndpoint(endpoint, names, place));
      break;
    case 'DYNAMIC_DNS':
      validateDynamic(spec, at, subject);
      break;
    case 'DNS':
    case 'DNS_ROUND_ROBIN':
      validateLookedUp(spec, resolution, at);
      each(endpoints, at.at('endpoints'), (endpoint, place) => validateDnsEndpoint(endpoint, names, place));
      break;
    default:
      at.at('resolution').error('invalid-value', `There is no resolution ${String(resolution)}.`, 'Use NONE, STATIC, DNS, DNS_ROUND_ROBIN or DYNAMIC_DNS.');
  }
}

function validateLookedUp({ hosts = [], addresses = [], ports = [], endpoints = [] }: Spec, resolution: string, at: Place): void {
  if (resolution === 'DNS_ROUND_ROBIN' && endpoints.length > 1) at.at('endpoints').error('contradicting-fields', 'Resolution DNS_ROUND_ROBIN looks up one name, and several endpoints are named.', 'Name one endpoint, or use resolution: DNS.');
  const wrong = endpoints.length > 0 ? -1 : hosts.findIndex((host) => domainProblem(host) !== undefined);
  if (wrong >= 0) {
    at.at('hosts', wrong).error('invalid-host', `With resolution ${resolution} the host is looked up, and "${hosts[wrong] ?? ''}" cannot be.`, 'Write a host name without wildcard, name endpoints, or use resolution: NONE or DYNAMIC_DNS.');
  }
  const tcp = ports.findIndex(({ protocol = '' }) => isTcpProtocol(protocol));
  if (addresses.length > 0 && hosts.length > 1 && tcp >= 0) {
    at.at('ports', tcp).warn('ineffective-field', 'Connections to the port are told apart by the address, which several hosts share.', 'Use a ServiceEntry for each host.');
  }
}

function validateDynamic({ hosts, addresses = [], endpoints = [], ports, location = 'MESH_EXTERNAL' }: Spec, at: Place, { labels }: WebhookSubject): void {
  each(hosts, at.at('hosts'), (host, place) => {
    if (!host.startsWith('*')) place.error('contradicting-fields', `Resolution DYNAMIC_DNS is for wildcard hosts, and "${host}" is none.`, 'Use resolution: DNS, or a wildcard.');
  });
  if (addresses.length > 0) at.at('addresses').error('contradicting-fields', 'With resolution DYNAMIC_DNS requests say where they go, and addresses are named.', 'Remove addresses, or use another resolution.');
  if (endpoints.length > 0) at.at('endpoints').error('contradicting-fields', 'With resolution DYNAMIC_DNS requests say where they go, and endpoints are named.', 'Remove endpoints, or use another resolution.');
  each(ports, at.at('ports'), ({ protocol = '' }, place) => {
    if (!DYNAMIC_PROTOCOLS.has(protocol.toLowerCase())) {
      place.at('protocol').error('contradicting-fields', `With resolution DYNAMIC_DNS requests say where they go, which ${protocol === '' ? 'a port without protocol' : protocol} does not show.`, 'Use protocol HTTP, HTTP2, GRPC or TLS.');
    }
  });
  if (location !== 'MESH_EXTERNAL' && location !== 'MESH_INTERNAL') at.at('location').error('invalid-value', `There is no location ${String(location)}.`, 'Use MESH_EXTERNAL or MESH_INTERNAL.');
  const waypoint = Object.hasOwn(labels, 'istio.io/use-waypoint') ? labels['istio.io/use-waypoint'] ?? '' : '';
  if (location === 'MESH_INTERNAL' && waypoint !== '' && waypoint.toLowerCase() !== 'none') {
    at.at('location').error('contradicting-fields', `Resolution DYNAMIC_DNS does not work for hosts inside of the mesh behind a waypoint, and the label istio.io/use-waypoint names ${waypoint}.`, 'Use location: MESH_EXTERNAL, or remove the label.');
  }
}
