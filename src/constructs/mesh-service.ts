import type { IConstruct } from 'constructs';
import { captureCallSite, readCallSite, type CallSiteHolder } from '../l1/call-site';
import { formatObject } from '../model/finding';
import { declareEdges, type AccessGrant, type Caller } from './access-edges';
import type { AccessOptions } from './access-request';
import type { HostReading } from './described-services';
import { Destination } from './destination';
import { given } from './given';
import { accountName, Identity } from './identity';
import { meshSettings } from './mesh-settings';
import type { Problem } from './problems';
import { keyOf, labelSource, readService, rootOf, type ServiceKey, type ServiceReading } from './service-reading';
import type { ServiceAccountRef, ServiceDescription, ServiceSource } from './service-source';
import { misuse } from './usage-error';

/** Labels of the pods that run one version, beside the selector of the service. */
export type VersionLabels = { readonly [key: string]: string };

/** What a source does not say of itself. */
export interface MeshServiceOptions<S extends string = never> {
  /** The versions of the service, by name, each with the labels of its pods. The names become a type. */
  readonly versions?: Readonly<Record<S, VersionLabels>>;
  /** Which host of a ServiceEntry is meant; needed where it has several. */
  readonly host?: string;
  /** The account that the pods run as: gives the service an `identity`. */
  readonly serviceAccount?: ServiceAccountRef;
  /**
   * The namespaces that see what patterns write for this service (`exportTo`): `.` is the service's own, `*` all. Default: what
   * the mesh has for objects that do not say it (`defaultExportTo`), and that is all. https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService
   */
  readonly exportTo?: readonly string[];
}

/** What a service lets its callers do. */
export interface GrantAccessOptions extends AccessOptions {
  /** Who may call: an identity, a service with one, or several of them. */
  readonly from: Caller | readonly Caller[];
}

/**
 * A service of the mesh, whoever deploys it: its host, its versions and, where its account is known, its identity.
 *
 * `S` is the names of its versions. A service that knows more versions may be used where fewer are asked for, so plain
 * `MeshService` takes any.
 */
export class MeshService<in S extends string = never> {
  /** The versions, each with the labels of its pods. */
  readonly versions: { readonly [key: string]: VersionLabels };
  /** The namespaces that see its routing; empty for all. Sorted, so that equal sets are equal. */
  readonly exportTo: readonly string[];
  /** @internal Whether it was said that all namespaces see it. */
  readonly shownToAll: boolean;
  /** @internal Which host of a ServiceEntry is meant, where that was said. */
  readonly chosenHost?: string;
  private readonly source: ServiceSource;
  private readonly made: CallSiteHolder;

  private constructor(source: ServiceSource, options: MeshServiceOptions<S>, made: CallSiteHolder) {
    this.source = source;
    this.chosenHost = options.host;
    this.versions = { ...options.versions };
    this.exportTo = normalize(options.exportTo ?? []);
    this.shownToAll = (options.exportTo ?? []).includes('*');
    this.made = made;
  }

  /**
   * A service by description, by Kubernetes object (cdk8s-plus `Service`, `ApiObject`, plain manifest) or by Istio
   * ServiceEntry. Nothing is read yet: the object is asked when the tree is written, after everyone's patches.
   * What cannot be read then is a finding at this line.
   *
   * @example MeshService.of({ name: 'reviews', namespace: 'shop', ports: [{ name: 'http', port: 80 }] }, { versions: { v1: { version: 'v1' } } })
   */
  static of<S extends string = never>(
    source: ServiceDescription & { readonly serviceAccount: ServiceAccountRef },
    options?: MeshServiceOptions<S>,
  ): IdentifiedMeshService<S>;
  static of<S extends string = never>(
    source: ServiceSource,
    options: MeshServiceOptions<S> & { readonly serviceAccount: ServiceAccountRef },
  ): IdentifiedMeshService<S>;
  static of<S extends string = never>(source: ServiceSource, options?: MeshServiceOptions<S>): MeshService<S>;
  static of<S extends string = never>(source: ServiceSource, options: MeshServiceOptions<S> = {}): MeshService<S> {
    // Only a program that the compiler did not read gives anything else.
    if (typeof source !== 'object' || source === null) misuse(`MeshService.of: give a Service, its manifest or { name, namespace, ports }, not ${JSON.stringify(source) ?? String(source)}`, MeshService.of);
    const made = captureCallSite(MeshService.of);
    const account = options.serviceAccount ?? ('serviceAccount' in source ? source.serviceAccount : undefined);
    const service = new MeshService<S>(source, options, made);
    return account === undefined ? service : Object.assign(service, { identity: identityOf(source, account) });
  }

