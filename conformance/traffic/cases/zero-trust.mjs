// What ZeroTrustNamespace writes for a mesh with sidecars: deny all, one ALLOW for each declared edge.
import { client, namespace, service } from '../manifests.mjs';

const kubernetes = [
  namespace('bookinfo'),
  namespace('other'),
  service('bookinfo', 'reviews', { versions: ['v1', 'v2'], ports: { http: [80, 9080], 'http-admin': [8081, 9081] } }),
  service('bookinfo', 'ratings'),
  service('bookinfo', 'details'),
  service('bookinfo', 'db', { ports: { 'tcp-db': [5432, 5432], 'tcp-other': [5433, 5433] } }),
  client('bookinfo', 'productpage'),
  client('other', 'productpage'),
].join('');

const denyAll = `
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
`;

const edges = `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: bookinfo }
spec:
  selector: { matchLabels: { app: reviews } }
  action: ALLOW
  rules:
    - from: [{ source: { principals: [cluster.local/ns/bookinfo/sa/productpage] } }]
      to: [{ operation: { methods: [GET], paths: ['/reviews/*'], ports: ['9080'] } }]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: db, namespace: bookinfo }
spec:
  selector: { matchLabels: { app: db } }
  action: ALLOW
  rules:
    - from: [{ source: { principals: [cluster.local/ns/bookinfo/sa/ratings] } }]
      to: [{ operation: { ports: ['5432'] } }]
`;

const tokens = `
---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: details, namespace: bookinfo }
spec:
  selector: { matchLabels: { app: details } }
  jwtRules:
    - issuer: https://issuer.example.com
      audiences: [bookinfo]
      jwksUri: https://issuer.example.com/keys
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: details, namespace: bookinfo }
spec:
  selector: { matchLabels: { app: details } }
  action: ALLOW
  rules:
    - from: [{ source: { principals: [cluster.local/ns/bookinfo/sa/productpage], requestPrincipals: ['https://issuer.example.com/*'] } }]
      to: [{ operation: { methods: [GET], ports: ['9080'] } }]
      when: [{ key: 'request.auth.claims[groups]', values: [readers] }]
`;

const scope = `
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: bank, namespace: bookinfo }
spec:
  hosts: [api.bank.example.com]
  location: MESH_EXTERNAL
  resolution: DNS
  ports: [{ number: 80, name: http, protocol: HTTP }]
---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: bookinfo }
spec:
  egress: [{ hosts: ['./*', 'istio-system/*'] }]
  outboundTrafficPolicy: { mode: REGISTRY_ONLY }
`;

const from = 'bookinfo/productpage';
const reviews = { host: 'reviews', port: 80 };
const path = '/reviews/1';
const denied = { status: 403, body: 'RBAC: access denied', arrivals: {} };
const shut = { failure: 'closed', arrivals: {} };
const claims = { iss: 'https://issuer.example.com', sub: 'ann', aud: 'bookinfo', groups: ['readers'] };
const details = { from, to: { host: 'details', port: 80 } };

