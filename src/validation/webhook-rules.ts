import type { WebhookCode } from '../webhook/verdict';
import type { RuleInfo } from './rule';

/** Why every error of the webhook matters. */
export const REJECTED_WHY = 'The webhook of istiod rejects the object.';
/** Why every warning of it does. */
export const WARNED_WHY = 'The webhook of istiod admits the object with a warning: it does not do what it seems to.';
/** Why an object matters that does what it says, for as long as Istio stays as it is. */
export const UNSTABLE_WHY = 'The webhook of istiod admits the object with a warning: after an upgrade of Istio the patch may do something else, or nothing, without a word.';
/** Why it matters what istiod alone takes for unreachable. */
export const UNREACHABLE_WHY = 'kubectl shows that warning, although no earlier route is known to take all of these requests.';

const FIX = 'The finding says what istiod allows at that place.';

const rejected = { upstream: ['IST0106'], severity: 'error', why: REJECTED_WHY, fix: FIX } as const;
const warned = { upstream: ['IST0133'], severity: 'warning', why: WARNED_WHY, fix: FIX } as const;

const peerAuthentication = (spec: string): string => `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: reviews, namespace: shop }
spec:
${spec}`;

const authorizationPolicy = (spec: string): string => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: shop }
spec:
${spec}`;

const virtualService = (spec: string): string => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews.example.com]
${spec}`;

/** With the host that it is for. */
const destinationRule = (spec: string): string => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: payments, namespace: shop }
spec:
${spec}---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: payments, namespace: shop }
spec:
  hosts: [payments.example.com]
  ports: [{ number: 80, name: http, protocol: HTTP }]
  resolution: DNS
`;

const serviceEntry = (spec: string): string => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: payments, namespace: shop }
spec:
  ports: [{ number: 443, name: tls, protocol: TLS }]
  resolution: DNS
${spec}`;

const strict = peerAuthentication(`  mtls: { mode: STRICT }
`);

