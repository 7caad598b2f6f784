import { load } from 'js-yaml';
import { HttpMatch } from '../../../src/constructs/http-match';
import { MeshService } from '../../../src/constructs/mesh-service';
import { CanaryRelease } from '../../../src/patterns/canary-release';
import type { CanaryRolloutsProps } from '../../../src/patterns/canary/props';
import { manifests, problems } from '../../constructs/tree';
import { reviews, reviewsOn, routes, tree, versions, yaml, type Versions } from './support';

const rollouts: CanaryRolloutsProps<Versions> = { controller: 'argo-rollouts', service: reviews, stable: 'v1', canary: 'v2', percent: 0 };
const outside = { gateways: ['istio-system/public'], hosts: ['shop.example.com'] } as const;

describe('Argo Rollouts', () => {
  test('finds both versions in a route by its name; testers have theirs', () => {
    const { app, chart } = tree();
    const { strategy } = new CanaryRelease(chart, 'canary', { ...rollouts, testers: [HttpMatch.header('x').present()] }).rollouts;
    expect(routes(app, 'VirtualService shop/reviews')).toEqual(
      yaml(`
      - match: [{ headers: { x: {} } }]
        route: [{ destination: { host: reviews.shop.svc.cluster.local, subset: v2 } }]
      - name: weights
        route:
          - { destination: { host: reviews.shop.svc.cluster.local, subset: v1 }, weight: 100 }
          - { destination: { host: reviews.shop.svc.cluster.local, subset: v2 }, weight: 0 }`),
    );
    expect(strategy).toEqual({
      trafficRouting: { istio: { virtualService: { name: 'reviews', routes: ['weights'] }, destinationRule: { name: 'reviews', canarySubsetName: 'v2', stableSubsetName: 'v1' } } },
    });
  });

  test('moves the weights of every port and at every gateway', () => {
    const { app, chart } = tree();
    const service = reviewsOn([{ name: 'http', port: 80 }, { name: 'grpc', port: 90 }]);
    const { strategy, application } = new CanaryRelease(chart, 'canary', { ...rollouts, service, entry: { ...outside, port: 80 } }).rollouts;
    expect(strategy).toMatchObject({
      trafficRouting: {
        istio: { virtualServices: [{ name: 'reviews', routes: ['weights-80', 'weights-90'] }, { name: 'reviews-via-istio-system-public-80', routes: ['weights'] }] },
      },
    });
    const names = (name: string): unknown[] => (routes(app, name) as { name?: string }[]).map((route) => route.name);
    expect([names('VirtualService shop/reviews'), names('VirtualService shop/reviews-via-istio-system-public-80')]).toEqual([['weights-80', 'weights-90'], ['weights']]);
    expect(application.ignoreDifferences.map(({ name }) => name)).toEqual(['reviews', 'reviews-via-istio-system-public-80', 'reviews']);
  });

  test('Argo CD is told to leave the weights and the hash alone, and nothing else', () => {
    const { chart } = tree();
    const { application, applicationYaml } = new CanaryRelease(chart, 'canary', rollouts).rollouts;
    expect(application).toEqual(
      yaml(`
      ignoreDifferences:
        - { group: networking.istio.io, kind: VirtualService, name: reviews, namespace: shop, jqPathExpressions: ['.spec.http[].route[].weight'] }
        - { group: networking.istio.io, kind: DestinationRule, name: reviews, namespace: shop, jqPathExpressions: ['.spec.subsets[].labels."rollouts-pod-template-hash"'] }
      syncPolicy: { syncOptions: [ApplyOutOfSyncOnly=true, RespectIgnoreDifferences=true] }`),
    );
    expect(load(applicationYaml)).toEqual(application);
  });

  test('in ambient its plug-in moves the weights of the HTTPRoute and the selectors of both Services', () => {
    const { app, chart } = tree();
    const { strategy, application } = new CanaryRelease(chart, 'canary', { ...rollouts, dataPlane: 'ambient' }).rollouts;
    expect(strategy).toEqual({
      canaryService: 'reviews-v2',
      stableService: 'reviews-v1',
      trafficRouting: { plugins: { 'argoproj-labs/gatewayAPI': { httpRoutes: [{ name: 'reviews' }], namespace: 'shop' } } },
    });
    expect(application.ignoreDifferences).toEqual(
      yaml(`
      - { group: gateway.networking.k8s.io, kind: HTTPRoute, name: reviews, namespace: shop, jqPathExpressions: ['.spec.rules[].backendRefs[].weight'] }
      - { kind: Service, name: reviews-v1, namespace: shop, jqPathExpressions: ['.spec.selector."rollouts-pod-template-hash"'] }
      - { kind: Service, name: reviews-v2, namespace: shop, jqPathExpressions: ['.spec.selector."rollouts-pod-template-hash"'] }`),
    );
    expect([routes(app, 'HTTPRoute shop/reviews'), problems(app)]).toMatchObject([[{ name: 'weights', backendRefs: [{ weight: 100 }, { weight: 0 }] }], []]);
  });

  test.each<[object, string]>([
    [{ affinity: {} }, 'affinity and Argo Rollouts do not go together: who has a cookie would stay with the canary when Rollouts takes it back'],
    [{ dataPlane: 'ambient', entry: outside }, 'entry and Argo Rollouts do not go together in ambient: its plug-in moves the weights of HTTPRoutes'],
  ])('%j is refused', (props, message) => {
    const { chart } = tree();
    expect(() => new CanaryRelease(chart, 'canary', Object.assign({ ...rollouts }, props))).toThrow(message);
  });
});

