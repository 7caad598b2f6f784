/** Istio minor versions whose CRDs this package knows. */
export type IstioVersion = '1.29' | '1.30' | '1.31';

export const NEWEST_ISTIO: IstioVersion = '1.31';

/** Things that exist although the checked objects do not hold them. */
export interface Declared {
  /** Hosts of services that live elsewhere, as FQDN, or `*.suffix`. */
  readonly hosts?: readonly string[];
  /** Gateways as `namespace/name`. */
  readonly gateways?: readonly string[];
  /** Subsets of DestinationRules that live elsewhere; `host` as FQDN, or `*.suffix`. */
  readonly subsets?: readonly { readonly host: string; readonly subsets: readonly string[] }[];
  /** Labels of workloads that run elsewhere, by namespace. */
  readonly workloads?: readonly { readonly namespace: string; readonly labels: { readonly [key: string]: string } }[];
}

/** What `exportTo` is where an object does not say it: MeshConfig `defaultServiceExportTo` and its like. */
export interface DefaultExportTo {
  /** Of Services and ServiceEntries. */
  readonly services?: readonly string[];
  readonly virtualServices?: readonly string[];
  /** Of these istiod looks for `.` alone: any other list is as if it were `*`. */
  readonly destinationRules?: readonly string[];
}

/** What is true of the mesh as a whole: the parts of MeshConfig and of the command line that checks depend on. */
export interface MeshSettings {
  /** The oldest Istio that the output must work with. */
  readonly istio: IstioVersion;
  readonly rootNamespace: string;
  readonly clusterDomain: string;
  readonly trustDomain: string;
  /**
   * All trust domains whose identities the mesh takes: its own, MeshConfig `trustDomainAliases`, and those that `caCertificates` are
   * for. Default: not known.
   */
  readonly trustDomains?: readonly string[];
  /** MeshConfig `enableAutoMtls`. */
  readonly autoMtls: boolean;
  /** MeshConfig `defaultProviders.accessLogging`: who writes access logs where a Telemetry names nobody. Default: nobody. */
  readonly accessLogProviders?: readonly string[];
  /** MeshConfig `extensionProviders` of the type `lightstep`, which is no more. */
  readonly lightstepProviders?: readonly string[];
  /** MeshConfig `defaultConfig.proxyMetadata` has the proxies answer DNS and give addresses to ServiceEntries without one. */
  readonly dnsAllocatesAddresses?: boolean;
  /** MeshConfig `pathNormalization` has proxies take repeated slashes in a path for one. Default: they stay. */
  readonly mergesSlashes?: boolean;
  /** MeshConfig `defaultServiceExportTo`, `defaultVirtualServiceExportTo` and `defaultDestinationRuleExportTo`. Default: `*`, all namespaces. */
  readonly defaultExportTo?: DefaultExportTo;
  /** Data plane of namespaces that say nothing of their own. */
  readonly dataPlane: 'sidecar' | 'ambient';
  /** Namespace of namespaced objects that name none; absent: such an object is a finding. */
  readonly defaultNamespace?: string;
  /** The input is the whole cluster, so what is not there does not exist. */
  readonly complete: boolean;
  /** Folder of what was written last, where there is one to compare with. Read by who runs the checks. */
  readonly baseline?: string;
  readonly declared: Declared;
}

/** The settings of a mesh of which nothing was said: Istio's own defaults. */
export const DEFAULT_SETTINGS: MeshSettings = {
  istio: NEWEST_ISTIO,
  rootNamespace: 'istio-system',
  clusterDomain: 'cluster.local',
  trustDomain: 'cluster.local',
  autoMtls: true,
  dataPlane: 'sidecar',
  complete: false,
  declared: {},
};

/** True for a value of MeshConfig `pathNormalization.normalization` with which proxies make one slash of several. */
export function mergesSlashes(normalization: unknown): boolean {
  return normalization === 'MERGE_SLASHES' || normalization === 'DECODE_AND_MERGE_SLASHES';
}
