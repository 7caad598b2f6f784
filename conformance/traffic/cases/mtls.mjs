// What StrictMtlsMesh writes for a mesh with sidecars.
import { client, namespace, service } from '../manifests.mjs';

const kubernetes = [
  namespace('shop'),
  namespace('legacy'),
  namespace('outside', {}),
  service('shop', 'cart'),
  service('shop', 'metrics', { ports: { http: [80, 9080], 'http-metrics': [9090, 9090] } }),
  service('shop', 'old', { ports: { http: [80, 9080] } }),
  service('legacy', 'orders'),
  client('shop', 'web'),
  client('outside', 'job'),
].join('');

const strict = `
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: istio-system }
spec: { mtls: { mode: STRICT } }
`;

const exceptions = `
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: metrics-plaintext, namespace: shop }
spec:
  selector: { matchLabels: { app: metrics } }
  mtls: { mode: STRICT }
  portLevelMtls: { 9090: { mode: PERMISSIVE } }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: old-plaintext, namespace: shop }
spec:
  selector: { matchLabels: { app: old } }
  mtls: { mode: PERMISSIVE }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: legacy }
spec: { mtls: { mode: PERMISSIVE } }
`;

const [mutual, plain] = [{ headers: { 'x-forwarded-client-cert': /URI=spiffe:\/\/cluster\.local\/ns\/shop\/sa\/web/ } }, { headers: { 'x-forwarded-client-cert': null } }];
const refused = { failure: 'closed', arrivals: {} };

const clientRules = `
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: mtls, namespace: istio-system }
spec:
  host: '*.local'
  trafficPolicy: { tls: { mode: ISTIO_MUTUAL } }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: job-plaintext, namespace: outside }
spec:
  host: plain.outside.svc.cluster.local
  trafficPolicy: { tls: { mode: DISABLE } }
`;

export const cases = [
  {
    name: 'mtls: STRICT with exceptions by workload, port and namespace',
    yaml: kubernetes + strict + exceptions,
    requests: [
      { from: 'shop/web', to: { host: 'cart', port: 80 }, expect: { status: 200, by: 'shop/cart', seen: mutual } },
      { from: 'outside', to: { host: 'cart.shop', port: 80 }, expect: refused },
      { from: 'outside/job', to: { host: 'cart.shop', port: 80 }, expect: refused },
      { from: 'outside', to: { pod: 'shop/cart', port: 9080 }, expect: refused },
      { from: 'outside', to: { pod: 'shop/cart', port: 7777 }, expect: refused },
      { from: 'outside', to: { pod: 'shop/cart', port: 7777 }, protocol: 'tcp', expect: refused },
      { from: 'outside', to: { host: 'metrics.shop', port: 9090 }, expect: { status: 200, by: 'shop/metrics', seen: plain } },
      { from: 'shop/web', to: { host: 'metrics', port: 9090 }, expect: { status: 200, seen: mutual } },
      { from: 'outside', to: { host: 'metrics.shop', port: 80 }, expect: refused },
      { from: 'outside', to: { host: 'old.shop', port: 80 }, expect: { status: 200, by: 'shop/old', seen: plain } },
      { from: 'shop/web', to: { host: 'old', port: 80 }, expect: { status: 200, seen: mutual } },
      { from: 'outside', to: { host: 'orders.legacy', port: 80 }, expect: { status: 200, by: 'legacy/orders', seen: plain } },
    ],
  },
  {
    name: 'mtls: PERMISSIVE takes both, as the first step of a roll-out',
    yaml: kubernetes + strict.replace('STRICT', 'PERMISSIVE'),
    requests: [
      { from: 'outside', to: { host: 'cart.shop', port: 80 }, expect: { status: 200, seen: plain } },
      { from: 'shop/web', to: { host: 'cart', port: 80 }, expect: { status: 200, seen: mutual } },
    ],
  },
  {
    name: 'mtls: without auto mTLS clients need DestinationRules',
    yaml: kubernetes + service('outside', 'plain') + strict + clientRules,
    meshConfig: { enableAutoMtls: false },
    requests: [
      { from: 'shop/web', to: { host: 'cart', port: 80 }, expect: { status: 200, seen: mutual } },
      { from: 'shop/web', to: { host: 'plain.outside', port: 80 }, expect: { status: 200, by: 'outside/plain' } },
      { from: 'outside', to: { host: 'cart.shop', port: 80 }, expect: refused },
    ],
  },
  {
    name: 'mtls: without auto mTLS and without DestinationRules a call fails',
    yaml: kubernetes + strict,
    meshConfig: { enableAutoMtls: false },
    requests: [{ from: 'shop/web', to: { host: 'cart', port: 80 }, expect: { status: 503, arrivals: {} } }],
  },
];