  /** The service as a whole. */
  destination(): Destination {
    return Destination.of(this);
  }

  /** One version of it; other names do not compile. */
  subset(name: S): Destination {
    return Destination.of(this, given<S>(name, 'string', 'MeshService: give subset the name of a version', this.subset));
  }

  /**
   * Lets callers in. It is the same as `allow` of the ZeroTrustNamespace of the service's namespace, which writes the
   * policies, and may be said before that one is made. Without one in the tree of `scope` it is a finding at this line.
   *
   * @throws RangeError for a method, path, port, claim or condition that no request could have, or callers that are nobody
   */
  grantAccess(scope: IConstruct, options: GrantAccessOptions): AccessGrant {
    const { from, ...request } = given(options, 'object', 'grantAccess: give { from }', this.grantAccess);
    return declareEdges(scope, { to: this, from, way: 'service', request }, 'grantAccess', this.grantAccess);
  }

  /**
   * The host name as of now, in the mesh that `scope` belongs to: FQDN of a Kubernetes Service, host of a ServiceEntry.
   * Prefer `destination().in(scope)`, which is read when it is written.
   *
   * @throws RangeError when the source cannot be read
   */
  hostIn(scope: IConstruct): string {
    const { host, object, troubles } = this.read(scope);
    if (troubles.length === 0) return host;
    misuse(`the host of ${formatObject(object)} cannot be told: ${troubles.map(({ message }) => message).join('; ')}`, this.hostIn);
  }

  /** @internal The source as it is now, seen from the mesh of `scope`. */
  read(scope: IConstruct): ServiceReading {
    return readService(this.source, meshSettings(scope), this.chosenHost);
  }

  /** @internal What cannot be read of the source. */
  problems(reading: ServiceReading): readonly Problem[] {
    return reading.troubles.map(({ path, message, fix }) => ({
      rule: 'service-unresolved',
      severity: 'error',
      object: reading.object,
      path,
      message: `${formatObject(reading.object)} cannot be used as a service of the mesh: ${message}.`,
      why: 'Routing is written for a host, and a guessed host would route nobody.',
      fix,
      source: readCallSite(this.made),
    }));
  }

  /** @internal */
  readHost(scope: IConstruct): HostReading {
    const reading = this.read(scope);
    return { host: reading.host, problems: this.problems(reading), described: rootOf(this.source) !== scope.node.root };
  }

  /** @internal Writes a label on the object behind it, where the tree of `scope` holds one without it. */
  label(scope: IConstruct, key: string, value: string): void {
    labelSource(this.source, scope, key, value);
  }

  /** @internal Which service is meant, as far as it can be told before the source is written. */
  key(): ServiceKey {
    return keyOf(this.source);
  }
}

/** A service whose pods run as a known account. */
export type IdentifiedMeshService<S extends string = never> = MeshService<S> & {
  /** Who the service's pods are to others. */
  readonly identity: Identity;
};

function identityOf(source: ServiceSource, account: ServiceAccountRef): Identity {
  return Identity.from((settings) => {
    const { namespace = '', selector } = readService(source, settings);
    return { namespace, serviceAccount: accountName(account), ...(selector === undefined ? {} : { pods: selector }) };
  });
}

function normalize(exportTo: readonly string[]): readonly string[] {
  return exportTo.includes('*') ? [] : [...new Set(exportTo)].sort();
}