export const cases = [
  {
    name: 'zero trust: edges over HTTP',
    yaml: kubernetes + denyAll + edges,
    requests: [
      { from, to: reviews, path, expect: { status: 200 } },
      { from, to: reviews, path: '/reviews/1?a=/admin', expect: { status: 200 } },
      // Nobody else, and nothing else.
      { from: 'bookinfo/ratings', to: reviews, path, expect: denied },
      { from: 'other/productpage', to: { host: 'reviews.bookinfo', port: 80 }, path, expect: denied },
      { from: 'outside', to: { host: 'reviews.bookinfo', port: 80 }, path, expect: shut },
      { from, to: reviews, method: 'POST', path, expect: denied },
      { from, to: reviews, method: 'DELETE', path, expect: denied },
      { from, to: reviews, path: '/admin', expect: denied },
      { from, to: { host: 'ratings', port: 80 }, expect: denied },
      // Around the policy: case, slashes, dots, escapes, the other port, the Pod itself.
      { from, to: reviews, path: '/Reviews/1', expect: denied },
      { from, to: reviews, path: '//reviews/1', expect: denied },
      { from, to: reviews, path: '/./reviews/1', expect: { status: 200, seen: { path } } },
      { from, to: reviews, path: '/reviews/../admin', expect: denied },
      { from, to: reviews, path: '/reviews/%2e%2e/admin', expect: denied },
      { from, to: reviews, path: '/%72eviews/1', expect: { status: 200, seen: { path } } },
      { from, to: reviews, path: '/reviews', expect: denied },
      { from, to: { host: 'reviews', port: 8081 }, path, expect: denied },
      // A sidecar that calls a Pod past its Service does so in plaintext, whoever it is.
      { from, to: { pod: 'bookinfo/reviews-v1', port: 9081 }, path, expect: shut },
      { from: 'bookinfo/ratings', to: { pod: 'bookinfo/reviews-v1', port: 9080 }, path, expect: shut },
      { from: 'outside', to: { pod: 'bookinfo/reviews-v1', port: 9080 }, path, expect: shut },
      { from, to: reviews, path, host: 'ratings', expect: denied },
      { from, to: reviews, path, headers: { 'x-forwarded-client-cert': 'URI=spiffe://cluster.local/ns/x/sa/y' }, expect: { status: 200, seen: { headers: { 'x-forwarded-client-cert': /^By=[^,]*\/sa\/reviews;[^,]*\/sa\/productpage$/ } } } },
    ],
  },
  {
    name: 'zero trust: edges over TCP',
    yaml: kubernetes + denyAll + edges,
    requests: [
      { from: 'bookinfo/ratings', to: { host: 'db', port: 5432 }, protocol: 'tcp', expect: { by: 'bookinfo/db', arrivals: { 'bookinfo/db': 1 } } },
      { from, to: { host: 'db', port: 5432 }, protocol: 'tcp', expect: shut },
      { from: 'bookinfo/ratings', to: { host: 'db', port: 5433 }, protocol: 'tcp', expect: shut },
      { from: 'outside', to: { host: 'db.bookinfo', port: 5432 }, protocol: 'tcp', expect: shut },
      { from: 'outside', to: { pod: 'bookinfo/db', port: 5432 }, protocol: 'tcp', expect: shut },
    ],
  },
  {
    name: 'zero trust: an edge that wants a token',
    yaml: kubernetes + denyAll + tokens,
    requests: [
      { ...details, token: { claims }, expect: { status: 200 } },
      { ...details, expect: denied },
      { ...details, token: { claims: { ...claims, iss: 'https://other.example.com' } }, expect: { status: 401, body: 'Jwt issuer is not configured', arrivals: {} } },
      { ...details, token: { claims, forged: true }, expect: { status: 401, arrivals: {} } },
      { ...details, token: { claims: { ...claims, exp: 1_600_000_000 } }, expect: { status: 401, body: 'Jwt is expired' } },
      { ...details, token: { claims: { ...claims, aud: 'shop' } }, expect: { status: 403, body: 'Audiences in Jwt are not allowed' } },
      { ...details, token: { claims: { ...claims, groups: undefined } }, expect: denied },
      { ...details, token: { claims: { ...claims, groups: ['writers'] } }, expect: denied },
      { ...details, method: 'PUT', token: { claims }, expect: denied },
      { ...details, from: 'bookinfo/ratings', token: { claims }, expect: denied },
    ],
  },
  {
    name: 'zero trust: the Sidecar scope',
    yaml: kubernetes + scope,
    requests: [
      { from, to: { host: 'api.bank.example.com', port: 80 }, expect: { status: 200, by: 'external/api.bank.example.com' } },
      { from, to: { host: 'evil.example.com', port: 80 }, expect: { status: 502, arrivals: {} } },
      { from, to: { host: 'ratings', port: 80 }, expect: { status: 200 } },
      { from: 'other/productpage', to: { host: 'evil.example.com', port: 80 }, expect: { status: 200, by: 'external/evil.example.com' } },
    ],
  },
];
