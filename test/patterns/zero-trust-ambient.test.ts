import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { Namespace } from 'cdk8s-plus-28';
import { Identity } from '../../src/constructs/identity';
import { MeshService } from '../../src/constructs/mesh-service';
import { noteVersionService } from '../../src/constructs/version-services';
import { ZeroTrustNamespace, type ZeroTrustNamespaceProps } from '../../src/patterns/zero-trust-namespace';
import { manifests, problems, yaml } from '../constructs/tree';
import { db, gateway, prometheus, shop, shopService } from './zero-trust';

const reviews = shopService('reviews');
const productpage = shopService('productpage');

function ambient(props: ZeroTrustNamespaceProps = {}): { app: App; chart: Chart; zt: ZeroTrustNamespace } {
  const { app, chart } = shop({ dataPlane: 'ambient' });
  return { app, chart, zt: new ZeroTrustNamespace(chart, 'zt', props) };
}

/** A Service as an object of the tree, on port 80 of the given name and container port 9080. */
function object(chart: Chart, name: string, options: { port?: string; labels?: Record<string, string>; clusterIP?: string } = {}): ApiObject {
  const { port = 'http', labels, clusterIP } = options;
  return new ApiObject(chart, name, { apiVersion: 'v1', kind: 'Service', metadata: { name, labels }, spec: { selector: { app: name }, clusterIP, ports: [{ name: port, port: 80, targetPort: 9080 }] } });
}

function policies(app: App): Record<string, unknown> {
  const found = Object.entries(manifests(app)).filter(([name]) => name.startsWith('AuthorizationPolicy'));
  return Object.fromEntries(found.map(([name, object]) => [name.replace('AuthorizationPolicy shop/', ''), JSON.parse(JSON.stringify(object)).spec]));
}

const CALLER = 'from: [{ source: { principals: [cluster.local/ns/shop/sa/productpage] } }]';
const BASE = { 'deny-all': {}, 'deny-all-at-waypoint': { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }] } };
const admits = (principal: string): unknown => yaml(`{ selector: { matchLabels: { app: reviews } }, action: ALLOW, rules: [{ from: [{ source: { principals: ['${principal}'] } }], to: [{ operation: { ports: ['9080'] } }] }] }`);
const WAYPOINT = 'cluster.local/ns/shop/sa/waypoint';

test('a waypoint, no Sidecar; policies for the Service and its per-version Services; the pods take the waypoint only', () => {
  const { app, chart, zt } = ambient();
  zt.allow({ from: productpage, to: reviews, methods: ['GET'], paths: ['/reviews/*'] });
  noteVersionService(chart, reviews, { version: 'v2', name: 'reviews-v2' });
  noteVersionService(chart, reviews, { version: 'v1', name: 'reviews-v1' });
  expect(policies(app)).toEqual({
    ...BASE,
    'reviews-from-productpage': yaml(`{ targetRefs: [{ group: '', kind: Service, name: reviews }, { group: '', kind: Service, name: reviews-v1 }, { group: '', kind: Service, name: reviews-v2 }], action: ALLOW, rules: [{ ${CALLER}, to: [{ operation: { methods: [GET], paths: [/reviews/*] } }] }] }`),
    'reviews-at-ztunnel': admits(WAYPOINT),
  });
  expect(zt.waypoint.toJson()).toEqual(
    yaml(`{ apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: { name: waypoint, namespace: shop, labels: { istio.io/waypoint-for: service } }, spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE, allowedRoutes: { namespaces: { from: Same } } }] } }`),
  );
  expect(Object.keys(manifests(app)).filter((name) => name.startsWith('Sidecar'))).toEqual([]);
  expect(() => zt.sidecar).toThrow('ZeroTrustNamespace shop/zt has no Sidecar: it has waypoint');
  expect([zt.denyAllAtWaypoint.name, zt.ztunnelPolicies.map(({ name }) => name), problems(app)]).toEqual(['deny-all-at-waypoint', ['reviews-at-ztunnel'], []]);
});

