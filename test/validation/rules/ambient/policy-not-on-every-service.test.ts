import { reported } from '../../run';

const RULE = 'policy-not-on-every-service';

const namespace = (labels = 'istio.io/use-waypoint: waypoint') => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { ${labels} } }
---`;

const service = (name: string, labels = '', spec = `selector: { app: ${name} }`) => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop, labels: { ${labels} } }
spec: { ${spec}, ports: [{ name: http, port: 80 }] }
---`;

const route = (backends: string, parent = 'group: "", kind: Service, name: reviews', kind = 'HTTPRoute', of = 'shop') => `
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: { name: reviews-${kind.toLowerCase()}, namespace: ${of} }
spec: { parentRefs: [{ ${parent} }], rules: [{ backendRefs: [${backends}] }] }
---`;

const virtualService = (spec: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec: { ${spec} }
---`;

const policy = (name: string, targets: string, rest = RULES, metadata = '') => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ${name}, namespace: shop ${metadata} }
spec: { ${targets}, ${rest} }
---`;

const tokens = (name: string, targets: string, issuer = 'a') => `
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: ${name}, namespace: shop }
spec: { ${targets}, jwtRules: [{ issuer: ${issuer}, jwks: "{}" }] }
---`;

const on = (...names: readonly string[]) => `targetRefs: [${names.map((name) => `{ group: "", kind: Service, name: ${name} }`).join(', ')}]`;
const WAYPOINT = 'targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: waypoint }]';
const RULES = 'rules: [{ to: [{ operation: { methods: [GET] } }] }]';
const OTHER = 'rules: [{ to: [{ operation: { methods: [PUT] } }] }]';
const V1 = '{ name: reviews-v1, port: 80 }';
const V2 = '{ name: reviews-v2, port: 80 }';

const SERVICES = service('reviews') + service('reviews-v1') + service('reviews-v2');
const MESH = namespace() + SERVICES + route(`${V1}, ${V2}`);

describe('nothing to say', () => {
  test.each([
    ['all are targets', MESH + policy('a', on('reviews', 'reviews-v1', 'reviews-v2'))],
    ['the rest has a policy of its own', MESH + policy('a', on('reviews')) + policy('b', on('reviews-v1', 'reviews-v2'), OTHER)],
    ['several policies together', MESH + policy('a', on('reviews', 'reviews-v1')) + policy('b', on('reviews-v2'))],
    ['an ALLOW of the waypoint', MESH + policy('a', on('reviews')) + policy('b', WAYPOINT)],
    ['an ALLOW of all waypoints', MESH + policy('a', on('reviews')) + `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: all, namespace: istio-system }
spec: { targetRefs: [{ group: gateway.networking.k8s.io, kind: GatewayClass, name: istio-waypoint }] }
`],
    ['a DENY for a Service whose backends let nobody in', MESH + policy('a', on('reviews'), `action: DENY, ${RULES}`) + policy('b', on('reviews-v1', 'reviews-v2'), 'action: ALLOW')],
    ['a DENY that is there in another policy', MESH + policy('a', on('reviews'), `action: DENY, ${RULES}`) + policy('b', on('reviews-v1', 'reviews-v2'), `action: DENY, rules: [{ to: [{ operation: { methods: [PUT] } }] }, { to: [{ operation: { methods: [GET] } }] }]`)],
    ['tokens of the waypoint', MESH + tokens('a', on('reviews')) + tokens('b', WAYPOINT)],
    ['no route', namespace() + SERVICES + policy('a', on('reviews'))],
    ['a route at a gateway', namespace() + SERVICES + route(V1, 'name: edge') + policy('a', on('reviews'))],
    ['a route of another namespace', namespace() + SERVICES + route('{ name: reviews-v1, namespace: shop, port: 80 }', 'group: "", kind: Service, name: reviews, namespace: shop', 'HTTPRoute', 'other') + policy('a', on('reviews'))],
    ['a backend of another namespace', namespace() + SERVICES + route('{ name: reviews-v1, namespace: other, port: 80 }') + policy('a', on('reviews'))],
    ['a backend that is no Service', namespace() + SERVICES + route('{ group: networking.istio.io, kind: Hostname, name: reviews-v1, port: 80 }') + policy('a', on('reviews'))],
    ['a backend that the input does not have', namespace() + service('reviews') + route(V1) + policy('a', on('reviews'))],
    ['a backend without a waypoint', namespace() + service('reviews') + service('reviews-v1', 'istio.io/use-waypoint: none') + route(V1) + policy('a', on('reviews'))],
    ['a Service without a waypoint', namespace('a: b') + SERVICES + route(V1) + policy('a', on('reviews'))],
    ['a namespace that the input does not have', SERVICES + route(V1) + policy('a', on('reviews'))],
    ['a route to the Service itself', namespace() + SERVICES + route('{ name: reviews, port: 80 }') + policy('a', on('reviews'))],
    ['a policy that records', MESH + policy('a', on('reviews'), `action: AUDIT, ${RULES}`)],
    ['a policy on trial', MESH + policy('a', on('reviews'), RULES, ', annotations: { istio.io/dry-run: "true" }')],
    ['Services of other workloads', namespace() + SERVICES + policy('a', on('reviews'))],
    ['a Service for more workloads', namespace() + service('reviews', '', 'selector: { app: reviews, version: v1 }') + service('all', '', 'selector: { app: reviews }') + policy('a', on('reviews'))],
    ['a headless Service', namespace() + service('reviews') + service('pods', '', 'selector: { app: reviews }, clusterIP: None') + policy('a', on('reviews'))],
    ['Services without a selector', namespace() + service('reviews', '', 'type: ClusterIP') + service('other', '', 'type: ClusterIP') + policy('a', on('reviews'))],
    ['a VirtualService of gateways', namespace() + SERVICES + virtualService('hosts: [reviews], gateways: [edge/public], http: [{ route: [{ destination: { host: reviews-v1 } }] }]') + policy('a', on('reviews'))],
    ['a mirror', namespace() + SERVICES + virtualService('hosts: [reviews], http: [{ mirror: { host: reviews-v1 }, route: [{ destination: { host: reviews } }] }]') + policy('a', on('reviews'))],
    ['subsets of the Service itself', namespace() + SERVICES + virtualService('hosts: [reviews], http: [{ route: [{ destination: { host: reviews, subset: v1 } }] }]') + policy('a', on('reviews'))],
    ['a policy of the waypoint', MESH + policy('a', WAYPOINT)],
  ])('%s', (_name, yaml) => {
    expect(reported(RULE, yaml)).toEqual([]);
  });
});

test('names the policy, once, and all Services that it misses', () => {
  const yaml = MESH + route('{ name: reviews-v2, port: 80 }', 'group: "", kind: Service, name: reviews', 'GRPCRoute') + policy('a', on('reviews'));
  expect(reported(RULE, yaml)).toEqual([
    'warning AuthorizationPolicy shop/a spec.targetRefs[0]: AuthorizationPolicy shop/a is for Service reviews, whose workloads can also be called as Service reviews-v1 and reviews-v2; for those it is not.',
  ]);
});

describe('around the policy', () => {
  test.each([
    ['one Service is forgotten', MESH + policy('a', on('reviews-v1', 'reviews')), 'spec.targetRefs[1]', 'reviews-v2;'],
    ['by the old field', MESH + policy('a', 'targetRef: { group: "", kind: Service, name: reviews }'), 'spec.targetRef', 'reviews-v1 and reviews-v2;'],
    ['by gRPC', namespace() + SERVICES + route(V1, 'group: "", kind: Service, name: reviews', 'GRPCRoute') + policy('a', on('reviews')), 'spec.targetRefs[0]', 'reviews-v1;'],
    ['a DENY where others are allowed', MESH + policy('a', on('reviews'), `action: DENY, ${RULES}`) + policy('b', on('reviews-v1', 'reviews-v2'), OTHER), 'spec.targetRefs[0]', 'reviews-v1 and reviews-v2;'],
    ['a DENY of which a part is missing', MESH + policy('a', on('reviews'), `action: DENY, ${RULES}`) + policy('b', on('reviews-v1', 'reviews-v2'), `action: DENY, ${OTHER}`), 'spec.targetRefs[0]', 'reviews-v1 and reviews-v2;'],
    ['where the other one is on trial', MESH + policy('a', on('reviews', 'reviews-v1')) + policy('b', on('reviews-v2'), RULES, ', annotations: { istio.io/dry-run: "true" }'), 'spec.targetRefs[0]', 'reviews-v2;'],
    ['tokens', MESH + tokens('a', on('reviews')) + tokens('b', on('reviews-v1')) + tokens('c', on('reviews-v2'), 'other'), 'spec.targetRefs[0]', 'reviews-v2;'],
    ['by a Service for a version', namespace() + service('reviews') + service('reviews-v1', '', 'selector: { app: reviews, version: v1 }') + policy('a', on('reviews')), 'spec.targetRefs[0]', 'reviews-v1;'],
    ['by a Service for the same workloads', namespace() + service('reviews') + service('alias', '', 'selector: { app: reviews }') + policy('a', on('reviews')), 'spec.targetRefs[0]', 'alias;'],
    ['by a VirtualService', namespace() + SERVICES + virtualService('hosts: [reviews.shop.svc.cluster.local], http: [{ route: [{ destination: { host: reviews-v1 } }] }], tcp: [{ route: [{ destination: { host: reviews-v2 } }] }]') + policy('a', on('reviews')), 'spec.targetRefs[0]', 'reviews-v1 and reviews-v2;'],
    ['with waypoints of their own', namespace('a: b') + service('reviews', 'istio.io/use-waypoint: waypoint') + service('reviews-v1', 'istio.io/use-waypoint: another') + route(V1) + policy('a', on('reviews')) + policy('b', WAYPOINT), 'spec.targetRefs[0]', 'reviews-v1;'],
  ])('%s', (_name, yaml, path, missed) => {
    const [finding, ...others] = reported(RULE, yaml);
    expect(others).toEqual([]);
    expect(finding).toContain(` shop/a ${path}: `);
    expect(finding).toContain(`whose workloads can also be called as Service ${missed}`);
  });
});
