// What CanaryRelease writes, as it writes it (programs/canary.ts): each case is the mesh of one App.
import { client, namespace, service } from '../manifests.mjs';

const program = 'conformance/traffic/programs/canary.ts';
const versions = ['v1', 'v2', 'v3'];
const sidecars = [namespace('bookinfo'), service('bookinfo', 'reviews', { versions }), client('bookinfo', 'productpage')].join('');
const ambient = [
  namespace('bookinfo', { 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'waypoint' }),
  service('bookinfo', 'reviews', { versions }),
  client('bookinfo', 'productpage'),
  `
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: bookinfo, labels: { istio.io/waypoint-for: service } }
spec:
  gatewayClassName: istio-waypoint
  listeners: [{ name: mesh, port: 15008, protocol: HBONE }]
`,
].join('');

const from = 'bookinfo/productpage';
const to = { host: 'reviews', port: 80 };
const entry = { from: 'outside', to: { gateway: 'istio-system/istio-ingressgateway', port: 80 }, host: 'shop.example.com', path: '/reviews/1' };
const claims = { iss: 'https://issuer.example.com', sub: 'ann', group: 'testers' };
const three = { v1: 0.7, v2: 0.2, v3: 0.1 };
const two = { v1: 0.8, v2: 0.2 };
const users = (count) => Array.from({ length: count }, (_, user) => ({ from, to, jar: `user-${user}`, repeat: 15, expect: { status: 200, sameVersion: true } }));

export const cases = [
  {
    name: 'CanaryRelease: weights, testers of versions, affinity, retries',
    program,
    place: 'dist/weights',
    yaml: sidecars,
    requests: [
      { from, to, repeat: 600, expect: { status: 200, share: three, setCookie: /^reviews-version=v[123]; Path=\/; Max-Age=3600; HttpOnly; SameSite=Lax$/ } },
      { from, to, headers: { 'x-version': 'v2' }, repeat: 20, expect: { version: 'v2', setCookie: null } },
      // Testers come before cookies, cookies before weights; the cookie of a version that is gone counts for nothing.
      { from, to, headers: { 'x-version': 'v3', cookie: 'reviews-version=v1' }, repeat: 20, expect: { version: 'v3' } },
      { from, to, headers: { cookie: 'a=b; tester=yes; reviews-version=v1' }, repeat: 20, expect: { version: 'v2' } },
      { from, to, headers: { cookie: 'a=b; reviews-version=v3' }, repeat: 20, expect: { version: 'v3', setCookie: null } },
      { from, to, headers: { cookie: 'reviews-version=v9' }, repeat: 400, expect: { share: three } },
      ...users(8),
      { from, to, headers: { 'x-version': 'v2', 'x-conformance-status': '503' }, expect: { status: 503, arrivals: { 'bookinfo/reviews-v2': 3 } } },
    ],
  },
  {
    name: 'CanaryRelease: a mirror arrives once',
    program,
    place: 'dist/mirror',
    yaml: sidecars,
    requests: [{ from, to, repeat: 10, expect: { status: 200, by: 'bookinfo/reviews-v1', arrivals: { 'bookinfo/reviews-v1': 10, 'bookinfo/reviews-v3': 10 } } }],
  },
  {
    name: 'CanaryRelease: at a gateway, with testers by claim',
    program,
    place: 'dist/entry',
    yaml: sidecars,
    requests: [
      { ...entry, repeat: 400, expect: { status: 200, share: two, setCookie: /^reviews-version=v[12]; Path=\// } },
      { ...entry, token: { claims }, repeat: 30, expect: { status: 200, version: 'v2' } },
      { ...entry, token: { claims: { ...claims, group: 'others' } }, repeat: 300, expect: { share: two } },
      { ...entry, token: { claims: { ...claims, iss: 'https://other.example.com' } }, expect: { status: 401, arrivals: {} } },
      { ...entry, headers: { 'x-version': 'v2' }, repeat: 20, expect: { version: 'v2' } },
      { ...entry, headers: { cookie: 'reviews-version=v2' }, repeat: 20, expect: { version: 'v2', setCookie: null } },
      { ...entry, path: '/other', expect: { status: 404, arrivals: {} } },
      { from, to, repeat: 300, expect: { share: two } },
    ],
  },
  {
    name: 'CanaryRelease: at a waypoint',
    program,
    place: 'dist/ambient',
    yaml: ambient,
    requests: [
      { from, to, repeat: 400, expect: { status: 200, share: two, setCookie: /^reviews-version=v[12]; Path=\// } },
      { from, to, headers: { 'x-version': 'v2', cookie: 'reviews-version=v1' }, repeat: 20, expect: { version: 'v2' } },
      // The Gateway API puts a match by header before one by parameter: the tester wins all the same.
      { from, to, path: '/?v=2', repeat: 20, expect: { version: 'v2' } },
      { from, to, path: '/?v=2', headers: { cookie: 'reviews-version=v1' }, repeat: 20, expect: { version: 'v2' } },
      { from, to, headers: { cookie: 'a=b; reviews-version=v1' }, repeat: 20, expect: { version: 'v1', setCookie: null } },
      ...users(5),
      { from, to: { host: 'reviews-v3', port: 80 }, repeat: 5, expect: { status: 200, version: 'v3' } },
    ],
  },
  {
    name: 'CanaryRelease: mirror and timeout at a waypoint',
    program,
    place: 'dist/ambient-mirror',
    yaml: ambient,
    requests: [
      { from, to, repeat: 10, expect: { status: 200, by: 'bookinfo/reviews-v1', arrivals: { 'bookinfo/reviews-v1': 10, 'bookinfo/reviews-v3': 10 } } },
      { from, to, headers: { 'x-conformance-delay': '5s' }, expect: { status: 504 } },
    ],
  },
  {
    name: 'CanaryRelease: at a gateway of an ambient mesh',
    program,
    place: 'dist/ambient-entry',
    yaml: ambient,
    requests: [
      { ...entry, repeat: 400, expect: { status: 200, share: two } },
      { ...entry, headers: { 'x-version': 'v2' }, repeat: 20, expect: { version: 'v2' } },
    ],
  },
];
