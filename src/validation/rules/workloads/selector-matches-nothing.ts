import { DATA_PLANE_KINDS, dataPlaneOfNamespace, dataPlaneOfWorkload } from '../../../model/data-plane';
import { formatObject } from '../../../model/finding';
import type { Severity } from '../../../model/finding';
import type { Kind } from '../../../model/kinds';
import { isDeclaredException } from '../../../model/mtls-exceptions';
import { Memo } from '../../../model/memo';
import type { Path } from '../../../model/path';
import { targetRefsOf } from '../../../model/policy-target';
import type { Resource } from '../../../model/resource';
import { formatLabels, isEmptySelector } from '../../../model/selectors';
import { canonical } from '../../../model/values';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

const SELECTING = [
  'security.istio.io/AuthorizationPolicy',
  'security.istio.io/PeerAuthentication',
  'security.istio.io/RequestAuthentication',
  'telemetry.istio.io/Telemetry',
  'extensions.istio.io/WasmPlugin',
  'extensions.istio.io/TrafficExtension',
  'networking.istio.io/Sidecar',
  'networking.istio.io/EnvoyFilter',
  'networking.istio.io/Gateway',
] as const satisfies readonly Kind[];

type SelectingKind = (typeof SELECTING)[number];
type Labels = Readonly<Record<string, string>>;

const READS = [...SELECTING, ...DATA_PLANE_KINDS, ...WORKLOAD_KINDS] as const satisfies readonly Kind[];

/** What upstream says of an unmatched selector of each kind. */
const UPSTREAM: { readonly [K in SelectingKind]: { readonly upstream: readonly string[]; readonly severity: Severity } } = {
  'security.istio.io/AuthorizationPolicy': { upstream: ['IST0127', 'KIA0004'], severity: 'warning' },
  'security.istio.io/PeerAuthentication': { upstream: ['KIA0004'], severity: 'warning' },
  'security.istio.io/RequestAuthentication': { upstream: ['KIA0004'], severity: 'warning' },
  'telemetry.istio.io/Telemetry': { upstream: ['IST0101'], severity: 'error' },
  'extensions.istio.io/WasmPlugin': { upstream: [], severity: 'warning' },
  'extensions.istio.io/TrafficExtension': { upstream: [], severity: 'warning' },
  'networking.istio.io/Sidecar': { upstream: ['IST0101', 'KIA0004'], severity: 'error' },
  'networking.istio.io/EnvoyFilter': { upstream: [], severity: 'warning' },
  'networking.istio.io/Gateway': { upstream: ['IST0101', 'KIA0302'], severity: 'error' },
};

export const selectorMatchesNothing = defineRule({
  id: 'selector-matches-nothing',
  upstream: ['IST0101', 'IST0127', 'KIA0004', 'KIA0302'],
  severity: 'warning',
  summary: 'A selector matches no workload',
  why: 'The object has no effect, which for a policy means that nothing is protected.',
  fix: 'Correct the labels, or declare the workload if it is deployed from elsewhere.',
  notes:
    'Pod templates of Deployments and their like count as Pods, and WorkloadEntries and WorkloadGroups as workloads. Without ' +
    '`--complete` it is reported only where the input holds Pods of the namespace, and for Gateways, whose pods may run in ' +
    'any namespace, not at all. Policies of the root namespace may match in any namespace. An AuthorizationPolicy needs a workload ' +
    'that is in the mesh. A PeerAuthentication that is a declared exception (`cdk8s-istio.dev/mtls-exception`) is an error: someone ' +
    'counts on it. Pods that a Gateway API Gateway is turned into are not in files, so selectors of them are left alone.',
  reads: READS,
  bad: `
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
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: review } }
  rules:
    - to: [{ operation: { methods: [GET] } }]
`,
  good: `
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
metadata: { name: reviews, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  rules:
    - to: [{ operation: { methods: [GET] } }]
`,
  check(context) {
    const coverage = new Memo<Coverage>();
    for (const policy of context.all('security.istio.io/AuthorizationPolicy')) checkAuthorization(context, policy, coverage);
    for (const policy of context.all('security.istio.io/PeerAuthentication')) {
      // One with a selector in the root namespace is for that namespace only.
      checkSelector(context, policy, policy.object.spec?.selector?.matchLabels, MATCH_LABELS, policy.namespace, isDeclaredException(policy) ? 'error' : undefined);
    }
    for (const kind of [
      'security.istio.io/RequestAuthentication',
      'telemetry.istio.io/Telemetry',
      'extensions.istio.io/WasmPlugin',
      'extensions.istio.io/TrafficExtension',
    ] as const) {
      for (const policy of context.all(kind)) {
        if (targetRefsOf(policy.object.spec).length > 0) continue;
        checkSelector(context, policy, policy.object.spec?.selector?.matchLabels, MATCH_LABELS, reach(context, policy));
      }
    }
    for (const sidecar of context.all('networking.istio.io/Sidecar')) {
      checkSelector(context, sidecar, sidecar.object.spec?.workloadSelector?.labels, WORKLOAD_LABELS, sidecar.namespace);
    }
    for (const filter of context.all('networking.istio.io/EnvoyFilter')) {
      checkSelector(context, filter, filter.object.spec?.workloadSelector?.labels, WORKLOAD_LABELS, reach(context, filter));
    }
    for (const gateway of context.all('networking.istio.io/Gateway')) {
      if (context.settings.complete) checkSelector(context, gateway, gateway.object.spec?.selector, ['spec', 'selector'], undefined);
    }
  },
});

