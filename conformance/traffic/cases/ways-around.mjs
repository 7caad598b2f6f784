// Ways around the edges of a closed namespace, tried one by one; and those that are there, which the patterns report.
import { client, namespace, service } from '../manifests.mjs';

const front = { from: 'web/front' };
const auditor = { from: 'bank/auditor' };
const accounts = { host: 'accounts.bank', port: 80 };
const nobody = { arrivals: {} };
const denied = { status: 403, arrivals: {} };
const claims = { iss: 'https://id.example.com', sub: 'ann', aud: 'bank', role: 'teller', org: { units: ['y'] } };
const transfer = (more, options = {}) => ({ ...front, to: accounts, method: 'POST', path: '/transfer', token: { claims: { ...claims, ...more }, ...options } });
const unsigned = `Bearer ${[{ alg: 'none' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;

/** What holds in both data planes. */
const closed = [
  { ...front, to: accounts, path: '/accounts/1', repeat: 500, expect: { status: 200, share: { v1: 0.8, v2: 0.2 } } },
  // Spellings: what Envoy cleans is what is compared and what is sent on; what it leaves is another path.
  ...['/exact?x=1', '/%65xact', '/./exact', '/a.css'].map((path) => ({ ...front, to: accounts, path, expect: { status: 200 } })),
  ...['/Accounts/1', '//accounts/1', '/%2Faccounts/1', '/accounts', '/accounts%2F1', '/accounts/../q', '/accounts/%2e%2e/q', '/accounts/..\\q', '/exact/', '/exact//', '/exact;x', '/EXACT', '/q?x=.css', '/q#.css']
    .map((path) => ({ ...front, to: accounts, path, expect: denied })),
  // Methods.
  ...['POST', 'HEAD', 'get'].map((method) => ({ ...front, to: accounts, method, path: '/accounts/1', headers: { 'x-http-method-override': 'GET' }, expect: { arrivals: {} } })),
  // Other ports of the Service and of the pods.
  { ...front, to: { ...accounts, port: 81 }, path: '/accounts/1', expect: denied },
  { ...auditor, to: { ...accounts, port: 81 }, path: '/q', expect: { status: 200 } },
  ...[front, auditor].map((from) => ({ ...from, to: { ...accounts, port: 5000 }, protocol: 'tcp', expect: nobody })),
  ...['v1', 'v3'].flatMap((version) => [8080, 8081, 5000, 8090, 7777].map((port) => ({ ...front, to: { pod: `bank/accounts-${version}`, port }, path: '/accounts/1', expect: nobody }))),
  // Somebody else, also one of the same name, also with what a proxy would say of the right one.
  ...['bank/stranger', 'other/front', 'other/accounts'].map((from) => ({ from, to: accounts, path: '/accounts/1', expect: denied })),
  { from: 'other/front', to: accounts, path: '/accounts/1', headers: { 'x-forwarded-client-cert': 'By=spiffe://cluster.local/ns/bank/sa/accounts;URI=spiffe://cluster.local/ns/web/sa/front' }, expect: denied },
  { from: 'bank/accounts-v1', to: { host: 'ledger', port: 5000 }, protocol: 'tcp', expect: { by: 'bank/ledger' } },
  { from: 'bank/accounts-v1', to: { pod: 'bank/ledger', port: 7777 }, protocol: 'tcp', expect: nobody },
  { from: 'other/accounts', to: { host: 'ledger.bank', port: 5000 }, protocol: 'tcp', expect: nobody },
  // Services that share pods.
  { ...front, to: { host: 'cards.bank', port: 80 }, expect: { status: 200 } },
  { ...front, to: { host: 'cards.bank', port: 80 }, method: 'PUT', expect: denied },
  { ...front, to: { host: 'cards-inner.bank', port: 8090 }, path: '/audit', expect: nobody },
  { ...auditor, to: { host: 'cards-inner', port: 8090 }, path: '/audit', expect: { status: 200 } },
  ...['cards', 'cards-inner', 'cards-loose'].map((host) => ({ ...auditor, to: { host, port: 80 }, path: '/audit', expect: nobody })),
  // The exception is for one port of one workload.
  { from: 'outside', to: { pod: 'bank/cards', port: 8090 }, path: '/healthz', expect: { status: 200 } },
  ...['cards', 'accounts-v1'].flatMap((name) => [8080, 7777].map((port) => ({ from: 'outside', to: { pod: `bank/${name}`, port }, path: '/healthz', expect: nobody }))),
  { from: 'outside', to: { pod: 'bank/accounts-v1', port: 8090 }, path: '/healthz', expect: nobody },
  // Tokens.
  { ...transfer({}), headers: { 'x-role': 'boss' }, expect: { status: 200, seen: { headers: { 'x-role': 'teller' } } } },
  { ...front, to: accounts, path: '/accounts/1', headers: { 'x-role': 'teller' }, expect: { status: 200, seen: { headers: { 'x-role': null } } } },
  { ...transfer({}, { forged: true }), expect: { status: 401, arrivals: {} } },
  ...['https://evil.example.com', 'https://id.example.com/x'].map((iss) => ({ ...transfer({ iss }), expect: { status: 401, arrivals: {} } })),
  { ...transfer({ exp: 1000 }), expect: { status: 401, arrivals: {} } },
  ...[{ aud: 'shop' }, { aud: undefined }, { role: 'Teller' }, { role: undefined }, { org: {} }, { org: undefined, 'org.units': 'y' }].map((more) => ({ ...transfer(more), expect: denied })),
  { ...transfer({}), token: undefined, expect: denied },
  { ...transfer({}), token: undefined, headers: { authorization: unsigned }, expect: { status: 401, arrivals: {} } },
  { ...transfer({}), method: 'GET', expect: denied },
  { ...transfer({}), from: 'bank/auditor', expect: denied },
  // The testers' header, and cookies that nobody was given.
  { ...front, to: accounts, path: '/accounts/1', headers: { 'X-Lab': 'v3' }, repeat: 10, expect: { version: 'v3' } },
  { ...front, to: accounts, path: '/accounts/1', headers: { cookie: 'z=1; accounts-version=v2' }, repeat: 10, expect: { version: 'v2' } },
  { ...front, to: accounts, path: '/accounts/1', headers: { cookie: 'accounts-version=v3' }, repeat: 200, expect: { share: { v1: 0.8, v2: 0.2 } } },
  { ...front, to: accounts, path: '/q', headers: { 'x-lab': 'v3', cookie: 'accounts-version=v2' }, expect: denied },
];

const infra = (serves) => [
  ...['shop', 'infra', 'web'].map((name) => namespace(name, { 'istio.io/dataplane-mode': 'ambient', ...(name === 'shop' ? { 'istio.io/use-waypoint': 'shared', 'istio.io/use-waypoint-namespace': 'infra' } : {}) })),
  service('shop', 'cart'),
  client('web', 'front'),
  client('web', 'stranger'),
  `
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: shared, namespace: infra, labels: { istio.io/waypoint-for: ${serves} } }
spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE, allowedRoutes: { namespaces: { from: All } } }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: deny-all, namespace: shop }
spec: {}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: cart-at-ztunnel, namespace: shop }
spec: { selector: { matchLabels: { app: cart } }, rules: [{ from: [{ source: { principals: [cluster.local/ns/infra/sa/shared] } }] }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: cart-from-web.front, namespace: shop }
spec: { targetRefs: [{ group: '', kind: Service, name: cart }], rules: [{ from: [{ source: { principals: [cluster.local/ns/web/sa/front] } }] }] }
`,
].join('');

const steer = (own, spec) => `
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: steer, namespace: ${own} }
spec: { parentRefs: [{ group: '', kind: Service, name: cards, namespace: bank, port: 80 }], rules: [{ backendRefs: [${spec}] }] }
`;
const steered = { ...front, to: { host: 'cards.bank', port: 80 }, path: '/q' };

export const cases = [
  { name: 'around a closed namespace: sidecars', program: 'conformance/traffic/programs/bank.ts', place: 'dist/sidecar', requests: [
    ...closed,
    { from: 'outside', to: { pod: 'bank/cards', port: 8090 }, path: '/audit', expect: denied },
  ] },
  { name: 'around a closed namespace: ambient', program: 'conformance/traffic/programs/bank.ts', place: 'dist/ambient', requests: [
    ...closed,
    ...['v1', 'v3'].flatMap((version) => [
      { ...front, to: { host: `accounts-${version}.bank`, port: 80 }, path: '/accounts/1', expect: { status: 200, version } },
      { ...front, to: { host: `accounts-${version}.bank`, port: 80 }, path: '/q', expect: denied },
      { ...front, to: { host: `accounts-${version}.bank`, port: 81 }, path: '/accounts/1', expect: denied },
      { ...front, to: { host: `accounts-${version}.bank`, port: 5000 }, protocol: 'tcp', expect: nobody },
      { from: 'bank/stranger', to: { host: `accounts-${version}.bank`, port: 80 }, path: '/accounts/1', expect: denied },
    ]),
    { ...front, to: { host: 'cards-inner.bank', port: 80 }, expect: denied },
    { ...front, to: { host: 'cards-loose.bank', port: 80 }, expect: nobody },
  ] },
  // Why edge-walked-around is an error: who may call cards alone reaches accounts; with sidecars the caller stays who it is.
  { name: 'a route past the edges: ambient', program: 'conformance/traffic/programs/bank.ts', place: 'dist/ambient', yaml: steer('bank', '{ name: accounts-v2, port: 80 }'), requests: [{ ...steered, expect: { status: 200, by: 'bank/accounts-v2' } }] },
  { name: 'a route past the edges, of another namespace: ambient', program: 'conformance/traffic/programs/bank.ts', place: 'dist/ambient', yaml: steer('web', '{ name: accounts, namespace: bank, port: 80 }'), requests: [{ ...steered, expect: { status: 200, by: 'bank/cards' } }] },
  { name: 'a route past the edges: sidecars', program: 'conformance/traffic/programs/bank.ts', place: 'dist/sidecar', yaml: steer('bank', '{ name: accounts, port: 80 }'), requests: [{ ...steered, expect: denied }] },
  // Why a waypoint of another namespace must be for Services alone.
  ...['service', 'all'].map((serves) => ({ name: `a waypoint of another namespace, for ${serves}`, yaml: infra(serves), requests: [
    { from: 'web/front', to: { host: 'cart.shop', port: 80 }, expect: { status: 200 } },
    { from: 'web/stranger', to: { host: 'cart.shop', port: 80 }, expect: denied },
    { from: 'web/stranger', to: { pod: 'shop/cart', port: 9080 }, expect: serves === 'all' ? { status: 200 } : nobody },
  ] })),
];
