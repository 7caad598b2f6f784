// What ZeroTrustNamespace writes, as our programs write it: what it opens is open, and everything else is closed.
import { client, namespace } from '../manifests.mjs';

const strangers = [namespace('other'), client('other', 'stranger'), client('other', 'productpage')].join('');
const denied = { status: 403, body: 'RBAC: access denied', arrivals: {} };
const shut = { failure: 'closed', arrivals: {} };
const page = 'bookinfo/productpage-v1';
const reviews = { host: 'reviews', port: 9080 };
const path = '/reviews/1';
const gateway = { from: 'outside', to: { gateway: 'istio-system/istio-ingressgateway', port: 80 }, host: 'bookinfo.example.com' };
const claims = { iss: 'https://login.example.com', sub: 'ann', aud: 'bookinfo', groups: ['partners'] };
const api = { ...gateway, path: '/api/v1/products/1' };

/** Nothing that a policy for ztunnels says is lost. */
const lossless = ({ policies }) => policies.filter(({ message }) => message !== undefined).map(({ name, message }) => `${name}: ${message}`);

const one = { iss: 'https://issuer.example.com', sub: 'ann', aud: 'one', realm: { roles: ['writer', 'reader'] } };
const two = { iss: 'https://issuer.example.com', sub: 'bob', aud: ['two', 'three'] };
const caller = { from: 'shop/caller' };
const stranger = { from: 'shop/stranger' };
const paths = { host: 'paths', port: 80 };
const tokens = { host: 'tokens', port: 80 };

/** What holds in both data planes. */
const closed = [
  { ...caller, to: paths, path: '/x/1/y', expect: { status: 200 } },
  { ...caller, to: paths, path: '/z/1/2', expect: { status: 200 } },
  { ...caller, to: paths, path: '/x/1/2/y', expect: denied },
  { ...caller, to: paths, path: '/x//y', expect: denied },
  { ...caller, to: paths, path: '/z/../q', expect: denied },
  { ...stranger, to: paths, path: '/x/1/y', expect: denied },
  // Another port of the Service, another port of the Pod, the Pod without the Service.
  { ...caller, to: { host: 'paths', port: 81 }, path: '/x/1/y', expect: denied },
  { ...caller, to: { pod: 'shop/paths', port: 9081 }, path: '/x/1/y', expect: { arrivals: {} } },
  { ...caller, to: { pod: 'shop/paths', port: 9999 }, path: '/x/1/y', expect: { arrivals: {} } },
  { ...stranger, to: { pod: 'shop/paths', port: 9080 }, path: '/x/1/y', expect: { arrivals: {} } },
  { from: 'outside', to: { pod: 'shop/paths', port: 9080 }, path: '/x/1/y', expect: { arrivals: {} } },
  // Each edge wants a token of its own.
  { ...caller, to: tokens, token: { claims: one }, expect: { status: 200 } },
  { ...stranger, to: tokens, token: { claims: two }, expect: { status: 200 } },
  { ...caller, to: tokens, token: { claims: two }, expect: denied },
  { ...stranger, to: tokens, token: { claims: one }, expect: denied },
  { ...caller, to: tokens, token: { claims: { ...one, realm: {} } }, expect: denied },
  { ...caller, to: tokens, expect: denied },
  { ...caller, to: tokens, token: { claims: { ...one, iss: 'https://issuer.example.com/other' } }, expect: { status: 401, arrivals: {} } },
  { ...caller, to: { host: 'store', port: 5432 }, protocol: 'tcp', expect: { by: 'shop/store' } },
  { ...stranger, to: { host: 'store', port: 5432 }, protocol: 'tcp', expect: { arrivals: {} } },
];

