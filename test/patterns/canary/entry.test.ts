import { Chart, type App } from 'cdk8s';
import { networking, security } from '../../../src/index';
import { HttpMatch } from '../../../src/constructs/http-match';
import { configureMesh } from '../../../src/constructs/mesh-settings';
import { CanaryRelease } from '../../../src/patterns/canary-release';
import { manifests, problems } from '../../constructs/tree';
import { reviews, reviewsOn, routes, specOf, tree, yaml } from './support';

const NAME = 'VirtualService shop/reviews-via-istio-system-public';
const base = { service: reviews, stable: 'v1', canary: 'v2', percent: 20 } as const;
const outside = { gateways: ['istio-system/public'], hosts: ['shop.example.com'] } as const;
const jwtRules = [{ issuer: 'https://issuer.example.com', jwksUri: 'https://issuer.example.com/keys' }] as const;

function gateway(chart: Chart, selector: Record<string, string> = { istio: 'ingressgateway' }): networking.Gateway {
  return new networking.Gateway(chart, 'public', {
    metadata: { name: 'public', namespace: 'istio-system' },
    spec: { selector, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['shop.example.com'] }] },
  });
}

test('a gateway has a VirtualService of its own; the one for the mesh stays as it is', () => {
  const [plain, entered] = [tree(), tree()];
  new CanaryRelease(plain.chart, 'canary', base);
  const release = new CanaryRelease(entered.chart, 'canary', { ...base, entry: { ...outside, gateways: [gateway(entered.chart)] } });
  const { [NAME]: entry, 'Gateway istio-system/public': _, ...rest } = manifests(entered.app);
  expect(rest).toEqual(manifests(plain.app));
  expect(entry).toEqual(
    yaml(`
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: { name: reviews-via-istio-system-public, namespace: shop }
    spec:
      gateways: [istio-system/public]
      hosts: [shop.example.com]
      http:
        - route:
            - { destination: { host: reviews.shop.svc.cluster.local, subset: v1 }, weight: 80 }
            - { destination: { host: reviews.shop.svc.cluster.local, subset: v2 }, weight: 20 }`),
  );
  expect([release.entryVirtualService.name, problems(entered.app)]).toEqual(['reviews-via-istio-system-public', []]);
});

test('testers, mirror, affinity and timeouts hold there too, for the requests that are for the service', () => {
  const { app, chart } = tree();
  new CanaryRelease(chart, 'canary', {
    ...base,
    testers: [HttpMatch.header('x-version').exact('v2'), HttpMatch.sourceLabels({ app: 'tester' }), HttpMatch.port(80).and(HttpMatch.header('y').present())],
    affinity: {},
    mirror: { to: 'v3' },
    traffic: { timeout: '2s' },
    entry: { ...outside, match: [HttpMatch.path().prefix('/reviews/')], testers: [HttpMatch.queryParam('v').exact('2')] },
  });
  const mirror = 'mirror: { host: reviews.shop.svc.cluster.local, subset: v3 }, mirrorPercentage: { value: 100 }';
  const cookie = (version: string): string => `headers: { cookie: { regex: '(.*;)?\\s*reviews-version=${version}(;.*)?' } }`;
  const to = (version: string): string => `destination: { host: reviews.shop.svc.cluster.local, subset: ${version} }`;
  const sets = (version: string): string => `headers: { response: { add: { set-cookie: 'reviews-version=${version}; Path=/; HttpOnly; SameSite=Lax' } } }`;
  expect(routes(app, NAME)).toEqual(
    yaml(`
    - match:
        - { uri: { prefix: /reviews/ }, headers: { x-version: { exact: v2 } } }
        - { uri: { prefix: /reviews/ }, headers: { y: {} } }
        - { uri: { prefix: /reviews/ }, queryParams: { v: { exact: '2' } } }
      route: [{ ${to('v2')} }]
      timeout: 2s
    - { match: [{ uri: { prefix: /reviews/ }, ${cookie('v1')} }], route: [{ ${to('v1')} }], ${mirror}, timeout: 2s }
    - { match: [{ uri: { prefix: /reviews/ }, ${cookie('v2')} }], route: [{ ${to('v2')} }], ${mirror}, timeout: 2s }
    - match: [{ uri: { prefix: /reviews/ } }]
      route:
        - { ${to('v1')}, weight: 80, ${sets('v1')} }
        - { ${to('v2')}, weight: 20, ${sets('v2')} }
      ${mirror.replace(', mirrorP', '\n      mirrorP')}
      timeout: 2s`),
  );
});

