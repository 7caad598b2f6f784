import { ByViewer } from '../../../model/by-viewer';
import { formatObject } from '../../../model/finding';
import { fullHost } from '../../../model/hosts';
import { visibilityOfRule } from '../../../model/destination-rules';
import type { DestinationRuleResource } from '../../../model/destination-rules';
import { MultiMap } from '../../../model/multi-map';
import { formatLabels } from '../../../model/selectors';
import { compareText } from '../../../model/values';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

export const severalDestinationRules = defineRule({
  id: 'several-destination-rules',
  upstream: ['KIA0201'],
  severity: 'warning',
  summary: 'Several DestinationRules of one namespace for one host do not add up',
  why: 'Istio merges them, the oldest first: a second policy for the host, and a second subset of one name, are dropped without a word.',
  fix: 'Merge them into one DestinationRule.',
  notes:
    'Rules that do add up, because their subsets have different names and only one of them has a policy for the host, are left ' +
    'alone, and so are rules of different namespaces: a client uses those of its own namespace before those of the service. Rules ' +
    'with different `workloadSelector`s are for different clients.',
  reads: ['networking.istio.io/DestinationRule'],
  bad: `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews-pool, namespace: shop }
spec:
  host: reviews
  trafficPolicy:
    connectionPool: { tcp: { maxConnections: 100 } }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews-outliers, namespace: shop }
spec:
  host: reviews
  trafficPolicy:
    outlierDetection: { consecutive5xxErrors: 5 }
`,
  good: `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  trafficPolicy:
    connectionPool: { tcp: { maxConnections: 100 } }
    outlierDetection: { consecutive5xxErrors: 5 }
`,
  check(context) {
    const groups = new MultiMap<string, DestinationRuleResource>();
    for (const rule of context.all('networking.istio.io/DestinationRule')) {
      const spec = rule.object.spec;
      if (spec?.host === undefined || spec.host === '') continue;
      const host = fullHost(spec.host, rule.namespace, context.settings.clusterDomain);
      const key = JSON.stringify([rule.namespace, host, formatLabels(spec.workloadSelector?.matchLabels ?? {})]);
      groups.add(key, rule);
    }
    for (const unsorted of groups.lists()) {
      if (unsorted.length < 2) continue;
      const group = [...unsorted].sort((a, b) => compareText(a.name, b.name));
      reportHidden(context, group);
      reportPolicies(context, group);
      reportSubsets(context, group);
    }
  },
});

/** What two rules must have in common to be merged: Istio compares what is written, so `["*"]` is not the same as nothing. */
function audience({ object }: DestinationRuleResource): string {
  return object.spec?.workloadSelector === undefined ? JSON.stringify([...new Set(object.spec?.exportTo)].sort()) : 'workloads';
}

/** Rules shown to different namespaces are not merged at all: where both are seen, only one is used. */
function reportHidden(context: RuleContext, group: readonly DestinationRuleResource[]): void {
  const first = new Map<string, DestinationRuleResource>();
  for (const rule of group) if (!first.has(audience(rule))) first.set(audience(rule), rule);
  if (first.size < 2) return;
  // One for each audience, so of two that a namespace sees at least one has another audience.
  const views = new ByViewer<DestinationRuleResource>();
  for (const rule of first.values()) views.add(visibilityOfRule(rule, context.settings), rule);
  for (const rule of group) {
    const other = firstOther(views.sharing(visibilityOfRule(rule, context.settings)), audience(rule));
    if (other === undefined) continue;
    context.report(
      rule,
      ['spec', 'exportTo'],
      `${formatObject(rule.ref)} and ${formatObject(other.ref)} are for the same host and have different \`exportTo\`, and some namespace sees both.`,
      {
        why: 'Istio merges only rules whose `exportTo` is written alike; where both are seen, one of them is ignored.',
        fix: 'Merge them into one DestinationRule, or give both the same `exportTo`.',
      },
    );
  }
}

function firstOther(rules: Iterable<DestinationRuleResource>, own: string): DestinationRuleResource | undefined {
  for (const rule of rules) if (audience(rule) !== own) return rule;
  return undefined;
}

function reportPolicies(context: RuleContext, group: readonly DestinationRuleResource[]): void {
  const byAudience = new MultiMap<string, DestinationRuleResource>();
  for (const rule of group) {
    if (rule.object.spec?.trafficPolicy === undefined) continue;
    byAudience.add(audience(rule), rule);
  }
  for (const rules of byAudience.lists()) {
    for (const rule of rules) {
      const other = rule === rules[0] ? rules[1] : rules[0];
      if (other === undefined) continue;
      context.report(
        rule,
        ['spec', 'trafficPolicy'],
        `${formatObject(rule.ref)} and ${formatObject(other.ref)} both have a trafficPolicy for the same host; only one of the two is used.`,
      );
    }
  }
}

function reportSubsets(context: RuleContext, group: readonly DestinationRuleResource[]): void {
  const owners = new MultiMap<string, DestinationRuleResource>();
  for (const rule of group) {
    for (const name of new Set((rule.object.spec?.subsets ?? []).map((subset) => subset.name ?? ''))) {
      owners.add(JSON.stringify([audience(rule), name]), rule);
    }
  }
  for (const rule of group) {
    for (const [index, { name }] of (rule.object.spec?.subsets ?? []).entries()) {
      const rules = owners.get(JSON.stringify([audience(rule), name ?? '']));
      const other = rules[0] === rule ? rules[1] : rules[0];
      if (other === undefined) continue;
      context.report(
        rule,
        ['spec', 'subsets', index, 'name'],
        `${formatObject(rule.ref)} and ${formatObject(other.ref)} both define subset "${name ?? ''}" of the same host; only one of the two is used.`,
      );
    }
  }
}
