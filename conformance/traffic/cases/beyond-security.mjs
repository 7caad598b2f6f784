// What policies that look closed let through, and what policies that look open stop: the harm that rules tell of, and the mend.
import { client, namespace, service } from '../manifests.mjs';

const policy = (name, spec, where = 'shop') => `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ${name}, namespace: ${where} }
spec: ${JSON.stringify(spec)}
`;
const peers = (mode) => `
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec: { mtls: { mode: ${mode} } }
`;

const kubernetes = [
  namespace('shop'),
  namespace('web'),
  namespace('dev'),
  service('shop', 'cart', { ports: { http: [80, 9080], 'tcp-cache': [6379, 6379] } }),
  client('web', 'front'),
  client('dev', 'tester'),
].join('');

const entry = `
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: public, namespace: shop }
spec:
  hosts: [shop.example.com]
  gateways: [shop/public]
  http: [{ route: [{ destination: { host: cart.shop.svc.cluster.local, port: { number: 80 } } }] }]
`;

const cart = { host: 'cart.shop', port: 80 };
const cache = { to: { host: 'cart.shop', port: 6379 }, protocol: 'tcp' };
const [front, tester, plain] = ['web/front', 'dev/tester', 'outside'].map((from) => ({ from, to: cart }));
const open = { status: 200, by: 'shop/cart' };
const denied = { status: 403, arrivals: {} };
const closed = { failure: 'closed', arrivals: {} };
const connected = { by: 'shop/cart' };

const noDev = policy('no-dev', { action: 'DENY', rules: [{ from: [{ source: { namespaces: ['dev'] } }] }] });
const allButDev = policy('all-but-dev', { rules: [{ from: [{ source: { notNamespaces: ['dev'] } }] }] });
const to = (operation) => ({ rules: [{ to: [{ operation }] }] });
const noPlain = policy('no-plain-text', { action: 'DENY', rules: [{ from: [{ source: { notPrincipals: ['*'] } }] }] });