test('claims are routed on at the gateway, where a RequestAuthentication is written with them', () => {
  const { app, chart } = tree();
  const release = new CanaryRelease(chart, 'canary', {
    ...base,
    entry: { hosts: outside.hosts, gateways: [gateway(chart)], testers: [HttpMatch.claim('realm', 'group').exact('testers')], tokens: { jwtRules, namespace: 'istio-system' } },
  });
  expect(routes(app, NAME)).toMatchObject([{ match: [{ headers: { '@request.auth.claims[realm][group]': { exact: 'testers' } } }] }, {}]);
  expect(manifests(app)['RequestAuthentication istio-system/reviews-via-istio-system-public-tokens']).toMatchObject({
    spec: { selector: { matchLabels: { istio: 'ingressgateway' } }, jwtRules },
  });
  expect([release.requestAuthentication.name, JSON.stringify(specOf(app, 'VirtualService shop/reviews')), problems(app)]).toEqual([
    'reviews-via-istio-system-public-tokens',
    expect.not.stringContaining('claims'),
    [],
  ]);
});

test('or one that is there already is named, and must be for the pods of the gateway', () => {
  const release = (chart: Chart, labels: Record<string, string>): void => {
    const tokens = new security.RequestAuthentication(chart, 'tokens', { metadata: { name: 'tokens', namespace: 'istio-system' }, spec: { selector: { matchLabels: labels }, jwtRules } });
    new CanaryRelease(chart, 'canary', { ...base, entry: { hosts: outside.hosts, gateways: [gateway(chart)], testers: { v2: [HttpMatch.claim('beta').exact('yes')] }, tokens } });
  };
  const [right, wrong] = [tree(), tree()];
  release(right.chart, { istio: 'ingressgateway' });
  release(wrong.chart, { istio: 'eastwest' });
  expect(problems(right.app)).toEqual([]);
  expect(problems(wrong.app)).toMatchObject([
    {
      rule: 'claim-without-token',
      severity: 'error',
      object: { kind: 'VirtualService', namespace: 'shop', name: 'reviews-via-istio-system-public' },
      message: 'RequestAuthentication tokens selects pods with {"istio":"eastwest"}, and those of the Gateway public have {"istio":"ingressgateway"}.',
    },
  ]);
});

test('a service with several HTTP ports is entered at one of them, which names the object', () => {
  const service = reviewsOn([{ name: 'http', port: 80 }, { name: 'grpc', port: 90 }]);
  const { app, chart } = tree();
  new CanaryRelease(chart, 'canary', { ...base, service, testers: [HttpMatch.port(80).and(HttpMatch.header('x').present())], entry: { ...outside, port: 90 } });
  expect(routes(app, `${NAME}-90`)).toMatchObject([{ route: [{ destination: { port: { number: 90 } }, weight: 80 }, { weight: 20 }] }]);
});

test('one of several ports must be chosen', () => {
  const { app, chart } = tree();
  new CanaryRelease(chart, 'canary', { ...base, service: reviewsOn([{ name: 'http', port: 80 }, { name: 'grpc', port: 90 }]), entry: outside });
  expect(problems(app)).toMatchObject([{ rule: 'entry-without-port', message: expect.stringMatching(/^CanaryRelease team\/canary \(.*\) lets requests in to a service that speaks HTTP on 80 and 90, and does not say on which they go on\.$/) }]);
});

