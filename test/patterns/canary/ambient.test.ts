import { ApiObject, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { HttpMatch } from '../../../src/constructs/http-match';
import { configureMesh } from '../../../src/constructs/mesh-settings';
import { MeshService } from '../../../src/constructs/mesh-service';
import { versionServicesOf } from '../../../src/constructs/version-services';
import { CanaryRelease } from '../../../src/patterns/canary-release';
import type { CanaryPercentProps } from '../../../src/patterns/canary/props';
import { manifests, problems } from '../../constructs/tree';
import { reviews, reviewsOn, routes, specOf, tree, versions, yaml, type Versions } from './support';

const base: CanaryPercentProps<Versions> = { service: reviews, stable: 'v1', canary: 'v2', percent: 20, dataPlane: 'ambient' };

test('an HTTPRoute over one Service for each version, and nothing for sidecars', () => {
  const { app, chart } = tree();
  configureMesh(app, { dataPlane: 'ambient' });
  const { dataPlane: _, ...untold } = base;
  const release = new CanaryRelease(chart, 'canary', { ...untold, testers: [HttpMatch.header('x-version').prefix('v2.')], waypoint: 'waypoint' });
  const service = (version: string): unknown =>
    yaml(`
    apiVersion: v1
    kind: Service
    metadata: { name: reviews-${version}, namespace: shop, labels: { istio.io/use-waypoint: waypoint } }
    spec:
      selector: { app: reviews, version: ${version} }
      ports: [{ name: http, port: 80, protocol: TCP }]`);
  expect(manifests(app)).toEqual({
    'Service shop/reviews-v1': service('v1'),
    'Service shop/reviews-v2': service('v2'),
    'Service shop/reviews-v3': service('v3'),
    'HTTPRoute shop/reviews': yaml(`
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata: { name: reviews, namespace: shop }
      spec:
        parentRefs: [{ group: '', kind: Service, name: reviews, port: 80 }]
        rules:
          - matches:
              - path: { type: PathPrefix, value: / }
                headers: [{ name: x-version, type: RegularExpression, value: 'v2\\..*' }]
            backendRefs: [{ group: '', kind: Service, name: reviews-v2, port: 80, weight: 1 }]
          - matches: [{ path: { type: PathPrefix, value: / } }]
            backendRefs:
              - { group: '', kind: Service, name: reviews-v1, port: 80, weight: 80 }
              - { group: '', kind: Service, name: reviews-v2, port: 80, weight: 20 }`),
  });
  expect([release.httpRoute.name, Object.keys(release.versionServices), problems(app)]).toEqual(['reviews', ['v1', 'v2', 'v3'], []]);
  expect(versionServicesOf(chart, reviews)).toEqual(['v1', 'v2', 'v3'].map((version) => ({ version, name: `reviews-${version}` })));
});

test('cookies, mirror and timeout as filters; a tester without a header comes before the cookies all the same', () => {
  const { app, chart } = tree();
  new CanaryRelease(chart, 'canary', {
    ...base,
    testers: [HttpMatch.queryParam('v').present(), HttpMatch.method('GET').and(HttpMatch.path().exact('/beta'))],
    affinity: { cookie: 'arm' },
    mirror: { to: 'v2', percent: 5 },
    traffic: { timeout: '3s' },
  });
  const everything = 'path: { type: PathPrefix, value: / }';
  const query = 'queryParams: [{ name: v, type: RegularExpression, value: .* }]';
  const arm = (version: string): string => `headers: [{ name: cookie, type: RegularExpression, value: '(.*;)?\\s*arm=${version}(;.*)?' }]`;
  const to = (version: string): string => `group: '', kind: Service, name: reviews-${version}, port: 80`;
  const mirror = `filters: [{ type: RequestMirror, requestMirror: { backendRef: { ${to('v2')} }, percent: 5 } }]`;
  const sets = (version: string): string =>
    `filters: [{ type: ResponseHeaderModifier, responseHeaderModifier: { add: [{ name: set-cookie, value: 'arm=${version}; Path=/; HttpOnly; SameSite=Lax' }] } }]`;
  expect(routes(app, 'HTTPRoute shop/reviews')).toEqual(
    yaml(`
    - matches:
        - { ${everything}, ${query} }
        - { path: { type: Exact, value: /beta }, method: GET }
        - { ${everything}, ${arm('v1')}, ${query} }
        - { ${everything}, ${arm('v2')}, ${query} }
      backendRefs: [{ ${to('v2')}, weight: 1 }]
      timeouts: { request: 3s }
    - { matches: [{ ${everything}, ${arm('v1')} }], ${mirror}, backendRefs: [{ ${to('v1')}, weight: 1 }], timeouts: { request: 3s } }
    - { matches: [{ ${everything}, ${arm('v2')} }], backendRefs: [{ ${to('v2')}, weight: 1 }], timeouts: { request: 3s } }
    - matches: [{ ${everything} }]
      ${mirror}
      backendRefs:
        - { ${to('v1')}, weight: 80, ${sets('v1')} }
        - { ${to('v2')}, weight: 20, ${sets('v2')} }
      timeouts: { request: 3s }`),
  );
});

test('one HTTPRoute for each HTTP port', () => {
  const { app, chart } = tree();
  const service = reviewsOn([{ name: 'http', port: 80, targetPort: 'web' }, { name: 'grpc', port: 90 }, { name: 'tcp-db', port: 5432 }]);
  const release = new CanaryRelease(chart, 'canary', { ...base, service, testers: [HttpMatch.port(90).and(HttpMatch.header('x').present())] });
  expect(Object.keys(manifests(app))).toEqual(['Service shop/reviews-v1', 'Service shop/reviews-v2', 'Service shop/reviews-v3', 'HTTPRoute shop/reviews-80', 'HTTPRoute shop/reviews-90']);
  expect(specOf(app, 'HTTPRoute shop/reviews-80')).toMatchObject({ parentRefs: [{ port: 80 }], rules: [{ backendRefs: [{ port: 80, weight: 80 }, { port: 80, weight: 20 }] }] });
  expect(specOf(app, 'HTTPRoute shop/reviews-90')).toMatchObject({ parentRefs: [{ port: 90 }], rules: [{ matches: [{ headers: [{ name: 'x' }] }] }, {}] });
  expect(specOf(app, 'Service shop/reviews-v1')).toMatchObject({ ports: [{ port: 80, targetPort: 'web' }, { port: 90 }, { port: 5432 }] });
  expect([release.httpRoutes.length, problems(app)]).toEqual([2, []]);
});

test('what is made follows the Service: its labels, its patches, its selector', () => {
  const { app, chart } = tree();
  const made = new kplus.Service(chart, 'svc', { metadata: { name: 'reviews', namespace: 'shop' }, ports: [{ name: 'http', port: 80 }] });
  made.selectLabel('app', 'reviews');
  const release = new CanaryRelease(chart, 'canary', { ...base, service: MeshService.of(made, { versions }) });
  made.metadata.addLabel('istio.io/use-waypoint', 'inner');
  made.metadata.addLabel('team', 'reviews');
  made.selectLabel('tier', 'web');
  ApiObject.of(made).addJsonPatch(JsonPatch.replace('/metadata/name', 'critics'));
  release.versionServices['v1']?.metadata.addLabel('mine', 'yes');
  expect(manifests(app)).toMatchObject({
    'HTTPRoute shop/critics': { spec: { parentRefs: [{ name: 'critics' }], rules: [{ backendRefs: [{ name: 'critics-v1' }, { name: 'critics-v2' }] }] } },
    'Service shop/critics-v1': { metadata: { labels: { 'istio.io/use-waypoint': 'inner', mine: 'yes' } }, spec: { selector: { app: 'reviews', tier: 'web', version: 'v1' } } },
  });
  expect(problems(app)).toEqual([]);
});

describe('what a waypoint cannot be told is an error at the line', () => {
  test.each<[HttpMatch, string]>([
    [HttpMatch.withoutHeader('x').present(), 'the absence of a header'],
    [HttpMatch.path().prefix('/api'), 'a path by its first letters (its prefixes are whole elements)'],
    [HttpMatch.path().regex('/a.*'), 'a path by expression before the other routes'],
    [HttpMatch.authority().exact('x'), 'the authority of a request'],
    [HttpMatch.sourceNamespace('x'), 'the namespace of the caller'],
    [HttpMatch.scheme('https'), 'the scheme of a request'],
    [HttpMatch.method('PURGE'), 'the method PURGE'],
  ])('%j', (tester, words) => {
    const { app, chart } = tree();
    new CanaryRelease(chart, 'canary', { ...base, testers: [tester] });
    expect(problems(app)).toMatchObject([
      { rule: 'not-in-http-route', object: { kind: 'HTTPRoute', name: 'reviews' }, path: ['spec', 'rules', 0], message: expect.stringMatching(/^CanaryRelease team\/canary \(test.*\) asks for /), source: { file: __filename } },
    ]);
    expect(problems(app)[0]?.message).toContain(`asks for ${words}, which an HTTPRoute cannot say.`);
  });

  test('part of a request copied', () => {
    const { app, chart } = tree();
    new CanaryRelease(chart, 'canary', { ...base, mirror: { to: 'v2', percent: 0.5 } });
    expect(problems(app)).toMatchObject([{ message: expect.stringContaining('a mirror of 0.5 per cent (only whole numbers)') }]);
  });

  test.each<[Partial<CanaryPercentProps<Versions>>, string]>([
    [{ traffic: { retries: { attempts: 1 }, outlierDetection: {} } }, 'traffic.outlierDetection, traffic.retries cannot be said in an HTTPRoute'],
    [{ service: MeshService.of({ name: 'reviews', namespace: 'shop', ports: [] }, { versions, exportTo: ['.'] }) }, 'exportTo of the service cannot be said in an HTTPRoute'],
  ])('refused at once: %j', (props, message) => {
    const { chart } = tree();
    expect(() => new CanaryRelease(chart, 'canary', { ...base, ...props })).toThrow(message);
  });
});

describe('a service that does not say enough', () => {
  test.each<[string, MeshService<Versions>, string, RegExp]>([
    ['no selector', MeshService.of({ name: 'reviews', namespace: 'shop', ports: [{ name: 'http', port: 80 }] }, { versions }), 'version-without-selector', /the selector of the service is not known/],
    ['no ports', MeshService.of({ name: 'reviews', namespace: 'shop', ports: [], selector: { app: 'a' } }, { versions }), 'service-without-http', /no port of the service is known/],
    ['no HTTP', MeshService.of({ name: 'reviews', namespace: 'shop', ports: [{ name: 'tcp', port: 1 }], selector: { app: 'a' } }, { versions }), 'service-without-http', /no port of the service speaks HTTP: 1 \(tcp, TCP\)/],
  ])('%s', (_what, service, rule, message) => {
    const { app, chart } = tree();
    new CanaryRelease(chart, 'canary', { ...base, service });
    expect(problems(app)).toMatchObject([{ rule, severity: 'error', message: expect.stringMatching(message), source: { file: __filename } }]);
  });

  test('ports that come later', () => {
    const { app, chart } = tree();
    const made = new kplus.Service(chart, 'svc', { metadata: { name: 'reviews', namespace: 'shop' }, ports: [{ name: 'http', port: 80 }], selector: kplus.Pods.select(chart, 'pods', { labels: { app: 'reviews' } }) });
    new CanaryRelease(chart, 'canary', { ...base, service: MeshService.of(made, { versions }) });
    made.bind(90, { name: 'grpc' });
    expect(problems(app)).toMatchObject([{ rule: 'service-changed-late', message: expect.stringMatching(/made HTTPRoutes for the HTTP ports 80 of the service, which has 80, 90 by now\.$/) }]);
  });
});

test('objects of the other data plane are refused with what there is', () => {
  const { chart } = tree();
  const release = new CanaryRelease(chart, 'canary', base);
  expect(() => release.virtualService).toThrow(new RangeError('CanaryRelease team/canary has no VirtualService for the mesh: it is for the data plane "ambient" and has httpRoute, versionServices'));
  const sidecars = new CanaryRelease(chart, 'other', { ...base, service: MeshService.of({ name: 'x', namespace: 'shop', ports: [] }, { versions }), dataPlane: 'sidecar' });
  expect(() => sidecars.httpRoute).toThrow('it is for the data plane "sidecar" and has virtualService, destinationRule');
});

test('one service for both data planes is a disagreement', () => {
  const { app, chart } = tree();
  new CanaryRelease(chart, 'one', base);
  new CanaryRelease(chart, 'two', { ...base, dataPlane: 'sidecar' });
  expect(problems(app)).toMatchObject([
    { rule: 'contributors-disagree', message: expect.stringMatching(/^CanaryRelease team\/two .* routes this host by a VirtualService, CanaryRelease team\/one .* by an HTTPRoute\.$/) },
  ]);
});
