import { Chart, type ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Gateway } from '../../imports/gateway-api';
import type { Sidecar } from '../../imports/networking';
import { AuthorizationPolicy, type RequestAuthentication } from '../../imports/security';
import { captureCallSite, setCallSite } from '../l1/call-site';
import { compareText } from '../model/values';
import { USE_WAYPOINT } from '../model/waypoints';
import { claimNamespace, declareEdges, namespaceOf, writeEdges, type AccessEdge, type AccessGrant, type Caller, type EdgeWay } from '../constructs/access-edges';
import type { AccessOptions, AccessRequest } from '../constructs/access-request';
import { chosenDataPlane, reportLateDataPlane } from '../constructs/data-plane-choice';
import { given, givenService } from '../constructs/given';
import { meshSettings } from '../constructs/mesh-settings';
import type { MeshService } from '../constructs/mesh-service';
import { reportProblems, type Problem } from '../constructs/problems';
import { misuse } from '../constructs/usage-error';
import { sortedRows, tableMarkdown, type AccessRow } from './zero-trust/access-table';
import { namespaceProblems } from './zero-trust/namespace-problems';
import { NetworkAccess, type NetworkHome } from './zero-trust/network';
import { ServiceAccess } from './zero-trust/service-access';
import { makeSidecar, type External } from './zero-trust/sidecar-scope';
import { waysAround } from './zero-trust/ways-around';
import { Waypoint, type WaypointOptions } from './zero-trust/waypoint';

/** A Namespace as an object: `Namespace` of any cdk8s-plus, or an `ApiObject` of kind Namespace. */
export interface NamespaceObject {
  readonly name: string;
  readonly metadata: { addLabel(key: string, value: string): void; getLabel(key: string): string | undefined };
}

/** What a ZeroTrustNamespace is. Everything is optional. */
export interface ZeroTrustNamespaceProps {
  /**
   * The namespace, by name or as the object. Default: that of the chart. In ambient a Namespace object gets the labels
   * that bind it to the waypoint; without one the Services that edges lead to get them.
   */
  readonly namespace?: string | NamespaceObject;
  /** What carries the traffic of the namespace. Default: what `Mesh.configure` said, else `sidecar`. */
  readonly dataPlane?: 'sidecar' | 'ambient';
  /**
   * What workloads call beside the services that they have edges to: services (also those of other programs, and
   * ServiceEntries) or hosts, `api.example.com` or `*.example.com`, that some ServiceEntry of the mesh has.
   */
  readonly externals?: readonly External[];
  /** Ambient: the waypoint. Default: one named `waypoint`, made in the namespace. */
  readonly waypoint?: WaypointOptions;
  /** Writes NetworkPolicies that hold the same edges by namespace, pod and port. Default: false. */
  readonly networkPolicy?: boolean;
}

/** A service and who may call it. */
export interface AllowOptions extends AccessOptions {
  /** Who may call: an identity, a service with one, or several of them. */
  readonly from: Caller | readonly Caller[];
  /** A service of the namespace. */
  readonly to: MeshService;
}

/** A gateway that lets callers from outside in to a service. */
export interface AllowGatewayOptions extends AllowOptions {
  /**
   * Ambient: `waypoint` has the gateway send to the waypoint (`istio.io/ingress-use-waypoint`), `pods` lets it in to the pods
   * past the waypoint, where HTTP is not looked at. Default: `waypoint`. Sidecars make no difference.
   */
  readonly via?: 'waypoint' | 'pods';
}

/** A workload of the mesh that reads metrics, or health, from the pods of a service one by one. */
export interface AllowScraperOptions {
  /** Who scrapes. */
  readonly from: Caller | readonly Caller[];
  /** A service of the namespace: its pods are scraped. */
  readonly to: MeshService;
  /** Ports of the container. */
  readonly ports: readonly number[];
  /** With sidecars: the paths. In ambient ztunnel does not read them, and they must be left out. */
  readonly paths?: readonly string[];
  /** With sidecars: the methods. Default: GET where paths are given. */
  readonly methods?: readonly string[];
  /** Why: stands in the access table. */
  readonly reason?: string;
}

