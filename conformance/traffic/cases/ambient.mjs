// What CanaryRelease and ZeroTrustNamespace write for an ambient mesh: a waypoint, policies on Services, ztunnel policies.
import { client, namespace, service, serviceOnly } from '../manifests.mjs';

const kubernetes = [
  namespace('bookinfo', { 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'waypoint' }),
  namespace('other', { 'istio.io/dataplane-mode': 'ambient' }),
  service('bookinfo', 'reviews', { versions: ['v1', 'v2'] }),
  serviceOnly('bookinfo', 'reviews-v1', { app: 'reviews', version: 'v1' }),
  serviceOnly('bookinfo', 'reviews-v2', { app: 'reviews', version: 'v2' }),
  service('bookinfo', 'details'),
  service('bookinfo', 'lonely'),
  client('bookinfo', 'productpage'),
  client('bookinfo', 'ratings'),
  client('other', 'productpage'),
].join('');

const database = `
---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: bookinfo, labels: { istio.io/use-waypoint: none } }
spec: { selector: { app: db }, ports: [{ name: tcp-db, port: 5432 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: db, namespace: bookinfo }
spec: { template: { metadata: { labels: { app: db } }, spec: { serviceAccountName: db, containers: [{ name: db, ports: [{ containerPort: 5432 }] }] } } }
`;

const waypoint = `
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: bookinfo, labels: { istio.io/waypoint-for: service } }
spec:
  gatewayClassName: istio-waypoint
  listeners: [{ name: mesh, port: 15008, protocol: HBONE }]
`;

const canary = `
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: reviews, namespace: bookinfo }
spec:
  parentRefs: [{ group: '', kind: Service, name: reviews, port: 80 }]
  rules:
    - matches: [{ headers: [{ name: x-version, value: v2 }] }]
      backendRefs: [{ name: reviews-v2, port: 80 }]
    - backendRefs: [{ name: reviews-v1, port: 80, weight: 80 }, { name: reviews-v2, port: 80, weight: 20 }]
`;

const strict = `
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: istio-system }
spec: { mtls: { mode: STRICT } }
`;

/** Edges at the waypoint, for the Service and each of its per-version Services. */
const edges = `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: deny-all-waypoint, namespace: bookinfo }
spec:
  targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: waypoint }]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: bookinfo }
spec:
  targetRefs:
    - { group: '', kind: Service, name: reviews }
    - { group: '', kind: Service, name: reviews-v1 }
    - { group: '', kind: Service, name: reviews-v2 }
  action: ALLOW
  rules:
    - from: [{ source: { principals: [cluster.local/ns/bookinfo/sa/productpage] } }]
      to: [{ operation: { methods: [GET], paths: ['/reviews/*'] } }]
`;

const token = `
---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: details, namespace: bookinfo }
spec:
  targetRefs: [{ group: '', kind: Service, name: details }]
  jwtRules: [{ issuer: https://issuer.example.com, jwksUri: https://issuer.example.com/keys }]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: details, namespace: bookinfo }
spec:
  targetRefs: [{ group: '', kind: Service, name: details }]
  action: ALLOW
  rules:
    - from: [{ source: { principals: [cluster.local/ns/bookinfo/sa/productpage], requestPrincipals: ['https://issuer.example.com/*'] } }]
      when: [{ key: 'request.auth.claims[groups]', values: [readers] }]
`;

/** For ztunnels: nothing reaches a Pod but from the waypoint, or over a declared TCP edge. */
const ztunnel = (name, principal, ports = '') => `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ${name}-ztunnel, namespace: bookinfo }
spec:
  selector: { matchLabels: { app: ${name} } }
  action: ALLOW
  rules:
    - from: [{ source: { principals: [${principal}] } }]
${ports}
`;
const waypointAccount = 'cluster.local/ns/bookinfo/sa/waypoint';
/** Without targetRefs this is for ztunnels alone: a Pod that no policy selects is closed, too. */
const denyAll = `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: deny-all, namespace: bookinfo }
spec: {}
`;
const pods = [
  denyAll,
  ztunnel('reviews', waypointAccount),
  ztunnel('details', waypointAccount),
  ztunnel('db', 'cluster.local/ns/bookinfo/sa/ratings', "      to: [{ operation: { ports: ['5432'] } }]"),
].join('');

