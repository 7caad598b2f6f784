import type { ViolationCode } from '../schema/verdict';
import type { RuleInfo } from './rule';

/** Why every violation of a schema matters. */
export const API_WHY = 'The API server rejects the object.';

const FIX = 'Follow the schema of the kind; the finding says what it allows at that place.';

/** What istiod's webhook says of the same place beside it, its findings stand for as well. */
const common = { upstream: ['API', 'IST0106', 'IST0133'], severity: 'error', why: API_WHY, fix: FIX, acknowledgeable: false } as const;

const virtualService = (spec: string): string => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews.example.com]
${spec}`;

const good = virtualService(`  http:
    - directResponse: { status: 200 }
      timeout: 2s
`);

/** What the API server says by a kind's schema, by the code that the schema gives each violation. */
export const API_RULES: { readonly [Code in ViolationCode]: RuleInfo } = {
  'unknown-field': {
    ...common,
    id: 'unknown-field',
    summary: 'A field does not exist',
    notes:
    'The verdict is that of a strict apply, as `kubectl apply` asks for. A client that does not ask for it has the field dropped ' +
    'without a word, which is worse.',
    bad: virtualService(`  http:
    - directResponse: { status: 200 }
      timeOut: 2s
`),
    good,
  },
  'invalid-type': {
    ...common,
    id: 'invalid-type',
    summary: 'A value has the wrong type',
    bad: virtualService(`  http:
    - directResponse: { status: "200" }
`),
    good,
  },
  'missing-field': {
    ...common,
    id: 'missing-field',
    summary: 'A required field is missing',
    bad: virtualService(`  http:
    - directResponse: { body: { string: closed } }
`),
    good,
  },
  'invalid-enum': {
    ...common,
    id: 'invalid-enum',
    summary: 'A value, a kind or a version is none of those allowed',
    bad: `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec:
  mtls: { mode: strict }
`,
    good: `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec:
  mtls: { mode: STRICT }
`,
  },
  'out-of-range': {
    ...common,
    id: 'out-of-range',
    summary: 'A number, a text or a list is too small, too large, too short or too long',
    bad: virtualService(`  http:
    - directResponse: { status: 4294967296 }
`),
    good,
  },
  'pattern-mismatch': {
    ...common,
    id: 'pattern-mismatch',
    summary: 'A text does not have the form that its field asks for',
    bad: `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: shop, namespace: shop }
spec:
  hostnames: [Shop.Example.com]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
`,
    good: `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: shop, namespace: shop }
spec:
  hostnames: [shop.example.com]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
`,
  },
  'duplicate-item': {
    ...common,
    id: 'duplicate-item',
    summary: 'A list has an item twice that must be there once',
    bad: `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: istio
  listeners:
    - { name: http, port: 80, protocol: HTTP, hostname: a.example.com }
    - { name: http, port: 80, protocol: HTTP, hostname: b.example.com }
`,
    good: `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: istio
  listeners:
    - { name: a, port: 80, protocol: HTTP, hostname: a.example.com }
    - { name: b, port: 80, protocol: HTTP, hostname: b.example.com }
`,
  },
  'one-of': {
    ...common,
    id: 'one-of',
    summary: 'Of several fields that exclude each other more than one is set, or none where one is needed',
    bad: virtualService(`  http:
    - match: [{ uri: { exact: /a, prefix: /b } }]
      directResponse: { status: 200 }
`),
    good,
  },
  'cel-rule': {
    ...common,
    upstream: [...common.upstream, 'KIA1503'],
    id: 'cel-rule',
    summary: 'A rule of the schema that ties several fields together does not hold',
    bad: virtualService(`  http:
    - directResponse: { status: 200 }
      timeout: 1us
`),
    good,
  },
};
