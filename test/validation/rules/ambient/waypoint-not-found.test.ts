import { reported } from '../../run';

const RULE = 'waypoint-not-found';

const gateway = (name = 'waypoint', namespace = 'shop') => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: ${namespace} }
spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }
---`;

const namespace = (labels: string) => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient, ${labels} } }
---`;

const service = (labels: string) => `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop, labels: { ${labels} } }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80 }] }
---`;

const deployment = (labels: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop, labels: { istio.io/use-waypoint: not-looked-at } }
spec: { template: { metadata: { labels: { ${labels} } }, spec: { containers: [{ name: a, image: a }] } } }
---`;

const USE = (name: string) => `istio.io/use-waypoint: ${name}`;

test.each([
  ['a waypoint that is there', gateway() + namespace(USE('waypoint')) + service(USE('waypoint')) + deployment(USE('waypoint'))],
  ['none', gateway() + namespace(USE('none')) + service(USE('none'))],
  ['one of another namespace', gateway() + gateway('shared', 'infra') + service(`${USE('shared')}, istio.io/use-waypoint-namespace: infra`)],
  ['one that may be elsewhere', namespace(USE('waypoint')) + service(USE('other'))],
  ['one of a namespace whose waypoints are elsewhere', gateway() + service(`${USE('shared')}, istio.io/use-waypoint-namespace: infra`)],
])('silent: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

const KEY = 'metadata.labels["istio.io/use-waypoint"]';

test.each([
  ['of a Namespace', namespace(USE('a')), `Namespace shop ${KEY}: Namespace shop uses the waypoint shop/a`],
  ['of a Service', service(USE('a')), `Service shop/reviews ${KEY}: Service shop/reviews uses the waypoint shop/a`],
  ['of Pods', deployment(USE('a')), `Deployment shop/reviews spec.template.${KEY}: Deployment shop/reviews uses the waypoint shop/a`],
])('not there: %s', (_name, yaml, rest) => {
  expect(reported(RULE, gateway() + yaml)).toEqual([`warning ${rest}, and there is none.`]);
});

test('an error when nothing is elsewhere', () => {
  const yaml = service(`${USE('shared')}, istio.io/use-waypoint-namespace: infra`);
  expect(reported(RULE, yaml, { settings: { complete: true } })).toEqual([`error Service shop/reviews ${KEY}: Service shop/reviews uses the waypoint infra/shared, and there is none.`]);
  expect(reported(RULE, yaml, { settings: { complete: true, declared: { gateways: ['infra/shared'] } } })).toEqual([]);
});
