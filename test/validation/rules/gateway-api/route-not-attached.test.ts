import { findingsOf, reported } from '../../run';

const RULE = 'route-not-attached';

const gateway = (allowed: string, name = 'public', namespace = 'edge') => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: ${namespace} }
spec: { gatewayClassName: istio, listeners: [{ name: http, port: 80, protocol: HTTP${allowed} }] }
---`;
const from = (text: string) => `, allowedRoutes: { namespaces: { from: ${text} } }`;

const route = (parent: string, kind = 'HTTPRoute') => `
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: { name: reviews, namespace: shop }
spec: { parentRefs: [{ ${parent} }], rules: [{ backendRefs: [{ name: reviews, port: 80 }] }] }
---`;

const namespace = (labels: string) => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { ${labels} } }
---`;

const PUBLIC = 'name: public, namespace: edge';
const LABELLED = from('Selector, selector: { matchLabels: { team: web } }');
const EXPRESSION = from('Selector, selector: { matchExpressions: [{ key: kubernetes.io/metadata.name, operator: In, values: [SHOP] }] }');

test.each([
  ['a Gateway that takes all', gateway(from('All')) + route(PUBLIC)],
  ['a Gateway of the same namespace', gateway('', 'public', 'shop') + route('name: public')],
  ['a Gateway that takes namespaces with a label', gateway(LABELLED) + namespace('team: web') + route(PUBLIC)],
  ['a namespace whose labels are not known', gateway(LABELLED) + route(PUBLIC)],
  ['a Gateway that takes the namespace by name', gateway(EXPRESSION.replace('SHOP', 'shop')) + route(PUBLIC)],
  ['a Gateway of a namespace whose Gateways are elsewhere', route(PUBLIC)],
  ['the same, next to other Gateways', gateway('', 'other', 'shop') + route(PUBLIC)],
  ['a Service', route('group: "", kind: Service, name: reviews')],
  ['listeners kept apart', route('kind: ListenerSet, name: reviews')],
  ['one listener of several', gateway(`}, { name: internal, port: 8080, protocol: HTTP${from('All')}`) + route(PUBLIC)],
])('attached: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

const AT = 'HTTPRoute shop/reviews spec.parentRefs[0]: ';
const REFUSED = (allows: string) => `error ${AT}Gateway edge/public does not take HTTPRoute shop/reviews: ${allows} no routes of namespace shop.`;

test.each([
  ['only routes of its own namespace', gateway('') + route(PUBLIC), REFUSED('its listener allows')],
  ['only routes of its own namespace, in words', gateway(from('Same')) + route(PUBLIC), REFUSED('its listener allows')],
  ['namespaces with another label', gateway(LABELLED) + namespace('team: data') + route(PUBLIC), REFUSED('its listener allows')],
  ['another namespace by name', gateway(EXPRESSION.replace('SHOP', 'blog')) + route(PUBLIC), REFUSED('its listener allows')],
  ['the listener that is meant', gateway(`}, { name: internal, port: 8080, protocol: HTTP${from('All')}`) + route(`${PUBLIC}, sectionName: http`), REFUSED('its listener allows')],
  ['none of its listeners', gateway('}, { name: internal, port: 8080, protocol: HTTP') + route(PUBLIC), REFUSED('its listeners allow')],
  ['no Gateway in the own namespace', route('name: public'), `warning ${AT}HTTPRoute shop/reviews is for Gateway shop/public, and there is none.`],
  ['another Gateway in the own namespace', gateway('', 'other', 'shop') + route('name: public'), `error ${AT}HTTPRoute shop/reviews is for Gateway shop/public, and there is none.`],
  ['another Gateway there', gateway('', 'other') + route(PUBLIC), `error ${AT}HTTPRoute shop/reviews is for Gateway edge/public, and there is none.`],
  [
    'a Gateway of Istio',
    `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec: { selector: { istio: ingressgateway }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["a.example.com"] }] }
---` + route('name: public'),
    `warning ${AT}HTTPRoute shop/reviews is for Gateway shop/public, and there is none. The Gateway of that name is one of networking.istio.io, which takes only VirtualServices.`,
  ],
  [
    'a listener that it does not have',
    gateway(from('All')) + route(`${PUBLIC}, sectionName: https, port: 443`),
    `error ${AT}HTTPRoute shop/reviews is for a listener with the name "https" on port 443 of Gateway edge/public, which has only "http".`,
  ],
])('not attached: %s', (_name, yaml, line) => {
  expect(reported(RULE, yaml)).toEqual([line]);
});

test('what lives elsewhere', () => {
  expect(reported(RULE, route(PUBLIC), { settings: { complete: true } })).toHaveLength(1);
  expect(reported(RULE, route(PUBLIC), { settings: { complete: true, declared: { gateways: ['edge/public'] } } })).toEqual([]);
  expect(reported(RULE, gateway(LABELLED) + route(PUBLIC), { settings: { complete: true } })).toHaveLength(1);
});

test('stands for what Kiali says, of routes of every kind', () => {
  const codes = (yaml: string) => findingsOf(yaml).filter(({ rule }) => rule === RULE).map(({ upstream }) => upstream.join());
  for (const kind of ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute']) expect(codes(gateway('') + route(PUBLIC, kind))).toEqual(['KIA1401']);
  expect(codes(route('name: public'))).toEqual(['KIA1401']);
  expect(codes(gateway(from('All')) + route(`${PUBLIC}, sectionName: https`))).toEqual(['']);
});
