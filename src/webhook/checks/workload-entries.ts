import type { WorkloadEntrySpec } from '../../../imports/networking';
import { eachPair, type Place } from '../place';
import type { Wire } from '../wire';
import { isIpAddress, UNIX, validateUnixPath } from './addresses';
import { validateLabels } from './labels';
import { validatePort } from './numbers';
import { domainProblem } from './text-forms';
import { validatePortName } from './texts';

/** A workload that stands alone: where it is may be a host name. */
export function validateWorkload({ address = '', network = '', ports, labels }: Wire<WorkloadEntrySpec>, at: Place): void {
  if (!isSomewhere(address, network, at)) return;
  if (address.startsWith(UNIX)) validateSocket(address, ports, at);
  else if (address !== '') validateHostOrAddress(address, at.at('address'));
  validatePorts(ports, undefined, at.at('ports'));
  validateLabels(labels, at.at('labels'));
}

/** An endpoint of a ServiceEntry of resolution STATIC. */
export function validateStaticEndpoint({ address = '', network = '', ports, labels }: Wire<WorkloadEntrySpec>, servicePorts: ReadonlySet<string>, at: Place): void {
  if (!isSomewhere(address, network, at)) return;
  const place = at.at('address');
  if (address.startsWith(UNIX)) {
    validateSocket(address, ports, at);
    if (servicePorts.size !== 1) place.error('contradicting-fields', `A socket serves one port, and the ServiceEntry has ${servicePorts.size}.`, 'Give the ServiceEntry one port, or the endpoint an IP address.');
  } else if (address !== '' && !isIpAddress(address)) {
    place.error('invalid-address', `"${address}" is no IP address, and with resolution STATIC no name is looked up.`, 'Write an IP address, or use resolution: DNS.');
  }
  validatePorts(ports, servicePorts, at.at('ports'));
  validateLabels(labels, at.at('labels'));
}

/** An endpoint of a ServiceEntry whose names are looked up. */
export function validateDnsEndpoint({ address = '', ports, labels }: Wire<WorkloadEntrySpec>, servicePorts: ReadonlySet<string>, at: Place): void {
  validateHostOrAddress(address, at.at('address'));
  validatePorts(ports, servicePorts, at.at('ports'));
  validateLabels(labels, at.at('labels'));
}

/** @returns whether more can be said of the workload */
function isSomewhere(address: string, network: string, at: Place): boolean {
  if (address !== '') return true;
  const place = at.at('address');
  if (network === '') {
    place.error('missing-setting', 'It is not said where the workload is.', 'Give its address, or the network whose gateway leads to it.');
    return false;
  }
  place.warn('ineffective-field', `The workload has no address, so it is reached through the gateway of network ${network}.`, 'Give it an address if it can be reached without.');
  return true;
}

function validateSocket(address: string, ports: Readonly<Record<string, number>> | undefined, at: Place): void {
  validateUnixPath(address.slice(UNIX.length), at.at('address'));
  if (Object.keys(ports ?? {}).length > 0) at.at('ports').error('contradicting-fields', 'A socket has no ports, and the workload names some.', 'Remove ports, or give the workload an IP address.');
}

function validateHostOrAddress(address: string, at: Place): void {
  const problem = domainProblem(address);
  if (problem !== undefined && !isIpAddress(address)) at.error('invalid-address', `"${address}" is neither an IP address nor a host name: it ${problem}.`, 'Write an IP address, or a host name without scheme and port.');
}

/** @param servicePorts the names of ports that the service has; undefined when they are not known */
function validatePorts(ports: Readonly<Record<string, number>> | undefined, servicePorts: ReadonlySet<string> | undefined, at: Place): void {
  eachPair(ports, at, (name, port, pair) => {
    if (servicePorts?.has(name) === false) pair.error('invalid-port', `The ServiceEntry has no port named "${name}".`, `Use the name of one of its ports${servicePorts.size === 0 ? '' : `: ${[...servicePorts].slice(0, 10).join(', ')}`}.`);
    validatePortName(name, pair);
    validatePort(port, pair);
  });
}
