import { findingsOf, reported } from '../../run';

const RULE = 'host-not-found';

const service = (name: string, namespace = 'shop', annotations = '{}') => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${namespace}, annotations: ${annotations} }
spec: { ports: [{ name: http, port: 80 }] }
---`;

const entry = (hosts: string, exportTo = '["*"]', namespace = 'egress') => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: external, namespace: ${namespace} }
spec: { hosts: ${hosts}, ports: [{ number: 80, name: http, protocol: HTTP }], resolution: NONE, exportTo: ${exportTo} }
---`;

const to = (host: string, exportTo = '[]') => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews.example.com]
  exportTo: ${exportTo}
  http: [{ route: [{ destination: { host: "${host}" } }] }]
`;

describe('hosts that are there', () => {
  test.each([
    ['a Service by short name', service('reviews') + to('reviews')],
    ['a Service by full name', service('reviews', 'bakery') + to('reviews.bakery.svc.cluster.local')],
    ['a ServiceEntry', entry('[api.example.com]') + to('api.example.com')],
    ['a ServiceEntry with a wildcard', entry('["*.example.com"]') + to('api.v1.example.com')],
    ['a wildcard within a wider one', entry('["*.com"]') + to('*.example.com')],
    ['a ServiceEntry with the host of a Service', service('other') + entry('[reviews.shop.svc.cluster.local]') + to('reviews')],
    ['a ServiceEntry with a short host', service('other') + entry('[reviews]', '["."]', 'shop') + to('reviews')],
    ['a ServiceEntry exported to the namespace', entry('[api.example.com]', '[shop]') + to('api.example.com')],
    ['a ServiceEntry exported to where the routes are', entry('[api.example.com]', '[bakery]') + to('api.example.com', '[bakery]')],
    ['a Service exported to the namespace', service('reviews', 'bakery', '{ networking.istio.io/exportTo: "shop, egress" }') + to('reviews.bakery.svc.cluster.local')],
    ['the API server of the cluster', service('reviews', 'default') + to('kubernetes.default.svc.cluster.local')],
    ['a multi-cluster Service', service('reviews') + to('reviews.shop.svc.clusterset.local')],
  ])('%s', (_name, yaml) => {
    expect(reported(RULE, yaml)).toEqual([]);
  });

  test.each([
    ['in a namespace without Services in the input', to('reviews'), {}],
    ['in a namespace without Services in the input, next to a hidden wildcard', entry('["*.local"]', '["."]') + to('reviews'), {}],
    ['declared', service('other') + to('reviews'), { declared: { hosts: ['reviews.shop.svc.cluster.local'] } }],
    ['declared with a wildcard', to('api.example.com'), { declared: { hosts: ['*.example.com'] } }],
  ])('%s', (_name, yaml, settings) => {
    expect(reported(RULE, yaml, { settings })).toEqual([]);
  });

  test('the ingress gateway that istioctl assumes', () => {
    const yaml = service('istiod', 'istio-system') + to('istio-ingressgateway.istio-system.svc.cluster.local');
    expect(reported(RULE, yaml, { settings: { complete: true }, assumeIngressGateway: true })).toEqual([]);
    expect(reported(RULE, yaml, { settings: { complete: true } })).toHaveLength(1);
  });

  test('what Istio installs in the root namespace is seldom among the files', () => {
    const yaml = service('grafana', 'istio-system') + to('istio-egressgateway.istio-system.svc.cluster.local');
    expect(reported(RULE, yaml)).toEqual([]);
    expect(reported(RULE, yaml, { settings: { rootNamespace: 'mesh' } })).toHaveLength(1);
  });
});

describe('hosts that are not', () => {
  const AT = 'error VirtualService shop/reviews spec.http[0].route[0].destination.host: VirtualService shop/reviews sends traffic to';

  test.each([
    ['a Service with a slip', service('review') + service('ratings') + to('reviews'), `${AT} reviews.shop.svc.cluster.local, but namespace shop has no Service "reviews" and no ServiceEntry has that host; "review" is near.`],
    ['a Service', service('ratings') + to('reviews'), `${AT} reviews.shop.svc.cluster.local, but namespace shop has no Service "reviews" and no ServiceEntry has that host.`],
    ['an external host', to('api.example.com'), `${AT} api.example.com, but no ServiceEntry has that host.`],
    ['a host above a wildcard', entry('["*.example.com"]') + to('example.com'), `${AT} example.com, but no ServiceEntry has that host.`],
    ['a Service next to a hidden wildcard', service('ratings') + entry('["*.local"]', '["."]') + to('reviews'), `${AT} reviews.shop.svc.cluster.local, but namespace shop has no Service "reviews" and no ServiceEntry has that host.`],
    ['a hidden wildcard', entry('["*.example.com"]', '["."]') + to('api.example.com'), `${AT} api.example.com, but ServiceEntry egress/external is not exported to namespace shop.`],
    ['name and namespace', service('reviews') + to('reviews.shop'), `${AT} reviews.shop, but Istio completes only names without a dot: write "reviews.shop.svc.cluster.local".`],
    ['name, namespace and svc', service('reviews') + to('reviews.shop.svc'), `${AT} reviews.shop.svc, but Istio completes only names without a dot: write "reviews.shop.svc.cluster.local".`],
    ['a hidden ServiceEntry', entry('[api.example.com]', '["."]') + to('api.example.com'), `${AT} api.example.com, but ServiceEntry egress/external is not exported to namespace shop.`],
    ['a hidden Service', service('reviews', 'bakery', '{ networking.istio.io/exportTo: "~" }') + to('reviews.bakery.svc.cluster.local'), `${AT} reviews.bakery.svc.cluster.local, but Service bakery/reviews is not exported to namespace shop.`],
  ])('%s', (_name, yaml, line) => {
    expect(reported(RULE, yaml)).toEqual([line]);
  });

  test('of a whole cluster, in any namespace', () => {
    expect(reported(RULE, to('reviews'), { settings: { complete: true } })).toHaveLength(1);
  });

  test('in mirrors', () => {
    const yaml = service('reviews') + `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - route: [{ destination: { host: reviews } }]
      mirrors: [{ destination: { host: shadow } }]
