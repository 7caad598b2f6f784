import { MeshIndex } from '../../src/model/mesh-index';
import { DEFAULT_SETTINGS } from '../../src/model/settings';
import type { MeshSettings } from '../../src/model/settings';
import { isFields } from '../../src/model/values';
import { indexable } from '../../src/validation/indexable';
import { readInput } from '../../src/validation/read-input';
import { RuleRun } from '../../src/validation/rule-run';
import { RULES } from '../../src/validation/rules';
import { manyRedirects, ROUTE_SHAPES } from './linear-routes';

const manifest = (apiVersion: string, kind: string, name: string, spec: unknown, namespace = 'shop', labels = {}) => ({
  apiVersion,
  kind,
  metadata: { name, namespace, labels },
  spec,
});
const istio = (kind: string, name: string, spec: unknown, namespace?: string) => manifest('networking.istio.io/v1', kind, name, spec, namespace);
const security = (kind: string, name: string, spec: unknown, namespace?: string) => manifest('security.istio.io/v1', kind, name, spec, namespace);
const service = (name: string, selector: object, ports: unknown = [{ port: 80 }]) => manifest('v1', 'Service', name, { selector, ports });
const deployment = (name: string, labels: object) =>
  manifest('apps/v1', 'Deployment', name, { template: { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'app' }] } } });
const GET = [{ to: [{ operation: { methods: ['GET'] } }] }];
const TOKEN = [{ from: [{ source: { requestPrincipals: ['*'] } }] }];
const DISABLE = { tls: { mode: 'DISABLE' } };
const OUT = { 'sidecar.istio.io/inject': 'false' };
const to = (host: string, more = {}) => [{ route: [{ destination: { host, ...more } }] }];

