import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { App, Chart, JsonPatch } from 'cdk8s';
import { Deployment, Pods, Service } from 'cdk8s-plus-28';
import { ServiceEntry } from '../../imports/networking';
import { configureMesh } from '../../src/constructs/mesh-settings';
import { Identity } from '../../src/constructs/identity';
import { MeshService } from '../../src/constructs/mesh-service';
import { ZeroTrustNamespace, type AllowOptions } from '../../src/patterns/zero-trust-namespace';
import { fieldAt } from '../../src/model/values';
import { manifests, problems, yaml } from '../constructs/tree';
import { db, gateway, prometheus, shop, shopService } from './zero-trust';

const reviews = shopService('reviews');
const productpage = shopService('productpage');
const fromProductpage: AllowOptions = { from: productpage, to: reviews };

function policy(name: string, spec: string): Record<string, unknown> {
  return { [`AuthorizationPolicy shop/${name}`]: yaml(`{ apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: { name: ${name}, namespace: shop }, spec: ${spec} }`) };
}

function sidecar(...hosts: string[]): Record<string, unknown> {
  const spec = { egress: [{ hosts }], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } };
  return { 'Sidecar shop/default': { apiVersion: 'networking.istio.io/v1', kind: 'Sidecar', metadata: { name: 'default', namespace: 'shop' }, spec } };
}

test('without edges nobody gets in, and nothing is called', () => {
  const { app, chart } = shop();
  new ZeroTrustNamespace(chart, 'zero-trust');
  expect(manifests(app)).toEqual({ ...policy('deny-all', '{}'), ...sidecar('istio-system/*') });
  expect(problems(app)).toEqual([]);
});

const FROM = 'from: [{ source: { principals: [cluster.local/ns/shop/sa/productpage] } }]';
const SELECTOR = 'selector: { matchLabels: { app: reviews } }, action: ALLOW';

test.each<[string, Partial<AllowOptions>, string]>([
  ['a caller, on the container ports of the service', {}, `[{ ${FROM}, to: [{ operation: { ports: ['9080'] } }] }]`],
  ['methods and paths, sorted', { methods: ['POST', 'GET', 'GET'], paths: ['/b/*', '/a'] }, `[{ ${FROM}, to: [{ operation: { methods: [GET, POST], paths: [/a, /b/*], ports: ['9080'] } }] }]`],
  ['exceptions', { notMethods: ['DELETE'], notPaths: ['/admin*'] }, `[{ ${FROM}, to: [{ operation: { notMethods: [DELETE], notPaths: ['/admin*'], ports: ['9080'] } }] }]`],
  ['other ports of the container', { ports: [9090, 8080] }, `[{ ${FROM}, to: [{ operation: { ports: ['8080', '9090'] } }] }]`],
  ['path templates', { paths: ['/reviews/{*}/stars', '/static/{**}'] }, `[{ ${FROM}, to: [{ operation: { paths: ['/reviews/{*}/stars', '/static/{**}'], ports: ['9080'] } }] }]`],
  ['conditions', { when: [{ key: 'request.headers[x-b]', values: ['2', '1'] }, { key: 'connection.sni', notValues: ['a'] }] }, `[{ ${FROM}, to: [{ operation: { ports: ['9080'] } }], when: [{ key: 'connection.sni', notValues: [a] }, { key: 'request.headers[x-b]', values: ['1', '2'] }] }]`],
])('allow: %s', (_what, options, rules) => {
  const { app, chart } = shop();
  const zt = new ZeroTrustNamespace(chart, 'zt');
  const grant = zt.allow({ ...fromProductpage, ...options });
  expect(manifests(app)).toEqual({ ...policy('deny-all', '{}'), ...sidecar('./reviews.shop.svc.cluster.local', 'istio-system/*'), ...policy('reviews-from-productpage', `{ ${SELECTOR}, rules: ${rules} }`) });
  expect([grant.policy, zt.policies]).toEqual([zt.policies[0], [grant.policy]]);
  expect(problems(app)).toEqual([]);
});

test('the same caller and service again: one policy, every rule once', () => {
  const { app, chart } = shop();
  const zt = new ZeroTrustNamespace(chart, 'zt');
  const grants = [
    zt.allow({ ...fromProductpage, methods: ['POST'], paths: ['/reviews'] }),
    zt.allow({ ...fromProductpage, methods: ['GET'] }),
    zt.allow({ ...fromProductpage, methods: ['GET'], reason: 'the stars' }),
  ];
  expect(new Set(grants.map((grant) => grant.policy)).size).toBe(1);
  expect(manifests(app)).toMatchObject(
    policy('reviews-from-productpage', `{ ${SELECTOR}, rules: [{ ${FROM}, to: [{ operation: { methods: [GET], ports: ['9080'] } }] }, { ${FROM}, to: [{ operation: { methods: [POST], paths: [/reviews], ports: ['9080'] } }] }] }`),
  );
});

