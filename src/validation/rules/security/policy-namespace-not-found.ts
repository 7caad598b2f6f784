import { formatObject } from '../../../model/finding';
import type { Path } from '../../../model/path';
import { isSystemNamespace } from '../../../model/control-plane';
import { compareText } from '../../../model/values';
import { defineRule } from '../../rule';

const mesh = (namespace: string): string => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Namespace
metadata: { name: edge, labels: { istio-injection: enabled } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  template:
    metadata: { labels: { app: reviews } }
    spec: { containers: [{ name: reviews, image: reviews }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: from-edge, namespace: shop }
spec:
  rules:
    - from: [{ source: { namespaces: [${namespace}] } }]
`;

export const policyNamespaceNotFound = defineRule({
  id: 'policy-namespace-not-found',
  upstream: ['IST0101', 'KIA0101'],
  severity: 'error',
  summary: 'An AuthorizationPolicy names a namespace that does not exist',
  why: 'No request comes from there, so a rule that allows it lets nobody in, and one that denies it keeps nobody out.',
  fix: 'Correct the name of the namespace.',
  notes: 'Namespaces may be made elsewhere, so it is reported only with `--complete`.',
  reads: ['security.istio.io/AuthorizationPolicy', 'core/Namespace'],
  settings: { complete: true },
  bad: mesh('egde'),
  good: mesh('edge'),
  check(context) {
    const { namespaces, settings } = context;
    const policies = context.all('security.istio.io/AuthorizationPolicy');
    if (!settings.complete) return;
    const names = new Names([...namespaces.keys(), ...(settings.declared.workloads ?? []).map(({ namespace }) => namespace)]);
    for (const policy of policies) {
      for (const [rule, { from = [] }] of (policy.object.spec?.rules ?? []).entries()) {
        for (const [index, { source }] of from.entries()) {
          for (const field of ['namespaces', 'notNamespaces'] as const) {
            for (const [position, text] of (source?.[field] ?? []).entries()) {
              if (names.has(text) || isSystemNamespace(text)) continue;
              const path: Path = ['spec', 'rules', rule, 'from', index, 'source', field, position];
              context.report(policy, path, `${formatObject(policy.ref)} names namespace "${text}", and there is none.`, {
                upstream: field === 'namespaces' ? ['IST0101', 'KIA0101'] : ['IST0101'],
              });
            }
          }
        }
      }
    }
  },
});

/** Names that are found whole, by their beginning and by their end, without looking at all of them. */
class Names {
  readonly #whole: ReadonlySet<string>;
  readonly #sorted: readonly string[];
  readonly #reversed: readonly string[];

  constructor(names: readonly string[]) {
    this.#whole = new Set(names.map((name) => name.toLowerCase()));
    this.#sorted = [...new Set(names)].sort(compareText);
    this.#reversed = [...new Set(names.map(reversed))].sort(compareText);
  }

  /** `name`, `begin*`, `*end` or `*`. */
  has(text: string): boolean {
    if (text.startsWith('*')) return startsAny(this.#reversed, reversed(text.slice(1)));
    if (text.endsWith('*')) return startsAny(this.#sorted, text.slice(0, -1));
    return this.#whole.has(text.toLowerCase());
  }
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}

/** True when one of the sorted texts begins so: the first that is not before it is the one to ask. */
function startsAny(sorted: readonly string[], start: string): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareText(sorted[middle] ?? '', start) < 0) low = middle + 1;
    else high = middle;
  }
  return sorted[low]?.startsWith(start) ?? false;
}
