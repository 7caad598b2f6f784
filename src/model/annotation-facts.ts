/**
 * The annotations that Istio knows, and the kinds each of them is for.
 * Reference: https://istio.io/latest/docs/reference/config/annotations/
 */

const ON_PODS = [
  ...['bypass-inbound-capture', 'dns-capture', 'redirection'].map((name) => `ambient.istio.io/${name}`),
  'inject.istio.io/templates',
  'istio.io/reroute-virtual-interfaces',
  'istio.io/rev',
  'prometheus.istio.io/merge-metrics',
  'proxy.istio.io/config',
  'proxy.istio.io/overrides',
  ...['applicationPorts', 'failureThreshold', 'initialDelaySeconds', 'periodSeconds'].map((name) => `readiness.status.sidecar.istio.io/${name}`),
  ...[
    'agentLogLevel', 'bootstrapOverride', 'componentLogLevel', 'discoveryAddress', 'extraStatTags', 'inject', 'interceptionMode', 'logLevel',
    'nativeSidecar', 'proxyCPU', 'proxyCPULimit', 'proxyImage', 'proxyImageType', 'proxyMemory', 'proxyMemoryLimit', 'rewriteAppHTTPProbers',
    'statsCompression', 'statsEvictionInterval', 'statsFlushInterval', 'statsHistogramBins', 'statsHistogramBuckets', 'statsInclusionPrefixes',
    'statsInclusionRegexps', 'statsInclusionSuffixes', 'status', 'userVolume', 'userVolumeMount',
  ].map((name) => `sidecar.istio.io/${name}`),
  'status.sidecar.istio.io/port',
  ...[
    'excludeInboundPorts', 'excludeInterfaces', 'excludeOutboundIPRanges', 'excludeOutboundPorts', 'includeInboundPorts', 'includeOutboundIPRanges',
    'includeOutboundPorts', 'kubevirtInterfaces',
  ].map((name) => `traffic.sidecar.istio.io/${name}`),
];

/** By the kinds they are for; no kinds: any. */
const GROUPS: readonly (readonly [readonly string[], readonly string[]])[] = [
  [['Pod'], ON_PODS],
  [['Service'], ['alpha.istio.io/canonical-serviceaccounts', 'alpha.istio.io/kubernetes-serviceaccounts', 'networking.istio.io/exportTo', 'traffic.istio.io/nodeSelector']],
  [['Service', 'ServiceEntry', 'Namespace'], ['istio.io/use-waypoint-canary-weight', 'networking.istio.io/traffic-distribution']],
  [['Namespace'], ['topology.istio.io/controlPlaneClusters']],
  [['WorkloadEntry'], ['istio.io/autoRegistrationGroup', 'istio.io/connectedAt', 'istio.io/disconnectedAt', 'istio.io/workloadController']],
  [['AuthorizationPolicy'], ['istio.io/dry-run']],
  [['Gateway'], ['gateway.istio.io/name-override', 'gateway.istio.io/service-account', 'networking.istio.io/service-type']],
  [['GatewayClass', 'Gateway'], ['ambient.istio.io/waypoint-inbound-binding']],
  [['Ingress'], ['kubernetes.io/ingress.class']],
  [[], ['galley.istio.io/analyze-suppress', 'gateway.istio.io/controller-version']],
];

const KINDS: ReadonlyMap<string, readonly string[]> = new Map(GROUPS.flatMap(([kinds, names]) => names.map((name) => [name, kinds] as const)));

/** The kinds that an annotation is for: undefined where Istio knows no such annotation, [] where it may stand anywhere. */
export function kindsOfAnnotation(name: string): readonly string[] | undefined {
  return KINDS.get(name);
}

/** Names of all annotations that Istio knows. */
export const ANNOTATION_NAMES: readonly string[] = [...KINDS.keys()];

/** Annotations that are on their way out. */
export const DEPRECATED_ANNOTATIONS: ReadonlySet<string> = new Set([
  'alpha.istio.io/canonical-serviceaccounts',
  'alpha.istio.io/kubernetes-serviceaccounts',
  'traffic.sidecar.istio.io/kubevirtInterfaces',
  ...[
    'discoveryAddress', 'extraStatTags', 'inject', 'statsCompression', 'statsInclusionPrefixes', 'statsInclusionRegexps', 'statsInclusionSuffixes',
  ].map((name) => `sidecar.istio.io/${name}`),
]);

/** Annotations that tools of Istio set, on whatever they like. */
const SET_BY_ISTIO: ReadonlySet<string> = new Set(['sidecar.istio.io/status', 'gateway.istio.io/controller-version', 'istio.io/rev']);

/** True for annotations that are Istio's to read, and that people write. */
export function isIstioAnnotation(name: string): boolean {
  if (SET_BY_ISTIO.has(name)) return false;
  const [domain = ''] = name.split('/');
  return name === 'kubernetes.io/ingress.class' || domain === 'istio.io' || domain.endsWith('.istio.io');
}