test('ports: the waypoint is told those of the Service, ztunnel those of the container', () => {
  const { app, zt } = ambient();
  zt.allow({ from: productpage, to: reviews, ports: [9080] });
  expect(policies(app)).toMatchObject({ 'reviews-from-productpage': { rules: [{ to: [{ operation: { ports: ['80'] } }] }] }, 'reviews-at-ztunnel': { rules: [{ to: [{ operation: { ports: ['9080'] } }] }] } });
});

describe('who the waypoint is', () => {
  test.each<[string, ZeroTrustNamespaceProps['waypoint'], string]>([
    ['the name of its Gateway', { name: 'wp' }, 'cluster.local/ns/shop/sa/wp'],
    ['its own account', { serviceAccount: 'proxy' }, 'cluster.local/ns/shop/sa/proxy'],
    ['of another namespace', { name: 'shared', namespace: 'edge' }, 'cluster.local/ns/edge/sa/shared'],
    ['of another namespace, with an account', { namespace: 'edge', serviceAccount: 'proxy' }, 'cluster.local/ns/edge/sa/proxy'],
  ])('%s', (_what, waypoint, principal) => {
    const { app, zt } = ambient({ waypoint });
    zt.allow({ from: productpage, to: reviews });
    expect(policies(app)['reviews-at-ztunnel']).toEqual(admits(principal));
  });

  test('the account that a patch gives it', () => {
    const { app, zt } = ambient();
    zt.allow({ from: productpage, to: reviews });
    zt.waypoint.addJsonPatch(JsonPatch.add('/metadata/annotations', { 'gateway.istio.io/service-account': 'patched' }));
    expect(policies(app)['reviews-at-ztunnel']).toEqual(admits('cluster.local/ns/shop/sa/patched'));
  });

  test('one of another namespace is made there', () => {
    const { app, chart, zt } = ambient({ waypoint: { name: 'shared', namespace: 'edge' } });
    zt.allow({ from: productpage, to: MeshService.of(object(chart, 'reviews')) });
    expect(Object.keys(manifests(app))).toEqual(['AuthorizationPolicy shop/deny-all', 'AuthorizationPolicy shop/reviews-from-productpage', 'AuthorizationPolicy shop/reviews-at-ztunnel', 'Service shop/reviews']);
    expect(manifests(app)['Service shop/reviews']).toMatchObject({ metadata: { labels: { 'istio.io/use-waypoint': 'shared', 'istio.io/use-waypoint-namespace': 'edge' } } });
    expect(() => zt.waypoint).toThrow('ZeroTrustNamespace shop/zt has no waypoint of its own: it uses edge/shared');
  });
});