/** For each, as many objects (or parts of one object) as are asked for, of the kind that tempts a rule to compare all with all. */
const SHAPES: Readonly<Record<string, (index: number) => readonly unknown[]>> = {
  'Gateways of the Gateway API that share everything': (i) => [
    manifest('gateway.networking.k8s.io/v1', 'Gateway', `g${i}`, {
      gatewayClassName: 'istio',
      addresses: [{ type: 'IPAddress', value: '192.0.2.1' }],
      listeners: [{ name: 'a', port: 80, protocol: 'HTTP', hostname: 'a.example.com' }],
    }),
    manifest('gateway.networking.k8s.io/v1', 'HTTPRoute', `r${i}`, {
      parentRefs: [{ name: 'g0' }, { name: 'other' }],
      rules: [{ backendRefs: [{ name: 'a', namespace: 'blog', port: 80 }, { name: `b${i}`, port: 80 }] }],
    }),
    manifest('gateway.networking.k8s.io/v1beta1', 'ReferenceGrant', `r${i}`, {
      from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: `ns${i}` }],
      to: [{ group: '', kind: 'Service' }],
    }, 'blog'),
  ],
  'ServiceEntries and WorkloadGroups that are alike': (i) => [
    istio('ServiceEntry', `e${i}`, { hosts: ['a.example.com'], resolution: 'DNS', ports: [{ number: 443, name: 'tls', protocol: 'TLS' }] }),
    istio('WorkloadGroup', `w${i}`, { metadata: { labels: { app: 'a' } }, template: { serviceAccount: `a${i}` } }),
  ],
  'workloads without a policy, and Services for all of them': (i) => [
    service(`s${i}`, { team: 'a' }, [{ port: 80, targetPort: `p${i}` }]),
    deployment(`d${i}`, { team: 'a', app: `a${i}` }),
    security('AuthorizationPolicy', `p${i}`, { selector: { matchLabels: { app: `b${i}` } }, rules: GET }),
  ],
  'VirtualServices for one host': (i) => [istio('VirtualService', `v${i}`, { hosts: ['a.example.com'], http: to('a.example.com') })],
  'private VirtualServices for one host': (i) => [istio('VirtualService', 'v', { hosts: ['a.example.com'], exportTo: ['.'], http: to('a.example.com') }, `ns${i}`)],
  'pairs of them at a gateway': (i) => [istio('VirtualService', `v${i}`, { hosts: ['a.example.com'], gateways: ['edge/public'], exportTo: ['.'], http: to('b.example.com') }, `ns${Math.floor(i / 2)}`)],
  'private ServiceEntries for one host': (i) => [
    istio('ServiceEntry', 'e', { hosts: ['a.example.com'], exportTo: ['.'], ports: [{ number: 1000 + i, name: 'http', protocol: 'HTTP' }] }, `ns${i}`),
    istio('VirtualService', 'v', { hosts: ['b'], http: to('a.example.com', { port: { number: 80 } }) }, `ns${i}`),
  ],
  'public ServiceEntries for one host': (i) => [
    istio('ServiceEntry', `e${i}`, { hosts: ['a.example.com'], ports: [{ number: 1000 + i, name: 'http', protocol: 'HTTP' }] }),
    istio('VirtualService', `v${i}`, { hosts: ['b'], http: to('a.example.com', { port: { number: 80 } }) }),
  ],
  'hidden ServiceEntries for one host': (i) => [
    istio('ServiceEntry', `e${i}`, { hosts: ['a.example.com'], exportTo: ['farm'] }),
    istio('VirtualService', `v${i}`, { hosts: ['b'], http: to('a.example.com') }),
    istio('DestinationRule', `d${i}`, { host: 'a.example.com' }),
  ],
  'DestinationRules for one host': (i) => [
    istio('DestinationRule', `d${i}`, { host: 'a', subsets: [{ name: `s${i}`, labels: { version: `${i}` } }], trafficPolicy: DISABLE }),
    istio('VirtualService', `v${i}`, { hosts: [`b${i}`], http: to('a', { subset: 'other' }) }),
  ],
  'DestinationRules for one host, shown to each his own': (i) => [istio('DestinationRule', `d${i}`, { host: 'a', exportTo: ['.', `ns${i}`] })],
  'a policy, a Service and a workload each': (i) => [
    service(`s${i}`, { app: `a${i}` }),
    deployment(`d${i}`, { app: `a${i}` }),
    istio('DestinationRule', `d${i}`, { host: `s${i}`, trafficPolicy: DISABLE }),
    security('PeerAuthentication', `p${i}`, { selector: { matchLabels: { app: `a${i}` } }, mtls: { mode: 'STRICT' } }),
  ],
  'Services whose workloads are elsewhere': (i) => [
    service(`s${i}`, { app: `a${i}` }),
    istio('DestinationRule', `d${i}`, { host: `s${i}`, trafficPolicy: DISABLE }),
    security('PeerAuthentication', `p${i}`, { selector: { matchLabels: { app: `b${i}` } }, mtls: { mode: 'DISABLE' } }),
  ],
  'Services that share their workloads': (i) => [
    service(`s${i}`, { team: 'a' }),
    deployment(`d${i}`, { team: 'a', app: `a${i}` }),
    istio('DestinationRule', `d${i}`, { host: `s${i}`, trafficPolicy: DISABLE }),
    security('PeerAuthentication', `p${i}`, { selector: { matchLabels: { team: 'a' } }, mtls: { mode: 'STRICT' } }),
  ],
  'tokens that nobody asks for': (i) => [
    security('RequestAuthentication', `r${i}`, { selector: { matchLabels: { app: `a${i}` } }, jwtRules: [{ issuer: 'a' }] }),
    security('AuthorizationPolicy', `p${i}`, { selector: { matchLabels: { app: `b${i}` } }, rules: TOKEN }),
  ],
  'tokens, with labels of two kinds': (i) => [
    security('RequestAuthentication', `r${i}`, { selector: { matchLabels: { app: `a${i}`, name: `a${i}` } }, jwtRules: [{ issuer: 'a' }] }),
    security('AuthorizationPolicy', `p${i}`, { selector: { matchLabels: { [i % 2 === 0 ? 'app' : 'name']: `b${i}` } }, rules: TOKEN }),
  ],
  'gateways of a mesh that denies everything': (i) => [
    security('AuthorizationPolicy', 'deny-all', {}, 'istio-system'),
    security('AuthorizationPolicy', `p${i}`, { selector: { matchLabels: { app: `a${i}` } }, rules: GET }),
    istio('Gateway', `g${i}`, { selector: { app: `g${i}` }, servers: [] }),
  ],
  'policies without a selector': (i) => [deployment(`d${i}`, { app: `a${i}`, ...OUT }), security('AuthorizationPolicy', `p${i}`, { rules: GET })],
  'policies with one selector': (i) => [
    manifest('v1', 'Namespace', 'shop', {}, undefined, { 'istio.io/dataplane-mode': 'ambient' }),
    deployment(`d${i}`, { team: 'a', app: `a${i}`, 'istio.io/dataplane-mode': 'none' }),
    security('AuthorizationPolicy', `p${i}`, { selector: { matchLabels: { team: 'a' } }, rules: GET }),
  ],
  'Services and workloads of the mesh that share them': (i) => [
    manifest('v1', 'Namespace', 'shop', {}, undefined, { 'istio-injection': 'enabled' }),
    service(`s${i}`, { team: 'a' }, [{ port: 1000 + i, targetPort: `t${i}` }]),
    deployment(`d${i}`, { team: 'a', app: `a${i}` }),
    istio('Gateway', `g${i}`, { selector: { team: 'a' }, servers: [{ port: { number: 90, protocol: 'HTTP' }, hosts: [`h${i}`] }] }),
  ],
  'Sidecars and Telemetries for the same workloads': (i) => [
    deployment(`d${i}`, { team: 'a', app: `a${i}` }),
    istio('Sidecar', `s${i}`, { workloadSelector: { labels: i % 2 === 0 ? { team: 'a' } : { app: `a${i}` } } }),
    istio('Sidecar', `w${i}`, {}),
    manifest('telemetry.istio.io/v1', 'Telemetry', `t${i}`, { selector: { matchLabels: { team: 'a' } } }),
    manifest('telemetry.istio.io/v1', 'Telemetry', `w${i}`, {}),
  ],
  'Gateways for one host and certificate': (i) => [
    deployment(`d${i}`, { team: 'a', app: `a${i}` }),
    istio('Gateway', `g${i}`, {
      selector: i % 2 === 0 ? { team: 'a' } : { app: `a${i}` },
      servers: [{ port: { number: 443, protocol: 'HTTPS' }, hosts: ['a.example.com'], tls: { mode: 'SIMPLE', credentialName: 'a' } }],
    }),
  ],
  'routes of one Gateway that serves other hosts': (i) => [
    istio('Gateway', 'g', { selector: { a: 'b' }, servers: numbers(50).map((n) => ({ port: { number: 80 }, hosts: [`h${n}.example.com`] })) }),
    istio('VirtualService', `v${i}`, { hosts: [`*.o${i}.example.com`], gateways: ['g'], http: [{ match: [{ headers: { '@request.auth.claims.a': { exact: 'b' } } }], ...to('a')[0] }] }),
    deployment(`d${i}`, { a: 'b' }),
  ],
  'ServiceEntries of two protocols': (i) => [
    istio('ServiceEntry', `e${i}`, { hosts: ['a.example.com'], exportTo: i % 3 === 0 ? ['*'] : ['.'], ports: [{ number: 80, protocol: i % 2 === 0 ? 'HTTP' : 'TCP' }] }, `ns${i % 7}`),
  ],
  'namespaces and policies that name others': (i) => [
    manifest('v1', 'Namespace', `ns${i}`, {}),
    security('AuthorizationPolicy', `p${i}`, { rules: [{ from: [{ source: { namespaces: [`x${i}`, `y${i}*`, `*z${i}`] } }] }] }),
  ],
  'policies that select pods of no gateway': (i) => [
    deployment(`d${i}`, { team: 'a', app: `a${i}` }),
    security('AuthorizationPolicy', `p${i}`, { selector: { matchLabels: { team: 'a' } }, rules: GET }),
  ],
  'policies for ports of Services that share their workloads': (i) => [
    service(`s${i}`, { team: 'a' }, [{ port: 1000 + i, targetPort: 9000 + i, name: 'tcp' }]),
    deployment(`d${i}`, { team: 'a', app: `a${i}` }),
    security('AuthorizationPolicy', `p${i}`, { selector: { matchLabels: { team: 'a' } }, rules: [{ to: [{ operation: { ports: [`${1000 + i}`], methods: ['GET'] } }] }] }),
    security('AuthorizationPolicy', `q${i}`, { action: 'DENY', rules: [{ to: [{ operation: { notPorts: [`${2000 + i}`], methods: ['GET'] } }] }] }),
  ],
  'policies by identity, where mTLS is PERMISSIVE for a port each': (i) => [
    deployment(`d${i}`, { team: 'a', app: `a${i}` }),
    security('PeerAuthentication', `e${i}`, { selector: { matchLabels: { app: `a${i}` } }, mtls: { mode: 'STRICT' }, portLevelMtls: { [`${1000 + i}`]: { mode: 'PERMISSIVE' } } }),
    security('AuthorizationPolicy', `p${i}`, {
      selector: { matchLabels: { team: 'a' } },
      action: 'DENY',
      rules: [{ from: [{ source: { namespaces: ['dev'] } }], to: [{ operation: { ports: [`${1000 + i}`] } }] }],
    }),
    security('AuthorizationPolicy', `q${i}`, { action: 'DENY', rules: [{ from: [{ source: { principals: [`a/ns/b/sa/c${i}`] } }] }] }),
  ],
  'policies that ask who calls, where mTLS is off': (i) => [
    deployment(`d${i}`, { team: 'a', app: `a${i}` }),
    service(`s${i}`, { app: `a${i}` }),
    security('PeerAuthentication', `p${i}`, { selector: { matchLabels: { app: `a${i}` } }, mtls: { mode: 'DISABLE' }, portLevelMtls: { [1000 + i]: { mode: 'DISABLE' } } }),
    security('AuthorizationPolicy', `wide${i}`, { rules: [{ from: [{ source: { namespaces: ['shop'] } }] }] }),
    security('AuthorizationPolicy', `narrow${i}`, { selector: { matchLabels: { app: `a${i}` } }, rules: [{ from: [{ source: { namespaces: ['shop'] } }] }] }),
  ],
  'policies that name nobody': (i) => [
    deployment(`d${i}`, { app: `a${i}` }),
    manifest('v1', 'ServiceAccount', `account${i}`, undefined),
    service(`s${i}`, { app: `a${i}` }),
    security('AuthorizationPolicy', `p${i}`, { rules: [{ from: [{ source: { principals: [`cluster.local/ns/shop/sa/acount${i}`] } }], to: [{ operation: { hosts: [`x${i}`] } }] }] }),
  ],
  'exports to nowhere': (i) => [manifest('v1', 'Namespace', `ns${i}`, {}), istio('ServiceEntry', `e${i}`, { hosts: [`a${i}.example.com`], exportTo: [`nx${i}`] })],
  'namespaces without mTLS in a mesh with it': (i) => [
    istio('DestinationRule', `d${i}`, { host: '*.local', trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } }, subsets: [{ name: `s${i}` }] }),
    security('PeerAuthentication', 'p', { mtls: { mode: 'DISABLE' } }, `ns${i}`),
  ],
  'webhooks that overlap': (i) => [
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: { name: `istio-sidecar-injector-${i}`, labels: { 'istio.io/rev': `r${i}` } },
      webhooks: [{ name: `w${i}.istio.io`, clientConfig: { service: { name: 'istiod', namespace: 'istio-system' } } }],
    },
    manifest('apps/v1', 'Deployment', `d${i}`, { template: { spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] } } }),
  ],
  'routes to subsets that others define': (i) => [
    istio('DestinationRule', 'd', { host: 'a.shop.svc.cluster.local', exportTo: ['.', `x${i}`], subsets: [{ name: 'v1', labels: { version: 'v1' } }], trafficPolicy: { loadBalancer: { consistentHash: { useSourceIp: true } } } }, `ns${i}`),
    istio('VirtualService', 'v', { hosts: ['a.shop.svc.cluster.local'], gateways: ['mesh', 'edge/g'], http: [{ route: ['v1', 'v2'].map((subset) => ({ destination: { host: 'a.shop.svc.cluster.local', subset }, weight: 50 })) }] }, `ns${i + 1}`),
    deployment(`d${i}`, { app: 'g' }),
    istio('Gateway', 'g', { selector: { app: 'g' }, servers: [] }, `edge${i}`),
  ],
  ...ROUTE_SHAPES,
  'gateways named without their namespace': (i) => [
    istio('Gateway', 'g', { selector: { a: 'b' }, servers: [] }, `ns${i}`),
    istio('VirtualService', `v${i}`, { hosts: [`h${i}.example.com`], gateways: ['g'], http: to('a') }),
  ],
};