/** What istiod's webhook says of an object, by the code that it gives each remark. The rule `unreachable-route` tells of itself. */
export const WEBHOOK_RULES: { readonly [Code in Exclude<WebhookCode, 'unreachable-route'>]: RuleInfo } = {
  'contradicting-fields': {
    ...rejected,
    id: 'contradicting-fields',
    summary: 'Two settings of an object exclude each other, or one needs another that is not there',
    notes: 'The schema of a kind rejects many such pairs already (`one-of`, `cel-rule`); these are the ones that only istiod knows.',
    bad: authorizationPolicy(`  action: DENY
  provider: { name: ext-authz }
  rules: [{ from: [{ source: { notNamespaces: [shop] } }] }]
`),
    good: authorizationPolicy(`  action: DENY
  rules: [{ from: [{ source: { notNamespaces: [shop] } }] }]
`),
  },
  'deprecated-field': {
    ...warned,
    upstream: [...warned.upstream, 'KIA1108'],
    id: 'deprecated-field',
    summary: 'A field, or a way to write it, is deprecated, and another one takes its place',
    bad: destinationRule(`  host: payments.example.com
  trafficPolicy: { outlierDetection: { consecutiveErrors: 5 } }
`),
    good: destinationRule(`  host: payments.example.com
  trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } }
`),
  },
  'ineffective-field': {
    ...warned,
    id: 'ineffective-field',
    summary: 'A setting is accepted and has no effect, or another one than it seems to',
    bad: peerAuthentication(`  selector: {}
  mtls: { mode: STRICT }
`),
    good: strict,
  },
  'invalid-address': {
    ...rejected,
    id: 'invalid-address',
    summary: 'A text is not the IP address, network, socket or URL that it should be',
    bad: authorizationPolicy(`  action: DENY
  rules: [{ from: [{ source: { notIpBlocks: [10.0.0.0/33] } }] }]
`),
    good: authorizationPolicy(`  action: DENY
  rules: [{ from: [{ source: { notIpBlocks: [10.0.0.0/8] } }] }]
`),
  },
  'invalid-duration': {
    ...rejected,
    id: 'invalid-duration',
    summary: 'A duration is shorter than a millisecond, or not a whole number of milliseconds',
    bad: virtualService(`  http:
    - directResponse: { status: 200 }
      timeout: 1500us
`),
    good: virtualService(`  http:
    - directResponse: { status: 200 }
      timeout: 2ms
`),
  },
  'invalid-export-to': {
    ...rejected,
    id: 'invalid-export-to',
    summary: 'An exportTo names something that is no namespace, or says one thing twice',
    bad: virtualService(`  exportTo: ["*", "."]
  http: [{ directResponse: { status: 200 } }]
`),
    good: virtualService(`  exportTo: ["."]
  http: [{ directResponse: { status: 200 } }]
`),
  },
  'invalid-header': {
    ...rejected,
    id: 'invalid-header',
    summary: 'A header has a name that no header can have, or a value that Envoy cannot make',
    bad: virtualService(`  http:
    - directResponse: { status: 200 }
      headers: { response: { set: { x-load: "100%" } } }
`),
    good: virtualService(`  http:
    - directResponse: { status: 200 }
      headers: { response: { set: { x-load: "100%%" } } }
`),
  },
  'invalid-host': {
    ...rejected,
    id: 'invalid-host',
    summary: 'A text is not a host name',
    bad: serviceEntry(`  hosts: [https://payments.example.com]
`),
    good: serviceEntry(`  hosts: [payments.example.com]
`),
  },
  'invalid-label': {
    ...rejected,
    id: 'invalid-label',
    summary: 'A label is not one that a workload can have',
    bad: virtualService(`  http:
    - match: [{ sourceLabels: { app: product page } }]
      directResponse: { status: 200 }
`),
    good: virtualService(`  http:
    - match: [{ sourceLabels: { app: product-page } }]
      directResponse: { status: 200 }
`),
  },
  'invalid-port': {
    ...rejected,
    id: 'invalid-port',
    summary: 'A number or text is not a port, or not the name of one',
    bad: authorizationPolicy(`  action: DENY
  rules: [{ to: [{ operation: { notPorts: [http] } }] }]
`),
    good: authorizationPolicy(`  action: DENY
  rules: [{ to: [{ operation: { notPorts: ["8080"] } }] }]
`),
  },
  'invalid-regex': {
    ...rejected,
    id: 'invalid-regex',
    summary: 'A text is not a regular expression that Envoy can run',
    notes: 'Envoy runs expressions of RE2, which has no look-around and no back-references, and takes time linear in the text.',
    bad: virtualService(`  http:
    - match: [{ uri: { regex: "/(?!admin).*" } }]
      directResponse: { status: 200 }
`),
    good: virtualService(`  http:
    - match: [{ uri: { regex: "/shop/.*" } }]
      directResponse: { status: 200 }
`),
  },
  'invalid-target': {
    ...rejected,
    id: 'invalid-target',
    summary: 'A policy is attached to something that policies cannot be attached to',
    bad: authorizationPolicy(`  action: DENY
  targetRefs: [{ group: apps, kind: Deployment, name: reviews }]
  rules: [{ to: [{ operation: { notPorts: ["8080"] } }] }]
`),
    good: authorizationPolicy(`  action: DENY
  selector: { matchLabels: { app: reviews } }
  rules: [{ to: [{ operation: { notPorts: ["8080"] } }] }]
`),
  },
  'invalid-value': {
    ...rejected,
    id: 'invalid-value',
    summary: 'A value is not one that istiod or Envoy can use',
    notes:
      'The value of an EnvoyFilter\'s patch is read as the message of Envoy\'s API that it is for, with the extensions in it. What Envoy itself ' +
      'would say of such a message, of its bounds and required fields, is not looked at: istiod does not look at it either.',
    bad: authorizationPolicy(`  rules: [{ to: [{ operation: { paths: ["/users/{id}"] } }] }]
`),
    good: authorizationPolicy(`  rules: [{ to: [{ operation: { paths: ["/users/{*}"] } }] }]
`),
  },
  'missing-setting': {
    ...rejected,
    id: 'missing-setting',
    summary: 'Something that istiod needs is not said',
    bad: virtualService(`  http:
    - match: [{ uri: { prefix: /shop } }]
`),
    good: virtualService(`  http:
    - match: [{ uri: { prefix: /shop } }]
      directResponse: { status: 200 }
`),
  },
  'repeated-entry': {
    ...rejected,
    id: 'repeated-entry',
    summary: 'A list has an entry twice that istiod wants once',
    bad: destinationRule(`  host: payments.example.com
  subsets:
    - { name: v1, labels: { version: v1 } }
    - { name: v1, labels: { version: v2 } }
`),
    good: destinationRule(`  host: payments.example.com
  subsets:
    - { name: v1, labels: { version: v1 } }
    - { name: v2, labels: { version: v2 } }
`),
  },
  'reserved-annotation': {
    ...rejected,
    id: 'reserved-annotation',
    summary: 'An annotation stands on an object that must not have it',
    bad: `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata:
  name: reviews
  namespace: shop
  annotations: { istio.io/dry-run: "true" }
spec:
  mtls: { mode: STRICT }
`,
    good: strict,
  },
  'unstable-api': {
    ...warned,
    why: UNSTABLE_WHY,
    id: 'unstable-api',
    summary: 'An object patches what istiod makes for Envoy, which the next version of Istio may make differently',
    notes: 'Every EnvoyFilter is reported. Where one is needed, suppress the rule for it, and try it anew before each upgrade of Istio.',
    bad: `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: access-log, namespace: shop }
spec:
  configPatches:
    - applyTo: NETWORK_FILTER
      match: { listener: { filterChain: { filter: { name: envoy.filters.network.http_connection_manager } } } }
      patch:
        operation: MERGE
        value:
          typed_config:
            "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
            access_log: [{ name: envoy.access_loggers.stdout, typed_config: { "@type": type.googleapis.com/envoy.extensions.access_loggers.stream.v3.StdoutAccessLog } }]
`,
    good: `
apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata: { name: access-log, namespace: shop }
spec:
  accessLogging: [{ providers: [{ name: envoy }] }]
`,
  },
};