describe('labels', () => {
  const labels = (app: App, name: string): unknown => JSON.parse(JSON.stringify(manifests(app)[name])).metadata.labels;

  test('on the Services, where there is no Namespace object', () => {
    const { app, chart, zt } = ambient();
    zt.allow({ from: productpage, to: MeshService.of(object(chart, 'reviews')) });
    zt.allow({ from: productpage, to: MeshService.of(object(chart, 'db', { port: 'tcp' })) });
    zt.allowGateway({ from: gateway, to: MeshService.of(object(chart, 'web')) });
    expect(['reviews', 'db', 'web'].map((name) => labels(app, `Service shop/${name}`))).toEqual([
      { 'istio.io/use-waypoint': 'waypoint' },
      { 'istio.io/use-waypoint': 'none' },
      { 'istio.io/use-waypoint': 'waypoint', 'istio.io/ingress-use-waypoint': 'true' },
    ]);
    expect(problems(app)).toEqual([]);
  });

  test('on the Namespace object, and on Services that are not served', () => {
    const { app, chart } = shop({ dataPlane: 'ambient' });
    const namespace = new Namespace(chart, 'namespace', { metadata: { name: 'shop' } });
    const zt = new ZeroTrustNamespace(chart, 'zt', { namespace });
    zt.allow({ from: productpage, to: MeshService.of(object(chart, 'reviews')) });
    zt.allow({ from: productpage, to: MeshService.of(object(chart, 'db', { port: 'tcp' })) });
    expect([labels(app, 'Namespace shop/shop'), labels(app, 'Service shop/reviews'), labels(app, 'Service shop/db')]).toEqual([{ 'istio.io/use-waypoint': 'waypoint' }, undefined, { 'istio.io/use-waypoint': 'none' }]);
  });

  test.each([
    [{}, 1],
    [{ 'istio.io/use-waypoint': 'other' }, 1],
    [{ 'istio.io/use-waypoint': 'waypoint' }, 0],
  ])('of a Namespace that the program holds and did not give, around a service in words: %j', (labels, count) => {
    const { app, chart, zt } = ambient();
    new Namespace(chart, 'namespace', { metadata: { name: 'shop', labels } });
    zt.allow({ from: productpage, to: reviews });
    zt.allow({ from: productpage, to: db });
    expect(problems(app).map(({ rule, message }) => [rule, message])).toEqual(
      Array(count).fill(['waypoint-not-bound', 'Service shop/reviews is not bound to waypoint "waypoint": neither it nor its Namespace has the label istio.io/use-waypoint: "waypoint".']),
    );
  });

  test('of a Namespace object that say otherwise', () => {
    const { chart } = shop({ dataPlane: 'ambient' });
    const namespace = new Namespace(chart, 'namespace', { metadata: { name: 'shop', labels: { 'istio.io/use-waypoint': 'mine' } } });
    expect(() => new ZeroTrustNamespace(chart, 'zt', { namespace })).toThrow(`Namespace shop has the label istio.io/use-waypoint: "mine", and the waypoint is "waypoint": say waypoint: { name: 'mine' }, or take the label off`);
  });

  test.each([
    ['http', { 'istio.io/use-waypoint': 'mine' }, 'Service shop/x has the label istio.io/use-waypoint: "mine", and its edges are written for "waypoint".'],
    ['http', { 'istio.io/use-waypoint': 'none' }, 'Service shop/x has the label istio.io/use-waypoint: "none", and its edges are written for "waypoint".'],
    ['tcp', { 'istio.io/use-waypoint': 'waypoint' }, 'Service shop/x has the label istio.io/use-waypoint: "waypoint", and its edges are written for "none".'],
    ['http', { 'istio.io/ingress-use-waypoint': 'false' }, 'Service shop/x has the label istio.io/ingress-use-waypoint: "false", and a gateway has an edge to it.'],
  ])('of a Service with %s port that say otherwise: %j', (port, held, message) => {
    const { app, chart, zt } = ambient();
    zt.allowGateway({ from: gateway, to: MeshService.of(object(chart, 'x', { port, labels: held })) });
    expect(problems(app)).toMatchObject([{ rule: 'waypoint-not-bound', message, source: { file: __filename } }]);
  });
});

test('other Services for the same pods: closed by the waypoint of the namespace, a way around at that of another', () => {
  const found = (waypoint?: ZeroTrustNamespaceProps['waypoint']): readonly string[] => {
    const { app, chart, zt } = ambient({ waypoint });
    zt.allow({ from: productpage, to: MeshService.of(object(chart, 'reviews')) });
    const around = (name: string, selector: Record<string, string>, labels?: Record<string, string>): unknown =>
      new ApiObject(chart, name, { apiVersion: 'v1', kind: 'Service', metadata: { name, labels }, spec: { selector, ports: [{ name: 'http', port: 80 }] } });
    around('reviews-v1', { app: 'reviews', version: 'v1' });
    around('reviews-noted', { app: 'reviews', version: 'v2' });
    around('reviews-out', { app: 'reviews' }, { 'istio.io/use-waypoint': 'none' });
    around('ratings', { app: 'ratings' });
    around('everything', {});
    noteVersionService(chart, reviews, { version: 'v2', name: 'reviews-noted' });
    return problems(app).map(({ rule, message }) => `${rule}: ${message}`);
  };
  expect(found()).toEqual([]);
  expect(found({ name: 'shared', namespace: 'edge' })).toEqual(['waypoint-not-bound: Service shop/reviews-v1 has pods of shop/reviews, and no edge leads to it.']);
});

