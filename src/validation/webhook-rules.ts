import type { WebhookCode } from '../webhook/verdict';
import type { RuleInfo } from './rule';

/** Why every error of the webhook matters. */
export const REJECTED_WHY = 'The webhook of istiod rejects the object.';
/** Why every warning of it does. */
export const WARNED_WHY = 'The webhook of istiod admits the object with a warning: it does not do what it seems to.';

const FIX = 'The finding says what istiod allows at that place.';

const rejected = { upstream: ['IST0106'], severity: 'error', why: REJECTED_WHY, fix: FIX } as const;
const warned = { upstream: ['IST0133'], severity: 'warning', why: WARNED_WHY, fix: FIX } as const;

const peerAuthentication = (spec: string): string => `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: reviews, namespace: shop }
spec:
${spec}`;

/** What istiod's webhook says of an object, by the code that it gives each remark. */
export const WEBHOOK_RULES: { readonly [Code in WebhookCode]: RuleInfo } = {
  'contradicting-fields': {
    ...rejected,
    id: 'contradicting-fields',
    summary: 'Two settings of an object exclude each other, or one needs another that is not there',
    notes: 'The schema of a kind rejects many such pairs already (`one-of`, `cel-rule`); these are the ones that only istiod knows.',
    bad: '',
    good: '',
  },
  'ineffective-field': {
    ...warned,
    id: 'ineffective-field',
    summary: 'A setting is accepted and has no effect, or another one than it seems to',
    bad: peerAuthentication(`  selector: {}
  mtls: { mode: STRICT }
`),
    good: peerAuthentication(`  mtls: { mode: STRICT }
`),
  },
  'invalid-label': {
    ...rejected,
    id: 'invalid-label',
    summary: 'A label is not one that a workload can have',
    bad: peerAuthentication(`  selector: { matchLabels: { app: "reviews*" } }
  mtls: { mode: STRICT }
`),
    good: peerAuthentication(`  selector: { matchLabels: { app: reviews } }
  mtls: { mode: STRICT }
`),
  },
  'invalid-port': {
    ...rejected,
    id: 'invalid-port',
    summary: 'A number is not a port',
    bad: '',
    good: '',
  },
  'missing-setting': {
    ...rejected,
    id: 'missing-setting',
    summary: 'Something that istiod needs is not said',
    bad: '',
    good: '',
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
    good: peerAuthentication(`  mtls: { mode: STRICT }
`),
  },
};