/** The same for a mesh without auto mTLS. */
const MANUAL_SHAPES: typeof SHAPES = {
  'STRICT in the whole mesh, and Services that nobody tells of': (i) => [service(`s${i}`, { app: 'a' }), security('PeerAuthentication', `p${i}`, { mtls: { mode: 'STRICT' } }, 'istio-system')],
  'rules for one host that drop mTLS': (i) => [
    service(`s${i}`, { app: 'a' }),
    deployment(`d${i}`, { app: 'a', ...OUT }),
    istio('DestinationRule', `all${i}`, { host: '*.local', trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } }),
    istio('DestinationRule', `d${i}`, { host: 's1', trafficPolicy: { loadBalancer: { simple: 'RANDOM' } } }),
  ],
  'rules for one host that drop mTLS, in many namespaces': (i) => [
    istio('DestinationRule', 'all', { host: '*.local', trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } }, `ns${i}`),
    istio('DestinationRule', 'd', { host: 'a.shop.svc.cluster.local' }, `ns${i}`),
  ],
};

const HTTP: Readonly<Record<string, (index: number) => object>> = {
  'of one path': (i) => ({ uri: { prefix: '/a/very/long/prefix' }, headers: { user: { exact: `u${i}` } } }),
  'of many paths': (i) => ({ uri: { prefix: `/p${i}x` } }),
  'without a header': (i) => ({ withoutHeaders: { [`h${i}`]: { exact: 'a' } } }),
  'of one gateway each': (i) => ({ gateways: [`edge/g${i}`] }),
};

