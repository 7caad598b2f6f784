// What the rules about mTLS that clients and workloads do not agree upon tell of: the harm, and that it is gone.
import { client, namespace, service } from '../manifests.mjs';

const mesh = [namespace('shop'), service('shop', 'cart'), client('shop', 'web')].join('');

const peer = (mode, place = 'shop') => `
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: ${place} }
spec: { mtls: { mode: ${mode} } }
`;
const rule = (name, host, policy, place = 'shop') => `
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: ${name}, namespace: ${place} }
spec: { host: '${host}', trafficPolicy: { ${policy} } }
`;
const meshWide = rule('mtls', '*.local', 'tls: { mode: ISTIO_MUTUAL }', 'istio-system');
const identity = `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: cart, namespace: shop }
spec: { rules: [{ from: [{ source: { namespaces: [shop] } }] }] }
`;
const others = `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: others, namespace: shop }
spec: { action: DENY, rules: [{ from: [{ source: { notNamespaces: [shop] } }] }] }
`;

const call = { from: 'shop/web', to: { host: 'cart', port: 80 } };
const [mutual, plain] = [{ headers: { 'x-forwarded-client-cert': /URI=spiffe:\/\/cluster\.local\/ns\/shop\/sa\/web/ } }, { headers: { 'x-forwarded-client-cert': null } }];
const expecting = (name, yaml, expect, more = {}) => ({ name: `mtls of clients: ${name}`, yaml: mesh + yaml, ...more, requests: [{ ...call, expect }] });
const manual = { meshConfig: { enableAutoMtls: false } };
const refused = { status: 503, arrivals: {} };
const denied = { status: 403, arrivals: {} };

export const cases = [
  // policy-needs-mtls
  expecting('a policy that asks who calls, mTLS off', identity + peer('DISABLE'), denied),
  expecting('a policy that asks who calls, mTLS off by the client', identity + rule('cart', 'cart', 'tls: { mode: DISABLE }'), denied),
  expecting('a policy that denies others, mTLS off', others + peer('DISABLE'), denied),
  expecting('a policy that asks who calls, mTLS on', identity + peer('PERMISSIVE'), { status: 200, seen: mutual }),
  // destination-rule-mtls-refused
  expecting('mTLS for the mesh, which has it off', meshWide + peer('DISABLE', 'istio-system'), refused),
  expecting('mTLS for the mesh, of which a namespace has it off', meshWide + peer('DISABLE'), refused),
  expecting('mTLS for the mesh, of which a namespace has it off and says so', meshWide + peer('DISABLE') + rule('plain', '*.shop.svc.cluster.local', 'tls: { mode: DISABLE }'), { status: 200, seen: plain }),
  expecting('mTLS for the mesh, of which nobody says anything', meshWide, { status: 200, seen: mutual }, manual),
  // strict-without-client-mtls
  expecting('STRICT without auto mTLS', peer('STRICT'), refused, manual),
  expecting('STRICT without auto mTLS, with a rule', peer('STRICT') + rule('mtls', '*.shop.svc.cluster.local', 'tls: { mode: ISTIO_MUTUAL }'), { status: 200, seen: mutual }, manual),
  // destination-rule-drops-mtls
  expecting('a rule that drops mTLS', meshWide + rule('cart', 'cart', 'connectionPool: { tcp: { maxConnections: 100 } }'), { status: 200, seen: plain }, manual),
  expecting('a rule that keeps mTLS', meshWide + rule('cart', 'cart', 'connectionPool: { tcp: { maxConnections: 100 } }, tls: { mode: ISTIO_MUTUAL }'), { status: 200, seen: mutual }, manual),
  expecting('a rule that says nothing of mTLS, with auto mTLS', meshWide + rule('cart', 'cart', 'connectionPool: { tcp: { maxConnections: 100 } }'), { status: 200, seen: mutual }),
  // policy-never-matches: methods that are none of HTTP.
  { name: 'methods of no HTTP/1', yaml: mesh, requests: ['UPDATE', 'FETCH'].map((method) => ({ ...call, method, expect: { status: 400, arrivals: {} } })) },
];