export const cases = [
  {
    name: 'examples/bookinfo-zero-trust',
    program: 'examples/bookinfo-zero-trust/main.ts',
    yaml: strangers,
    requests: [
      { from: page, to: reviews, path, expect: { status: 200 } },
      { from: page, to: { host: 'details', port: 9080 }, path: '/details/1', expect: { status: 200 } },
      { from: 'bookinfo/reviews-v1', to: { host: 'ratings', port: 9080 }, path: '/ratings/1', expect: { status: 200 } },
      { from: 'bookinfo/ratings-v1', to: { host: 'mongodb', port: 27017 }, protocol: 'tcp', expect: { by: 'bookinfo/mongodb-v1' } },
      // Wrong method, path, spelling.
      { from: page, to: reviews, method: 'POST', path, expect: denied },
      { from: page, to: reviews, path: '/Reviews/1', expect: denied },
      { from: page, to: reviews, path: '//reviews/1', expect: denied },
      { from: page, to: reviews, path: '/reviews/../admin', expect: denied },
      { from: page, to: reviews, path: '/%2Freviews/1', expect: denied },
      // Somebody else, another way: the pod itself, plaintext. What a Sidecar does not list is 502 at the caller.
      { from: 'bookinfo/details-v1', to: { pod: 'bookinfo/reviews-v1', port: 9080 }, path, expect: { arrivals: {} } },
      { from: 'other/stranger', to: { host: 'reviews.bookinfo', port: 9080 }, path, expect: denied },
      { from: 'other/productpage', to: { host: 'reviews.bookinfo', port: 9080 }, path, expect: denied },
      { from: 'other/stranger', to: { pod: 'bookinfo/reviews-v1', port: 9080 }, path, expect: { arrivals: {} } },
      { from: 'outside', to: { host: 'reviews.bookinfo', port: 9080 }, path, expect: shut },
      { from: 'outside', to: { pod: 'bookinfo/mongodb-v1', port: 27017 }, protocol: 'tcp', expect: shut },
      { from: 'other/stranger', to: { host: 'mongodb.bookinfo', port: 27017 }, protocol: 'tcp', expect: shut },
      { from: page, to: { host: 'ratings', port: 9080 }, path: '/ratings/1', expect: denied },
      { from: page, to: { host: 'evil.example.com', port: 80 }, expect: { status: 502, arrivals: {} } },
      // The gateway: pages without a token, the API with one.
      { ...gateway, path: '/productpage', expect: { status: 200 } },
      { ...gateway, path: '/static/x.css', expect: { status: 200 } },
      { ...gateway, path: '/metrics', expect: denied },
      { ...api, token: { claims }, expect: { status: 200 } },
      { ...api, expect: denied },
      { ...api, token: { claims: { ...claims, groups: ['people'] } }, expect: denied },
      { ...api, token: { claims: { ...claims, aud: 'shop' } }, expect: { status: 403, arrivals: {} } },
      { ...api, token: { claims: { ...claims, iss: 'https://login.example.com/other' } }, expect: { status: 401, arrivals: {} } },
      { ...api, token: { claims, forged: true }, expect: { status: 401, arrivals: {} } },
      { ...api, method: 'POST', token: { claims }, expect: denied },
    ],
  },
  {
    name: 'examples/bookinfo-ambient',
    program: 'examples/bookinfo-ambient/main.ts',
    yaml: [namespace('other', { 'istio.io/dataplane-mode': 'ambient' }), client('other', 'stranger')].join(''),
    requests: [
      { from: page, to: reviews, path, repeat: 300, expect: { status: 200, share: { v1: 0.9, v3: 0.1 } } },
      { from: page, to: { host: 'details', port: 9080 }, path: '/details/1', expect: { status: 200 } },
      { from: 'bookinfo/reviews-v1', to: { host: 'ratings', port: 9080 }, path: '/ratings/1', expect: { status: 200 } },
      { from: 'bookinfo/ratings-v2', to: { host: 'mongodb', port: 27017 }, protocol: 'tcp', expect: { by: 'bookinfo/mongodb-v1' } },
      { from: page, to: reviews, method: 'POST', path, expect: denied },
      { from: page, to: reviews, path: '//reviews/1', expect: denied },
      // The Service of a version lets in whom its service lets in, for the same requests.
      { from: page, to: { host: 'reviews-v3', port: 9080 }, path, repeat: 10, expect: { status: 200, version: 'v3' } },
      { from: page, to: { host: 'reviews-v3', port: 9080 }, method: 'POST', path, expect: denied },
      { from: page, to: { host: 'reviews-v3', port: 9080 }, path: '//reviews/1', expect: denied },
      { from: 'bookinfo/details-v1', to: { host: 'reviews-v3', port: 9080 }, path, expect: denied },
      { from: 'other/stranger', to: { host: 'reviews-v3.bookinfo', port: 9080 }, path, expect: denied },
      { from: page, to: { pod: 'bookinfo/reviews-v1', port: 9080 }, path, expect: { arrivals: {} } },
      { from: 'other/stranger', to: { host: 'reviews.bookinfo', port: 9080 }, path, expect: denied },
      { from: 'other/stranger', to: { pod: 'bookinfo/reviews-v1', port: 9080 }, path, expect: { arrivals: {} } },
      { from: page, to: { host: 'mongodb', port: 27017 }, protocol: 'tcp', expect: { arrivals: {} } },
      { from: 'outside', to: { pod: 'bookinfo/reviews-v1', port: 9080 }, path, expect: { arrivals: {} } },
      { from: 'outside', to: { gateway: 'edge/entry-istio', port: 80 }, host: 'bookinfo.example.com', path: '/productpage', expect: { status: 200 } },
      { from: 'outside', to: { gateway: 'edge/entry-istio', port: 80 }, host: 'bookinfo.example.com', method: 'DELETE', path: '/productpage', expect: denied },
    ],
    ztunnel: lossless,
  },
  { name: 'closed namespace: sidecars', program: 'conformance/traffic/programs/closed-namespace.ts', place: 'dist/sidecar', requests: [
    ...closed,
    { from: 'outside', to: { pod: 'shop/paths', port: 9081 }, path: '/healthz', expect: { status: 200 } },
    { from: 'outside', to: { pod: 'shop/paths', port: 9081 }, path: '/x/1/y', expect: denied },
    { from: 'outside', to: { pod: 'shop/paths', port: 9080 }, path: '/healthz', expect: shut },
  ] },
  { name: 'closed namespace: ambient', program: 'conformance/traffic/programs/closed-namespace.ts', place: 'dist/ambient', requests: [
    ...closed,
    { from: 'other/scraper', to: { pod: 'shop/paths', port: 9999 }, path: '/metrics', expect: { status: 200 } },
    { from: 'other/scraper', to: { pod: 'shop/paths', port: 9080 }, path: '/metrics', expect: { arrivals: {} } },
  ], ztunnel: lossless },
];
