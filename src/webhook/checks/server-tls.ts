import type { ServerTLSSettings } from '../../../imports/networking';
import { each, type Place } from '../place';
import type { Wire } from '../wire';

/** What BoringSSL knows, without pre-shared keys. https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/transport_sockets/tls/v3/common.proto */
const CIPHERS = new Set([
  'ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305', 'ECDHE-ECDSA-AES128-SHA', 'ECDHE-RSA-AES128-SHA', 'ECDHE-ECDSA-AES256-SHA',
  'ECDHE-RSA-AES256-SHA', 'AES128-GCM-SHA256', 'AES256-GCM-SHA384', 'AES128-SHA', 'AES256-SHA', 'DES-CBC3-SHA',
]);
const MOST_CERTIFICATES = 2;
/** Where certificates of a server come from. */
const OWN_CERTIFICATE = ['serverCertificate', 'privateKey', 'caCertificates', 'credentialName'] as const;

type Tls = Wire<ServerTLSSettings>;

/** https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings */
export function validateServerTls(tls: Tls | undefined, at: Place): void {
  if (tls === undefined) return;
  const { mode = 'PASSTHROUGH' } = tls;
  validateCiphers(tls, at);
  if (mode === 'ISTIO_MUTUAL') {
    validateWithoutOwn(tls, at);
    return;
  }
  const named = isFilled(tls.credentialName) || isFilled(tls.credentialNames);
  const passes = mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH';
  const ends = mode === 'SIMPLE' || mode === 'MUTUAL' || mode === 'OPTIONAL_MUTUAL';
  if (passes && (named || isFilled(tls.tlsCertificates) || [tls.caCrl, tls.serverCertificate, tls.privateKey, tls.caCertificates].some(isFilled))) {
    at.warn('ineffective-field', `Mode ${mode} passes connections on as they are, so its certificates are not used.`, 'Remove them, or use a mode that ends TLS here: SIMPLE or MUTUAL.');
  }
  const sources = [isFilled(tls.serverCertificate) && isFilled(tls.privateKey), isFilled(tls.credentialName), isFilled(tls.credentialNames), isFilled(tls.tlsCertificates)];
  if (sources.filter(Boolean).length > 1) {
    at.error('contradicting-fields', 'The certificate of the server is named in more than one way.', 'Use one of credentialName, credentialNames, tlsCertificates, and serverCertificate with privateKey.');
  }
  if (ends && named) return;
  if (ends) validateFiles(tls, mode, at);
  validateCrl(tls, mode, at.at('caCrl'));
}

function validateCiphers({ minProtocolVersion, cipherSuites = [] }: Tls, at: Place): void {
  if ((minProtocolVersion === 'TLSV1_0' || minProtocolVersion === 'TLSV1_1') && cipherSuites.length === 0) {
    at.at('minProtocolVersion').warn('ineffective-field', `${minProtocolVersion} has no cipher in common with the default ones.`, 'Name cipherSuites that such old callers know.');
  }
  const seen = new Set<string>();
  each(cipherSuites, at.at('cipherSuites'), (name, place) => {
    if (!isCipher(name)) place.warn('ineffective-field', `There is no cipher "${name}", so it is left out.`, 'Use the name that OpenSSL has for it.');
    else if (seen.has(name)) place.warn('ineffective-field', `The cipher "${name}" is named twice.`, 'Name it once.');
    seen.add(name);
  });
}

/** Names may be expressions, which begin with a sign. */
function isCipher(name: string): boolean {
  return name === '' || name === 'ALL' || !/^[\p{L}\p{N}]/u.test(name) || CIPHERS.has(name);
}

function validateWithoutOwn(tls: Tls, at: Place): void {
  const set = [...OWN_CERTIFICATE.filter((field) => isFilled(tls[field])), ...(['tlsCertificates', 'credentialNames'] as const).filter((field) => isFilled(tls[field]))];
  for (const field of set) at.at(field).error('contradicting-fields', `Mode ISTIO_MUTUAL uses the certificates of the mesh, and ${field} names another.`, `Remove ${field}, or use mode MUTUAL.`);
}

function validateFiles(tls: Tls, mode: string, at: Place): void {
  if (mode !== 'SIMPLE' && !isFilled(tls.caCertificates)) {
    at.at('caCertificates').error('missing-setting', `Mode ${mode} does not say whose certificates callers must have.`, 'Name the file of the CA, or a credentialName.');
  }
  const { tlsCertificates = [] } = tls;
  if (tlsCertificates.length > MOST_CERTIFICATES) at.at('tlsCertificates').warn('ineffective-field', `There are more than ${MOST_CERTIFICATES} certificates.`, `Name ${MOST_CERTIFICATES} at most: one for each kind of key.`);
  if (tlsCertificates.length === 0) validateCertificate(tls, at);
  each(tlsCertificates, at.at('tlsCertificates'), validateCertificate);
}

function validateCertificate(certificate: Pick<Tls, 'serverCertificate' | 'privateKey'>, at: Place): void {
  for (const field of ['serverCertificate', 'privateKey'] as const) {
    if (!isFilled(certificate[field])) at.at(field).error('missing-setting', `The server has no ${field}.`, 'Name the files of certificate and key, or a credentialName.');
  }
}

function validateCrl({ caCrl, credentialName }: Tls, mode: string, at: Place): void {
  if (!isFilled(caCrl)) return;
  if (isFilled(credentialName)) at.error('contradicting-fields', 'The list of revoked certificates belongs into the credential.', 'Put it into the Secret under "ca.crl".');
  if (mode === 'SIMPLE') at.error('contradicting-fields', 'Mode SIMPLE asks callers for no certificate, so none can be revoked.', 'Remove caCrl, or use mode MUTUAL.');
}

function isFilled(value: string | readonly unknown[] | undefined): boolean {
  return value !== undefined && value.length > 0;
}
