import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import * as gatewayApi from '../../imports/gateway-api';
import type { ObjectRef } from '../model/finding';
import { compareText } from '../model/values';
import { INGRESS_USE_WAYPOINT, USE_WAYPOINT, USE_WAYPOINT_NAMESPACE } from '../model/waypoints';
import { toRules, type PlannedRule } from './gateway-api-rule';
import type { Contribution, Lane, RouteParts } from './host-contribution';
import { disagreement, eachOnce } from './host-problems';
import { refOf, type ReadHost } from './host-reading';
import { OwnedHttpRoute, OwnedService, type HostWriter, type ObjectName } from './host-writer';
import { servicePlace, versionServiceName } from './lanes';
import { mergeFields, type Merged, type Wish } from './merge';
import type { MeshService, VersionLabels } from './mesh-service';
import type { Problem } from './problems';
import { planRoutes, type RoutePlan } from './route-plan';
import { carriesHttp } from './service-port';
import { noteVersionService } from './version-services';
import { cannotSay, portsChanged, withoutPorts, withoutSelector } from './waypoint-problems';

/** What a contributor wants of the Services of single versions. */
export interface VersionParts {
  /** Versions, each with the labels of its pods. */
  readonly versions: Readonly<Record<string, { readonly labels: VersionLabels }>>;
  /** The waypoint that they are bound to; absent: that of the service itself, as far as it says one. */
  readonly waypoint?: string;
}

/** Labels that say how a Service is reached; those of a single version are reached as the whole. */
const REACHED_BY = [USE_WAYPOINT, USE_WAYPOINT_NAMESPACE, INGRESS_USE_WAYPOINT];

/**
 * The routes of a host for waypoints, which know no subsets: an HTTPRoute for each HTTP port, over one Service for each
 * version. https://istio.io/latest/docs/ambient/usage/l7-features/
 */
export class HostWaypoint {
  /** By port. They are made with the first to need them: objects cannot be added while a tree is written. */
  readonly httpRoutes = new Map<number, gatewayApi.HTTPRoute>();
  /** By version. */
  readonly versionServices = new Map<string, ApiObject>();
  private readonly writer: HostWriter;
  private readonly routes: Contribution<Lane, RouteParts>[] = [];
  private readonly versions: Wish<VersionParts>[] = [];

  constructor(writer: HostWriter) {
    this.writer = writer;
  }

  /** Who has a say in the routes. */
  get contributors(): readonly IConstruct[] {
    return this.routes.map(({ by }) => by);
  }

  contributeRoutes(by: IConstruct, parts: (lane: Lane) => RouteParts): void {
    this.routes.push({ by, parts });
    for (const { number } of this.writer.read().ports.filter(carriesHttp)) {
      if (!this.httpRoutes.has(number)) this.httpRoutes.set(number, this.makeRoute(number));
    }
  }

  contributeVersions(by: IConstruct, service: MeshService, waypoint: string | undefined): void {
    const versions = Object.fromEntries(Object.entries(service.versions).map(([name, labels]) => [name, { labels: { ...labels } }]));
    this.versions.push({ by, value: { versions, ...(waypoint === undefined ? {} : { waypoint }) } });
    for (const version of Object.keys(versions)) {
      if (this.versionServices.has(version)) continue;
      this.versionServices.set(version, this.makeService(version));
      noteVersionService(by, service, { version, name: versionServiceName(service.key().name, version) });
    }
  }

  problems(): readonly Problem[] {
    const [by] = [...this.versions.map((wish) => wish.by), ...this.contributors].sort((a, b) => compareText(a.node.path, b.node.path));
    return by === undefined ? [] : eachOnce([...this.versionProblems(by), ...this.portProblems(by), ...[...this.httpRoutes.keys()].flatMap((port) => this.routeProblems(port))]);
  }

  private versionProblems(by: IConstruct): readonly Problem[] {
    const host = this.writer.read();
    const service = (path: readonly unknown[]): ObjectRef => refOf(host, { apiVersion: 'v1', kind: 'Service' }, path[0] === 'versions' ? versionServiceName(host.name, String(path[1])) : host.name);
    return [
      ...(host.selector === undefined && this.versionServices.size > 0 ? [withoutSelector(refOf(host, { apiVersion: 'v1', kind: 'Service' }, host.name), by, host)] : []),
      ...this.merged().disagreements.map((one) => disagreement(service(one.path), one.path[0] === 'versions' ? ['spec', 'selector'] : ['metadata', 'labels'], one)),
    ];
  }

