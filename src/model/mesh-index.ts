import { DestinationRuleTable } from './destination-rules';
import type { Kind } from './kinds';
import { MtlsPolicies } from './mtls';
import { MultiMap } from './multi-map';
import type { Resource } from './resource';
import { RouteTable } from './routes';
import { ServiceTable } from './services';
import type { MeshSettings } from './settings';
import { SubsetTable } from './subsets';
import { ServicesByPod } from './services-by-pod';
import { POD_KINDS, WorkloadTable } from './workloads';
import type { Workload } from './workloads';

export interface MeshIndexOptions {
  readonly settings: MeshSettings;
  /** Take the ingress gateway that istioctl assumes for files as there. */
  readonly assumeIngressGateway?: boolean;
}

export type GatewayResource = Resource<'networking.istio.io/Gateway'>;

/** The objects of a mesh, ready for look-ups. Every table is made once, when it is first asked for. */
export class MeshIndex {
  readonly settings: MeshSettings;
  readonly #byKind = new MultiMap<Kind, Resource>();
  readonly #assumeIngressGateway: boolean;
  #services: ServiceTable | undefined;
  #servicesByPod: ServicesByPod | undefined;
  #workloads: WorkloadTable | undefined;
  #subsets: SubsetTable | undefined;
  #destinationRules: DestinationRuleTable | undefined;
  #routes: RouteTable | undefined;
  #gateways: ReadonlyMap<string, GatewayResource> | undefined;
  #mtls: MtlsPolicies | undefined;
  #namespaces: ReadonlyMap<string, Resource<'core/Namespace'>> | undefined;

  constructor(resources: readonly Resource[], options: MeshIndexOptions) {
    this.settings = options.settings;
    this.#assumeIngressGateway = options.assumeIngressGateway ?? false;
    for (const resource of resources) this.#byKind.add(resource.kind, resource);
  }

  /** All objects of a kind. */
  all<K extends Kind>(kind: K): readonly Resource<K>[] {
    const filed = this.#byKind.get(kind);
    return isListOf(filed, kind) ? filed : [];
  }

  get services(): ServiceTable {
    this.#services ??= new ServiceTable(
      this.all('core/Service'),
      this.all('networking.istio.io/ServiceEntry'),
      this.settings,
      this.#assumeIngressGateway,
    );
    return this.#services;
  }

  /** Kubernetes Services by the pods that they select. */
  get servicesByPod(): ServicesByPod {
    this.#servicesByPod ??= new ServicesByPod(this.all('core/Service'));
    return this.#servicesByPod;
  }

  get workloads(): WorkloadTable {
    this.#workloads ??= new WorkloadTable(
      POD_KINDS.flatMap((kind) => this.all(kind)),
      this.#workloadsOutside(),
      this.settings,
      this.#assumeIngressGateway,
    );
    return this.#workloads;
  }

  /** Subsets by full host. */
  get subsets(): SubsetTable {
    this.#subsets ??= new SubsetTable(this.all('networking.istio.io/DestinationRule'), this.settings);
    return this.#subsets;
  }

  /** Which DestinationRules callers use. */
  get destinationRules(): DestinationRuleTable {
    this.#destinationRules ??= new DestinationRuleTable(this.all('networking.istio.io/DestinationRule'), this.settings);
    return this.#destinationRules;
  }

  /** Where VirtualServices send traffic. */
  get routes(): RouteTable {
    this.#routes ??= new RouteTable(this.all('networking.istio.io/VirtualService'), this.settings.clusterDomain);
    return this.#routes;
  }

  /** Istio Gateways by `namespace/name`. */
  get gateways(): ReadonlyMap<string, GatewayResource> {
    this.#gateways ??= new Map(this.all('networking.istio.io/Gateway').map((gateway) => [`${gateway.namespace}/${gateway.name}`, gateway]));
    return this.#gateways;
  }

  get mtls(): MtlsPolicies {
    this.#mtls ??= new MtlsPolicies(this.all('security.istio.io/PeerAuthentication'), this.settings.rootNamespace);
    return this.#mtls;
  }

  /** Namespace objects by name. */
  get namespaces(): ReadonlyMap<string, Resource<'core/Namespace'>> {
    this.#namespaces ??= new Map(this.all('core/Namespace').map((namespace) => [namespace.name, namespace]));
    return this.#namespaces;
  }

  #workloadsOutside(): readonly Workload[] {
    const entries = this.all('networking.istio.io/WorkloadEntry').map(({ namespace, object, ref }) => ({
      namespace,
      labels: object.spec?.labels ?? {},
      ref,
    }));
    const groups = this.all('networking.istio.io/WorkloadGroup').map(({ namespace, object, ref }) => ({
      namespace,
      labels: object.spec?.metadata?.labels ?? {},
      ref,
    }));
    return [...entries, ...groups];
  }
}

/** They are filed by kind, so the first tells of all. */
function isListOf<K extends Kind>(filed: readonly Resource[], kind: K): filed is readonly Resource<K>[] {
  const [first] = filed;
  return first === undefined || first.kind === kind;
}