export const cases = [
  // policy-by-passed-by-plaintext: a caller without identity is of no namespace.
  ...[['DENY', noDev], ['ALLOW all but', allButDev]].flatMap(([what, yaml]) => [
    { name: `identity: ${what}, where plain text is taken`, yaml: kubernetes + yaml + peers('PERMISSIVE'), requests: [
      { ...front, expect: open },
      { ...tester, expect: denied },
      { ...plain, expect: open },
    ] },
    { name: `identity: ${what}, with STRICT mTLS`, yaml: kubernetes + yaml + peers('STRICT'), requests: [
      { ...front, expect: open },
      { ...tester, expect: denied },
      { ...plain, expect: closed },
    ] },
  ]),
  { name: 'identity: DENY, and plain text is denied as well', yaml: kubernetes + noDev + noPlain + peers('PERMISSIVE'), requests: [
    { ...front, expect: open },
    { ...tester, expect: denied },
    { ...plain, expect: denied },
  ] },
  // http-policy-on-tcp-port.
  { name: 'a DENY of HTTP and a port of TCP', yaml: kubernetes + policy('read-only', { action: 'DENY', ...to({ methods: ['POST'] }) }), requests: [
    { ...front, expect: open },
    { ...front, method: 'POST', expect: denied },
    { from: 'web/front', ...cache, expect: closed },
  ] },
  { name: 'a DENY of HTTP for the port that speaks it', yaml: kubernetes + policy('read-only', { action: 'DENY', ...to({ methods: ['POST'], ports: ['9080'] }) }), requests: [
    { ...front, method: 'POST', expect: denied },
    { from: 'web/front', ...cache, expect: connected },
  ] },
  { name: 'a DENY of requests without a token and a port of TCP', yaml: kubernetes + policy('token', { action: 'DENY', rules: [{ from: [{ source: { notRequestPrincipals: ['*'] } }] }] }), requests: [
    { ...front, expect: denied },
    { from: 'web/front', ...cache, expect: closed },
  ] },
  { name: 'a DENY of HTTP from one namespace and a port of TCP', yaml: kubernetes + policy('read-only', { action: 'DENY', rules: [{ from: [{ source: { namespaces: ['dev'] } }], to: [{ operation: { methods: ['POST'] } }] }] }), requests: [
    { ...tester, expect: open },
    { from: 'dev/tester', ...cache, expect: closed },
    { from: 'web/front', ...cache, expect: connected },
  ] },
  { name: 'a DENY of a header from one namespace and a port of TCP', yaml: kubernetes + policy('no-trials', { action: 'DENY', rules: [{ from: [{ source: { namespaces: ['dev'] } }], when: [{ key: 'request.headers[x-trial]', values: ['*'] }] }] }), requests: [
    { ...tester, expect: open },
    { ...tester, headers: { 'x-trial': '1' }, expect: denied },
    { from: 'dev/tester', ...cache, expect: closed },
    { from: 'web/front', ...cache, expect: connected },
  ] },
  { name: 'a DENY of HTTP that the workload encrypts', yaml: kubernetes.replace('"tcp-cache"', '"https-cache"') + policy('read-only', { action: 'DENY', ...to({ methods: ['POST'] }) }), requests: [
    { from: 'web/front', ...cache, expect: closed },
  ] },
  { name: 'an ALLOW of HTTP at a port of TCP', yaml: kubernetes + policy('cache', to({ methods: ['GET'], ports: ['6379'] })), requests: [
    { from: 'web/front', ...cache, expect: closed },
  ] },
  { name: 'an ALLOW of connections at a port of TCP', yaml: kubernetes + policy('cache', to({ ports: ['6379'] })), requests: [
    { from: 'web/front', ...cache, expect: connected },
  ] },
  // policy-port-on-service-port.
  { name: 'a policy for the port of the Service', yaml: kubernetes + policy('get', to({ methods: ['GET'], ports: ['80'] })), requests: [{ ...front, expect: denied }] },
  { name: 'a policy for the port of the container', yaml: kubernetes + policy('get', to({ methods: ['GET'], ports: ['9080'] })), requests: [{ ...front, expect: open }] },
  // denied-path-by-passed.
  { name: 'a DENY of one path', yaml: kubernetes + policy('no-admin', { action: 'DENY', ...to({ paths: ['/admin'] }) }), requests: [
    ...['/admin', '/./admin', '/%61dmin', '/x/../admin', '/admin?a'].map((path) => ({ ...front, path, expect: denied })),
    ...['/admin/', '//admin', '/admin//', '/ADMIN', '/%2Fadmin'].map((path) => ({ ...front, path, expect: open })),
  ] },
  { name: 'a DENY of one path, with slashes merged', yaml: kubernetes + policy('no-admin', { action: 'DENY', ...to({ paths: ['/admin'] }) }), meshConfig: { pathNormalization: { normalization: 'DECODE_AND_MERGE_SLASHES' } }, requests: [
    ...['//admin', '/%2Fadmin'].map((path) => ({ ...front, path, expect: denied })),
    ...['/admin/', '/admin//', '/ADMIN'].map((path) => ({ ...front, path, expect: open })),
  ] },
  // policy-items-meant-as-one.
  { name: 'methods and paths in items of their own', yaml: kubernetes + policy('read', { rules: [{ to: [{ operation: { methods: ['GET'] } }, { operation: { paths: ['/items/*'] } }] }] }), requests: [
    { ...front, path: '/admin', expect: open },
    { ...front, method: 'DELETE', path: '/items/1', expect: open },
    { ...front, method: 'DELETE', path: '/admin', expect: denied },
  ] },
  { name: 'methods and paths in one item', yaml: kubernetes + policy('read', { rules: [{ to: [{ operation: { methods: ['GET'], paths: ['/items/*'] } }] }] }), requests: [
    { ...front, path: '/items/1', expect: open },
    { ...front, path: '/admin', expect: denied },
    { ...front, method: 'DELETE', path: '/items/1', expect: denied },
  ] },
  { name: 'an empty list restricts nothing', yaml: kubernetes + policy('read', { rules: [{ from: [], to: [{ operation: { methods: ['GET'] } }] }] }), requests: [
    { ...front, expect: open },
    { ...tester, expect: open },
    { ...plain, expect: open },
  ] },
  // mesh-policy-locks-gateways.
  ...[['', denied], [policy('public', { selector: { matchLabels: { istio: 'ingressgateway' } }, ...to({ hosts: ['shop.example.com'] }) }, 'istio-system'), open]].map(([opening, expect]) => ({
    name: `callers of the mesh alone${opening === '' ? '' : ', and a gateway that is opened'}`,
    yaml: kubernetes + entry + policy('mesh-callers', { rules: [{ from: [{ source: { principals: ['*'] } }] }] }, 'istio-system') + opening,
    requests: [
      { ...front, expect: open },
      { from: 'outside', to: { gateway: 'istio-system/istio-ingressgateway', port: 80 }, host: 'shop.example.com', expect },
    ],
  })),
  // ambient-l7-without-waypoint: a ztunnel gets no CUSTOM and no AUDIT, and rules without what it does not read.
  { name: 'what a ztunnel leaves out: CUSTOM, AUDIT, conditions, trust domains', yaml: [
    namespace('quiet', { 'istio.io/dataplane-mode': 'ambient' }),
    service('quiet', 'cart'),
    policy('custom', { action: 'CUSTOM', provider: { name: 'authorizer' }, rules: [{}] }, 'quiet'),
    policy('audit', { action: 'AUDIT', rules: [{}] }, 'quiet'),
    policy('names', { action: 'DENY', rules: [{ when: [{ key: 'connection.sni', values: ['a'] }] }] }, 'quiet'),
    policy('domains', { rules: [{ from: [{ source: { trustDomains: ['other'] } }] }] }, 'quiet'),
  ].join(''), ztunnel: ({ policies }) => {
    const told = Object.fromEntries(policies.map(({ name, message = '', groups }) => [name, { message, groups }]));
    const wrong = [
      ...['quiet/custom', 'quiet/audit'].filter((name) => told[name] !== undefined),
      ...(/connection\.sni/.test(told['quiet/names']?.message ?? '') ? [] : ['quiet/names']),
    ];
    const domains = JSON.stringify(told['quiet/domains']?.groups ?? null);
    return [...wrong.map((name) => `${name}: ${JSON.stringify(told[name])}`), ...(domains.includes('other') || domains === 'null' ? [`quiet/domains: ${domains}`] : [])];
  } },
];
