import { findingsOf, reported } from '../../run';

const RULE = 'backend-without-grant';

const SERVICE = `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80 }] }
---`;

const grant = (spec: string, namespace = 'shop') => `
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: a, namespace: ${namespace} }
spec: { ${spec} }
---`;
const FROM = 'from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge }]';
const TO = 'to: [{ group: "", kind: Service }]';

const route = (backend: string, parent = 'name: public', filters = '') => `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: reviews, namespace: edge }
spec: { parentRefs: [{ ${parent} }], rules: [{ ${filters} backendRefs: [{ port: 80, ${backend} }] }] }
---`;
const REVIEWS = 'name: reviews, namespace: shop';

test.each([
  ['the own namespace', SERVICE + route('name: reviews')],
  ['the own namespace in words', SERVICE + route('name: reviews, namespace: edge')],
  ['a grant for all Services', SERVICE + grant(`${FROM}, ${TO}`) + route(REVIEWS)],
  ['a grant for this one', SERVICE + grant(`${FROM}, to: [{ group: "", kind: Service, name: reviews }]`) + route(REVIEWS)],
  ['a namespace of which nothing is known', route(REVIEWS)],
  ['callers inside the mesh', SERVICE + route(REVIEWS, 'group: "", kind: Service, name: a')],
  ['a backend that is no Service', SERVICE + route(`${REVIEWS}, group: a.example.com, kind: Bucket`)],
])('granted, or not asked for: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([]);
});

const LINE =
  'HTTPRoute edge/reviews spec.rules[0].backendRefs[0]: HTTPRoute edge/reviews sends requests to Service shop/reviews, and no ReferenceGrant of namespace shop allows that to a HTTPRoute of namespace edge.';

test.each([
  ['no grant', SERVICE + route(REVIEWS)],
  ['a grant of another namespace', SERVICE + grant(`${FROM}, ${TO}`, 'blog') + route(REVIEWS)],
  ['a grant from another kind', SERVICE + grant(`${FROM.replace('HTTPRoute', 'GRPCRoute')}, ${TO}`) + route(REVIEWS)],
  ['a grant from another namespace', SERVICE + grant(`${FROM.replace('edge', 'blog')}, ${TO}`) + route(REVIEWS)],
  ['a grant to Secrets', SERVICE + grant(`${FROM}, to: [{ group: "", kind: Secret }]`) + route(REVIEWS)],
  ['a grant to another Service', SERVICE + grant(`${FROM}, to: [{ group: "", kind: Service, name: ratings }]`) + route(REVIEWS)],
  ['other grants of the namespace', grant(`${FROM}, to: [{ group: "", kind: Service, name: ratings }]`) + route(REVIEWS)],
])('not granted: %s', (_name, yaml) => {
  expect(reported(RULE, yaml)).toEqual([`warning ${LINE}`]);
});

test('a mirror, as Kiali says it', () => {
  const yaml = SERVICE + route('name: a', undefined, `filters: [{ type: RequestMirror, requestMirror: { backendRef: { ${REVIEWS}, port: 80 } } }],`);
  expect(findingsOf(yaml).filter(({ rule }) => rule === RULE).map(({ upstream, path }) => `${upstream.join()} ${path.join('.')}`)).toEqual([
    'KIA1402 spec.rules.0.filters.0.requestMirror.backendRef',
  ]);
});

test('an error when nothing is elsewhere', () => {
  expect(reported(RULE, route(REVIEWS), { settings: { complete: true } })).toEqual([`error ${LINE}`]);
});
