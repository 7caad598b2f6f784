import type { ServiceEntrySpec, ServicePort } from '../../../imports/networking';
import { validateIpSubnet } from '../checks/addresses';
import { validateExportTo } from '../checks/export-to';
import { validateWildcardDomain } from '../checks/hosts';
import { validatePort } from '../checks/numbers';
import { validateResolution } from '../checks/resolution';
import { isPartialWildcard } from '../checks/text-forms';
import { isHttpProtocol, isTlsProtocol, validatePortName, validateProtocol } from '../checks/texts';
import { validateWorkloadSelector } from '../checks/workload-selector';
import { each, type Place } from '../place';
import type { SpecValidator, WebhookSubject } from '../subject';
import type { Wire } from '../wire';

/** https://istio.io/latest/docs/reference/config/networking/service-entry/ */
export const validateServiceEntry: SpecValidator<Wire<ServiceEntrySpec>> = (spec, at, subject) => {
  const { hosts = [], addresses = [], ports = [], resolution = 'NONE' } = spec;
  if (!validateWorkloadSelector(spec.workloadSelector, at.at('workloadSelector'))) return;
  if (spec.workloadSelector !== undefined && (spec.endpoints ?? []).length > 0) {
    at.at('endpoints').error('contradicting-fields', 'workloadSelector and endpoints both say where the service is.', 'Use one of them.');
  }
  if (hosts.length === 0) at.at('hosts').error('missing-setting', 'The ServiceEntry has no host.', 'Name the host by which the service is called.');
  each(hosts, at.at('hosts'), (host, place) => {
    if (host === '*') {
      place.error('invalid-host', 'The host "*" is every host, and a ServiceEntry is for those it names.', 'Name the hosts, or a part of them such as "*.example.com".');
      return;
    }
    validateWildcardDomain(host, place);
    if (resolution !== 'DYNAMIC_DNS' && isPartialWildcard(host)) {
      place.warn('ineffective-field', `The host "${host}" has a wildcard that is not its whole first part.`, 'Write "*" and a dot before the rest, such as "*.example.com".');
    }
  });
  each(addresses, at.at('addresses'), validateIpSubnet);
  validatePorts(ports, addresses.length > 0 || isGivenAddress(resolution, subject), at.at('ports'));
  validateResolution(spec, at, subject);
  const other = ports.findIndex(({ protocol = '' }) => !isHttpProtocol(protocol) && !isTlsProtocol(protocol));
  if (resolution !== 'NONE' && hosts.length > 1 && other >= 0) {
    at.at('ports', other).error('contradicting-fields', 'Several hosts share a port on which requests do not say which host they are for.', 'Use HTTP or TLS at the port, or a ServiceEntry for each host.');
  }
  validateExportTo(spec.exportTo, subject.namespace, at.at('exportTo'), { mayBeNobody: true });
};

function validatePorts(ports: readonly Wire<ServicePort>[], hasAddress: boolean, at: Place): void {
  const names = new Set<string>();
  const numbers = new Set<number>();
  each(ports, at, (port, place) => {
    const { name = '', number = 0, targetPort = 0 } = port;
    if (names.has(name)) place.at('name').error('repeated-entry', `Two ports are named "${name}".`, 'Give each port a name of its own.');
    if (numbers.has(number)) place.at('number').error('repeated-entry', `Two ports have the number ${number}.`, 'Give each port a number of its own.');
    names.add(name);
    numbers.add(number);
    validatePort(number, place.at('number'));
    if (targetPort !== 0) validatePort(targetPort, place.at('targetPort'));
    validateServicePort(port, hasAddress, place);
  });
}

function validateServicePort({ name, protocol = '' }: Wire<ServicePort>, hasAddress: boolean, at: Place): void {
  if (!hasAddress && (protocol === '' || protocol === 'TCP')) {
    at.warn('ineffective-field', 'The service has no address, and only by its address are plain TCP connections told apart from others to the port.', 'Give it addresses, or let Istio give it one: with a resolution, and without the label networking.istio.io/enable-autoallocate-ip: "false".');
  }
  validatePortName(name, at.at('name'));
  validateProtocol(protocol, at.at('protocol'));
}

/** Whether Istio gives an address to a ServiceEntry without one. */
function isGivenAddress(resolution: string, { labels }: WebhookSubject): boolean {
  const name = 'networking.istio.io/enable-autoallocate-ip';
  return resolution !== 'NONE' && !(Object.hasOwn(labels, name) && labels[name]?.toLowerCase() === 'false');
}