/** A gateway outside of the namespace; with the label on the Service its requests take the waypoint. */
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
kind: VirtualService
metadata: { name: public, namespace: bookinfo }
spec:
  hosts: [shop.example.com]
  gateways: [bookinfo/public]
  http: [{ route: [{ destination: { host: reviews.bookinfo.svc.cluster.local, port: { number: 80 } } }] }]
`;
const gatewayAccount = 'cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account';
const entry = `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews-entry, namespace: bookinfo }
spec:
  targetRefs: [{ group: '', kind: Service, name: reviews }]
  action: ALLOW
  rules: [{ from: [{ source: { principals: [${gatewayAccount}] } }] }]
`;
const throughWaypoint = (yaml) => yaml.replace('"metadata":{"name":"reviews","namespace":"bookinfo","labels":{}}',
  '"metadata":{"name":"reviews","namespace":"bookinfo","labels":{"istio.io/ingress-use-waypoint":"true"}}');
const viaGateway = { from: 'outside', to: { gateway: 'istio-system/istio-ingressgateway', port: 80 }, host: 'shop.example.com' };

const from = 'bookinfo/productpage';
const to = { host: 'reviews', port: 80 };
const path = '/reviews/1';
const denied = { status: 403, body: 'RBAC: access denied', arrivals: {} };
const shut = { failure: 'closed', arrivals: {} };
const claims = { iss: 'https://issuer.example.com', sub: 'ann', groups: ['readers'] };
const details = { from, to: { host: 'details', port: 80 } };

const same = (what, seen, wanted) => (JSON.stringify(seen) === JSON.stringify(wanted) ? [] : [`${what}: ${JSON.stringify(wanted)} was expected; seen ${JSON.stringify(seen)}`]);
const allowed = (services, name) => Object.keys(services[`bookinfo/${name}`]?.[80]?.policies.ALLOW ?? {}).sort();
const principals = (wanted) => ({ matches: [{ principals: [{ exact: wanted }] }] });

export const cases = [
  {
    name: 'ambient canary: 80/20 with testers at the waypoint',
    yaml: kubernetes + waypoint + canary,
    requests: [
      { from, to, repeat: 500, expect: { status: 200, share: { v1: 0.8, v2: 0.2 } } },
      { from, to, headers: { 'x-version': 'v2' }, repeat: 30, expect: { status: 200, version: 'v2' } },
      { from, to: { host: 'reviews-v1', port: 80 }, repeat: 10, expect: { status: 200, version: 'v1' } },
    ],
  },
  {
    name: 'ambient zero trust: edges at the waypoint',
    yaml: kubernetes + database + waypoint + canary + strict + edges + pods,
    requests: [
      { from, to, path, repeat: 100, expect: { status: 200, share: { v1: 0.8, v2: 0.2 } } },
      { from: 'bookinfo/ratings', to, path, expect: denied },
      { from: 'other/productpage', to: { host: 'reviews.bookinfo', port: 80 }, path, expect: denied },
      { from, to, path, method: 'POST', expect: denied },
      { from, to, path: '/Reviews/1', expect: denied },
      { from, to, path: '//reviews/1', expect: denied },
      { from, to, path: '/reviews/../admin', expect: denied },
      { from, to: { host: 'details', port: 80 }, expect: denied },
      // Around the policy: a per-version Service, the Pod itself, plaintext.
      { from, to: { host: 'reviews-v2', port: 80 }, path, expect: { status: 200, version: 'v2' } },
      { from: 'bookinfo/ratings', to: { host: 'reviews-v2', port: 80 }, path, expect: denied },
      { from, to: { pod: 'bookinfo/reviews-v1', port: 9080 }, path, expect: shut },
      { from: 'bookinfo/ratings', to: { pod: 'bookinfo/reviews-v1', port: 9080 }, path, expect: shut },
      { from, to: { host: 'lonely', port: 80 }, expect: denied },
      { from, to: { pod: 'bookinfo/lonely', port: 9080 }, expect: shut },
      { from: 'other/productpage', to: { pod: 'bookinfo/lonely', port: 9080 }, expect: shut },
      { from: 'outside', to: { host: 'reviews.bookinfo', port: 80 }, path, expect: shut },
      { from: 'outside', to: { pod: 'bookinfo/reviews-v1', port: 9080 }, path, expect: shut },
      { from: 'bookinfo/ratings', to: { host: 'db', port: 5432 }, protocol: 'tcp', expect: { by: 'bookinfo/db' } },
      { from, to: { host: 'db', port: 5432 }, protocol: 'tcp', expect: shut },
      { from: 'outside', to: { pod: 'bookinfo/db', port: 5432 }, protocol: 'tcp', expect: shut },
    ],
    ztunnel: ({ policies, workloads, services }) => [
      ...policies.flatMap(({ name, message }) => (message === undefined ? [] : [`${name}: ${message}`])),
      ...same('rules for reviews', policies.find(({ name }) => name === 'bookinfo/reviews-ztunnel')?.groups, [{ rules: [principals(waypointAccount)] }]),
      ...same('rules for db', policies.find(({ name }) => name === 'bookinfo/db-ztunnel')?.groups,
        [{ rules: [{ matches: [{ destinationPorts: [5432] }] }, principals('cluster.local/ns/bookinfo/sa/ratings')] }]),
      ...same('policies of reviews-v2', workloads['bookinfo/reviews-v2']?.policies, ['bookinfo/deny-all', 'bookinfo/reviews-ztunnel', 'istio-system/istio_converted_static_strict']),
      ...same('waypoint of reviews-v2', services['bookinfo/reviews-v2']?.waypoint, 'bookinfo/waypoint'),
      ...same('waypoint of db', services['bookinfo/db']?.waypoint, ''),
    ],
    waypoint: ({ services }) => [
      ...['reviews', 'reviews-v1', 'reviews-v2'].flatMap((name) => same(`who may call ${name}`, allowed(services, name),
        ['ns[bookinfo]-policy[deny-all-waypoint]-rule[0]', 'ns[bookinfo]-policy[reviews]-rule[0]'])),
      ...same('who may call lonely', allowed(services, 'lonely'), ['ns[bookinfo]-policy[deny-all-waypoint]-rule[0]']),
      ...same('weights of reviews', services['bookinfo/reviews']?.[80]?.routes.map(({ clusters }) => Object.values(clusters).sort()), [[1], [20, 80]]),
    ],
  },
  {
    name: 'ambient zero trust: an edge that wants a token',
    yaml: kubernetes + waypoint + strict + edges + token + pods,
    requests: [
      { ...details, token: { claims }, expect: { status: 200 } },
      { ...details, expect: denied },
      { ...details, token: { claims: { ...claims, iss: 'https://other.example.com' } }, expect: { status: 401, arrivals: {} } },
      { ...details, token: { claims: { ...claims, groups: ['writers'] } }, expect: denied },
      { ...details, from: 'bookinfo/ratings', token: { claims }, expect: denied },
    ],
  },
  {
    name: 'ambient zero trust: a gateway that goes past the waypoint is shut out',
    yaml: kubernetes + waypoint + canary + strict + edges + entry + pods + ingress,
    requests: [{ ...viaGateway, expect: { status: 503, arrivals: {} } }],
    ztunnel: ({ services }) => same('ingress-use-waypoint', services['bookinfo/reviews']?.ingressUseWaypoint, false),
  },
  {
    name: 'ambient zero trust: a gateway that uses the waypoint',
    yaml: throughWaypoint(kubernetes) + waypoint + canary + strict + edges + entry + pods + ingress,
    requests: [{ ...viaGateway, repeat: 100, expect: { status: 200, share: { v1: 0.8, v2: 0.2 } } }],
    ztunnel: ({ services }) => same('ingress-use-waypoint', services['bookinfo/reviews']?.ingressUseWaypoint, true),
  },
  {
    name: 'ambient zero trust: a gateway that uses the waypoint and was not declared',
    yaml: throughWaypoint(kubernetes) + waypoint + canary + strict + edges + pods + ingress,
    requests: [{ ...viaGateway, expect: { status: 403, arrivals: {} } }],
  },
  {
    name: 'ambient: what a ztunnel cannot enforce is told',
    yaml: kubernetes + edges.replace(/targetRefs:\n(?: *- .*\n)+/, 'selector: { matchLabels: { app: reviews } }\n'),
    requests: [{ from: 'bookinfo/productpage', to: { host: 'reviews', port: 80 }, path: '/reviews/1', expect: { failure: 'closed', arrivals: {} } }],
    ztunnel: ({ policies }) => {
      const told = policies.find(({ name }) => name === 'bookinfo/reviews');
      return /methods, paths/.test(told?.message ?? '') ? [] : [`the loss of methods and paths was expected to be told; seen ${JSON.stringify(told)}`];
    },
  },
];
