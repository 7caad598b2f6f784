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

const crd = (rule: string): string => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: brews.example.com }
spec:
  group: example.com
  scope: Namespaced
  names: { kind: Brew, plural: brews }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                memory: { type: string, maxLength: 20 }
              x-kubernetes-validations:
                - rule: ${rule}
---
apiVersion: example.com/v1
kind: Brew
metadata: { name: tea, namespace: shop }
spec: { memory: 1Gi }
`;

/** Found while objects are judged by the CustomResourceDefinitions of the input. */
export const CRD_NOT_APPLIED: RuleInfo = {
  id: 'crd-not-applied',
  upstream: [],
  severity: 'warning',
  summary: 'A CustomResourceDefinition of the input, or a part of it, cannot be applied to the objects of its kind',
  why: 'What the API server says by it is not known here, so it may still reject objects that pass.',
  fix: 'Mend the CustomResourceDefinition, or try the objects on a cluster: `kubectl apply --dry-run=server`.',
  notes:
    'A CustomResourceDefinition that cannot be read, or that stands in the input in two forms, decides nothing: the schema of this ' +
    'package does where it has the kind. Of one that can be read, single CEL rules, patterns and formats may be left out: CEL functions ' +
    'that are not known here, for example. It is told only when objects of the kind are in the input.',
  bad: crd('"!has(self.memory) || quantity(self.memory).isGreaterThan(quantity(\'1Mi\'))"'),
  good: crd('"!has(self.memory) || self.memory.endsWith(\'i\')"'),
};
