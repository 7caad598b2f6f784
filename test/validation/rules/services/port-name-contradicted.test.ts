import { reported } from '../../run';

const RULE = 'port-name-contradicted';

const service = (port: string, namespace = 'shop') => `
apiVersion: v1
kind: Service
metadata: { name: ledger, namespace: ${namespace} }
spec: { selector: { app: ledger }, ports: [{ port: 80, ${port} }] }
`;

test.each([
  ['the same', 'name: http-web, appProtocol: http'],
  ['gRPC', 'name: http-web, appProtocol: grpc'],
  ['gRPC-Web', 'name: grpc-web, appProtocol: http2'],
  ['a name of Kubernetes', 'name: http2-web, appProtocol: kubernetes.io/h2c'],
  ['TLS', 'name: https-web, appProtocol: tls'],
  ['a database', 'name: tcp-db, appProtocol: mysql'],
  ['a name that says nothing', 'name: web, appProtocol: tcp'],
  ['a name that only begins like a protocol', 'name: http2x, appProtocol: tcp'],
  ['no appProtocol', 'name: http-web'],
  ['no name', 'appProtocol: http'],
  ['an appProtocol that says nothing', 'name: http-web, appProtocol: example.com/web'],
  ['UDP', 'name: http-web, protocol: UDP, appProtocol: tcp'],
])('nothing is said of %s', (_name, port) => {
  expect(reported(RULE, service(port))).toEqual([]);
});

test('nothing is said of what Istio installs', () => {
  expect(reported(RULE, service('name: http-web, appProtocol: tcp', 'kube-system'))).toEqual([]);
});

test.each([
  ['http-web', 'tcp', 'HTTP', 'other connections'],
  ['tcp-web', 'HTTP', 'other connections', 'HTTP'],
  ['grpc-web', 'https', 'HTTP', 'TLS'],
  ['https', 'kubernetes.io/ws', 'TLS', 'HTTP'],
  ['HTTP2-x', 'kubernetes.io/wss', 'HTTP', 'TLS'],
  ['mysql-tls', 'tls', 'other connections', 'TLS'],
])('%s and %s', (name, appProtocol, named, said) => {
  expect(reported(RULE, service(`name: ${name}, appProtocol: ${appProtocol}`))).toEqual([
    `info Service shop/ledger spec.ports[0].name: Service shop/ledger has a port with the name "${name}", which says ${named}, and the appProtocol "${appProtocol}", which says ${said}.`,
  ]);
});