test('in ambient the gateway sends to the Services of single versions', () => {
  const { app, chart } = tree();
  new CanaryRelease(chart, 'canary', { ...base, dataPlane: 'ambient', entry: outside });
  expect(routes(app, NAME)).toEqual(
    yaml(`
    - route:
        - { destination: { host: reviews-v1.shop.svc.cluster.local }, weight: 80 }
        - { destination: { host: reviews-v2.shop.svc.cluster.local }, weight: 20 }`),
  );
});

test('two releases at one gateway are one when they agree, and an error when they do not', () => {
  const both = (hosts: readonly string[]): App => {
    const { app, chart } = tree();
    new CanaryRelease(chart, 'one', { ...base, entry: outside });
    new CanaryRelease(chart, 'two', { ...base, entry: { ...outside, hosts } });
    return app;
  };
  expect(problems(both(outside.hosts))).toEqual([]);
  expect(problems(both(['other.example.com']))).toMatchObject([{ rule: 'contributors-disagree', object: { name: 'reviews-via-istio-system-public' }, path: ['spec', 'hosts', 0] }]);
});

test('the default namespace is that of a gateway without one', () => {
  const { app, chart } = tree();
  configureMesh(app, { defaultNamespace: 'apps' });
  const own = new networking.Gateway(new Chart(app, 'bare'), 'gw', { metadata: { name: 'gw' }, spec: {} });
  expect(new CanaryRelease(chart, 'canary', { ...base, entry: { ...outside, gateways: [own] } }).entryVirtualService.name).toBe('reviews-via-apps-gw');
});

describe('what is certainly wrong is refused', () => {
  const javascript = (entry: object): typeof outside => Object.assign({ ...outside }, entry);

  test.each<[object, string]>([
    [{ gateways: [] }, 'entry.gateways is empty: name the gateways that let requests in'],
    [{ hosts: [] }, 'entry.hosts is empty: name the hosts that callers ask for'],
    [{ gateways: ['public'] }, 'entry.gateways has "public": give a Gateway, or "namespace/name" of one'],
    [{ port: 81 }, 'entry.port is 81, and the service has 80'],
    [{ match: [HttpMatch.sourceNamespace('a')] }, 'entry.match asks for the labels or the namespace of the caller, which gateways do not know'],
    [{ testers: [HttpMatch.sourceNamespace('a')] }, 'entry.testers ask for the labels or the namespace of the caller, which gateways do not know'],
    [
      { testers: [HttpMatch.claim('a').exact('b')] },
      'entry.testers ask for claims, and nothing is said to read tokens: give entry.tokens, a RequestAuthentication of the gateway or { jwtRules, namespace }',
    ],
    [
      { testers: [HttpMatch.claim('a').exact('b')], tokens: { jwtRules, namespace: 'istio-system' } },
      'entry.tokens.labels is needed: which pods the gateway has can be read only of one Gateway that is a construct',
    ],
    [{ tokens: { jwtRules: [], namespace: 'istio-system' } }, 'entry.tokens.jwtRules is empty: name the issuers whose tokens are read'],
    [
      { match: [HttpMatch.path().prefix('/a')], testers: [HttpMatch.path().exact('/a/b')] },
      'entry.match and {"uri":{"exact":"/a/b"}} both speak of the path: one request match holds one condition on it',
    ],
    [
      { testers: { v2: [HttpMatch.header('x').exact('2')], v3: [HttpMatch.header('y').exact('3')] } },
      expect.stringContaining('testers of v2 and v3 overlap: one request can meet {"headers":{"x":{"exact":"2"}}} and {"headers":{"y":{"exact":"3"}}}.') as string,
    ],
  ])('%j', (entry, message) => {
    const { chart } = tree();
    const make = (): unknown => new CanaryRelease(chart, 'canary', { ...base, entry: javascript(entry) });
    expect(thrownBy(make)).toEqual(typeof message === 'string' ? `CanaryRelease: ${message}` : message);
  });
});

function thrownBy(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    return error instanceof RangeError ? error.message : String(error);
  }
  return 'nothing';
}
