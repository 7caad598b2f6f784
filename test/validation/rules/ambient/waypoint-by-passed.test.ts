import { findingsOf, reported } from '../../run';

const RULE = 'waypoint-by-passed';

const namespace = (labels = WAYPOINT, name = 'shop') => `
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: { ${labels} } }
---`;

const WAYPOINT = 'istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint';

const service = (labels = '', name = 'reviews', spec = `selector: { app: ${name} }`) => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop, labels: { ${labels} } }
spec: { ${spec}, ports: [{ name: http, port: 80 }] }
---`;

const deployment = (labels = '', name = 'reviews') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec: { template: { metadata: { labels: { app: ${name}, ${labels} } }, spec: { containers: [{ name: a, image: a }] } } }
---`;

const policy = (name: string, spec: string, of = 'shop') => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ${name}, namespace: ${of} }
spec: { ${spec} }
---`;

const gateway = (name: string, of: string, gatewayClass = 'istio-waypoint') => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: ${of} }
spec: { gatewayClassName: ${gatewayClass}, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }
---`;

const route = (parent: string, backend = 'reviews') => `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: entry, namespace: shop }
spec: { parentRefs: [{ ${parent} }], rules: [{ backendRefs: [{ name: ${backend}, port: 80 }] }] }
---`;

