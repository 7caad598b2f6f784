import { reported } from '../../run';

const RULE = 'gateway-port-not-on-service';

const gateway = (port: number, labels = 'app: gateway'): string => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec: { selector: { ${labels} }, servers: [{ port: { number: ${port}, name: http, protocol: HTTP }, hosts: [a.example.com] }] }
---`;
const pods = (ports = ''): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: gateway, namespace: edge }
spec: { template: { metadata: { labels: { app: gateway } }, spec: { containers: [{ name: istio-proxy, image: proxy, ports: [${ports}] }] } } }
---`;
const service = (ports: string, namespace = 'edge', selector = '{ app: gateway }'): string => `
apiVersion: v1
kind: Service
metadata: { name: gateway, namespace: ${namespace} }
spec: { selector: ${selector}, ports: [${ports}] }
---`;

test.each([
  ['a port that no Service has', pods() + service('{ port: 80, targetPort: 8080 }') + gateway(9090), {}, [
    'warning Gateway edge/public spec.servers[0].port.number: Gateway edge/public listens on port 9090, and no Service of the pods with app=gateway leads there.',
  ]],
  ['a UDP port', pods() + service('{ port: 9090, protocol: UDP }') + gateway(9090), {}, [
    'warning Gateway edge/public spec.servers[0].port.number: Gateway edge/public listens on port 9090, and no Service of the pods with app=gateway leads there.',
  ]],
  ['a Service of another namespace', pods() + service('{ port: 80 }', 'edge', '{ app: other }') + service('{ port: 9090 }', 'shop') + gateway(9090), {}, [
    'warning Gateway edge/public spec.servers[0].port.number: Gateway edge/public listens on port 9090, and no Service of the pods with app=gateway leads there.',
  ]],
  ['a Service without a selector', pods() + service('{ port: 9090 }', 'edge', '{}') + gateway(9090), {}, [
    'warning Gateway edge/public spec.servers[0].port.number: Gateway edge/public listens on port 9090, and no Service of the pods with app=gateway leads there.',
  ]],
  ['the assumed gateway in a whole cluster', gateway(8443, 'istio: ingressgateway'), { assumeIngressGateway: true, settings: { complete: true } }, [
    'warning Gateway edge/public spec.servers[0].port.number: Gateway edge/public listens on port 8443, and no Service of the pods with istio=ingressgateway leads there.',
  ]],
])('%s', (_name, yaml, options, expected) => {
  expect(reported(RULE, yaml, options)).toEqual(expected);
});

test.each([
  ['the port of the pod', pods() + service('{ port: 80, targetPort: 8080 }') + gateway(8080), {}],
  ['the port of the Service', pods() + service('{ port: 80, targetPort: 8080 }') + gateway(80), {}],
  ['a named target port', pods('{ name: web, containerPort: 8080 }') + service('{ port: 80, targetPort: web }') + gateway(8080), {}],
  ['no pods', service('{ port: 80 }') + gateway(9090), {}],
  ['no Services of the namespace', pods() + gateway(9090), {}],
  ['the assumed gateway, which may have other ports', gateway(8443, 'istio: ingressgateway'), { assumeIngressGateway: true }],
])('nothing: %s', (_name, yaml, options) => {
  expect(reported(RULE, yaml, options)).toEqual([]);
});
