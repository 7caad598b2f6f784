import { reported } from '../../run';

const RULE = 'subset-hidden-from-caller';

const HOST = 'reviews.shop.svc.cluster.local';
const service = `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80 }] }
---`;
const rule = (namespace: string, more = '', name = 'reviews', subset = 'v1') => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: ${name}, namespace: ${namespace} }
spec: { host: ${HOST}${more === '' ? '' : `, ${more}`}, subsets: [{ name: ${subset}, labels: { version: ${subset} } }] }
---`;
const route = (namespace: string, more = '', match = '', hosts = HOST) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: ${namespace} }
spec:
  ${more}
  hosts: [${hosts}]
  http: [{ ${match === '' ? '' : `match: ${match}, `}route: [{ destination: { host: ${HOST}, subset: v1 } }] }]
---`;
const gateway = `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec: { selector: { app: gateway }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ['*'] }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: gateway, namespace: edge }
spec: { selector: { matchLabels: { app: gateway } }, template: { metadata: { labels: { app: gateway } }, spec: { containers: [] } } }
---`;
const tail = (lines: readonly string[]) => lines.map((line) => line.replace(/ VirtualService .* sends traffic of /, ' '));
const seen = (yaml: string, options = {}) => tail(reported(RULE, service + yaml, options));

test('says where, and which rule there is', () => {
  expect(reported(RULE, service + rule('shop', "exportTo: ['.']") + route('web', "exportTo: ['.']"))).toEqual([
    `error VirtualService web/reviews spec.http[0].route[0].destination.subset: VirtualService web/reviews sends traffic of callers in namespace web to subset "v1" of ${HOST}, but DestinationRule shop/reviews, which has it, is not exported there.`,
  ]);
});

const to = `to subset "v1" of ${HOST}, but`;

test.each([
  ['another rule of the namespace of the caller', rule('shop') + rule('web', '', 'own', 'v9') + route('web', "exportTo: ['.']"), `error callers in namespace web ${to} they use DestinationRule web/own, which does not have it; DestinationRule shop/reviews has.`],
  ['a wildcard of the namespace of the caller', rule('shop') + rule('web', '', 'all', 'v9').replace(HOST, '"*.local"') + route('web', "exportTo: ['.']"), `error callers in namespace web ${to} they use DestinationRule web/all, which does not have it; DestinationRule shop/reviews has.`],
  ['a rule for some workloads', rule('shop', 'workloadSelector: { matchLabels: { app: a } }') + route('web', "exportTo: ['.']"), `error callers in namespace web ${to} DestinationRule shop/reviews, which has it, is not exported there.`],
  ['a namespace that is exported to', rule('shop', "exportTo: ['.', web]") + route('shop', "exportTo: ['.', web, bank]"), `error callers in namespace bank ${to} DestinationRule shop/reviews, which has it, is not exported there.`],
  ['the rule is in neither namespace', rule('config') + route('web', "exportTo: ['.']"), `error callers in namespace web ${to} DestinationRule config/reviews, which has it, is in namespace config, which is neither theirs nor that of the service.`],
  ['all that is shared is in one namespace', rule('config') + route('config'), `warning callers in other namespaces ${to} DestinationRule config/reviews, which has it, is in namespace config, which is neither theirs nor that of the service.`],
  ['a private rule beside a route for all', rule('shop', "exportTo: ['.']") + route('shop'), `warning callers in other namespaces ${to} DestinationRule shop/reviews, which has it, is not exported there.`],
  ['the callers of one match', rule('shop', "exportTo: ['.']") + route('shop', '', '[{ sourceNamespace: web }]'), `error callers in namespace web ${to} DestinationRule shop/reviews, which has it, is not exported there.`],
  ['a gateway', gateway + rule('shop', "exportTo: ['.']") + route('shop', 'gateways: [edge/public]', '', 'shop.example.com'), `error gateway edge/public in namespace edge ${to} DestinationRule shop/reviews, which has it, is not exported there.`],
  ['the gateway of one match', gateway + rule('shop', "exportTo: ['.']") + route('shop', 'gateways: [edge/public, mesh]', '[{ gateways: [edge/public] }]'), `error gateway edge/public in namespace edge ${to} DestinationRule shop/reviews, which has it, is not exported there.`],
  ['the rules of the root namespace come last', rule('istio-system') + rule('shop', '', 'own', 'v9') + route('web', "exportTo: ['.']"), `error callers in namespace web ${to} they use DestinationRule shop/own, which does not have it; DestinationRule istio-system/reviews has.`],
])('%s', (_name, yaml, expected) => {
  expect(seen(yaml)).toEqual([expected]);
});

test.each([
  ['a rule for all', rule('shop') + route('web')],
  ['a rule for the namespace', rule('shop', "exportTo: ['.', web]") + route('web', "exportTo: ['.']")],
  ['a rule of the caller for itself', rule('web', "exportTo: ['.']") + route('web', "exportTo: ['.']")],
  ['a rule of the root namespace', rule('istio-system') + route('web')],
  ['a private rule beside a private route', rule('shop', "exportTo: ['.']") + route('shop', "exportTo: ['.']")],
  ['several rules of one namespace', rule('shop', '', 'a', 'v9') + rule('shop', '', 'b') + route('web')],
  ['a private rule, and a gateway of whose pods nothing is known', rule('shop', "exportTo: ['.']") + route('shop', 'gateways: [edge/public]', '', 'shop.example.com')],
  ['a private rule, and a match of the mesh', gateway + rule('shop', "exportTo: ['.']") + route('shop', "exportTo: ['.']\n  gateways: [edge/public, mesh]", '[{ gateways: [mesh] }]')],
  ['a rule of the root namespace for the gateway there', rule('istio-system', "exportTo: ['.']") + route('shop', 'gateways: [edge/public]', '', 'shop.example.com') + gateway.replaceAll('edge', 'istio-system')],
  ['routes of its own for the namespace of the service', rule('config') + route('config') + rule('shop', '', 'own', 'v1') + route('shop')],
  ['a delegate', rule('shop', "exportTo: ['.']") + route('web', "exportTo: ['.']", '', '')],
  ['no rule at all, of which another rule tells', route('web')],
])('%s: nothing is said', (_name, yaml) => {
  expect(seen(yaml)).toEqual([]);
});

test('a rule of a caller that sees the rule of the service as well', () => {
  // Callers of config have the rule, all others use the one of the service.
  expect(seen(rule('config') + rule('shop', '', 'own', 'v9') + route('config'))).toEqual([
    `warning callers in other namespaces ${to} they use DestinationRule shop/own, which does not have it; DestinationRule config/reviews has.`,
  ]);
});

test('a declared subset is seen by all', () => {
  const settings = { declared: { subsets: [{ host: HOST, subsets: ['v1'] }] } };
  expect(seen(rule('shop', "exportTo: ['.']") + route('web', "exportTo: ['.']"), { settings })).toEqual([]);
});

test('a host of several namespaces is left alone', () => {
  const entry = (namespace: string) => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: api, namespace: ${namespace} }
spec: { hosts: [${HOST}], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: DNS }
---`;
  expect(seen(entry('bank') + rule('shop', "exportTo: ['.']") + route('web', "exportTo: ['.']"))).toEqual([]);
});
