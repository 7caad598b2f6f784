// What CanaryRelease writes for a mesh with sidecars.
import { client, namespace, service } from '../manifests.mjs';

const kubernetes = [
  namespace('bookinfo'),
  service('bookinfo', 'reviews', { versions: ['v1', 'v2'] }),
  client('bookinfo', 'productpage'),
].join('');

const subsets = `
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: bookinfo }
spec:
  host: reviews.bookinfo.svc.cluster.local
  subsets:
    - { name: v1, labels: { version: v1 } }
    - { name: v2, labels: { version: v2 } }
`;

const weighted = (weight, more = '') => `
        - destination: { host: reviews.bookinfo.svc.cluster.local, subset: v1 }
          weight: ${100 - weight}${more}
        - destination: { host: reviews.bookinfo.svc.cluster.local, subset: v2 }
          weight: ${weight}${more}
`;

const virtualService = (http) => `
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: bookinfo }
spec:
  hosts: [reviews.bookinfo.svc.cluster.local]
  http:
${http}
`;

const to = { host: 'reviews', port: 80 };
const from = 'bookinfo/productpage';

const testers = `
    - name: testers
      match:
        - headers: { x-version: { exact: v2 } }
        - headers: { cookie: { regex: '(?:.*; ?)?tester=yes(?:;.*)?' } }
        - queryParams: { version: { exact: v2 } }
      route:
        - destination: { host: reviews.bookinfo.svc.cluster.local, subset: v2 }
    - name: weighted
      route: ${weighted(20)}`;

/** The first answer sets a cookie that tells the version; whoever brings it back stays there. */
const affine = (version) => `
    - name: stay-${version}
      match:
        - headers: { cookie: { regex: '(?:.*; ?)?reviews-version=${version}(?:;.*)?' } }
      route:
        - destination: { host: reviews.bookinfo.svc.cluster.local, subset: ${version} }`;
const setCookie = (version) => `
          headers: { response: { add: { set-cookie: 'reviews-version=${version}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax' } } }`;
const affinity = `${affine('v1')}${affine('v2')}
    - name: weighted
      route:
        - destination: { host: reviews.bookinfo.svc.cluster.local, subset: v1 }
          weight: 50${setCookie('v1')}
        - destination: { host: reviews.bookinfo.svc.cluster.local, subset: v2 }
          weight: 50${setCookie('v2')}
`;

const mirrored = `
    - name: weighted
      route:
        - destination: { host: reviews.bookinfo.svc.cluster.local, subset: v1 }
      mirrors:
        - destination: { host: reviews.bookinfo.svc.cluster.local, subset: v2 }
          percentage: { value: 100 }
`;

const policy = `
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: bookinfo }
spec:
  host: reviews.bookinfo.svc.cluster.local
  trafficPolicy:
    connectionPool: { http: { h2UpgradePolicy: UPGRADE } }
  subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }]
`;
const patient = `
    - route: [{ destination: { host: reviews.bookinfo.svc.cluster.local, subset: v1 } }]
      timeout: 20s
      retries: { attempts: 2, perTryTimeout: 0.6s, retryOn: '5xx,reset' }
`;

export const cases = [
  {
    name: 'canary: 80/20 with testers',
    yaml: kubernetes + subsets + virtualService(testers),
    requests: [
      { from, to, path: '/reviews/1', repeat: 1000, expect: { status: 200, share: { v1: 0.8, v2: 0.2 } } },
      { from, to, headers: { 'x-version': 'v2' }, repeat: 50, expect: { status: 200, version: 'v2' } },
      { from, to, headers: { cookie: 'a=b; tester=yes; c=d' }, repeat: 50, expect: { version: 'v2' } },
      { from, to, path: '/?version=v2', repeat: 50, expect: { version: 'v2' } },
      { from, to, headers: { 'x-version': 'v3' }, repeat: 200, expect: { share: { v1: 0.8, v2: 0.2 } } },
    ],
  },
  {
    name: 'canary: a session stays',
    yaml: kubernetes + subsets + virtualService(affinity),
    requests: [
      { from, to, repeat: 400, expect: { status: 200, share: { v1: 0.5, v2: 0.5 }, setCookie: /^reviews-version=v[12]; Path=\// } },
      ...Array.from({ length: 12 }, (_, user) => (
        { from, to, jar: `user-${user}`, repeat: 20, expect: { status: 200, sameVersion: true, setCookie: /^reviews-version=v[12];/ } })),
      { from, to, headers: { cookie: 'x=1; reviews-version=v2' }, repeat: 50, expect: { version: 'v2', setCookie: null } },
    ],
  },
  {
    name: 'canary: a mirror arrives once',
    yaml: kubernetes + subsets + virtualService(mirrored),
    requests: [
      { from, to, repeat: 10, expect: { status: 200, by: 'bookinfo/reviews-v1', arrivals: { 'bookinfo/reviews-v1': 10, 'bookinfo/reviews-v2': 10 } } },
    ],
  },
  {
    name: 'canary: retries, timeouts and the upgrade to HTTP/2',
    yaml: kubernetes + policy + virtualService(patient),
    requests: [
      { from, to, expect: { status: 200, logged: { 'bookinfo/reviews-v1': /"GET \/ HTTP\/2" 200/ } } },
      { from, to, headers: { 'x-conformance-status': '503' }, expect: { status: 503, arrivals: { 'bookinfo/reviews-v1': 3 } } },
      { from, to, headers: { 'x-conformance-delay': '9s' }, expect: { status: 504, arrivals: { 'bookinfo/reviews-v1': 3 } } },
    ],
  },
];
