import type { RuleInfo } from './rule';

const rejected = 'The API server rejects the object.';

/** Found while the input is read, before there is an object that a rule could look at. */
export const NOT_AN_OBJECT: RuleInfo = {
  id: 'not-an-object',
  upstream: [],
  severity: 'error',
  acknowledgeable: false,
  summary: 'A document is not a Kubernetes object',
  why: rejected,
  fix: 'Give the object an apiVersion and a kind, or keep the file out of the input.',
  bad: `
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec: {}
`,
  good: `
apiVersion: v1
kind: ConfigMap
metadata: { name: reviews, namespace: shop }
`,
};