const ONE_OBJECT: Readonly<Record<string, (size: number) => unknown>> = {
  ...Object.fromEntries(
    Object.entries(HTTP).map(([name, match]) => [
      `routes ${name}`,
      (size: number) => istio('VirtualService', 'v', { hosts: ['a'], http: numbers(size).map((i) => ({ match: [match(i)], ...to('a')[0] })) }),
    ]),
  ),
  'servers of TLS': (size) =>
    istio('VirtualService', 'v', { hosts: ['a'], tls: numbers(size).map((i) => ({ match: [{ sniHosts: ['a.example.com', `b${i}.example.com`] }], ...to('a')[0] })) }),
  'paths and what is excluded': (size) =>
    security('AuthorizationPolicy', 'p', { rules: [{ to: [{ operation: { paths: numbers(size).map((i) => `/p${i}`), notPaths: numbers(size).map((i) => `/q${i}/*`) } }] }] }),
  'callers and requests in items of their own': (size) =>
    security('AuthorizationPolicy', 'p', {
      rules: [
        { from: numbers(size).flatMap((i) => [{ source: { namespaces: [`n${i}`] } }, { source: { notNamespaces: [`n${i}`] } }, { source: { principals: [`a/ns/m${i}/sa/b`] } }]) },
        { to: numbers(size).flatMap((i) => [{ operation: { methods: ['GET'] } }, { operation: { paths: [`/p${i}`] } }, { operation: { notPaths: [`/p${i}`, `/q${i}/`] } }]) },
      ],
    }),
  'paths that are denied': (size) =>
    security('AuthorizationPolicy', 'p', { action: 'DENY', rules: [{ to: numbers(size).map((i) => ({ operation: { paths: [`/p${i}`, `*/s${i}`, `/t${i}*`] } })) }] }),
  'routes of many gateways': (size) =>
    istio('VirtualService', 'v', { hosts: ['a'], gateways: numbers(size).map((i) => `edge/g${i}`), http: numbers(size).map((i) => ({ match: [{ uri: { prefix: `/p${i}` } }], ...to('a', { subset: `s${i}` })[0] })) }),
  'redirects at many gateways': manyRedirects,
  'subsets without labels': (size) => istio('DestinationRule', 'd', { host: 'a', subsets: numbers(size).map((i) => ({ name: `s${i}` })) }),
};

