import type { Severity } from '../model/finding';
import type { DestinationRuleTable } from '../model/destination-rules';
import type { Kind } from '../model/kinds';
import type { GatewayResource } from '../model/mesh-index';
import type { MtlsPolicies } from '../model/mtls';
import type { Path } from '../model/path';
import type { Resource } from '../model/resource';
import type { RouteTable } from '../model/routes';
import type { ServiceTable } from '../model/services';
import type { ServicesByPod } from '../model/services-by-pod';
import type { MeshSettings } from '../model/settings';
import type { SubsetTable } from '../model/subsets';
import type { WorkloadTable } from '../model/workloads';
import type { Manifest, Subject } from './manifest';

/** Where one finding differs from what its rule says in general. */
export interface ReportDetails {
  readonly severity?: Severity;
  /** Those of the rule's codes that this finding stands for. */
  readonly upstream?: readonly string[];
  readonly why?: string;
  readonly fix?: string;
}

/** The objects that were written last. */
export interface Baseline {
  /** All objects of one kind. */
  all<K extends Kind>(kind: K): readonly Resource<K>[];
  /** Subsets of DestinationRules, by full host. */
  readonly subsets: SubsetTable;
}

/**
 * What a rule works with: the part of the input that it declared to read, and the way to report. To ask for
 * anything else is an error.
 */
export interface RuleContext {
  readonly settings: MeshSettings;
  /** True when a namespaced object must name its namespace. */
  readonly requireNamespace: boolean;
  /** Every object of the input, for rules that read `objects`. */
  readonly manifests: readonly Manifest[];
  /** All objects of one kind. */
  all<K extends Kind>(kind: K): readonly Resource<K>[];
  /** Services, ServiceEntries and declared hosts; reads `SERVICE_KINDS`. */
  readonly services: ServiceTable;
  /** Kubernetes Services by the pods that they select; reads Services. */
  readonly servicesByPod: ServicesByPod;
  /** Pods, pod templates and workloads outside the cluster; reads `WORKLOAD_KINDS`. */
  readonly workloads: WorkloadTable;
  /** Subsets of DestinationRules and declared ones, by full host; reads DestinationRules. */
  readonly subsets: SubsetTable;
  /** Which DestinationRules callers use; reads DestinationRules. */
  readonly destinationRules: DestinationRuleTable;
  /** Where VirtualServices send traffic, and what their routes have; reads VirtualServices. */
  readonly routes: RouteTable;
  /** Istio Gateways by `namespace/name`. */
  readonly gateways: ReadonlyMap<string, GatewayResource>;
  /** What workloads ask of their callers; reads PeerAuthentications. */
  readonly mtls: MtlsPolicies;
  /** Namespace objects by name. */
  readonly namespaces: ReadonlyMap<string, Resource<'core/Namespace'>>;
  /** What was written last; undefined where nothing is known of it. */
  readonly baseline?: Baseline;
  /** Adds a finding about a place in an object. */
  report(subject: Subject, path: Path, message: string, details?: ReportDetails): void;
}
