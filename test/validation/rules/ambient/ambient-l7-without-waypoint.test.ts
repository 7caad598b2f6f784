import { findingsOf, reported } from '../../run';

const RULE = 'ambient-l7-without-waypoint';

const namespace = (labels = 'istio.io/dataplane-mode: ambient', name = 'shop') => `
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: { ${labels} } }
---`;

const WAYPOINT = 'istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint';

const object = (kind: string, spec: string, group = 'security.istio.io/v1') => `
apiVersion: ${group}
kind: ${kind}
metadata: { name: reviews, namespace: shop }
spec: { ${spec} }
---`;

const service = (labels = '') => `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop, labels: { ${labels} } }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80 }] }
---`;

const deployment = (labels: string, annotations = '') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews, ${labels} }, annotations: { ${annotations} } }, spec: { containers: [{ name: a, image: a }] } } }
---`;

const HTTP = 'rules: [{ to: [{ operation: { methods: [GET] } }] }]';
const TCP = 'rules: [{ from: [{ source: { namespaces: [shop] } }], to: [{ operation: { ports: ["80"] } }] }]';
const SELECTOR = 'selector: { matchLabels: { app: reviews } }';
const SERVICE = 'targetRefs: [{ group: "", kind: Service, name: reviews }]';
const JWT = 'jwtRules: [{ issuer: a }]';

const telemetry = (spec: string) => object('Telemetry', spec, 'telemetry.istio.io/v1');
const LOGS = 'accessLogging: [{ providers: [{ name: a }] }]';

const ENTRY = `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: api, namespace: shop }
spec: { hosts: [api.example.com], resolution: DNS, ports: [{ number: 443, name: http, protocol: HTTP }] }
---`;

const authorization = (spec: string) => object('AuthorizationPolicy', spec);

describe('served', () => {
  test.each([
    ['a namespace with sidecars', namespace('istio-injection: enabled') + authorization(`${SELECTOR}, ${HTTP}`)],
    ['a namespace with both, where sidecars come first', namespace('istio-injection: enabled, istio.io/dataplane-mode: ambient') + authorization(`${SELECTOR}, ${HTTP}`)],
    ['a namespace of which nothing is known', authorization(`${SELECTOR}, ${HTTP}`)],
    ['a policy that does not look at HTTP', namespace() + authorization(`${SELECTOR}, ${TCP}`)],
    ['a Service with a waypoint', namespace() + service('istio.io/use-waypoint: waypoint') + authorization(`${SERVICE}, ${HTTP}`)],
    ['a namespace with a waypoint', namespace(WAYPOINT) + service() + authorization(`${SERVICE}, ${HTTP}`)],
    ['a waypoint itself', namespace() + authorization(`targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: waypoint }], ${HTTP}`)],
    ['a Service that the input does not have', namespace() + authorization(`${SERVICE}, ${HTTP}`)],
    ['an ingress gateway by its label', namespace() + authorization(`selector: { matchLabels: { istio: ingressgateway } }, ${HTTP}`)],
    ['a gateway by its pods', namespace() + deployment('version: v1', 'inject.istio.io/templates: gateway') + authorization(`${SELECTOR}, ${HTTP}`)],
    ['workloads with a sidecar', namespace() + deployment('sidecar.istio.io/inject: "true"') + authorization(`${SELECTOR}, ${HTTP}`)],
    ['routes for a Service with a waypoint', namespace(WAYPOINT) + service() + object('VirtualService', 'hosts: [reviews], http: [{ timeout: 1s, route: [{ destination: { host: reviews } }] }]', 'networking.istio.io/v1')],
    ['routes at a gateway', namespace() + service() + object('VirtualService', 'hosts: [reviews.shop.svc.cluster.local], gateways: [edge/public], http: [{ route: [{ destination: { host: reviews } }] }]', 'networking.istio.io/v1')],
    ['a rule that does not look at HTTP', namespace() + service() + object('DestinationRule', 'host: reviews, trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 } } }', 'networking.istio.io/v1')],
    ['records of requests of a namespace with a waypoint', namespace(WAYPOINT) + telemetry(LOGS)],
    ['records of requests of a namespace with a waypoint for a Service', namespace() + service('istio.io/use-waypoint: waypoint') + telemetry(LOGS)],
    ['records of requests that are not for HTTP alone', namespace() + telemetry(`${SELECTOR}, metrics: [{ providers: [{ name: prometheus }] }]`)],
    ['records of the mesh', namespace('istio.io/dataplane-mode: ambient', 'istio-system') + telemetry(LOGS).replace('namespace: shop', 'namespace: istio-system')],
    ['routes for a host outside that has a waypoint', namespace() + ENTRY.replace('namespace: shop', 'namespace: shop, labels: { istio.io/use-waypoint: w }') + object('VirtualService', 'hosts: [api.example.com], http: [{ route: [{ destination: { host: api.example.com } }] }]', 'networking.istio.io/v1')],
    ['a JWT policy without rules', namespace() + object('RequestAuthentication', SELECTOR)],
  ])('%s', (_name, yaml) => {
    expect(reported(RULE, yaml)).toEqual([]);
  });
});

describe('a mesh that is ambient by setting', () => {
  const settings = { dataPlane: 'ambient' } as const;

  test('is so where the namespace says nothing', () => {
    expect(reported(RULE, authorization(`${SELECTOR}, ${HTTP}`), { settings })).toHaveLength(1);
    expect(reported(RULE, namespace('istio-injection: enabled') + authorization(`${SELECTOR}, ${HTTP}`), { settings })).toEqual([]);
  });

  test('may have waypoints that the input does not show', () => {
    const yaml = service() + authorization(`${SERVICE}, ${HTTP}`);
    expect(reported(RULE, yaml, { settings })).toEqual([]);
    expect(reported(RULE, yaml, { settings: { ...settings, complete: true } })).toHaveLength(1);
    expect(reported(RULE, namespace('a: b') + yaml, { settings })).toHaveLength(1);
  });
});

describe('not served', () => {
  test('a policy with a selector is an error, wherever a waypoint is', () => {
    expect(reported(RULE, namespace(WAYPOINT) + authorization(`${SELECTOR}, ${HTTP}`))).toEqual([
      'error AuthorizationPolicy shop/reviews spec.rules[0].to[0].operation.methods: AuthorizationPolicy shop/reviews looks at HTTP and is not attached to a waypoint, in ambient namespace shop.',
    ]);
  });

  test('a policy for a Service without a waypoint', () => {
    expect(reported(RULE, namespace() + service() + authorization(`${SERVICE}, ${HTTP}`))).toEqual([
      'warning AuthorizationPolicy shop/reviews spec.rules[0].to[0].operation.methods: AuthorizationPolicy shop/reviews looks at HTTP for Service shop/reviews, which is ambient and uses no waypoint.',
    ]);
  });

  test.each([
    ['the whole namespace', namespace() + authorization(HTTP), 'KIA0110,KIA0109'],
    ['claims', namespace() + authorization('rules: [{ when: [{ key: "request.auth.claims[a]", values: [b] }] }]'), 'KIA0110,KIA0109'],
    ['request principals', namespace() + authorization('rules: [{ from: [{ source: { requestPrincipals: ["*"] } }] }]'), 'KIA0110,KIA0109'],
    ['a policy by selector, where there is a waypoint', namespace(WAYPOINT) + authorization(`${SELECTOR}, ${HTTP}`), 'KIA0110'],
    ['workloads of the policy', namespace() + deployment('a: b') + authorization(`${SELECTOR}, ${HTTP}`), 'KIA0110,KIA0109,KIA1317'],
    ['workloads with a waypoint of their own', namespace() + deployment('istio.io/use-waypoint: w') + authorization(`${SELECTOR}, ${HTTP}`), 'KIA0110'],
    ['workloads of a Service', namespace() + service() + deployment('a: b') + authorization(`${SERVICE}, ${HTTP}`), 'KIA0109,KIA1317'],
    ['a Service that opts out', namespace(WAYPOINT) + service('istio.io/use-waypoint: none') + authorization(`${SERVICE}, ${HTTP}`), 'KIA0109'],
    ['tokens by selector', namespace() + object('RequestAuthentication', `${SELECTOR}, ${JWT}`), 'KIA1115,KIA1110'],
    ['tokens for a Service', namespace() + service() + object('RequestAuthentication', `${SERVICE}, ${JWT}`), 'KIA1110'],
    ['a plugin', namespace() + object('WasmPlugin', `${SELECTOR}, url: "oci://example.com/a"`, 'extensions.istio.io/v1alpha1'), 'KIA1116,KIA1111'],
    ['records of requests by selector', namespace() + telemetry(`${SELECTOR}, ${LOGS}`), 'KIA1117,KIA1112'],
    ['the same, where there is a waypoint', namespace(WAYPOINT) + telemetry(`${SELECTOR}, ${LOGS}`), 'KIA1117'],
    ['records of requests for a Service', namespace() + service() + telemetry(`${SERVICE}, ${LOGS}`), 'KIA1112'],
    ['records of requests of a namespace', namespace() + telemetry('metrics: [{ overrides: [{ disabled: true }] }]'), 'KIA1117,KIA1112'],
    ['routes for a host outside', namespace() + ENTRY + object('VirtualService', 'hosts: [api.example.com], http: [{ route: [{ destination: { host: api.example.com } }] }]', 'networking.istio.io/v1'), 'KIA1109'],
    ['HTTP settings for a host outside', namespace() + ENTRY + object('DestinationRule', 'host: api.example.com, trafficPolicy: { outlierDetection: { consecutive5xxErrors: 1 } }', 'networking.istio.io/v1'), 'KIA0210'],
    ['routes', namespace() + service() + object('VirtualService', 'hosts: [reviews], http: [{ route: [{ destination: { host: reviews } }] }]', 'networking.istio.io/v1'), 'KIA1113'],
    ['HTTP settings', namespace() + service() + object('DestinationRule', 'host: reviews, trafficPolicy: { outlierDetection: { consecutive5xxErrors: 1 } }', 'networking.istio.io/v1'), 'KIA0211'],
    ['HTTP settings of a subset', namespace() + service() + object('DestinationRule', 'host: reviews, subsets: [{ name: a, labels: { a: b }, trafficPolicy: { connectionPool: { http: { maxRetries: 1 } } } }]', 'networking.istio.io/v1'), 'KIA0211'],
  ])('%s', (_name, yaml, code) => {
    expect(findingsOf(yaml).filter(({ rule }) => rule === RULE).map(({ upstream }) => upstream.join())).toEqual([code]);
  });
});

describe('what ztunnel does not do, although it is no HTTP', () => {
  const at = (path: string, what: string, severity = 'warning') => [
    `${severity} AuthorizationPolicy shop/reviews ${path}: AuthorizationPolicy shop/reviews ${what} and is not attached to a waypoint, in ambient namespace shop.`,
  ];

  test.each([
    ['an external authorizer', 'action: CUSTOM, provider: { name: a }, rules: [{}]', at('spec.action', 'asks an external authorizer', 'error')],
    ['records', `action: AUDIT, ${TCP}`, at('spec.action', 'has requests recorded')],
    ['trust domains', 'rules: [{}, { from: [{ source: { notTrustDomains: [a] } }] }]', at('spec.rules[1].from[0].source.notTrustDomains', 'looks at notTrustDomains')],
    ['names of servers', 'action: DENY, rules: [{ when: [{ key: source.ip, values: [10.0.0.1] }, { key: connection.sni, values: [a] }] }]', at('spec.rules[0].when[1].key', 'looks at connection.sni')],
  ])('%s', (_name, spec, lines) => {
    expect(reported(RULE, namespace() + authorization(`${SELECTOR}, ${spec}`))).toEqual(lines);
    expect(reported(RULE, namespace('istio-injection: enabled') + authorization(`${SELECTOR}, ${spec}`))).toEqual([]);
  });

  test('a policy of connections for a Service that no waypoint serves', () => {
    expect(reported(RULE, namespace() + service() + authorization(`${SERVICE}, ${TCP}`))).toEqual([
      'warning AuthorizationPolicy shop/reviews spec.targetRefs: AuthorizationPolicy shop/reviews decides for Service shop/reviews, which is ambient and uses no waypoint.',
    ]);
    expect(reported(RULE, namespace(WAYPOINT) + service() + authorization(`${SERVICE}, ${TCP}`))).toEqual([]);
  });

  test('says nothing of what ztunnel does', () => {
    const conditions = ['source.ip', 'source.namespace', 'source.principal', 'destination.ip', 'destination.port'].map((key) => `{ key: ${key}, values: ["1"] }`);
    expect(reported(RULE, namespace() + authorization(`${SELECTOR}, rules: [{ when: [${conditions.join(', ')}] }]`))).toEqual([]);
  });
});
