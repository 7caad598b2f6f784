import { formatObject } from '../../../model/finding';
import type { AuthorizationPolicy, PolicyAction, PolicyOperation, PolicySource } from '../../../model/kinds/security';
import type { Path } from '../../../model/path';
import { actionOf } from '../../../model/waypoints';
import { defineRule } from '../../rule';

const example = (from: string): string => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: shop }
spec:
  rules:
    - from: [${from}]
      to: [{ operation: { methods: [GET] } }]
`;

export const policyEmptyList = defineRule({
  id: 'policy-empty-list',
  upstream: [],
  severity: 'warning',
  summary: 'A list of an AuthorizationPolicy is there and empty, so it restricts nothing',
  why: 'An empty list is as good as none: the rule is for every caller, or every request, in that respect.',
  fix: 'Write what the list is to hold; leave the list out if it is meant to restrict nothing, or the rule, if it is meant for nobody.',
  notes:
    'Such lists are what a template leaves behind when it is given nothing to fill them with. A source or an operation with nothing in ' +
    'it at all is what `policy-never-matches` reports, since istiod rejects it; a rule without lists, `{}`, is taken to be meant.',
  reads: ['security.istio.io/AuthorizationPolicy'],
  bad: example(''),
  good: example('{ source: { namespaces: [web] } }'),
  check(context) {
    for (const policy of context.all('security.istio.io/AuthorizationPolicy')) {
      for (const { path, field } of emptyLists(policy.object)) {
        context.report(policy, path, `${formatObject(policy.ref)} has an empty ${field}, so the rule ${DOES[actionOf(policy.object)]} ${WHOM[field] ?? 'whatever it would name'}.`);
      }
    }
  },
});

const DOES: { readonly [Action in PolicyAction]: string } = { ALLOW: 'allows', DENY: 'denies', AUDIT: 'records', CUSTOM: 'hands on' };
const WHOM: Readonly<Record<string, string>> = { from: 'every caller', to: 'every request', when: 'requests under any condition' };

interface EmptyList {
  readonly path: Path;
  readonly field: string;
}

function* emptyLists({ spec }: AuthorizationPolicy): Generator<EmptyList> {
  for (const [index, rule] of (spec?.rules ?? []).entries()) {
    const path: Path = ['spec', 'rules', index];
    for (const field of ['from', 'to', 'when'] as const) if (rule[field]?.length === 0) yield { path: [...path, field], field };
    for (const [position, { source }] of (rule.from ?? []).entries()) yield* emptyIn(source, [...path, 'from', position, 'source']);
    for (const [position, { operation }] of (rule.to ?? []).entries()) yield* emptyIn(operation, [...path, 'to', position, 'operation']);
  }
}

/** Positive lists alone: an empty `not` list excludes nobody, as it says. */
function* emptyIn(lists: PolicySource | PolicyOperation | undefined, path: Path): Generator<EmptyList> {
  const entries: readonly (readonly [string, readonly string[] | undefined])[] = Object.entries(lists ?? {});
  if (entries.every(([, list]) => (list ?? []).length === 0)) return;
  for (const [field, list] of entries) if (list?.length === 0 && !field.startsWith('not')) yield { path: [...path, field], field };
}