  private portProblems(by: IConstruct): readonly Problem[] {
    if (this.routes.length === 0) return [];
    const host = this.writer.read();
    const object = refOf(host, gatewayApi.HTTPRoute.GVK, host.name);
    const ports = host.ports.filter(carriesHttp).map(({ number }) => number);
    if (host.ports.length === 0) return [withoutPorts(object, by)];
    const made = [...this.httpRoutes.keys()].sort((a, b) => a - b);
    if (made.join() !== ports.join()) return [portsChanged(object, by, made, ports)];
    return made.length === 0 ? this.plan(0).problems : [];
  }

  private routeProblems(port: number): readonly Problem[] {
    const unsaid = this.rules(port).flatMap(({ route, unsaid: words }, index) => words.map((what) => cannotSay(this.routeRef(port), index, route.by, what)));
    return [...this.plan(port).problems, ...unsaid];
  }

  private plan(port: number): RoutePlan {
    return this.writer.once(`waypoint ${port}`, () => {
      const { ports, host } = this.writer.read();
      return planRoutes({ ports, place: servicePlace(host), routes: this.routes, lanes: [{ port, said: false, to: port }], object: this.routeRef(port) });
    });
  }

  private rules(port: number): readonly PlannedRule[] {
    const { namespace } = this.writer.read();
    return this.plan(port).lanes.flatMap((lane) => toRules(lane, namespace));
  }

  private merged(): Merged<Partial<VersionParts>> {
    return this.writer.once('versions', () => mergeFields(this.versions));
  }

  private makeRoute(port: number): gatewayApi.HTTPRoute {
    const read = (): ReadHost => this.writer.read();
    const rules = (): readonly gatewayApi.HTTPRouteRule[] => this.rules(port).map(({ rule }) => rule);
    return new OwnedHttpRoute(`http-route-${port}`, this.origin((host) => this.routeName(host, port)), {
      get parentRefs() {
        return [{ group: '', kind: 'Service', name: read().name, port }];
      },
      get rules() {
        return rules();
      },
    });
  }

  private makeService(version: string): ApiObject {
    return new OwnedService(`service-${version}`, this.origin(({ name }) => versionServiceName(name, version)), {
      labels: () => this.labels(),
      spec: () => this.serviceSpec(version),
    });
  }

  /** Where the selector of the whole is not known none is written: half of one would select pods of other services. */
  private serviceSpec(version: string): unknown {
    const { selector, ports } = this.writer.read();
    const labels = this.merged().value.versions?.[version]?.labels ?? {};
    return {
      ...(selector === undefined ? {} : { selector: sorted({ ...selector, ...labels }) }),
      ports: ports.map(({ number, name, transport, targetPort, appProtocol }) => ({
        ...(name === undefined ? {} : { name }),
        port: number,
        protocol: transport,
        ...(targetPort === undefined ? {} : { targetPort }),
        ...(appProtocol === undefined ? {} : { appProtocol }),
      })),
    };
  }

  private labels(): Readonly<Record<string, string>> {
    const { labels = {} } = this.writer.read();
    const { waypoint } = this.merged().value;
    const copied = Object.entries(labels).filter(([key]) => REACHED_BY.includes(key));
    return { ...Object.fromEntries(copied), ...(waypoint === undefined ? {} : { [USE_WAYPOINT]: waypoint }) };
  }

  private routeName({ name }: ReadHost, port: number): string {
    return this.httpRoutes.size > 1 ? `${name}-${port}` : name;
  }

  private routeRef(port: number): ObjectRef {
    const host = this.writer.read();
    return refOf(host, gatewayApi.HTTPRoute.GVK, this.routeName(host, port));
  }

  private origin(nameNow: (host: ReadHost) => string): ObjectName {
    const host = this.writer.read();
    return { writer: this.writer, metadata: { name: nameNow(host), ...(host.namespace === undefined ? {} : { namespace: host.namespace }) }, nameNow };
  }
}

function sorted(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => compareText(a, b)));
}