test('several callers, gateways, scrapers, TCP, plaintext: a policy each', () => {
  const { app, chart } = shop();
  const zt = new ZeroTrustNamespace(chart, 'zt');
  const both = zt.allow({ from: [productpage.identity, Identity.of({ namespace: 'web', serviceAccount: 'front', trustDomain: 'other.example.com' })], to: db });
  zt.allowGateway({ from: gateway, to: reviews, methods: ['GET'] });
  zt.allowScraper({ from: prometheus, to: reviews, ports: [9090], paths: ['/metrics'] });
  zt.allowPlaintext({ name: 'probe', to: reviews, ports: [8081], paths: ['/healthz'], ipBlocks: ['10.1.0.0/16'] });
  expect(both.policies).toHaveLength(2);
  expect(() => both.policy).toThrow(new RangeError('this grant has 2 policies, one for each caller: use policies'));
  const dbSelector = 'selector: { matchLabels: { app: db } }, action: ALLOW';
  expect(manifests(app)).toEqual({
    ...policy('deny-all', '{}'),
    ...sidecar('./db.shop.svc.cluster.local', 'istio-system/*'),
    ...policy('db-from-productpage', `{ ${dbSelector}, rules: [{ ${FROM}, to: [{ operation: { ports: ['5432'] } }] }] }`),
    ...policy('db-from-other.example.com.web.front-406e2a57', `{ ${dbSelector}, rules: [{ from: [{ source: { principals: [other.example.com/ns/web/sa/front] } }], to: [{ operation: { ports: ['5432'] } }] }] }`),
    ...policy('reviews-from-istio-system.ingress', `{ ${SELECTOR}, rules: [{ from: [{ source: { principals: [cluster.local/ns/istio-system/sa/ingress] } }], to: [{ operation: { methods: [GET], ports: ['9080'] } }] }] }`),
    ...policy('reviews-from-monitoring.prometheus', `{ ${SELECTOR}, rules: [{ from: [{ source: { principals: [cluster.local/ns/monitoring/sa/prometheus] } }], to: [{ operation: { methods: [GET], paths: [/metrics], ports: ['9090'] } }] }] }`),
    ...policy('reviews-for-probe', `{ ${SELECTOR}, rules: [{ from: [{ source: { ipBlocks: [10.1.0.0/16] } }], to: [{ operation: { methods: [GET], paths: [/healthz], ports: ['8081'] } }] }] }`),
  });
  expect(problems(app)).toEqual([]);
});

test('the scope of a namespace is what its callers have edges to, wherever that is declared, and externals', () => {
  const app = new App();
  const chart = new Chart(app, 'web', { namespace: 'web' });
  const shopChart = new Chart(app, 'shop', { namespace: 'shop' });
  const bank = new ServiceEntry(chart, 'bank', { metadata: { name: 'bank' }, spec: { hosts: ['api.bank.example.com'], ports: [{ number: 443, name: 'tls', protocol: 'TLS' }], resolution: 'DNS' } });
  const elsewhere = MeshService.of({ name: 'search', namespace: 'search', ports: [] });
  const zt = new ZeroTrustNamespace(chart, 'zt', { externals: [MeshService.of(bank), '*.example.org', elsewhere] });
  new ZeroTrustNamespace(shopChart, 'zt');
  reviews.grantAccess(shopChart, { from: Identity.of({ namespace: 'web', serviceAccount: 'front' }) });
  expect(zt.sidecar.toJson()).toMatchObject({
    metadata: { namespace: 'web' },
    spec: { egress: [{ hosts: ['*/*.example.org', './api.bank.example.com', 'search/search.search.svc.cluster.local', 'shop/reviews.shop.svc.cluster.local', 'istio-system/*'] }] },
  });
  expect(problems(app)).toEqual([]);
});

test('settings that come later count', () => {
  const { app, chart } = shop();
  new ZeroTrustNamespace(chart, 'zt').allow(fromProductpage);
  configureMesh(app, { trustDomain: 'td.example.com', rootNamespace: 'mesh', clusterDomain: 'my.domain' });
  const text = JSON.stringify(manifests(app));
  expect([text.includes('"td.example.com/ns/shop/sa/productpage"'), text.includes('"./reviews.shop.svc.my.domain","mesh/*"'), text.includes('cluster.local')]).toEqual([true, true, false]);
});

