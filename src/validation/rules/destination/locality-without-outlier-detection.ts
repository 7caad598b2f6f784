import { formatObject } from '../../../model/finding';
import type { CommonTrafficPolicy, LocalityLoadBalancing, TrafficPolicy } from '../../../model/kinds/networking';
import type { Path } from '../../../model/path';
import { defineRule } from '../../rule';

const near = (outliers: string): string => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  trafficPolicy:
    loadBalancer: { localityLbSetting: { enabled: true } }${outliers}
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  ports: [{ name: http, port: 80 }]
`;

export const localityWithoutOutlierDetection = defineRule({
  id: 'locality-without-outlier-detection',
  upstream: [],
  severity: 'warning',
  summary: 'Requests are to stay in their locality, and nothing detects that its endpoints fail',
  why: 'Without outlier detection Istio makes no order of localities at all: requests go to near and far endpoints alike, and nothing fails over.',
  fix: 'Add outlierDetection to the same traffic policy, or `distribute` to share requests out by locality.',
  notes:
    'The webhook of istiod warns of `failover` and `failoverPriority` in policies of hosts and subsets ([ineffective-field](ineffective-field.md)); this rule says it where the setting is only ' +
    'enabled, and for ports, which inherit no outlier detection. A subset inherits that of its host. Outlier detection of the mesh config is not looked at.',
  reads: ['networking.istio.io/DestinationRule'],
  bad: near(''),
  good: near('\n    outlierDetection: { consecutive5xxErrors: 5 }'),
  check(context) {
    for (const rule of context.all('networking.istio.io/DestinationRule')) {
      const { trafficPolicy, subsets = [] } = rule.object.spec ?? {};
      const inherited = trafficPolicy?.outlierDetection !== undefined;
      const bySubset = subsets.some((subset) => detects(subset.trafficPolicy));
      const report = (path: Path): void => {
        context.report(rule, [...path, 'loadBalancer', 'localityLbSetting'], `${formatObject(rule.ref)} orders endpoints by locality, and has no outlierDetection there to tell that they fail.`);
      };
      // Subsets may have what the host lacks, and inherit how it balances.
      if (!bySubset) {
        for (const path of undetected(trafficPolicy, false, ['spec', 'trafficPolicy'])) report(path);
      }
      for (const [index, subset] of subsets.entries()) {
        for (const path of undetected(subset.trafficPolicy, inherited, ['spec', 'subsets', index, 'trafficPolicy'])) report(path);
      }
    }
  },
});

function detects(policy: TrafficPolicy | undefined): boolean {
  return policy?.outlierDetection !== undefined || (policy?.portLevelSettings ?? []).some(({ outlierDetection }) => outlierDetection !== undefined);
}

/** The places of a policy that order by locality and detect nothing; of the host and of ports. */
function undetected(policy: TrafficPolicy | undefined, inherited: boolean, at: Path): readonly Path[] {
  const found: Path[] = [];
  if (!inherited && lacks(policy, isOnlyEnabled)) found.push(at);
  for (const [index, port] of (policy?.portLevelSettings ?? []).entries()) {
    if (lacks(port, (setting) => isOnlyEnabled(setting) || failsOver(setting))) found.push([...at, 'portLevelSettings', index]);
  }
  return found;
}

function lacks(policy: CommonTrafficPolicy | undefined, wants: (setting: LocalityLoadBalancing) => boolean): boolean {
  const setting = policy?.loadBalancer?.localityLbSetting;
  return setting !== undefined && setting.enabled !== false && policy?.outlierDetection === undefined && (setting.distribute ?? []).length === 0 && wants(setting);
}

function failsOver({ failover = [], failoverPriority = [] }: LocalityLoadBalancing): boolean {
  return failover.length + failoverPriority.length > 0;
}

function isOnlyEnabled(setting: LocalityLoadBalancing): boolean {
  return setting.enabled === true && !failsOver(setting);
}