const MATCH_LABELS: Path = ['spec', 'selector', 'matchLabels'];
const WORKLOAD_LABELS: Path = ['spec', 'workloadSelector', 'labels'];

type SelectingResource = Resource<SelectingKind>;

/** The namespace whose workloads an object can select; undefined: those of all namespaces. */
function reach(context: RuleContext, { namespace }: SelectingResource): string | undefined {
  return namespace === context.settings.rootNamespace ? undefined : namespace;
}

function checkSelector(
  context: RuleContext,
  owner: SelectingResource,
  selector: Labels | undefined,
  path: Path,
  namespace: string | undefined,
  severity?: Severity,
): void {
  if (isEmptySelector(selector) || isOfGeneratedPods(selector) || !canTell(context, namespace)) return;
  if (workloadsOf(context, selector, namespace).length > 0) return;
  const where = namespace === undefined ? 'any namespace' : `namespace ${namespace}`;
  context.report(
    owner,
    path,
    `${formatObject(owner.ref)} selects ${formatLabels(selector ?? {})}, and no workload in ${where} has these labels.`,
    { ...UPSTREAM[owner.kind], ...(severity === undefined ? {} : { severity }) },
  );
}

/** Pods that Istio makes for a Gateway API Gateway carry such labels. */
function isOfGeneratedPods(selector: Labels | undefined): boolean {
  return Object.keys(selector ?? {}).some((key) => key.startsWith('gateway.networking.k8s.io/') || key.startsWith('gateway.istio.io/'));
}

function canTell(context: RuleContext, namespace: string | undefined): boolean {
  return namespace === undefined ? context.settings.complete : context.workloads.knows(namespace);
}

function workloadsOf(
  context: RuleContext,
  selector: Labels | undefined,
  namespace: string | undefined,
): ReturnType<typeof context.workloads.matching> {
  return namespace === undefined ? context.workloads.matchingAnywhere(selector) : context.workloads.matching(selector, namespace);
}

/** What a selector finds: nothing, workloads that are all outside of the mesh, or some in the mesh. */
type Coverage = 'nothing' | 'outside' | 'mesh';

function coverageOf(context: RuleContext, selector: Labels | undefined, namespace: string | undefined): Coverage {
  const workloads = workloadsOf(context, selector, namespace);
  if (workloads.length === 0) return 'nothing';
  const inMesh = workloads.some(({ pod, namespace: own }) => {
    const plane = dataPlaneOfWorkload(pod, dataPlaneOfNamespace(context.namespaces.get(own), context.settings));
    return plane.kind !== 'none' || !plane.certain;
  });
  return inMesh ? 'mesh' : 'outside';
}

function checkAuthorization(
  context: RuleContext,
  policy: Resource<'security.istio.io/AuthorizationPolicy'>,
  coverages: Memo<Coverage>,
): void {
  const spec = policy.object.spec;
  const selector = spec?.selector?.matchLabels;
  const namespace = reach(context, policy);
  if (targetRefsOf(spec).length > 0 || isOfGeneratedPods(selector) || !canTell(context, namespace)) return;
  const wide = isEmptySelector(selector);
  if (wide && namespace === undefined) return;
  // Many policies ask the same, such as all those without a selector.
  const coverage = coverages.get(canonical([namespace, selector ?? {}]), () => coverageOf(context, selector, namespace));
  if (coverage === 'mesh') return;
  const where = namespace === undefined ? 'any namespace' : `namespace ${namespace}`;
  const what = wide ? `is for all of ${where}` : `selects ${formatLabels(selector ?? {})}`;
  const reason =
    coverage === 'outside'
      ? 'the workloads that it is for are not in the mesh'
      : wide
        ? 'it has no workloads'
        : `no workload in ${where} has these labels`;
  context.report(policy, wide ? ['spec'] : MATCH_LABELS, `${formatObject(policy.ref)} ${what}, and ${reason}.`, UPSTREAM[policy.kind]);
}
