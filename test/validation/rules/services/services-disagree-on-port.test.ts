import { reported } from '../../run';

const RULE = 'services-disagree-on-port';

const namespace = (name: string, labels = ''): string => `
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: { ${labels} } }
---`;
const deployment = (name: string, labels: string, namespace = 'shop'): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec: { template: { metadata: { labels: { ${labels} } }, spec: { containers: [{ name: app, image: app }] } } }
---`;
const service = (name: string, ports: string, selector = 'app: a'): string => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { ${selector} }, ports: [${ports}] }
---`;
const MESH = namespace('shop', 'istio-injection: enabled');
const BOTH = '{ name: dns, port: 53, protocol: UDP }, { name: dns-tcp, port: 53, protocol: TCP }';

test.each([
  ['one port with two protocols', MESH + deployment('a', 'app: a') + service('s', BOTH), [
    'warning Deployment shop/a spec.template: Deployment shop/a: port 53 of its Services is for TCP and UDP (Service shop/s).',
  ]],
  ['one target port behind two ports', MESH + deployment('a', 'app: a') + service('s', '{ name: http, port: 80, targetPort: 8080 }') + service('t', '{ name: http, port: 8080 }'), [
    'warning Deployment shop/a spec.template: Deployment shop/a: its port 8080 is behind the ports 80 and 8080 (Service shop/s and Service shop/t).',
  ]],
  ['of a Namespace that may be labelled', deployment('a', 'app: a') + service('s', BOTH), [
    'warning Deployment shop/a spec.template: Deployment shop/a: port 53 of its Services is for TCP and UDP (Service shop/s).',
  ]],
])('%s', (_name, yaml, expected) => {
  expect(reported(RULE, yaml)).toEqual(expected);
});

test.each([
  ['ports of their own', MESH + deployment('a', 'app: a') + service('s', '{ name: http, port: 80, targetPort: 8080 }') + service('t', '{ name: http, port: 81 }'), {}],
  ['the same port twice', MESH + deployment('a', 'app: a') + service('s', '{ name: http, port: 80 }') + service('t', '{ name: http, port: 80 }'), {}],
  ['other pods', MESH + deployment('a', 'app: a') + service('s', BOTH, 'app: b'), {}],
  ['outside of the mesh', namespace('shop', 'istio-injection: disabled') + deployment('a', 'app: a') + service('s', BOTH), {}],
  ['a Namespace that a whole cluster does not have', deployment('a', 'app: a') + service('s', BOTH), { settings: { complete: true } }],
])('nothing: %s', (_name, yaml, options) => {
  expect(reported(RULE, yaml, options)).toEqual([]);
});
