import { document, said, type Said } from './run';

const on = (server: string): readonly Said[] =>
  said(document('Gateway', `{ servers: [${server}] }`)).map(([rule, path, severity]) => [rule, path.replace(/^spec\.servers\[0\]\.?/, ''), severity]);
const error = (rule: string, path: string): Said => [rule, path, 'error'];
const warning = (rule: string, path: string): Said => [rule, path, 'warning'];
const HTTP = 'port: { number: 80, name: http, protocol: HTTP }';
const HTTPS = 'port: { number: 443, name: https, protocol: HTTPS }';
const HOSTS = 'hosts: ["*"]';

test('no servers; of a name with a dot the rule invalid-name tells', () => {
  expect(said(document('Gateway', '{}', '{ name: a.b, namespace: shop }'))).toEqual([error('missing-setting', 'spec.servers')]);
});

describe('servers', () => {
  test.each<[string, string, readonly Said[]]>([
    ['of HTTP', `{ ${HTTP}, hosts: ["*", ./a.example.com, "shop/*.example.com", 10.0.0.1], tls: { httpsRedirect: true } }`, []],
    ['of a socket', `{ port: { number: 0, name: a, protocol: TCP }, bind: "unix://@a", ${HOSTS} }`, []],
    ['without hosts', `{ ${HTTP}, hosts: [] }`, [error('missing-setting', 'hosts')]],
    ['a short name', `{ ${HTTP}, hosts: [reviews] }`, [error('invalid-host', 'hosts[0]')]],
    ['a host', `{ ${HTTP}, hosts: [a_b.example.com] }`, [error('invalid-host', 'hosts[0]')]],
    ['a wildcard that is no part of its own', `{ ${HTTP}, hosts: ["*foo.com"] }`, [error('invalid-host', 'hosts[0]')]],
    ['no namespace before the slash', `{ ${HTTP}, hosts: [/a.example.com] }`, [error('invalid-host', 'hosts[0]'), error('invalid-host', 'hosts[0]')]],
    ['no namespace at all', `{ ${HTTP}, hosts: ["~/a.example.com"] }`, [error('invalid-host', 'hosts[0]')]],
    ['a protocol', `{ port: { number: 80, name: a, protocol: QUIC }, ${HOSTS} }`, [error('invalid-value', 'port.protocol')]],
    ['a port', `{ port: { number: 0, name: a, protocol: HTTP }, ${HOSTS} }`, [error('invalid-port', 'port.number')]],
    ['targetPort', `{ port: { number: 80, name: a, protocol: HTTP, targetPort: 8080 }, ${HOSTS} }`, [error('contradicting-fields', 'port.targetPort')]],
    ['a port without a name', `{ port: { number: 80, name: "", protocol: HTTP }, ${HOSTS} }`, [error('missing-setting', 'port.name')]],
    ['a name twice', `{ ${HTTP}, ${HOSTS} }, { ${HTTP}, ${HOSTS} }`, [error('repeated-entry', 'spec.servers[1].port.name')]],
    ['a path of a socket', `{ port: { number: 0, name: a, protocol: HTTP }, bind: "unix://a", ${HOSTS} }`, [error('invalid-address', 'bind')]],
    ['a socket and a port', `{ ${HTTP}, bind: "unix:///a", ${HOSTS} }`, [error('contradicting-fields', 'bind')]],
    ['an address', `{ ${HTTP}, bind: a, ${HOSTS} }`, [error('invalid-address', 'bind')]],
    ['HTTPS without tls', `{ ${HTTPS}, ${HOSTS} }`, [error('missing-setting', 'tls')]],
    ['HTTP with a certificate', `{ ${HTTP}, ${HOSTS}, tls: { mode: SIMPLE, credentialName: a } }`, [error('contradicting-fields', 'tls')]],
    ['TCP with tls', `{ port: { number: 80, name: a, protocol: TCP }, ${HOSTS}, tls: {} }`, [error('contradicting-fields', 'tls')]],
    ['a redirect from HTTPS', `{ ${HTTPS}, ${HOSTS}, tls: { mode: SIMPLE, credentialName: a, httpsRedirect: true } }`, [warning('ineffective-field', 'tls.httpsRedirect')]],
  ])('%s', (_name, server, expected) => {
    expect(on(server)).toEqual(expected);
  });
});

describe('TLS of a server', () => {
  const FILES = 'serverCertificate: /c, privateKey: /k';

  test.each<[string, string, readonly Said[]]>([
    ['an old version without ciphers', '{ mode: SIMPLE, credentialName: a, minProtocolVersion: TLSV1_0 }', [warning('ineffective-field', 'minProtocolVersion')]],
    ['an unknown cipher', '{ mode: SIMPLE, credentialName: a, cipherSuites: [X] }', [warning('ineffective-field', 'cipherSuites[0]')]],
    ['a cipher twice', '{ mode: SIMPLE, credentialName: a, cipherSuites: [AES128-SHA, AES128-SHA] }', [warning('ineffective-field', 'cipherSuites[1]')]],
    ['certificates beside those of the mesh', `{ mode: ISTIO_MUTUAL, ${FILES} }`, [error('contradicting-fields', 'privateKey'), error('contradicting-fields', 'serverCertificate')]],
    ['certificates that are not used', `{ mode: PASSTHROUGH, ${FILES} }`, [warning('ineffective-field', '')]],
    ['two sources', `{ mode: SIMPLE, ${FILES}, credentialName: a }`, [error('contradicting-fields', '')]],
    ['no CA for callers', `{ mode: MUTUAL, ${FILES} }`, [error('missing-setting', 'caCertificates')]],
    ['no certificate', '{ mode: SIMPLE }', [error('missing-setting', 'privateKey'), error('missing-setting', 'serverCertificate')]],
    ['no key in a list', '{ mode: SIMPLE, tlsCertificates: [{ serverCertificate: /c }] }', [error('missing-setting', 'tlsCertificates[0].privateKey')]],
    ['revoked certificates of nobody', `{ mode: SIMPLE, ${FILES}, caCrl: /crl }`, [error('contradicting-fields', 'caCrl')]],
  ])('%s', (_name, tls, expected) => {
    expect(on(`{ ${HTTPS}, ${HOSTS}, tls: ${tls} }`).map(([rule, path, severity]) => [rule, path.replace(/^tls\.?/, ''), severity])).toEqual(expected);
  });
});
