import type { GatewaySpec, Port, Server, ServerTLSSettings } from '../../../imports/networking';
import { isIpAddress, UNIX, validateUnixPath } from '../checks/addresses';
import { validateGatewayHost } from '../checks/hosts';
import { isPort } from '../checks/numbers';
import { validateServerTls } from '../checks/server-tls';
import { isDnsLabel } from '../checks/text-forms';
import { isHttpProtocol, isTlsProtocol, isProtocol } from '../checks/texts';
import { isConverted } from '../metadata';
import { each, type Place } from '../place';
import type { SpecValidator } from '../subject';
import type { Wire } from '../wire';

/** https://istio.io/latest/docs/reference/config/networking/gateway/ */
export const validateGateway: SpecValidator<Wire<GatewaySpec>> = ({ servers = [] }, at, subject) => {
  const { name } = subject;
  const converted = isConverted(subject, 'Gateway');
  if (!converted && !isDnsLabel(name)) at.above('metadata', 'name').error('invalid-value', `"${name}" cannot be the name of a Gateway.`, 'Use letters, digits and "-", no dots, at most 63.');
  if (servers.length === 0) at.at('servers').error('missing-setting', 'The Gateway has no server.', 'Say in servers which ports and hosts it serves.');
  const names = new Set<string>();
  each(servers, at.at('servers'), (server, place) => {
    validateServer(server, converted, place);
    if (server.port === undefined) return;
    const { name: portName = '', protocol = '' } = server.port;
    if (names.has(portName)) place.at('port', 'name').error('repeated-entry', `Two servers have a port named "${portName}".`, 'Give the port of each server a name of its own.');
    names.add(portName);
    if (server.tls?.httpsRedirect === true && !isHttpProtocol(protocol)) {
      place.at('tls', 'httpsRedirect').warn('ineffective-field', `httpsRedirect is set for a port of ${protocol}, and only plain HTTP can be redirected.`, 'Put it on the server of the HTTP port.');
    }
  });
};

function validateServer(server: Wire<Server>, converted: boolean, at: Place): void {
  const { hosts = [], bind = '', tls } = server;
  if (hosts.length === 0) at.at('hosts').error('missing-setting', 'The server has no hosts.', 'Name the hosts it serves, or "*".');
  each(hosts, at.at('hosts'), (host, place) => validateGatewayHost(host, place, converted));
  validateServerTls(tls, at.at('tls'));
  const { port } = server;
  if (port === undefined) {
    at.at('port').error('missing-setting', 'The server has no port.', 'Give it one: { number, name, protocol }.');
    return;
  }
  validateBind(bind, port, at.at('bind'));
  if (validateServerPort(port, bind, at.at('port'))) validateTlsOfProtocol(port.protocol ?? '', tls, at.at('tls'));
}

/** @returns whether the port is right */
function validateServerPort({ number = 0, name = '', protocol = '', targetPort = 0 }: Wire<Port>, bind: string, at: Place): boolean {
  const hasProtocol = isProtocol(protocol);
  const hasNumber = isPort(number) || (number === 0 && bind.startsWith(UNIX));
  if (!hasProtocol) at.at('protocol').error('invalid-value', `A Gateway cannot speak "${protocol}".`, 'Use HTTP, HTTPS, HTTP2, GRPC, GRPC-WEB, TLS, TCP, MONGO, REDIS or MYSQL.');
  if (!hasNumber) at.at('number').error('invalid-port', `${number} is not a port.`, 'Use a number from 1 to 65535.');
  if (targetPort > 0) at.at('targetPort').error('contradicting-fields', 'targetPort means nothing at a Gateway.', 'Remove it: the Service of the gateway says where its ports lead.');
  if (name === '') at.at('name').error('missing-setting', 'The port has no name.', 'Give it one.');
  return hasProtocol && hasNumber && targetPort === 0 && name !== '';
}

function validateBind(bind: string, { number = 0 }: Wire<Port>, at: Place): void {
  if (bind.startsWith(UNIX)) {
    validateUnixPath(bind.slice(UNIX.length), at);
    if (number !== 0) at.error('contradicting-fields', 'A socket has no port, and the server has one.', 'Set port.number: 0.');
  } else if (bind !== '' && !isIpAddress(bind)) {
    at.error('invalid-address', `"${bind}" is no address to listen on.`, 'Write an IP address, or "unix://" and the path of a socket.');
  }
}

function validateTlsOfProtocol(protocol: string, tls: Wire<ServerTLSSettings> | undefined, at: Place): void {
  if (isTlsProtocol(protocol)) {
    if (tls === undefined) at.error('missing-setting', `The server speaks ${protocol} and does not say with which certificate.`, 'Give it tls, with a mode and a credentialName.');
    return;
  }
  if (tls === undefined) return;
  if (!isHttpProtocol(protocol)) {
    at.error('contradicting-fields', `The server has tls, and ${protocol} is not encrypted.`, 'Use protocol TLS or HTTPS, or remove tls.');
    return;
  }
  const { mode = 'PASSTHROUGH', caCertificates = '', privateKey = '', serverCertificate = '' } = tls;
  const passes = mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH';
  if (!passes || caCertificates !== '' || privateKey !== '' || serverCertificate !== '') {
    at.error('contradicting-fields', `The server has tls, and ${protocol} is not encrypted.`, 'Use protocol HTTPS; at a server of plain HTTP tls may hold httpsRedirect alone.');
  }
}
