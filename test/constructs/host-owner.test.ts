import { readFileSync } from 'node:fs';
import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import * as fc from 'fast-check';
import { Construct } from 'constructs';
import { captureCallSite, setCallSite } from '../../src/l1/call-site';
import type { PolicyParts, RouteParts } from '../../src/constructs/host-contribution';
import { HostOwner } from '../../src/constructs/host-owner';
import { configureMesh } from '../../src/constructs/mesh-settings';
import { MeshService } from '../../src/constructs/mesh-service';
import type { ServicePort } from '../../src/constructs/service-source';
import { lineOf, manifests, problems, yaml } from './tree';

/** A contributor as a pattern is one: says what it wants of a host. */
class Contributor extends Construct {
  constructor(scope: Construct, id: string, service: MeshService, wants: { policy?: PolicyParts; routes?: RouteParts }) {
    super(scope, id);
    setCallSite(this, captureCallSite(new.target));
    const { policy, routes } = wants;
    const owner = HostOwner.of(this, service);
    if (policy !== undefined) owner.contributePolicy(this, () => policy);
    if (routes !== undefined) owner.contributeRoutes(this, () => routes);
  }
}

const reviews = service([{ name: 'http', port: 80 }]);

function service(ports: readonly ServicePort[], name = 'reviews'): MeshService {
  return MeshService.of({ name, namespace: 'shop', ports });
}

function tree(): { app: App; chart: Chart } {
  const app = new App();
  return { app, chart: new Chart(app, 'team', { namespace: 'team' }) };
}

test('all contributors share one object each, in the namespace of the service', () => {
  const { app, chart } = tree();
  const other = new Chart(app, 'other');
  new Contributor(chart, 'pool', reviews, { policy: { trafficPolicy: { connectionPool: { tcp: { maxConnections: 5 } } } } });
  new Contributor(other, 'versions', service([{ name: 'http', port: 80 }]), {
    policy: { subsets: { v2: { labels: { version: 'v2' } }, v1: { labels: { version: 'v1' } } }, trafficPolicy: { outlierDetection: { consecutive5xxErrors: 3 } } },
    routes: { rest: { timeout: '2s' } },
  });
  new Contributor(other, 'retries', reviews, { routes: { rest: { retries: { attempts: 2 } } } });
  expect(manifests(app)).toEqual({
    'DestinationRule shop/reviews': yaml(`
      apiVersion: networking.istio.io/v1
      kind: DestinationRule
      metadata: { name: reviews, namespace: shop }
      spec:
        host: reviews.shop.svc.cluster.local
        subsets:
          - { name: v1, labels: { version: v1 } }
          - { name: v2, labels: { version: v2 } }
        trafficPolicy:
          connectionPool: { tcp: { maxConnections: 5 } }
          outlierDetection: { consecutive5xxErrors: 3 }`),
    'VirtualService shop/reviews': yaml(`
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: { name: reviews, namespace: shop }
      spec:
        hosts: [reviews.shop.svc.cluster.local]
        http:
          - route: [{ destination: { host: reviews.shop.svc.cluster.local } }]
            retries: { attempts: 2 }
            timeout: 2s`),
  });
  expect(problems(app)).toEqual([]);
});

test('a field that two set differently is an error with both lines', () => {
  const { app, chart } = tree();
  new Contributor(chart, 'slow', reviews, { routes: { rest: { timeout: '9s' } } });
  new Contributor(chart, 'fast', reviews, { routes: { rest: { timeout: '1s' } } });
  const [text, file] = [readFileSync(__filename, 'utf8'), 'test/constructs/host-owner.test.ts'];
  const slow = lineOf(text, "'slow'");
  expect(problems(app)).toEqual([
    {
      rule: 'contributors-disagree',
      severity: 'error',
      object: { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'shop', name: 'reviews' },
      path: ['spec', 'http', 0, 'timeout'],
      message: `Contributor team/fast (${file}:${slow + 1}) wants "1s" here, Contributor team/slow (${file}:${slow}) wants "9s".`,
      why: 'All patterns on one service share one VirtualService and one DestinationRule, and a field has one value.',
      fix: 'Let one of them decide this field, or make both say the same.',
      source: { file: __filename, line: slow + 1, column: 3 },
    },
  ]);
});

