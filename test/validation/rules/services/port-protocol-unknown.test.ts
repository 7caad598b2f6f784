import { reported } from '../../run';

const RULE = 'port-protocol-unknown';

const service = (ports: string, more = '', labels = '', namespace = 'shop'): string => `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: ${namespace}, labels: { ${labels} } }
spec: { ${more}ports: [${ports}] }
`;

test.each([
  ['a port without a name', service('{ port: 80 }'), [
    'info Service shop/reviews spec.ports[0]: Service shop/reviews has port 80 without a name, which says nothing of its protocol.',
  ]],
  ['a name that is no protocol', service('{ name: http-a, port: 80 }, { name: web, port: 81 }'), [
    'info Service shop/reviews spec.ports[1].name: Service shop/reviews has port 81 with the name "web", which says nothing of its protocol.',
  ]],
  ['an appProtocol that is none', service('{ name: http, port: 80, appProtocol: web }'), [
    'info Service shop/reviews spec.ports[0].appProtocol: Service shop/reviews has port 80 with appProtocol "web", which says nothing of its protocol.',
  ]],
  ['an ExternalName', service('{ name: tcp, port: 80 }', 'type: ExternalName, externalName: a.example.com, '), [
    'warning Service shop/reviews spec.ports[0].name: Service shop/reviews has port 80 with the name "tcp", which says nothing of its protocol.',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['a name', service('{ name: http, port: 80 }, { name: GRPC-a, port: 81 }, { name: grpc-web-a, port: 82 }')],
  ['an appProtocol', service('{ name: a, port: 80, appProtocol: kubernetes.io/h2c }, { name: b, port: 81, appProtocol: https }')],
  ['UDP', service('{ name: a, port: 80, protocol: UDP }')],
  ['a port whose server speaks first', service('{ name: db, port: 3306 }')],
  ['what is of Istio', service('{ port: 80 }', '', 'istio: ingressgateway')],
  ['what is of Kubernetes', service('{ port: 80 }', '', '', 'kube-system')],
  ['what is made of a Gateway', service('{ port: 80 }', '', 'gateway.istio.io/managed: istio.io-gateway-controller')],
  ['an ExternalName with more of a name', service('{ name: tcp-db, port: 80 }', 'type: ExternalName, externalName: a.example.com, ')],
])('nothing: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});