function numbers(size: number): readonly number[] {
  return Array.from({ length: size }, (_, index) => index);
}

/** The value, with a count of how often anything in it is looked at. */
function counted(value: unknown, count: () => void): unknown {
  const seen = new WeakMap<object, unknown>();
  const wrap = (inner: unknown): unknown => {
    if (!isFields(inner) && !Array.isArray(inner)) return inner;
    const before = seen.get(inner);
    if (before !== undefined) return before;
    const proxy = new Proxy(inner, {
      get: (target, key, receiver) => (count(), wrap(Reflect.get(target, key, receiver))),
      ownKeys: (target) => (count(), Reflect.ownKeys(target)),
      has: (target, key) => (count(), Reflect.has(target, key)),
    });
    seen.set(inner, proxy);
    return proxy;
  };
  return wrap(value);
}

/** How often each rule looks at its input. */
function looks(inputs: readonly unknown[], settings: Partial<MeshSettings>): ReadonlyMap<string, number> {
  let count = 0;
  const { manifests } = readInput(inputs, DEFAULT_SETTINGS);
  const usable = new Map(manifests.map(({ input, raw }) => [input, counted(raw, () => count++)]));
  const index = new MeshIndex(indexable(manifests, usable), { settings: { ...DEFAULT_SETTINGS, complete: true, ...settings } });
  const result = new Map<string, number>();
  for (const rule of RULES) {
    if (rule.reads === 'objects') continue;
    const before = count;
    rule.check(new RuleRun(rule, { index, manifests, requireNamespace: false }));
    result.set(rule.id, count - before);
  }
  return result;
}

const cases: readonly (readonly [string, (size: number) => readonly unknown[], Partial<MeshSettings>])[] = [
  ...Object.entries(SHAPES).map(([name, make]) => [name, (size: number) => numbers(size).flatMap(make), {}] as const),
  ...Object.entries(MANUAL_SHAPES).map(([name, make]) => [name, (size: number) => numbers(size).flatMap(make), { autoMtls: false }] as const),
  ...Object.entries(ONE_OBJECT).map(([name, make]) => [name, (size: number) => [make(size)], {}] as const),
];

test.each(cases)('four times as much input is about four times as much work: %s', (_name, make, settings) => {
  const small = looks(make(150), settings);
  const large = looks(make(600), settings);
  const worse = [...large].filter(([rule, count]) => count > 6 * (small.get(rule) ?? 0) + 1000);
  expect(worse).toEqual([]);
});