describe('Flagger', () => {
  test.each(['sidecar', 'ambient'] as const)('writes everything itself: nothing is made (%s)', (dataPlane) => {
    const { app, chart } = tree();
    const release = new CanaryRelease(chart, 'canary', { controller: 'flagger', service: reviews, dataPlane });
    expect([manifests(app), problems(app), release.flaggerService]).toEqual([{}, [], { name: 'reviews', port: 80, portName: 'http' }]);
    expect(() => release.virtualService).toThrow(new RangeError('CanaryRelease team/canary has no VirtualService for the mesh: Flagger writes the routes, and is told by flaggerService'));
  });

  test('is told of limits and gateways', () => {
    const { chart } = tree();
    const service = reviewsOn([{ name: 'http', port: 80 }, { name: 'grpc', port: 90, targetPort: 9090 }]);
    const { flaggerService } = new CanaryRelease(chart, 'canary', {
      controller: 'flagger',
      service,
      traffic: { retries: { attempts: 2, retryOn: '5xx' }, timeout: '5s', outlierDetection: { consecutive5xxErrors: 3 } },
      entry: { ...outside, port: 90, match: [HttpMatch.path().prefix('/reviews')] },
    });
    expect(flaggerService).toEqual(
      yaml(`
      name: reviews
      port: 90
      portName: grpc
      targetPort: 9090
      gateways: [istio-system/public, mesh]
      hosts: [shop.example.com]
      match: [{ uri: { prefix: /reviews } }]
      trafficPolicy: { outlierDetection: { consecutive5xxErrors: 3 } }
      retries: { attempts: 2, retryOn: 5xx }
      timeout: 5s`),
    );
  });

  test('takes testers elsewhere', () => {
    const { chart } = tree();
    const make = (): unknown => new CanaryRelease(chart, 'canary', { controller: 'flagger', service: reviews, entry: { ...outside, testers: { v2: [HttpMatch.header('x').present()] } } });
    expect(make).toThrow('CanaryRelease: entry.testers and entry.tokens are not for Flagger: it takes matches of testers in spec.analysis of the Canary');
  });

  test('needs a port', () => {
    const { chart } = tree();
    const release = new CanaryRelease(chart, 'canary', { controller: 'flagger', service: MeshService.of({ name: 'a', namespace: 'b', ports: [] }, { versions }) });
    expect(() => release.flaggerService).toThrow('CanaryRelease: Flagger is told one HTTP port of the service, and none is known: say its ports');
    expect(() => release.rollouts).toThrow('has no part for Argo Rollouts');
  });
});
