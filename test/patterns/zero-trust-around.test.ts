// Ways around the edges of a namespace, and edges that would open more, or less, than they say.
import { ApiObject, type App, type Chart } from 'cdk8s';
import { load } from 'js-yaml';
import { Identity } from '../../src/constructs/identity';
import { MeshService } from '../../src/constructs/mesh-service';
import type { MeshOptions } from '../../src/constructs/mesh-settings';
import { ZeroTrustNamespace, type ZeroTrustNamespaceProps } from '../../src/patterns/zero-trust-namespace';
import { problems } from '../constructs/tree';
import { db, shop, shopService } from './zero-trust';

const front = Identity.of({ namespace: 'web', serviceAccount: 'front' });
const back = Identity.of({ namespace: 'web', serviceAccount: 'back' });
const reviews = shopService('reviews');
const ratings = shopService('ratings');

/** Adds an object to a chart, written as YAML. */
function add(chart: Chart, text: string): void {
  const manifest = load(text);
  if (typeof manifest !== 'object' || manifest === null) throw new Error(text);
  new ApiObject(chart, text, { apiVersion: '', kind: '', ...manifest });
}

function found(app: App): readonly string[] {
  return problems(app).map(({ severity, rule, path, message }) => `${severity} ${rule} ${path.join('.')}: ${message}`);
}

describe('in ambient: a route from one service to another', () => {
  const parent = '{ group: "", kind: Service, name: reviews }';
  const httpRoute = (rules: string, refs = parent, namespace = 'shop'): string =>
    `{ apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: { name: steer, namespace: ${namespace} }, spec: { parentRefs: [${refs}], rules: [${rules}] } }`;
  const virtualService = (spec: string, namespace = 'shop'): string => `{ apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: { name: steer, namespace: ${namespace} }, spec: ${spec} }`;
  const error = (what: string, path: string): string => `error edge-walked-around spec.${path}: ${what} shop/steer leads callers of shop/reviews to shop/ratings, and web/front may call only the first.`;

  test.each<[string, string, readonly string[]]>([
    ['a backend', httpRoute('{ backendRefs: [{ name: reviews-v1, port: 80 }, { name: ratings, port: 80 }] }'), [error('HTTPRoute', 'rules.0.backendRefs.1')]],
    ['a mirror', httpRoute('{ filters: [{ type: RequestMirror, requestMirror: { backendRef: { name: ratings, port: 80 } } }] }'), [error('HTTPRoute', 'rules.0.filters.0.requestMirror.backendRef')]],
    ['a backend that gets nothing', httpRoute('{ backendRefs: [{ name: ratings, port: 80, weight: 0 }] }'), []],
    ['to the service itself', httpRoute('{ backendRefs: [{ name: reviews, port: 80 }] }'), []],
    ['at a gateway', httpRoute('{ backendRefs: [{ name: ratings, port: 80 }] }', '{ name: reviews }'), []],
    ['of another namespace, which a waypoint does not follow', httpRoute('{ backendRefs: [{ name: ratings, namespace: shop, port: 80 }] }', '{ group: "", kind: Service, name: reviews, namespace: shop }', 'web'), []],
    ['to another namespace', httpRoute('{ backendRefs: [{ name: ratings, namespace: web, port: 80 }] }'), []],
    ['a VirtualService', virtualService('{ hosts: [reviews], http: [{ route: [{ destination: { host: ratings.shop.svc.cluster.local } }] }] }'), [error('VirtualService', 'http.0.route.0.destination')]],
    ['a VirtualService that mirrors', virtualService('{ hosts: [reviews], http: [{ mirror: { host: ratings } }] }'), [error('VirtualService', 'http.0.mirror')]],
    ['a VirtualService for gateways', virtualService('{ hosts: [reviews], gateways: [edge/public], http: [{ route: [{ destination: { host: ratings } }] }] }'), []],
    ['a VirtualService of another namespace', virtualService('{ hosts: [reviews.shop.svc.cluster.local], http: [{ route: [{ destination: { host: ratings.shop.svc.cluster.local } }] }] }', 'web'), []],
    ['what is no route', virtualService('{ hosts: reviews, http: { route: 1 } }'), []],
  ])('%s', (_what, object, expected) => {
    const { app, chart } = shop({ dataPlane: 'ambient' });
    const zt = new ZeroTrustNamespace(chart, 'zt');
    zt.allow({ from: [front, back], to: reviews });
    zt.allow({ from: back, to: ratings });
    zt.allow({ from: back, to: db });
    add(chart, object);
    expect(found(app)).toEqual(expected);
    zt.allow({ from: front, to: ratings });
    expect(found(app)).toEqual([]);
  });
});