test.each<[string, { policy?: PolicyParts; routes?: RouteParts }, { policy?: PolicyParts; routes?: RouteParts }, readonly (string | number)[]]>([
  ['the labels of a subset', { policy: { subsets: { a: { labels: { x: '1' } }, b: { labels: { x: '1' } } } } }, { policy: { subsets: { b: { labels: { y: '1' } } } } }, ['spec', 'subsets', 1, 'labels']],
  ['a limit', { policy: { trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 } } } } }, { policy: { trafficPolicy: { connectionPool: { tcp: { maxConnections: 2 } } } } }, ['spec', 'trafficPolicy', 'connectionPool', 'tcp', 'maxConnections']],
  [
    'what one match leads to',
    { routes: { chosen: [{ match: [{ uri: { exact: '/' } }], timeout: '1s' }] } },
    { routes: { chosen: [{ match: [{ uri: { exact: '/' } }], timeout: '2s' }] } },
    ['spec', 'http', 0, 'timeout'],
  ],
])('%s said twice differently is told at its place', (_what, mine, theirs, path) => {
  const { app, chart } = tree();
  new Contributor(chart, 'a', reviews, mine);
  new Contributor(chart, 'b', reviews, theirs);
  expect(problems(app).map((problem) => problem.path)).toEqual([path]);
});

describe('the ports of the service', () => {
  const routes: RouteParts = { chosen: [{ match: [{ uri: { prefix: '/a' } }, { port: 80, method: { exact: 'GET' } }], fault: { abort: { httpStatus: 503, percentage: { value: 100 } } } }] };

  test.each<[string, readonly ServicePort[], string]>([
    [
      'one port: nobody needs to name it',
      [{ name: 'http', port: 80 }],
      `
      - match: [{ uri: { prefix: /a } }, { port: 80, method: { exact: GET } }]
        fault: { abort: { httpStatus: 503, percentage: { value: 100 } } }
      - route: [{ destination: { host: reviews.shop.svc.cluster.local } }]`,
    ],
    [
      'one HTTP port of several: destinations name it',
      [{ name: 'http', port: 80 }, { name: 'tcp-admin', port: 90 }, { name: 'dns', port: 53, protocol: 'UDP' }],
      `
      - match: [{ uri: { prefix: /a } }, { port: 80, method: { exact: GET } }]
        fault: { abort: { httpStatus: 503, percentage: { value: 100 } } }
      - route: [{ destination: { host: reviews.shop.svc.cluster.local, port: { number: 80 } } }]`,
    ],
    [
      'several HTTP ports: routes for each',
      [{ name: 'grpc', port: 90 }, { port: 80, appProtocol: 'http' }],
      `
      - match: [{ port: 80, uri: { prefix: /a } }, { port: 80, method: { exact: GET } }]
        fault: { abort: { httpStatus: 503, percentage: { value: 100 } } }
      - match: [{ port: 80 }]
        route: [{ destination: { host: reviews.shop.svc.cluster.local, port: { number: 80 } } }]
      - match: [{ port: 90, uri: { prefix: /a } }]
        fault: { abort: { httpStatus: 503, percentage: { value: 100 } } }
      - match: [{ port: 90 }]
        route: [{ destination: { host: reviews.shop.svc.cluster.local, port: { number: 90 } } }]`,
    ],
  ])('%s', (_what, ports, http) => {
    const { app, chart } = tree();
    new Contributor(chart, 'a', service(ports), { routes });
    expect(manifests(app)).toMatchObject({ 'VirtualService shop/reviews': { spec: { http: yaml(http) } } });
    expect(problems(app)).toEqual([]);
  });

  test.each([[[{ name: 'http', port: 90 }]], [[{ name: 'http', port: 90 }, { name: 'grpc', port: 91 }]]])('a match on a port that has no HTTP is an error: %j', (ports) => {
    const { app, chart } = tree();
    new Contributor(chart, 'a', service(ports), { routes });
    expect(problems(app)).toMatchObject([{ rule: 'service-without-http', message: expect.stringMatching(/ matches requests on port 80, and HTTP is spoken on 90(, 91)?\.$/) }]);
  });

  test('a disagreement is told once, wherever it is', () => {
    const ports = [{ name: 'http', port: 80 }, { name: 'grpc', port: 90 }];
    const wants = (timeout: '1s' | '2s'): RouteParts => ({ chosen: [{ match: [{ port: 90 }], timeout }], rest: { timeout } });
    const { app, chart } = tree();
    new Contributor(chart, 'a', service(ports), { routes: wants('1s') });
    new Contributor(chart, 'b', service(ports), { routes: wants('2s') });
    expect(problems(app).map(({ path }) => path.join('.'))).toEqual(['spec.http.0.timeout']);
    expect(manifests(app)).toMatchObject({ 'VirtualService shop/reviews': { spec: { http: [{ match: [{ port: 80 }] }, { match: [{ port: 90 }] }, { match: [{ port: 90 }] }] } } });
  });

  test('no HTTP port is an error: the routes would never be used', () => {
    const { app, chart } = tree();
    new Contributor(chart, 'a', service([{ name: 'tcp', port: 5432 }]), { routes });
    expect(problems(app)).toMatchObject([{ rule: 'service-without-http', severity: 'error', path: ['spec', 'http'], message: expect.stringContaining('5432 (tcp, TCP)') }]);
  });
});