describe('ports', () => {
  const named = MeshService.of({ name: 'reviews', namespace: 'shop', ports: [{ name: 'http', port: 80, targetPort: 'web' }], selector: { app: 'reviews' } });
  const portsOf = (app: App, chart: Chart, to: MeshService): unknown => {
    new ZeroTrustNamespace(chart, 'zt').allow({ from: productpage, to });
    return fieldAt(manifests(app)['AuthorizationPolicy shop/reviews-from-productpage'], 'spec', 'rules');
  };
  const deployment = (chart: Chart, version: string, portNumber: number, name = 'web'): void => {
    const made = new Deployment(chart, version, { metadata: { name: `reviews-${version}` }, podMetadata: { labels: { app: 'reviews', version } }, select: false });
    made.addContainer({ image: 'reviews', ports: [{ name, number: portNumber }] });
  };

  test('of a name are those of all pods', () => {
    const { app, chart } = shop();
    deployment(chart, 'v1', 9080);
    deployment(chart, 'v2', 9081);
    expect(portsOf(app, chart, named)).toMatchObject([{ to: [{ operation: { ports: ['9080', '9081'] } }] }]);
  });

  test.each([
    ['no pod is in sight', () => undefined],
    ['a pod has no such name', (chart: Chart) => { deployment(chart, 'v1', 9080); deployment(chart, 'v2', 9081, 'other'); }],
  ])('of a name are left out where %s', (_what, prepare) => {
    const { app, chart } = shop();
    prepare(chart);
    expect(portsOf(app, chart, named)).toEqual(yaml(`[{ ${FROM} }]`));
  });

  test('of an object are read when the policy is written', () => {
    const { app, chart } = shop();
    const service = new Service(chart, 'reviews', { metadata: { name: 'reviews' }, selector: Pods.select(chart, 'pods', { labels: { app: 'reviews' } }), ports: [{ name: 'http', port: 80, targetPort: 9080 }] });
    const of = MeshService.of(service);
    const zt = new ZeroTrustNamespace(chart, 'zt');
    zt.allow({ from: productpage, to: of });
    service.bind(81, { name: 'http-admin', targetPort: 9081 });
    expect(manifests(app)).toMatchObject(policy('reviews-from-productpage', `{ ${SELECTOR}, rules: [{ ${FROM}, to: [{ operation: { ports: ['9080', '9081'] } }] }] }`));
  });

  test('that speak HTTP, where HTTP is asked for; all of TCP where not', () => {
    const { app, chart } = shop();
    const mixed = MeshService.of({ name: 'mixed', namespace: 'shop', ports: [{ name: 'http', port: 80 }, { name: 'tcp-x', port: 7000 }, { name: 'dns', port: 53, protocol: 'UDP' }], selector: { app: 'mixed' } });
    const zt = new ZeroTrustNamespace(chart, 'zt');
    zt.allow({ from: productpage, to: mixed, methods: ['GET'] });
    zt.allow({ from: gateway, to: mixed });
    expect(manifests(app)).toMatchObject({
      'AuthorizationPolicy shop/mixed-from-productpage': { spec: { rules: [{ to: [{ operation: { ports: ['80'] } }] }] } },
      'AuthorizationPolicy shop/mixed-from-istio-system.ingress': { spec: { rules: [{ to: [{ operation: { ports: ['80', '7000'] } }] }] } },
    });
  });
});

test('its objects are open to patches', () => {
  const { app, chart } = shop();
  const zt = new ZeroTrustNamespace(chart, 'zt');
  zt.allow(fromProductpage).policy.metadata.addAnnotation('istio.io/dry-run', 'true');
  zt.denyAll.addJsonPatch(JsonPatch.add('/metadata/labels', { team: 'shop' }));
  zt.sidecar.addJsonPatch(JsonPatch.replace('/spec/outboundTrafficPolicy/mode', 'ALLOW_ANY'));
  expect(manifests(app)).toMatchObject({
    'AuthorizationPolicy shop/deny-all': { metadata: { labels: { team: 'shop' } }, spec: {} },
    'AuthorizationPolicy shop/reviews-from-productpage': { metadata: { annotations: { 'istio.io/dry-run': 'true' } } },
    'Sidecar shop/default': { spec: { outboundTrafficPolicy: { mode: 'ALLOW_ANY' } } },
  });
});

test('the guide shows what it writes', () => {
  const guide = readFileSync(path.join(__dirname, '..', '..', 'docs', 'zero-trust-namespace.md'), 'utf8');
  const shown = /```yaml\n([^]*?)```/.exec(guide)?.[1] ?? '';
  const { app, chart } = shop();
  new ZeroTrustNamespace(chart, 'zt').allow({ ...fromProductpage, methods: ['GET'], paths: ['/reviews/*'] });
  expect(manifests(app)['AuthorizationPolicy shop/reviews-from-productpage']).toEqual(yaml(shown));
});
