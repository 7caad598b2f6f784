import { reported } from '../../run';

const RULE = 'route-without-waypoint';

const namespace = (labels: string): string => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { ${labels} } }
---`;

const service = (labels = ''): string => `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop, labels: { ${labels} } }
spec:
  selector: { app: reviews }
  ports: [{ name: http, port: 80 }]
---`;

const route = (parent: string, kind = 'HTTPRoute'): string => `
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: { name: reviews, namespace: shop }
spec:
  parentRefs: [${parent}]
  rules: [{ backendRefs: [{ name: reviews, port: 80 }] }]
`;

const AMBIENT = 'istio.io/dataplane-mode: ambient';
const PARENT = '{ group: "", kind: Service, name: reviews, port: 80 }';

test('the Service and its namespace name no waypoint', () => {
  expect(reported(RULE, namespace(AMBIENT) + service() + route(PARENT))).toEqual([
    'warning HTTPRoute shop/reviews spec.parentRefs[0]: HTTPRoute shop/reviews routes requests for Service shop/reviews, which has no waypoint.',
  ]);
});

test.each<[string, string]>([
  ['a GRPCRoute', namespace(AMBIENT) + service() + route(PARENT, 'GRPCRoute')],
  ['a Service that wants none', namespace(`${AMBIENT}, istio.io/use-waypoint: waypoint`) + service('istio.io/use-waypoint: none') + route(PARENT)],
])('%s is found', (_what, yaml) => {
  expect(reported(RULE, yaml)).toHaveLength(1);
});

test('a Service that wants none is found without its namespace too, where the mesh is ambient', () => {
  expect(reported(RULE, service('istio.io/use-waypoint: none') + route(PARENT), { settings: { dataPlane: 'ambient' } })).toHaveLength(1);
});

test.each<[string, string]>([
  ['a namespace with a waypoint', namespace(`${AMBIENT}, istio.io/use-waypoint: waypoint`) + service() + route(PARENT)],
  ['a Service with a waypoint', namespace(AMBIENT) + service('istio.io/use-waypoint: waypoint') + route(PARENT)],
  ['sidecars', namespace('istio-injection: enabled') + service() + route(PARENT)],
  ['a Service that is not in the input', namespace(AMBIENT) + route(PARENT)],
  ['a namespace that is not in the input', service() + route(PARENT)],
  ['a route of a gateway', namespace(AMBIENT) + service() + route('{ name: reviews }')],
])('%s is not', (_what, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

test('in a whole cluster a namespace without an object has no labels', () => {
  const settings = { dataPlane: 'ambient', complete: true } as const;
  expect(reported(RULE, service() + route(PARENT), { settings })).toHaveLength(1);
});