/** Something without an identity that may come in plaintext: it is whoever knows the way. */
export interface AllowPlaintextOptions extends Omit<AllowScraperOptions, 'from'> {
  /** What it is called. */
  readonly name: string;
  /** Addresses it comes from, `10.1.0.0/16`. Default: from anywhere. */
  readonly ipBlocks?: readonly string[];
}

/**
 * Denies everything in a namespace but the edges that are declared: who may call which service, and how.
 *
 * With sidecars it writes an AuthorizationPolicy that denies all, one for each caller of each service that allows, and
 * one Sidecar for the namespace with what its callers need. In ambient the policies are at a waypoint, which it makes,
 * and ztunnel lets only the waypoint in to the pods. Edges may be declared here or at the service (`grantAccess`), in
 * any order, before or after: the same edges are the same bytes.
 * https://istio.io/latest/docs/concepts/security/#authorization
 */
export class ZeroTrustNamespace extends Construct {
  /** Its name. */
  readonly namespace: string;
  readonly dataPlane: 'sidecar' | 'ambient';
  /** Denies what no other policy allows. */
  readonly denyAll: AuthorizationPolicy;
  private readonly madeSidecar?: Sidecar;
  private readonly madeWaypoint?: Waypoint;
  private readonly home: NetworkHome;
  private readonly network?: NetworkAccess;
  private readonly services = new Map<string, ServiceAccess>();

  /** @throws RangeError when the namespace cannot be told, or has a ZeroTrustNamespace already; the message names both lines */
  constructor(scope: Construct, id: string, props: ZeroTrustNamespaceProps = {}) {
    const { namespace, externals = [], waypoint } = props;
    const name = namespaceName(scope, namespace);
    if (name === '') misuse('ZeroTrustNamespace: which namespace is meant is not said: give the chart a namespace, or namespace here', new.target);
    const dataPlane = chosenDataPlane(scope, props.dataPlane);
    if (waypoint !== undefined && dataPlane === 'sidecar') misuse('ZeroTrustNamespace: waypoint is for ambient, and the data plane is sidecar', new.target);
    const made = captureCallSite(new.target);
    claimNamespace(scope, name, made, new.target);
    if (typeof namespace === 'object' && dataPlane === 'ambient') checkLabels(namespace, waypoint, new.target);
    super(scope, id);
    setCallSite(this, made);
    this.namespace = name;
    this.dataPlane = dataPlane;
    this.denyAll = new AuthorizationPolicy(this, 'deny-all', { metadata: { name: 'deny-all', namespace: name }, spec: {} });
    if (dataPlane === 'sidecar') this.madeSidecar = makeSidecar(this, name, externals);
    else this.madeWaypoint = new Waypoint(this, name, waypoint);
    if (typeof namespace === 'object') for (const [key, value] of Object.entries(this.madeWaypoint?.labels() ?? {})) namespace.metadata.addLabel(key, value);
    this.home = { scope: this, namespace: name, bound: typeof namespace === 'object', externals, ...(this.madeWaypoint === undefined ? {} : { waypoint: this.madeWaypoint }) };
    this.network = props.networkPolicy === true ? new NetworkAccess(this.home, () => [...this.services.values()]) : undefined;
    writeEdges(this, { namespace: name, made, take: (edge) => this.take(edge) });
    reportProblems(this, () => this.problems(props));
    reportLateDataPlane(this, props.dataPlane, dataPlane);
  }

  /** The one Sidecar of the namespace. @throws RangeError in ambient, which has none */
  get sidecar(): Sidecar {
    return this.made(this.madeSidecar, 'sidecar', 'Sidecar: it has waypoint');
  }

  /** Ambient: the Gateway of the waypoint. @throws RangeError with sidecars, or where the waypoint is another namespace's */
  get waypoint(): Gateway {
    return this.made(this.madeWaypoint?.gateway, 'waypoint', this.noWaypoint());
  }

