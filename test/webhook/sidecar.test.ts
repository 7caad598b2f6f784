import { document, said, type Said } from './run';

const on = (spec: string): readonly Said[] => said(document('Sidecar', spec));
const error = (rule: string, path: string): Said => [rule, path, 'error'];
const warning = (rule: string, path: string): Said => [rule, path, 'warning'];

describe('a Sidecar that istiod takes', () => {
  test.each([
    ['the smallest', '{ egress: [{ hosts: ["./*"] }] }'],
    ['with a policy alone', '{ outboundTrafficPolicy: {} }'],
    ['with an egress proxy', '{ outboundTrafficPolicy: { mode: ALLOW_ANY, egressProxy: { host: egress.edge.svc.cluster.local, port: { number: 80 } } } }'],
    ['hosts of namespaces that are left out', '{ egress: [{ hosts: ["~/*", "~legacy/*"] }] }'],
    ['a listener for each kind of address', '{ egress: [{ port: { number: 80, protocol: HTTP }, bind: 10.0.0.1, hosts: ["./*"] }, { port: { protocol: HTTP }, bind: "unix://@out", hosts: ["./*"] }] }'],
  ])('%s', (_name, spec) => {
    expect(on(spec)).toEqual([]);
  });
});

describe('the whole of it', () => {
  test.each<[string, string, readonly Said[]]>([
    ['nothing', '{}', [error('missing-setting', 'spec')]],
    ['a selector without labels', '{ workloadSelector: {}, egress: [{ hosts: ["./*"] }] }', [warning('ineffective-field', 'spec.workloadSelector')]],
    ['a wildcard in the selector: nothing else is looked at', '{ workloadSelector: { labels: { "a*": b } } }', [error('invalid-label', 'spec.workloadSelector.labels["a*"]')]],
    ['a label without a name', '{ workloadSelector: { labels: { "": b } } }', [error('invalid-label', 'spec.workloadSelector.labels[""]')]],
    ['an empty connection pool', '{ inboundConnectionPool: {} }', [error('missing-setting', 'spec.inboundConnectionPool')]],
    ['an egress proxy where nothing unknown may go', '{ outboundTrafficPolicy: { egressProxy: { host: a, port: { number: 80 } } } }', [error('contradicting-fields', 'spec.outboundTrafficPolicy.egressProxy')]],
    ['an egress proxy without a port', '{ outboundTrafficPolicy: { mode: ALLOW_ANY, egressProxy: { host: a } } }', [error('missing-setting', 'spec.outboundTrafficPolicy.egressProxy.port')]],
    ['an egress proxy of several hosts', '{ outboundTrafficPolicy: { mode: ALLOW_ANY, egressProxy: { host: "*.a", port: { number: 80 } } } }', [error('invalid-host', 'spec.outboundTrafficPolicy.egressProxy.host')]],
    ['a subset of an egress proxy', '{ outboundTrafficPolicy: { mode: ALLOW_ANY, egressProxy: { host: a, subset: a_b, port: { number: 80 } } } }', [error('invalid-value', 'spec.outboundTrafficPolicy.egressProxy.subset')]],
  ])('%s', (_name, spec, expected) => {
    expect(on(spec)).toEqual(expected);
  });
});

describe('listeners for what comes in', () => {
  const ingress = (listener: string): readonly Said[] =>
    on(`{ ingress: [${listener}] }`).map(([rule, path, severity]) => [rule, path.replace(/^spec\.ingress(\[0\]\.)?/, ''), severity]);
  const PORT = 'port: { number: 80, protocol: HTTP }';

  test.each<[string, string, readonly Said[]]>([
    ['targetPort', '{ port: { number: 80, targetPort: 8080 } }', [error('contradicting-fields', 'port.targetPort')]],
    ['a name', '{ port: { number: 80, name: a_b } }', [error('invalid-port', 'port.name')]],
    ['a protocol', '{ port: { number: 80, protocol: QUIC } }', [error('invalid-value', 'port.protocol')]],
    ['no number', '{ port: { protocol: HTTP } }', [error('invalid-port', 'port.number')]],
    ['a socket to listen on', `{ ${PORT}, bind: unix:///a }`, [error('invalid-address', 'bind')]],
    ['a port twice', `{ ${PORT}, bind: 10.0.0.1 }, { ${PORT}, bind: 10.0.0.2 }`, [error('repeated-entry', '[1].port.number')]],
    ['HTTP settings for TCP', '{ port: { number: 80 }, connectionPool: { http: { maxRetries: 1 } } }', [warning('ineffective-field', 'connectionPool.http')]],
    ['an empty connection pool', `{ ${PORT}, connectionPool: {} }`, [error('missing-setting', 'connectionPool')]],
  ])('%s', (_name, listener, expected) => {
    expect(ingress(listener)).toEqual(expected);
  });

  test.each([':80', '127.0.0.1:80', '0.0.0.0:80', '[::1]:80', '[::]:80', 'unix:///run/app.sock', 'unix://@app', ''])('leads to %s', (endpoint) => {
    expect(ingress(`{ ${PORT}, defaultEndpoint: "${endpoint}" }`)).toEqual([]);
  });

  test.each(['80', '127.0.0.1', '10.0.0.1:80', 'localhost:80', '::1:80', '[::1]80', '[::1', ':0', ':65536', ':http', 'unix://app', 'unix:///run/'])('cannot lead to %s', (endpoint) => {
    expect(ingress(`{ ${PORT}, defaultEndpoint: "${endpoint}" }`)).toEqual([error('invalid-address', 'defaultEndpoint')]);
  });

  test.each<[string, string, readonly Said[]]>([
    ['what gateways redirect', '{ mode: PASSTHROUGH, httpsRedirect: true }', [error('contradicting-fields', 'tls.httpsRedirect')]],
    ['names of callers', '{ mode: PASSTHROUGH, subjectAltNames: [a] }', [error('contradicting-fields', 'tls.subjectAltNames')]],
    ['a credential', '{ mode: SIMPLE, credentialName: a }', [error('contradicting-fields', 'tls.credentialName')]],
    ['credentials', '{ mode: SIMPLE, credentialNames: [a] }', [error('contradicting-fields', 'tls.credentialNames')]],
    ['several certificates', '{ mode: SIMPLE, tlsCertificates: [{ serverCertificate: a, privateKey: b }] }', [error('contradicting-fields', 'tls.tlsCertificates')]],
    ['the certificates of the mesh', '{ mode: ISTIO_MUTUAL }', [error('contradicting-fields', 'tls.mode')]],
    ['passing on by name', '{ mode: AUTO_PASSTHROUGH }', [error('contradicting-fields', 'tls.mode')]],
    ['no key', '{ mode: SIMPLE, serverCertificate: a }', [error('missing-setting', 'tls.privateKey')]],
  ])('TLS: %s', (_name, tls, expected) => {
    expect(ingress(`{ port: { number: 443, protocol: HTTPS }, tls: ${tls} }`)).toEqual(expected);
  });

  test('TLS on a port without', () => {
    expect(ingress(`{ ${PORT}, tls: { mode: SIMPLE, serverCertificate: a, privateKey: b } }`)).toEqual([error('contradicting-fields', 'tls')]);
  });
});

