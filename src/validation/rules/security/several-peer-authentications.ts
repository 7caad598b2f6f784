import { formatObject } from '../../../model/finding';
import type { Kind } from '../../../model/kinds';
import type { MtlsMode } from '../../../model/kinds/security';
import { MultiMap } from '../../../model/multi-map';
import type { Path } from '../../../model/path';
import type { Resource } from '../../../model/resource';
import { formatLabels, isEmptySelector } from '../../../model/selectors';
import { canonical, compareText } from '../../../model/values';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import type { Workload } from '../../../model/workloads';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

type Policy = Resource<'security.istio.io/PeerAuthentication'>;

const READS = ['security.istio.io/PeerAuthentication', ...WORKLOAD_KINDS] as const satisfies readonly Kind[];

export const severalPeerAuthentications = defineRule({
  id: 'several-peer-authentications',
  upstream: ['KIA0002', 'KIA0003'],
  severity: 'error',
  summary: 'Several PeerAuthentications are for the same workloads',
  why: 'Istio takes the oldest of them and passes over the others, and which one that is no file tells.',
  fix: 'Write one for all that they say, or give them selectors that no workload has both of.',
  notes:
    'Found are policies for the whole of one namespace or of the mesh, policies with the same selector, and policies of one ' +
    'namespace whose selectors match one workload of the input. It is a warning where they say the same. One for a namespace ' +
    'beside one for some of its workloads is right. With a selector in the root namespace a policy is for nobody, and left alone.',
  reads: READS,
  bad: `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: billing, namespace: bank }
spec:
  selector: { matchLabels: { app: billing } }
  mtls: { mode: STRICT }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: billing-metrics, namespace: bank }
spec:
  selector: { matchLabels: { app: billing } }
  portLevelMtls: { "9090": { mode: PERMISSIVE } }
`,
  good: `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: billing, namespace: bank }
spec:
  selector: { matchLabels: { app: billing } }
  mtls: { mode: STRICT }
  portLevelMtls: { "9090": { mode: PERMISSIVE } }
`,
  check(context) {
    const groups = new MultiMap<string, Policy>();
    for (const policy of context.all('security.istio.io/PeerAuthentication')) {
      const labels = labelsOf(policy);
      if (!isEmptySelector(labels) && policy.namespace === context.settings.rootNamespace) continue;
      groups.add(JSON.stringify([policy.namespace, formatLabels(labels)]), policy);
    }
    const others = new Map<Policy, Other>();
    const lists = [...groups.lists()].map((group) => [...group].sort((a, b) => compareText(a.name, b.name)));
    for (const group of lists) collect(others, group, undefined);
    // One of each selector is enough to see which workloads have several.
    for (const [workload, group] of byWorkload(context, lists.flatMap(([first]) => first ?? []))) collect(others, group, workload);
    for (const [policy, other] of others) report(context, policy, other);
  },
});

interface Other {
  readonly policy: Policy;
  readonly differs: boolean;
  /** Absent: both say that they are for the same workloads. */
  readonly workload?: Workload;
}

function byWorkload(context: RuleContext, policies: readonly Policy[]): Iterable<readonly [Workload, readonly Policy[]]> {
  const groups = new MultiMap<Workload, Policy>();
  for (const policy of policies) {
    const labels = labelsOf(policy);
    if (isEmptySelector(labels)) continue;
    for (const workload of context.workloads.matching(labels, policy.namespace)) groups.add(workload, policy);
  }
  return groups.entries();
}

/** For each of the group another one: one that says something else where there is one. */
function collect(others: Map<Policy, Other>, group: readonly Policy[], workload: Workload | undefined): void {
  const [first] = group;
  if (first === undefined || group.length < 2) return;
  const different = group.find((policy) => saying(policy) !== saying(first));
  for (const policy of group) {
    const other = saying(policy) === saying(first) ? (different ?? (policy === first ? group[1] : first)) : first;
    if (other === undefined || others.get(policy)?.differs === true) continue;
    const differs = saying(policy) !== saying(other);
    if (differs || !others.has(policy)) others.set(policy, { policy: other, differs, ...(workload === undefined ? {} : { workload }) });
  }
}

/** What a policy asks for, whoever it is for. */
function saying({ object }: Policy): string {
  const { mtls, portLevelMtls = {} } = object.spec ?? {};
  const modeOf = (mode: MtlsMode | undefined): string => mode ?? 'UNSET';
  return canonical([modeOf(mtls?.mode), Object.entries(portLevelMtls).map(([port, { mode }]) => `${port} ${modeOf(mode)}`).sort()]);
}

function report(context: RuleContext, policy: Policy, { policy: other, differs, workload }: Other): void {
  const labels = labelsOf(policy);
  const wide = isEmptySelector(labels);
  const inMesh = policy.namespace === context.settings.rootNamespace;
  const whom = wide
    ? `are both for all of ${inMesh ? 'the mesh' : `namespace ${policy.namespace}`}`
    : `both select ${workload === undefined ? formatLabels(labels) : `${workload.ref === undefined ? 'a workload' : formatObject(workload.ref)} (${formatLabels(workload.labels)})`}`;
  context.report(policy, wide ? ['spec'] : MATCH_LABELS, `${formatObject(policy.ref)} and ${formatObject(other.ref)} ${whom}${differs ? ', and say different things' : ''}.`, {
    upstream: [wide ? 'KIA0002' : 'KIA0003'],
    severity: differs ? 'error' : 'warning',
  });
}

const MATCH_LABELS: Path = ['spec', 'selector', 'matchLabels'];

function labelsOf({ object }: Policy): Readonly<Record<string, string>> {
  return object.spec?.selector?.matchLabels ?? {};
}