test.each<[string, ZeroTrustNamespaceProps['waypoint'], string, boolean, boolean]>([
  ['for services', { namespace: 'infra', name: 'shared' }, 'service', true, false],
  ['for all', { namespace: 'infra', name: 'shared' }, 'all', true, true],
  ['for workloads', { namespace: 'infra', name: 'shared' }, 'workload', true, true],
  ['for all, and only Services are bound to it', { namespace: 'infra', name: 'shared' }, 'all', false, false],
  ['another one', { namespace: 'infra', name: 'other' }, 'all', true, false],
])('a waypoint of another namespace: %s', (_what, waypoint, serves, bound, open) => {
  const { app, chart } = shop({ dataPlane: 'ambient' });
  add(chart, `{ apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: { name: shared, namespace: infra, labels: { istio.io/waypoint-for: ${serves} } }, spec: { gatewayClassName: istio-waypoint, listeners: [] } }`);
  const namespace = new ApiObject(chart, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  const zt = new ZeroTrustNamespace(chart, 'zt', { waypoint, namespace: bound ? Object.assign(namespace, { name: 'shop' }) : 'shop' });
  zt.allow({ from: front, to: MeshService.of(new ApiObject(chart, 'service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'reviews' }, spec: { selector: { app: 'reviews' }, ports: [{ name: 'http', port: 80 }] } })) });
  expect(found(app)).toEqual(open ? [`error waypoint-not-bound metadata.labels.istio.io/waypoint-for: Waypoint infra/shared of namespace shop has the label istio.io/waypoint-for: "${serves}".`] : []);
});

describe('an edge whose ports are not known', () => {
  const service = (ports: readonly object[]): MeshService => MeshService.of({ name: 'a', namespace: 'shop', ports: JSON.parse(JSON.stringify(ports)), selector: { app: 'a' } });
  const none = 'error edge-ports-unknown spec.rules: An edge leads to service shop/a, of which no TCP port is known.';
  const named = 'warning edge-ports-unknown spec.rules: An edge leads to service shop/a, and which port of the container "web" is cannot be told, so it is for any port.';

  test.each<[string, readonly object[], readonly number[] | undefined, MeshOptions, readonly string[]]>([
    ['no port', [], undefined, {}, [none]],
    ['UDP alone', [{ name: 'dns', port: 53, protocol: 'UDP' }], undefined, {}, [none]],
    ['a port of the edge', [], [9080], {}, []],
    ['a name that nobody knows', [{ name: 'http', port: 80, targetPort: 'web' }], undefined, {}, [named]],
    ['a name, and a port of the edge', [{ name: 'http', port: 80, targetPort: 'web' }], [9080], {}, []],
    ['at a waypoint, which sees ports of the Service', [{ name: 'http', port: 80, targetPort: 'web' }], undefined, { dataPlane: 'ambient' }, []],
  ])('%s', (_what, ports, chosen, options, expected) => {
    const { app, chart } = shop(options);
    new ZeroTrustNamespace(chart, 'zt').allow({ from: front, to: service(ports), ...(chosen === undefined ? {} : { ports: chosen }) });
    expect(found(app)).toEqual(expected);
  });
});

describe('an edge to nobody', () => {
  const pod = (labels: string): string => `{ apiVersion: v1, kind: Pod, metadata: { name: p, namespace: shop, labels: ${labels} }, spec: { containers: [] } }`;
  const error = 'error edge-to-nobody spec: An edge leads to service shop/reviews, whose selector app=reviews matches no workload of namespace shop.';

  test.each<[string, string | undefined, MeshOptions, readonly string[]]>([
    ['no workload in sight', undefined, {}, []],
    ['another one', pod('{ app: review }'), {}, [error]],
    ['the one', pod('{ app: reviews, version: v1 }'), {}, []],
    ['one that is no Pod', '{ apiVersion: networking.istio.io/v1, kind: WorkloadEntry, metadata: { name: p, namespace: shop }, spec: { address: 10.0.0.1, labels: { app: reviews } } }', {}, []],
    ['a whole mesh', undefined, { complete: true }, [error]],
    ['one elsewhere', pod('{ app: review }'), { declared: { workloads: [{ namespace: 'shop', labels: { app: 'reviews' } }] } }, []],
    ['another one, in ambient', pod('{ app: review }'), { dataPlane: 'ambient' }, [error]],
  ])('%s', (_what, object, options, expected) => {
    const { app, chart } = shop(options);
    new ZeroTrustNamespace(chart, 'zt').allow({ from: front, to: reviews });
    if (object !== undefined) add(chart, object);
    expect(found(app)).toEqual(expected);
  });
});

describe('an edge in plaintext', () => {
  const policy = (name: string, spec: string, namespace = 'shop'): string => `{ apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: { name: ${name}, namespace: ${namespace} }, spec: ${spec} }`;
  const STRICT = policy('default', '{ mtls: { mode: STRICT } }', 'istio-system');
  const error = 'error edge-not-enforced spec.rules: An edge lets probe in to shop/reviews in plaintext on port 8081, where PeerAuthentication istio-system/default says STRICT.';

  test.each<[string, readonly string[], readonly string[]]>([
    ['nothing said', [], []],
    ['STRICT', [STRICT], [error]],
    ['an exception for the port', [STRICT, policy('x', '{ selector: { matchLabels: { app: reviews } }, portLevelMtls: { "8081": { mode: PERMISSIVE } } }')], []],
    ['an exception for another port', [STRICT, policy('x', '{ selector: { matchLabels: { app: reviews } }, portLevelMtls: { "8082": { mode: PERMISSIVE } } }')], [error]],
    ['an exception for the namespace', [STRICT, policy('default', '{ mtls: { mode: PERMISSIVE } }')], []],
    ['an exception for pods that are not in sight', [STRICT, policy('x', '{ selector: { matchLabels: { app: reviews, version: v2 } }, portLevelMtls: { "8081": { mode: PERMISSIVE } } }')], []],
  ])('%s', (_what, objects, expected) => {
    for (const dataPlane of ['sidecar', 'ambient'] as const) {
      const { app, chart } = shop({ dataPlane });
      const zt = new ZeroTrustNamespace(chart, 'zt');
      zt.allowPlaintext({ name: 'probe', to: reviews, ports: [8081], ...(dataPlane === 'sidecar' ? { paths: ['/healthz'] } : {}) });
      for (const object of objects) add(chart, object);
      expect(found(app)).toEqual(expected);
    }
  });
});