  /** Ambient: what the waypoint denies: all that no edge allows. @throws RangeError as `waypoint` does */
  get denyAllAtWaypoint(): AuthorizationPolicy {
    return this.made(this.madeWaypoint?.denyAll, 'denyAllAtWaypoint', this.noWaypoint());
  }

  /** The policies of all edges, by name. */
  get policies(): readonly AuthorizationPolicy[] {
    return byName(this.accesses.flatMap(({ policies }) => policies));
  }

  /** Ambient: what lets the waypoint in to the pods of each service, by name. */
  get ztunnelPolicies(): readonly AuthorizationPolicy[] {
    return byName(this.accesses.flatMap(({ ztunnel }) => ztunnel ?? []));
  }

  /** What reads the tokens of each service whose edges ask for one, by name. */
  get requestAuthentications(): readonly RequestAuthentication[] {
    return byName(this.accesses.flatMap(({ tokens }) => tokens ?? []));
  }

  /** With `networkPolicy`: the NetworkPolicies, by name. */
  get networkPolicies(): readonly ApiObject[] {
    return byName(this.network?.objects ?? []);
  }

  /**
   * Lets callers in to a service of the namespace. The same caller and service declared again adds to it.
   *
   * @throws RangeError for a service of another namespace, a caller that is nobody, or what no request could have
   */
  allow(options: AllowOptions): AccessGrant {
    const { from, to, ...request } = given(options, 'object', 'allow: give { from, to }', this.allow);
    return this.declare('allow', { from, to, way: 'service', request }, this.allow);
  }

  /**
   * Lets a gateway in to a service: `from` is the account that the gateway runs as.
   *
   * @throws RangeError as `allow` does
   */
  allowGateway(options: AllowGatewayOptions): AccessGrant {
    const { from, to, via = 'waypoint', ...request } = given(options, 'object', 'allowGateway: give { from, to }', this.allowGateway);
    return this.declare('allowGateway', { from, to, way: via === 'pods' ? 'pods' : 'gateway', request }, this.allowGateway);
  }

  /**
   * Lets a workload of the mesh scrape the pods of a service, by its identity, on these ports. With sidecars it must show
   * its certificate itself, since a sidecar sends what goes to the address of a pod in plaintext.
   *
   * @throws RangeError as `allow` does, and where ports are missing
   */
  allowScraper(options: AllowScraperOptions): AccessGrant {
    const { from, to, ...rest } = given(options, 'object', 'allowScraper: give { from, to, ports }', this.allowScraper);
    return this.declare('allowScraper', { from, to, way: 'pods', request: scraped(rest) }, this.allowScraper);
  }

  /**
   * Lets in whoever comes, without any identity, on these ports, and with sidecars on these paths: for scrapers and probes
   * outside the mesh. Under STRICT mutual TLS the port needs an exception as well.
   *
   * @throws RangeError as `allow` does, and where name, ports, or, with sidecars, paths are missing
   */
  allowPlaintext(options: AllowPlaintextOptions): AccessGrant {
    const { name, to, ...rest } = given(options, 'object', 'allowPlaintext: give { name, to, ports }', this.allowPlaintext);
    if (given(name, 'string', 'allowPlaintext: give in "name" what comes in', this.allowPlaintext).trim() === '') misuse('allowPlaintext: name is empty: say what comes in without an identity', this.allowPlaintext);
    if (this.dataPlane === 'sidecar' && rest.paths === undefined) {
      misuse('allowPlaintext: paths are missing: anybody may come, so say what for', this.allowPlaintext);
    }
    return this.declare('allowPlaintext', { to, alias: name, way: 'pods', request: scraped(rest) }, this.allowPlaintext);
  }

  /** Who may do what, and why: one row for each edge, sorted. As of now. */
  accessTable(): readonly AccessRow[] {
    return sortedRows(this.accesses.flatMap((access) => access.rows()));
  }

  /** The access table as a page of Markdown. */
  accessTableMarkdown(): string {
    return tableMarkdown(this.namespace, this.accessTable());
  }

