import type { IstioIngressListener, ServerTLSSettings, SidecarPort } from '../../../imports/networking';
import { each, type Place } from '../place';
import type { Wire } from '../wire';
import { UNIX, validateIpAddress, validateUnixPath } from './addresses';
import { validateConnectionPool } from './connection-pool';
import { isPort, validatePort } from './numbers';
import { validateServerTls } from './server-tls';
import { isHttpProtocol, isTlsProtocol, validatePortName, validateProtocol } from './texts';

/** The addresses of the own host, and a port. */
const OWN_ADDRESS = /^(?:127\.0\.0\.1|0\.0\.0\.0|\[(?:127\.0\.0\.1|0\.0\.0\.0|::1?)?\])?:\+?(\d+)$/;
/** What a gateway can have and a sidecar cannot. */
const NOT_FOR_SIDECARS = ['subjectAltNames', 'httpsRedirect', 'credentialName', 'credentialNames', 'tlsCertificates'] as const;

/** https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener */
export function validateIngressListeners(listeners: readonly Wire<IstioIngressListener>[], at: Place): void {
  const numbers = new Set<number>();
  each(listeners, at, ({ port, bind = '', defaultEndpoint = '', tls, connectionPool }, place) => {
    if (port === undefined) {
      place.at('port').error('missing-setting', 'The listener has no port.', 'Give it one: { number, name, protocol }.');
      return;
    }
    validateSidecarPort(port, place.at('port'));
    validateListenerNumber(port.number, numbers, place.at('port', 'number'));
    if (bind !== '') validateIpAddress(bind, place.at('bind'));
    if (defaultEndpoint !== '') validateDefaultEndpoint(defaultEndpoint, place.at('defaultEndpoint'));
    if (tls !== undefined) validateTls(tls, port.protocol ?? '', place.at('tls'));
    const pool = place.at('connectionPool');
    validateConnectionPool(connectionPool, pool);
    if (connectionPool?.http !== undefined && !isHttpProtocol(port.protocol ?? '')) {
      pool.at('http').warn('ineffective-field', `The port is not one of HTTP, so only tcp is used of its connection pool.`, 'Set the protocol of the port to HTTP, HTTP2 or GRPC, or remove http.');
    }
  });
}

/** What ports of both directions have in common. */
export function validateSidecarPort({ name = '', protocol, targetPort = 0 }: Wire<SidecarPort>, at: Place): void {
  if (targetPort > 0) at.at('targetPort').error('contradicting-fields', 'targetPort means nothing in a Sidecar.', 'Remove it; defaultEndpoint says where a listener leads.');
  if (name !== '') validatePortName(name, at.at('name'));
  validateProtocol(protocol, at.at('protocol'));
}

/** The number of a port, which only one listener of a direction can have. */
export function validateListenerNumber(number: number | undefined, taken: Set<number>, at: Place): void {
  validatePort(number, at);
  if (taken.has(number ?? 0)) at.error('repeated-entry', `Two listeners have port ${number ?? 0}.`, 'Give each listener a port of its own, even where they bind to different addresses.');
  taken.add(number ?? 0);
}

function validateDefaultEndpoint(endpoint: string, at: Place): void {
  if (endpoint.startsWith(UNIX)) {
    validateUnixPath(endpoint.slice(UNIX.length), at);
    return;
  }
  const port = OWN_ADDRESS.exec(endpoint)?.[1];
  if (port !== undefined && isPort(Number(port))) return;
  at.error('invalid-address', `"${endpoint}" is no port of the workload.`, 'Write "127.0.0.1:8080", "0.0.0.0:8080", "[::1]:8080", "[::]:8080", or "unix://" and the path of a socket.');
}

function validateTls(tls: Wire<ServerTLSSettings>, protocol: string, at: Place): void {
  for (const field of NOT_FOR_SIDECARS) {
    const value = tls[field];
    const isSet = typeof value === 'object' ? value.length > 0 : Boolean(value);
    if (isSet) at.at(field).error('contradicting-fields', `A Sidecar cannot use ${field}: it is for gateways.`, 'Remove it, and name certificates by serverCertificate, privateKey and caCertificates.');
  }
  if (tls.mode === 'ISTIO_MUTUAL' || tls.mode === 'AUTO_PASSTHROUGH') {
    at.at('mode').error('contradicting-fields', `A Sidecar cannot use mode ${tls.mode} for its callers.`, 'Use SIMPLE or MUTUAL; mTLS of the mesh is what a PeerAuthentication asks for.');
  }
  if (!isTlsProtocol(protocol)) at.error('contradicting-fields', 'The listener has tls, and the protocol of its port is not an encrypted one.', 'Set the protocol of the port to HTTPS or TLS, or remove tls.');
  validateServerTls(tls, at);
}