describe('listeners for what goes out', () => {
  const egress = (listeners: string): readonly Said[] =>
    on(`{ egress: [${listeners}] }`).map(([rule, path, severity]) => [rule, path.replace(/^spec\.egress(\[0\]\.)?/, ''), severity]);
  const HOSTS = 'hosts: ["./*"]';

  test.each<[string, string, readonly Said[]]>([
    ['one for all ports before the last', `{ ${HOSTS} }, { ${HOSTS} }`, [error('missing-setting', 'port')]],
    ['targetPort', `{ port: { number: 80, targetPort: 8080 }, ${HOSTS} }`, [error('contradicting-fields', 'port.targetPort')]],
    ['a name', `{ port: { number: 80, name: a_b }, ${HOSTS} }`, [error('invalid-port', 'port.name')]],
    ['a protocol', `{ port: { number: 80, protocol: QUIC }, ${HOSTS} }`, [error('invalid-value', 'port.protocol')]],
    ['neither port nor socket', `{ port: { protocol: HTTP }, bind: 10.0.0.1, ${HOSTS} }`, [error('invalid-address', 'bind')]],
    ['a path of a socket', `{ port: { number: 0 }, bind: "unix://a", ${HOSTS} }`, [error('invalid-address', 'bind')]],
    ['a socket that is captured', `{ port: { number: 0 }, bind: "unix:///a", captureMode: IPTABLES, ${HOSTS} }`, [error('contradicting-fields', 'captureMode')]],
    ['a port', `{ port: { number: 70000 }, ${HOSTS} }`, [error('invalid-port', 'port.number')]],
    ['an address', `{ port: { number: 80 }, bind: a, ${HOSTS} }`, [error('invalid-address', 'bind')]],
    ['a socket twice', `{ port: { number: 0 }, bind: "unix:///a", ${HOSTS} }, { port: { number: 0 }, bind: "unix:///a", ${HOSTS} }`, [error('repeated-entry', '[1].bind')]],
    ['a port twice', `{ port: { number: 80 }, ${HOSTS} }, { port: { number: 80 }, bind: 10.0.0.1, ${HOSTS} }`, [error('repeated-entry', '[1].port.number')]],
    ['no hosts', '{ hosts: [] }', [error('missing-setting', 'hosts')]],
    ['a host without a namespace', '{ hosts: [a.example.com] }', [error('invalid-host', 'hosts[0]')]],
    ['no namespace before the slash', '{ hosts: [/a.example.com] }', [error('invalid-host', 'hosts[0]')]],
    ['a namespace', '{ hosts: [a_b/a.example.com] }', [error('invalid-host', 'hosts[0]')]],
    ['a short name', '{ hosts: [./reviews] }', [error('invalid-host', 'hosts[0]')]],
    ['a host', '{ hosts: [./a_b.example.com] }', [error('invalid-host', 'hosts[0]')]],
    ['a wildcard that is no part of its own', '{ hosts: ["./*foo.example.com"] }', [error('invalid-host', 'hosts[0]')]],
    ['a host twice, once by the name of its namespace', '{ hosts: [./a.example.com, shop/a.example.com] }', [warning('ineffective-field', 'hosts[1]')]],
    ['a host after all of its namespace', '{ hosts: ["shop/*", shop/a.example.com] }', [warning('ineffective-field', 'hosts[1]')]],
    ['all of a namespace after one of its hosts', '{ hosts: [shop/a.example.com, "shop/*"] }', [warning('ineffective-field', 'hosts[1]')]],
    ['everything, and something', '{ hosts: ["*/*", "./*"] }', [warning('ineffective-field', 'hosts')]],
  ])('%s', (_name, listeners, expected) => {
    expect(egress(listeners)).toEqual(expected);
  });
});