`;
    expect(reported(RULE, yaml)).toEqual([
      'error VirtualService shop/reviews spec.http[0].mirrors[0].destination.host: VirtualService shop/reviews mirrors traffic to shadow.shop.svc.cluster.local, but namespace shop has no Service "shadow" and no ServiceEntry has that host.',
    ]);
  });

  test('with the wrong cluster domain', () => {
    const yaml = service('reviews') + to('reviews.shop.svc.cluster.local');
    expect(reported(RULE, yaml, { settings: { clusterDomain: 'corp.example' } })).toHaveLength(1);
  });

  test('a host with a port is left to the rule about that', () => {
    expect(reported(RULE, service('reviews') + to('reviews:80'))).toEqual([]);
  });
});

describe('as seen from where the routes are used', () => {
  const lines = (exportTo: string, entryTo: string, hosts = '[reviews.example.com]') =>
    reported(RULE, entry('[api.example.com]', entryTo) + to('api.example.com', exportTo).replace('[reviews.example.com]', hosts));
  const AT = 'VirtualService shop/reviews spec.http[0].route[0].destination.host: VirtualService shop/reviews sends traffic to api.example.com, but ServiceEntry egress/external is not exported to';

  test.each([
    ['only in another namespace, which does not see it', '[bakery]', '[shop]', [`error ${AT} namespace bakery.`]],
    ['in some that do not see it', '[".", bakery]', '[shop]', [`warning ${AT} namespace bakery.`]],
    ['in several that do not see it', '[shop, bakery, mill]', '[farm]', [`error ${AT} the namespaces shop, bakery and mill.`]],
    ['in all, where the own namespace sees it', '["*"]', '[shop]', []],
    ['nowhere', '["~"]', '[farm]', []],
  ])('%s', (_name, exportTo, entryTo, expected) => {
    expect(lines(exportTo, entryTo)).toEqual(expected);
  });

  test('a delegate is used where those are that delegate to it', () => {
    expect(lines('[bakery]', '[shop]', '[]')).toEqual([]);
    expect(lines('[bakery]', '[bakery]', '[]')).toEqual([]);
    expect(lines('[bakery]', '[farm]', '[]')).toEqual([`error ${AT} the namespaces shop and bakery.`]);
  });

  test('the mend is another than for a host that is not there', () => {
    const [finding] = findingsOf(entry('[api.example.com]', '["."]') + to('api.example.com')).filter(({ rule }) => rule === RULE);
    expect(finding?.fix).toBe('Export the host to the namespaces in which the routes are used, or the VirtualService to fewer of them.');
  });
});