test('past the waypoint, by ztunnel: TCP, headless Services, scrapers, plaintext, gateways that are told so', () => {
  const { app, chart, zt } = ambient();
  zt.allow({ from: productpage, to: db });
  zt.allow({ from: productpage, to: MeshService.of(object(chart, 'set', { clusterIP: 'None' })) });
  zt.allowScraper({ from: prometheus, to: reviews, ports: [9090] });
  zt.allowPlaintext({ name: 'probe', to: reviews, ports: [8081] });
  zt.allowGateway({ from: gateway, to: reviews, via: 'pods' });
  const at = (app: string): string => `selector: { matchLabels: { app: ${app} } }, action: ALLOW`;
  expect(policies(app)).toEqual({
    ...BASE,
    'db-from-productpage': yaml(`{ ${at('db')}, rules: [{ ${CALLER}, to: [{ operation: { ports: ['5432'] } }] }] }`),
    'set-from-productpage': yaml(`{ ${at('set')}, rules: [{ ${CALLER}, to: [{ operation: { ports: ['9080'] } }] }] }`),
    'reviews-pods-from-monitoring.prometheus': yaml(`{ ${at('reviews')}, rules: [{ from: [{ source: { principals: [cluster.local/ns/monitoring/sa/prometheus] } }], to: [{ operation: { ports: ['9090'] } }] }] }`),
    'reviews-for-probe': yaml(`{ ${at('reviews')}, rules: [{ to: [{ operation: { ports: ['8081'] } }] }] }`),
    'reviews-pods-from-istio-system.ingress': yaml(`{ ${at('reviews')}, rules: [{ from: [{ source: { principals: [cluster.local/ns/istio-system/sa/ingress] } }], to: [{ operation: { ports: ['9080'] } }] }] }`),
  });
  expect(problems(app)).toEqual([]);
});

test.each<[string, (zt: ZeroTrustNamespace, chart: Chart) => unknown, string]>([
  ['a scraper with paths', (zt) => zt.allowScraper({ from: prometheus, to: reviews, ports: [9090], paths: ['/metrics'] }), 'An edge to shop/reviews asks for methods and paths, and its requests come straight to the pods.'],
  ['a gateway past the waypoint with methods', (zt) => zt.allowGateway({ from: gateway, to: reviews, via: 'pods', methods: ['GET'] }), 'An edge to shop/reviews asks for methods, and its requests come straight to the pods.'],
  ['methods of a headless Service', (zt, chart) => zt.allow({ from: gateway, to: MeshService.of(object(chart, 'set', { clusterIP: 'None' })), methods: ['GET'] }), 'An edge to shop/set asks for methods, and its requests come straight to the pods.'],
  ['a port that no Service has', (zt) => zt.allow({ from: gateway, to: reviews, ports: [9999] }), 'An edge to shop/reviews is for port 9999, which is behind no port of the Service.'],
  [
    'ports that came after the edge',
    (zt, chart) => {
      const service = object(chart, 'late');
      zt.allow({ from: gateway, to: MeshService.of(service) });
      service.addJsonPatch(JsonPatch.replace('/spec/ports/0/name', 'tcp'));
      service.addJsonPatch(JsonPatch.remove('/metadata/labels'));
    },
    'Service shop/late speaks no HTTP, or has no address, by now, and did not look like that when its first edge was declared.',
  ],
])('what ztunnel and waypoint cannot carry out: %s', (_what, declare, message) => {
  const { app, chart, zt } = ambient();
  declare(zt, chart);
  expect(problems(app)).toMatchObject([{ rule: 'edge-not-enforced', severity: 'error', message }]);
});

test('no policy with a selector ever looks at HTTP', () => {
  const { app, zt } = ambient();
  zt.allow({ from: productpage, to: reviews, methods: ['GET'], token: { issuer: 'https://a.example' }, when: [{ key: 'request.headers[a]', values: ['b'] }] });
  zt.allowPlaintext({ name: 'probe', to: reviews, ports: [8081] });
  zt.allow({ from: Identity.of({ namespace: 'a', serviceAccount: 'b' }), to: db });
  const selecting = Object.values(policies(app)).filter((spec) => JSON.stringify(spec).includes('"selector"'));
  expect(selecting).toHaveLength(3);
  expect(JSON.stringify(selecting)).not.toMatch(/methods|paths|requestPrincipals|request\./);
});

test('externals have nothing to be written into', () => {
  const { app } = ambient({ externals: ['api.example.com'] });
  expect(problems(app)).toMatchObject([{ rule: 'scope-incomplete', severity: 'warning' }]);
});
