import { findingsOf, reported } from '../../run';

const RULE = 'target-port-not-in-container';

const service = (port: string, selector = 'app: reviews', namespace = 'shop') => `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: ${namespace} }
spec: { selector: { ${selector} }, ports: [{ name: http, ${port} }] }
---`;

const deployment = (containers: string, { name = 'reviews', labels = 'app: reviews', more = '' } = {}) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop, labels: { app: other } }
spec: { template: { metadata: { labels: { ${labels} } }, spec: { ${more} containers: [${containers}] } } }
---`;

const container = (ports: string) => `{ name: a, image: a, ports: [${ports}] }`;
const WEB = container('{ name: web, containerPort: 9080 }');

test.each([
  ['a port by name', service('port: 80, targetPort: web') + deployment(WEB)],
  ['a port by number', service('port: 80, targetPort: 9080') + deployment(WEB)],
  ['the same number', service('port: 9080') + deployment(WEB)],
  ['a port of a second container', service('port: 80, targetPort: web') + deployment(`${container('{ containerPort: 1 }')}, ${WEB}`)],
  ['a port of a sidecar container', service('port: 80, targetPort: admin') + deployment(WEB, { more: 'initContainers: [{ name: s, image: s, restartPolicy: Always, ports: [{ name: admin, containerPort: 9 }] }],' })],
  ['a port that some of the workloads have', service('port: 80, targetPort: web') + deployment(WEB) + deployment(container(''), { name: 'new' })],
  ['a number where nothing is listed', service('port: 80, targetPort: 9090') + deployment(container(''))],
  ['a number where one container lists nothing', service('port: 80, targetPort: 9090') + deployment(`${WEB}, ${container('')}`)],
  ['a port of the proxy', service('port: 15090, targetPort: http-envoy-prom') + deployment(WEB)],
  ['a port of the proxy by number', service('port: 80, targetPort: 15020') + deployment(WEB)],
  ['a gateway', service('port: 80, targetPort: http2') + deployment('{ name: istio-proxy, image: auto }')],
  ['no workload', service('port: 80, targetPort: web')],
  ['a workload of another namespace', service('port: 80, targetPort: http', 'app: reviews', 'blog') + deployment(WEB)],
  ['labels of the Deployment itself', service('port: 80, targetPort: http', 'app: other') + deployment(WEB)],
  ['no selector', service('port: 80, targetPort: http', '') + deployment(WEB)],
])('silent: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

const AT = 'Service shop/reviews spec.ports[0].';

test.each([
  ['no port of that name', service('port: 80, targetPort: http') + deployment(WEB), `warning ${AT}targetPort: Service shop/reviews leads port 80 to the port "http" of its workloads, and Deployment shop/reviews has only "web".`],
  ['no names at all', service('port: 80, targetPort: http') + deployment(container('')), `warning ${AT}targetPort: Service shop/reviews leads port 80 to the port "http" of its workloads, and Deployment shop/reviews has no ports with a name.`],
  ['of several workloads', service('port: 80, targetPort: http') + deployment(WEB) + deployment(WEB, { name: 'reviews-v2' }), `warning ${AT}targetPort: Service shop/reviews leads port 80 to the port "http" of its workloads, and Deployment shop/reviews, like the others, has only "web".`],
  ['a number that is not listed', service('port: 80, targetPort: 9090') + deployment(WEB), `info ${AT}targetPort: Service shop/reviews leads port 80 to port 9090 of its workloads, and Deployment shop/reviews has only 9080.`],
  ['the number of the Service itself', service('port: 80') + deployment(WEB), `info ${AT}port: Service shop/reviews leads port 80 to port 80 of its workloads, and Deployment shop/reviews has only 9080.`],
  ['an init container that ends', service('port: 80, targetPort: admin') + deployment(WEB, { more: 'initContainers: [{ name: s, image: s, ports: [{ name: admin, containerPort: 9 }] }],' }), `warning ${AT}targetPort: Service shop/reviews leads port 80 to the port "admin" of its workloads, and Deployment shop/reviews has only "web".`],
])('reported: %s', (_name, yaml, line) => {
  expect(reported(RULE, yaml)).toEqual([line]);
});

test('stands for what Kiali says', () => {
  expect(findingsOf(service('port: 80') + deployment(WEB)).filter(({ rule }) => rule === RULE).map(({ upstream }) => upstream.join())).toEqual(['KIA0701']);
});
