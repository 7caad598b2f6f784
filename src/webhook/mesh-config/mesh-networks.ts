import { isIpAddress, validateIpSubnet } from '../checks/addresses';
import { validateDomain } from '../checks/hosts';
import { validatePort } from '../checks/numbers';
import { domainProblem, isDnsLabel } from '../checks/text-forms';
import { Place, type Remark } from '../place';
import { Document } from './document';

/**
 * What istiod says of the networks of a mesh, key `meshNetworks` of the ConfigMap `istio`.
 * https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshNetworks
 */
export function meshNetworksRemarks(networks: unknown): readonly Remark[] {
  return Place.remarksOf((at) => {
    for (const [, network] of new Document(networks, at).field('networks').pairs) {
      for (const endpoint of network.field('endpoints').items) validateEndpoint(endpoint);
      for (const gateway of network.field('gateways').items) validateGateway(gateway);
    }
  });
}

function validateEndpoint(endpoint: Document): void {
  const [cidr, registry] = [endpoint.field('fromCidr'), endpoint.field('fromRegistry')];
  if (cidr.text !== undefined) validateIpSubnet(cidr.text, cidr.at);
  if (registry.text !== undefined && !isDnsLabel(registry.text)) {
    registry.at.error('invalid-value', `"${registry.text}" cannot be the name of a registry.`, 'Use the name of the cluster: letters, digits and "-", at most 63.');
  }
}

function validateGateway(gateway: Document): void {
  const [service, address, port] = [gateway.field('registryServiceName'), gateway.field('address'), gateway.field('port')];
  if (service.text !== undefined) validateDomain(service.text, service.at);
  if (address.text !== undefined && !isIpAddress(address.text) && domainProblem(address.text) !== undefined) {
    address.at.error('invalid-address', `"${address.text}" is neither an IP address nor a host name.`, 'Write one of them, without a port.');
  }
  validatePort(port.number, port.at);
}