describe('names', () => {
  const object = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'reviews', namespace: 'shop' }, spec: { ports: [{ port: 80, name: 'http' }] } };
  const names = (app: App): string[] => Object.keys(manifests(app)).filter((name) => !name.startsWith('Service'));

  test('follow a service that is patched later', () => {
    const { app, chart } = tree();
    const patched = new ApiObject(chart, 'svc', object);
    new Contributor(chart, 'a', MeshService.of(patched), { routes: {} });
    patched.addJsonPatch(JsonPatch.replace('/metadata/name', 'critics'), JsonPatch.replace('/metadata/namespace', 'prod'));
    expect(names(app)).toEqual(['VirtualService prod/critics']);
  });

  test('an object that a patch moved away from its description is an error', () => {
    const { app, chart } = tree();
    const patched = new ApiObject(chart, 'svc', object);
    new Contributor(chart, 'a', reviews, { routes: {} });
    new Contributor(chart, 'b', MeshService.of(patched), { routes: {} });
    patched.addJsonPatch(JsonPatch.replace('/metadata/namespace', 'prod'));
    expect(problems(app)).toMatchObject([
      {
        rule: 'service-unresolved',
        message:
          'Service shop/reviews cannot be used as a service of the mesh: patterns share its routing with those on reviews.prod.svc.cluster.local, but it is reviews.shop.svc.cluster.local by now.',
      },
    ]);
  });

  test('are as a patch of the object says', () => {
    const { app, chart } = tree();
    const owner = HostOwner.of(chart, reviews);
    owner.contributeRoutes(chart, () => ({})).addJsonPatch(JsonPatch.replace('/metadata/name', 'mine'), JsonPatch.add('/spec/exportTo', ['.']));
    expect(manifests(app)).toMatchObject({ 'VirtualService shop/mine': { spec: { exportTo: ['.'] } } });
  });

  test('are in the default namespace where the service names none, not in that of the chart', () => {
    const { app, chart } = tree();
    new Contributor(chart, 'a', MeshService.of({ ...object, metadata: { name: 'reviews' } }), { routes: {} });
    configureMesh(app, { defaultNamespace: 'apps' });
    expect(names(app)).toEqual(['VirtualService apps/reviews']);
  });

  test('do not change when a contributor moves', () => {
    const { app, chart } = tree();
    new Contributor(new Construct(new Construct(chart, 'deep'), 'down'), 'a', reviews, { routes: {}, policy: {} });
    expect(names(app)).toEqual(['DestinationRule shop/reviews', 'VirtualService shop/reviews']);
  });

  test('a limited visibility has objects of its own', () => {
    const { app, chart } = tree();
    const description = { name: 'reviews', namespace: 'shop', ports: [{ name: 'http', port: 80 }] };
    new Contributor(chart, 'a', reviews, { routes: {} });
    new Contributor(chart, 'b', MeshService.of(description, { exportTo: ['web', 'api'] }), { routes: {} });
    new Contributor(chart, 'c', MeshService.of(description, { exportTo: ['api', 'web'] }), { routes: {} });
    expect(manifests(app)).toMatchObject({
      'VirtualService shop/reviews': { spec: expect.not.objectContaining({ exportTo: expect.anything() }) },
      'VirtualService shop/reviews-for-api-web': { spec: { exportTo: ['api', 'web'] } },
    });
  });

  test.each([
    ['nothing, in a mesh that says nothing', undefined, undefined, undefined],
    ['all, in a mesh that says nothing', ['*'], undefined, undefined],
    ['nothing, in a mesh with a default', undefined, ['.'], undefined],
    ['all, in a mesh with a default', ['*'], ['.'], ['*']],
  ])('a service that says %s: its objects say the same', (_, exportTo, byDefault, written) => {
    const { app, chart } = tree();
    // The objects are those of all who name the service; the mesh is told of after they were made.
    new Contributor(chart, 'a', reviews, { routes: {}, policy: {} });
    new Contributor(chart, 'b', MeshService.of({ name: 'reviews', namespace: 'shop', ports: [{ name: 'http', port: 80 }] }, exportTo === undefined ? {} : { exportTo }), { routes: {} });
    if (byDefault !== undefined) configureMesh(app, { defaultExportTo: { virtualServices: byDefault } });
    const { 'VirtualService shop/reviews': routes, 'DestinationRule shop/reviews': rule } = manifests(app);
    expect([routes, rule].map((object) => (object as { spec: { exportTo?: unknown } }).spec.exportTo)).toEqual([written, undefined]);
  });

  test('two Apps share nothing', () => {
    const [one, two] = [tree(), tree()];
    new Contributor(one.chart, 'a', reviews, { routes: { rest: { timeout: '1s' } } });
    new Contributor(two.chart, 'a', reviews, { routes: { rest: { timeout: '2s' } } });
    expect([problems(one.app), problems(two.app)]).toEqual([[], []]);
    expect([one, two].map(({ app }) => manifests(app))).toMatchObject(['1s', '2s'].map((timeout) => ({ 'VirtualService shop/reviews': { spec: { http: [{ timeout }] } } })));
  });
});