const virtualService = (gateways: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: entry, namespace: shop }
spec: { hosts: [example.com], gateways: [${gateways}], http: [{ route: [{ destination: { host: reviews } }] }] }
---`;

const HTTP = 'rules: [{ to: [{ operation: { methods: [GET] } }] }]';
const TARGET = 'targetRefs: [{ group: "", kind: Service, name: reviews }]';
const AT_WAYPOINT = policy('reviews', `${TARGET}, ${HTTP}`);
const GUARD = policy('guard', 'selector: { matchLabels: { app: reviews } }, rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/waypoint] } }] }]');
const OPEN = policy('open', 'selector: { matchLabels: { app: reviews } }, rules: [{}]');
const MESH = namespace() + service() + deployment() + AT_WAYPOINT;

describe('nothing to say', () => {
  test.each([
    ['a guard', MESH + GUARD],
    ['a guard that names a gateway too', MESH + route('name: edge') + policy('guard', 'selector: { matchLabels: { app: reviews } }, rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/waypoint, cluster.local/ns/edge/sa/edge] } }] }]')],
    ['a guard of the whole namespace', MESH + policy('guard', 'rules: [{ from: [{ source: { serviceAccounts: [waypoint] } }] }]')],
    ['a waypoint without policies', namespace() + service() + deployment() + route('name: edge')],
    ['a policy that records', namespace() + service() + policy('reviews', `${TARGET}, action: AUDIT, ${HTTP}`)],
    ['workloads with a sidecar', namespace() + service() + deployment('sidecar.istio.io/inject: "true"') + AT_WAYPOINT],
    ['a namespace that is not ambient', namespace('istio.io/use-waypoint: waypoint') + service() + AT_WAYPOINT],
    ['a namespace that the input does not have', service('istio.io/use-waypoint: waypoint') + AT_WAYPOINT],
    ['a Service without workloads', namespace() + service('', 'reviews', 'type: ClusterIP') + AT_WAYPOINT],
    ['a Service whose workloads do not exist', namespace() + service() + deployment('', 'ratings') + AT_WAYPOINT],
    ['a waypoint that is not for Services', MESH + gateway('waypoint', 'shop').replace('namespace: shop }', 'namespace: shop, labels: { istio.io/waypoint-for: workload } }')],
    ['a Service that no policy is for', namespace() + service('', 'ratings') + service() + GUARD + AT_WAYPOINT],
  ])('%s', (_name, yaml) => {
    expect(reported(RULE, yaml)).toEqual([]);
  });
});

test('the policy is named where the input does not have the waypoint', () => {
  expect(reported(RULE, MESH)).toEqual([
    'info AuthorizationPolicy shop/reviews spec.targetRefs: Waypoint shop/waypoint carries out AuthorizationPolicy shop/reviews, but the workloads of Service shop/reviews take connections that do not come from it.',
  ]);
});

test('one finding for a waypoint with many Services and policies', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const yaml = namespace('istio.io/dataplane-mode: ambient, istio.io/use-waypoint: shared, istio.io/use-waypoint-namespace: infra') +
    gateway('shared', 'infra') + names.map((name) => service('', name) + deployment('', name)).join('') +
    policy('second', 'targetRefs: [{ group: "", kind: Service, name: a }]') +
    policy('first', 'targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: shared }]', 'infra');
  expect(reported(RULE, yaml)).toEqual([
    'info Gateway infra/shared spec: Waypoint infra/shared carries out AuthorizationPolicy infra/first and others, but the workloads of Service shop/a, shop/b, shop/c and 2 more take connections that do not come from it.',
  ]);
  expect(findingsOf(yaml).filter(({ rule }) => rule === RULE).map(({ fix }) => fix)).toEqual([
    'Add an AuthorizationPolicy with a selector for these workloads that allows only the waypoint (principal "cluster.local/ns/infra/sa/shared").',
  ]);
});

test.each([
  ['without workloads in the input', namespace() + service() + AT_WAYPOINT],
  ['where a guard lets everyone in', MESH + OPEN],
  ['where only some workloads have a guard', MESH + deployment('version: v2', 'reviews').replace('name: reviews,', 'name: reviews-v2,') + policy('guard', 'selector: { matchLabels: { version: v2 } }, rules: [{ from: [{ source: { serviceAccounts: [waypoint] } }] }]')],
  ['by a mesh that is ambient by setting', service('istio.io/use-waypoint: waypoint') + AT_WAYPOINT],
])('by-passed %s', (_name, yaml) => {
  expect(reported(RULE, yaml, { settings: { dataPlane: 'ambient' } })).toHaveLength(1);
});

describe('entries', () => {
  test.each([
    ['by HTTPRoute', MESH + route('name: edge, namespace: edge')],
    ['by VirtualService', MESH + virtualService('edge/public')],
    ['where the label says no', MESH.replace(service(), service('istio.io/ingress-use-waypoint: "false"')) + route('name: edge')],
  ])('%s go around the waypoint', (_name, yaml) => {
    expect(reported(RULE, yaml)).toEqual([
      'warning AuthorizationPolicy shop/reviews spec.targetRefs: Waypoint shop/waypoint carries out AuthorizationPolicy shop/reviews, but the workloads of Service shop/reviews take connections that do not come from it. Gateways send straight to shop/reviews.',
    ]);
  });

  test.each([
    ['through the waypoint', MESH.replace(service(), service('istio.io/ingress-use-waypoint: "true"')) + route('name: edge')],
    ['through the waypoint, as the namespace says', MESH.replace(namespace(), namespace(`${WAYPOINT}, istio.io/ingress-use-waypoint: "true"`)) + route('name: edge')],
    ['to another Service', MESH + service('', 'ratings') + route('name: edge', 'ratings')],
    ['from inside the mesh', MESH + route('group: "", kind: Service, name: reviews') + virtualService('mesh')],
    ['at the waypoint itself', MESH + gateway('waypoint', 'shop') + route('name: waypoint')],
  ])('%s do not count', (_name, yaml) => {
    expect(reported(RULE, yaml)).toEqual([expect.stringMatching(/^info .* come from it\.$/)]);
  });
});

describe('a Service that takes itself out', () => {
  const out = namespace() + service('istio.io/use-waypoint: none');

  test('leaves its policies without effect', () => {
    expect(reported(RULE, out + policy('reviews', `${TARGET}, rules: [{ from: [{ source: { namespaces: [shop] } }] }]`))).toEqual([
      'warning AuthorizationPolicy shop/reviews spec.targetRefs[0]: AuthorizationPolicy shop/reviews is for Service shop/reviews, which takes itself out with the label istio.io/use-waypoint: none.',
    ]);
  });

  test('is another rule where the policy looks at HTTP', () => {
    const yaml = out + AT_WAYPOINT;
    expect(reported(RULE, yaml)).toEqual([]);
    expect(reported('ambient-l7-without-waypoint', yaml)).toHaveLength(1);
  });
});