  private declare(what: string, { from, to, way, alias, request }: Declared, entry: unknown): AccessGrant {
    const namespace = namespaceOf(givenService(to, `${what}: give in "to" a service of the namespace`, entry), this);
    if (namespace !== this.namespace) {
      const whose = namespace === '' ? 'has no namespace' : `is in namespace ${namespace}`;
      misuse(`${what}: service ${to.key().name} ${whose}, and this is the ZeroTrustNamespace of ${this.namespace}: declare the edge there, or with grantAccess of the service`, entry);
    }
    if (way === 'pods' && request.ports === undefined && what !== 'allowGateway') misuse(`${what}: ports are missing: say which ports of the container`, entry);
    return declareEdges(this, { from, to, way, request, ...(alias === undefined ? {} : { alias }) }, what, entry);
  }

  private take(edge: AccessEdge): AuthorizationPolicy {
    const { kind, name } = edge.to.key();
    const key = `${kind}/${name}`;
    const known = this.services.get(key);
    const access = known ?? new ServiceAccess(this.home, edge);
    if (known === undefined) {
      this.services.set(key, access);
      this.network?.open(access);
    }
    return access.take(edge);
  }

  private get accesses(): readonly ServiceAccess[] {
    return [...this.services.values()];
  }

  private noWaypoint(): string {
    return this.dataPlane === 'sidecar' ? 'waypoint: its data plane is sidecar, and it has sidecar' : `waypoint of its own: it uses ${this.madeWaypoint?.namespace}/${this.madeWaypoint?.name}`;
  }

  private made<T>(object: T | undefined, field: string, instead: string): T {
    if (object !== undefined) return object;
    const getter = Object.getOwnPropertyDescriptor(ZeroTrustNamespace.prototype, field)?.get;
    misuse(`ZeroTrustNamespace ${this.node.path} has no ${instead}`, getter);
  }

  private problems({ externals = [], networkPolicy = false }: ZeroTrustNamespaceProps): readonly Problem[] {
    const own = namespaceProblems(this, this.denyAll, { dataPlane: this.dataPlane, externals, networkPolicy });
    const around = this.madeWaypoint === undefined ? [] : waysAround(this, this.namespace, this.madeWaypoint, this.home.bound, this.accesses);
    return [...own, ...this.accesses.flatMap((access) => access.problems()), ...around];
  }
}

interface Declared {
  readonly from?: Caller | readonly Caller[];
  readonly to: MeshService;
  readonly way: EdgeWay;
  readonly alias?: string;
  readonly request: AccessRequest;
}

function namespaceName(scope: Construct, namespace: string | NamespaceObject | undefined): string {
  if (namespace !== undefined) return typeof namespace === 'string' ? namespace : namespace.name;
  const chart = scope.node.scopes.some((one) => Chart.isChart(one)) ? Chart.of(scope).namespace : undefined;
  return chart ?? meshSettings(scope).defaultNamespace ?? '';
}

function checkLabels(namespace: NamespaceObject, waypoint: WaypointOptions = {}, entry: unknown): void {
  const wanted = waypoint.name ?? 'waypoint';
  const held = namespace.metadata.getLabel(USE_WAYPOINT);
  if (held === undefined || held === wanted) return;
  misuse(`ZeroTrustNamespace: Namespace ${namespace.name} has the label ${USE_WAYPOINT}: "${held}", and the waypoint is "${wanted}": say waypoint: { name: '${held}' }, or take the label off`, entry);
}

function scraped({ ports, paths, methods = paths === undefined ? undefined : ['GET'], reason, ipBlocks }: Omit<AllowPlaintextOptions, 'name' | 'to'>): AccessRequest {
  return { ports, ...(paths === undefined ? {} : { paths }), ...(methods === undefined ? {} : { methods }), ...(reason === undefined ? {} : { reason }), ...(ipBlocks === undefined ? {} : { ipBlocks }) };
}

function byName<T extends ApiObject>(objects: readonly T[]): readonly T[] {
  return [...objects].sort((a, b) => compareText(a.name, b.name));
}
