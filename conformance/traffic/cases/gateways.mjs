// Entries from outside: an ingress gateway of the mesh, and one of the Gateway API.
import { namespace, service } from '../manifests.mjs';

const kubernetes = [namespace('bookinfo'), service('bookinfo', 'reviews', { versions: ['v1', 'v2'] })].join('');

const ingress = `
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: bookinfo }
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: bookinfo }
spec:
  host: reviews.bookinfo.svc.cluster.local
  subsets:
    - { name: v1, labels: { version: v1 } }
    - { name: v2, labels: { version: v2 } }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews-gateway, namespace: bookinfo }
spec:
  hosts: [shop.example.com]
  gateways: [bookinfo/public]
  http:
    - name: testers
      match: [{ headers: { '@request.auth.claims.group': { exact: testers } } }]
      route: [{ destination: { host: reviews.bookinfo.svc.cluster.local, subset: v2 } }]
    - name: weighted
      route:
        - { destination: { host: reviews.bookinfo.svc.cluster.local, subset: v1 }, weight: 80 }
        - { destination: { host: reviews.bookinfo.svc.cluster.local, subset: v2 }, weight: 20 }
---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: public, namespace: istio-system }
spec:
  selector: { matchLabels: { istio: ingressgateway } }
  jwtRules: [{ issuer: https://issuer.example.com, jwksUri: https://issuer.example.com/keys }]
`;

const zeroTrust = (principal) => `
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: istio-system }
spec: { mtls: { mode: STRICT } }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: deny-all, namespace: bookinfo }
spec: {}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: bookinfo }
spec:
  selector: { matchLabels: { app: reviews } }
  action: ALLOW
  rules:
    - from: [{ source: { principals: [${principal}] } }]
      to: [{ operation: { methods: [GET], ports: ['9080'] } }]
`;

const gatewayApi = `
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: bookinfo }
spec:
  gatewayClassName: istio
  listeners: [{ name: http, port: 80, protocol: HTTP, hostname: shop.example.com }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: reviews, namespace: bookinfo }
spec:
  parentRefs: [{ name: edge }]
  hostnames: [shop.example.com]
  rules: [{ matches: [{ path: { type: PathPrefix, value: /reviews } }], backendRefs: [{ name: reviews, port: 80 }] }]
`;

const gatewayOpen = `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: edge, namespace: bookinfo }
spec:
  targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: edge }]
  action: ALLOW
  rules: [{}]
`;

const https = `
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: secure, namespace: bookinfo }
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: [shop.example.com]
      tls: { mode: SIMPLE, credentialName: shop }
    - port: { number: 80, name: http, protocol: HTTP }
      hosts: [shop.example.com]
      tls: { httpsRedirect: true }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: secure, namespace: bookinfo }
spec:
  hosts: [shop.example.com]
  gateways: [bookinfo/secure]
  http: [{ route: [{ destination: { host: reviews.bookinfo.svc.cluster.local } }] }]
`;

/** The other way to route by a claim: it becomes a header, which any later hop sees as well. */
const claimAsHeader = ingress
  .replace("'@request.auth.claims.group'", 'x-group')
  .replace('jwksUri: https://issuer.example.com/keys }]', 'jwksUri: https://issuer.example.com/keys, outputClaimToHeaders: [{ header: x-group, claim: group }] }]');

const host = 'shop.example.com';
const classic = { from: 'outside', to: { gateway: 'istio-system/istio-ingressgateway', port: 80 }, host };
const api = { from: 'outside', to: { gateway: 'bookinfo/edge-istio', port: 80 }, host };
const claims = { iss: 'https://issuer.example.com', sub: 'ann', group: 'testers' };

export const cases = [
  {
    name: 'gateway: a declared entry, and testers by claim',
    yaml: kubernetes + ingress + zeroTrust('cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account'),
    requests: [
      { ...classic, repeat: 300, expect: { status: 200, share: { v1: 0.8, v2: 0.2 } } },
      { ...classic, token: { claims }, repeat: 40, expect: { status: 200, version: 'v2' } },
      { ...classic, token: { claims: { ...claims, group: 'others' } }, repeat: 300, expect: { share: { v1: 0.8, v2: 0.2 } } },
      { ...classic, token: { claims: { ...claims, iss: 'https://other.example.com' } }, expect: { status: 401, arrivals: {} } },
      { ...classic, method: 'POST', expect: { status: 403, arrivals: {} } },
      { ...classic, host: 'other.example.com', expect: { status: 404, arrivals: {} } },
      { from: 'outside', to: { host: 'reviews.bookinfo', port: 80 }, expect: { failure: 'closed', arrivals: {} } },
    ],
  },
  {
    name: 'gateway: an entry nobody declared',
    yaml: kubernetes + ingress + zeroTrust('cluster.local/ns/bookinfo/sa/productpage'),
    requests: [{ ...classic, expect: { status: 403, arrivals: {} } }],
  },
  {
    name: 'gateway: a deny-all of its namespace closes the gateway itself',
    yaml: kubernetes + gatewayApi + zeroTrust('cluster.local/ns/bookinfo/sa/edge-istio'),
    requests: [{ ...api, path: '/reviews/1', expect: { status: 403, arrivals: {} } }],
  },
  {
    name: 'gateway: of the Gateway API',
    yaml: kubernetes + gatewayApi + gatewayOpen + zeroTrust('cluster.local/ns/bookinfo/sa/edge-istio'),
    requests: [
      { ...api, path: '/reviews/1', expect: { status: 200, seen: { path: '/reviews/1', headers: { 'x-forwarded-client-cert': /\/ns\/bookinfo\/sa\/edge-istio/ } } } },
      { ...api, path: '/other', expect: { status: 404, arrivals: {} } },
      { ...api, path: '/reviews/1', method: 'POST', expect: { status: 403, arrivals: {} } },
    ],
  },
  {
    name: 'gateway: over TLS',
    yaml: kubernetes + https,
    requests: [
      { ...classic, to: { ...classic.to, port: 443 }, protocol: 'https', expect: { status: 200, seen: { headers: { 'x-forwarded-proto': 'https' } } } },
      { ...classic, to: { ...classic.to, port: 443 }, protocol: 'https', host: 'other.example.com', expect: { failure: 'closed', arrivals: {} } },
      { ...classic, expect: { status: 301, headers: { location: 'https://shop.example.com/' }, arrivals: {} } },
    ],
  },
  {
    name: 'gateway: a claim as a header',
    yaml: kubernetes + claimAsHeader,
    requests: [
      { ...classic, token: { claims }, repeat: 20, expect: { status: 200, version: 'v2', seen: { headers: { 'x-group': 'testers' } } } },
      { ...classic, token: { claims: { ...claims, group: 'others' } }, repeat: 200, expect: { share: { v1: 0.8, v2: 0.2 }, seen: { headers: { 'x-group': 'others' } } } },
      { ...classic, headers: { 'x-group': 'testers' }, token: { claims: { ...claims, group: 'others' } }, repeat: 200, expect: { share: { v1: 0.8, v2: 0.2 } } },
      // Without a token nothing takes a header away that a client made up.
      { ...classic, headers: { 'x-group': 'testers' }, repeat: 20, expect: { status: 200, version: 'v2' } },
    ],
  },
];
