import { reported } from '../../run';

const RULE = 'destination-rule-host-not-found';

const service = (name: string, annotations = '{}') => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop, annotations: ${annotations} }
spec: { ports: [{ name: http, port: 80 }] }
---`;

const entry = (host: string) => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: external, namespace: egress }
spec: { hosts: ["${host}"], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: NONE }
---`;

const rule = (host: string, namespace = 'shop', rest = '') => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: rule, namespace: ${namespace} }
spec: { host: "${host}"${rest} }
`;

test.each([
  ['a Service', service('reviews') + rule('reviews')],
  ['a Service of another namespace', service('reviews') + rule('reviews.shop.svc.cluster.local', 'bakery')],
  ['a ServiceEntry', entry('api.example.com') + rule('api.example.com')],
  ['a host below a wildcard', entry('*.example.com') + rule('api.example.com')],
  ['a wildcard', service('reviews') + rule('*.shop.svc.cluster.local')],
  ['all hosts', service('reviews') + rule('*')],
  ['a namespace whose Services the input does not have', service('reviews') + rule('reviews', 'bakery')],
  ['a Service exported to where the rule is', service('reviews', '{ networking.istio.io/exportTo: bakery }') + rule('reviews.shop.svc.cluster.local', 'edge', ', exportTo: [bakery]')],
  ['a host with a port, which is malformed', service('reviews') + rule('reviews:80')],
])('%s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test('a declared host', () => {
  expect(reported(RULE, rule('api.example.com'), { settings: { declared: { hosts: ['api.example.com'] } } })).toEqual([]);
});

const AT = 'warning DestinationRule shop/rule spec.host: DestinationRule shop/rule is for';

test.each([
  ['a Service', service('reviews') + rule('review'), `${AT} review.shop.svc.cluster.local, but namespace shop has no Service "review" and no ServiceEntry has that host; "reviews" is near.`],
  ['an external host', rule('api.example.com'), `${AT} api.example.com, but no ServiceEntry has that host.`],
  ['name and namespace', service('reviews') + rule('reviews.shop'), `${AT} reviews.shop, but Istio completes only names without a dot: write "reviews.shop.svc.cluster.local".`],
  ['a hidden Service', service('reviews', '{ networking.istio.io/exportTo: bakery }') + rule('reviews'), `${AT} reviews.shop.svc.cluster.local, but Service shop/reviews is not exported to namespace shop.`],
])('%s is missing', (_name, yaml, line) => {
  expect(reported(RULE, yaml)).toEqual([line]);
});

test('in a whole cluster every namespace is known', () => {
  expect(reported(RULE, rule('reviews'), { settings: { complete: true } })).toHaveLength(1);
});