test('the order of contributors changes no byte', () => {
  const wishes: readonly { policy?: PolicyParts; routes?: RouteParts }[] = [
    { policy: { subsets: { v1: { labels: { version: 'v1' } } } } },
    { policy: { subsets: { v2: { labels: { version: 'v2' } } }, trafficPolicy: { outlierDetection: { interval: '5s' } } }, routes: { rest: { timeout: '3s' } } },
    { routes: { chosen: [{ match: [{ uri: { prefix: '/b' } }], timeout: '4s' }] } },
    { routes: { chosen: [{ match: [{ uri: { prefix: '/a' } }], timeout: '5s' }, { match: [{ uri: { prefix: '/b' } }], retries: { attempts: 1 } }] } },
    { routes: { rest: { timeout: '7s' } } },
  ];
  const write = (order: readonly number[]): unknown => {
    const { app, chart } = tree();
    for (const index of order) new Contributor(chart, `wish${index}`, reviews, wishes[index] ?? {});
    return { bytes: JSON.stringify(chart.toJson()), problems: problems(app).map(({ message, path }) => ({ path, message: message.replaceAll(/ \(.*?\)/g, '') })) };
  };
  const expected = write([0, 1, 2, 3, 4]);
  fc.assert(
    fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), (order) => {
      expect(write(order)).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});
