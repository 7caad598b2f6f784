import { Construct, type IConstruct } from 'constructs';
import * as networking from '../../imports/networking';
import type { DefaultExportTo } from '../model/settings';
import { toldClientTls, withPortTls } from './client-tls';
import { noteService } from './described-services';
import type { Contribution, EntryParts, Lane, PolicyParts, RouteParts } from './host-contribution';
import { HostEntry, type Entry } from './host-entries';
import { bothPlanes } from './host-problems';
import { readHost, refOf, type ReadHost } from './host-reading';
import { HostWaypoint } from './host-waypoint';
import { OwnedDestinationRule, OwnedVirtualService, type HostWriter, type ObjectName } from './host-writer';
import { meshLanes, subsetPlace } from './lanes';
import type { MeshService } from './mesh-service';
import { meshSettings } from './mesh-settings';
import { mapPerTree } from './per-tree';
import { planPolicy, type PolicyPlan } from './policy-plan';
import { reportProblems, type Problem } from './problems';
import { planRoutes, routesOf, type RoutePlan } from './route-plan';

/** What is known while an object is written. */
interface Held {
  readonly host: ReadHost;
  readonly made: Map<string, unknown>;
}

/**
 * Keeps the objects of a host, for everybody in a tree who has a say in them: the one DestinationRule, the one
 * VirtualService for the mesh, one more for each set of gateways, and the HTTPRoutes of waypoints with the Services of
 * single versions.
 *
 * Istio takes one of each per host, so patterns do not write their own: they contribute, and the owner merges when the
 * objects are written (see `mergeFields`, `planPolicy` and `planRoutes`). It is found from the root by service and
 * visibility, and lives below its first contributor; the objects are named after the service and lie in its namespace,
 * so neither moves when a construct does.
 */
export class HostOwner extends Construct implements HostWriter {
  /** The owner for `service` in the tree of `contributor`. */
  static of(contributor: Construct, service: MeshService): HostOwner {
    const owners = OWNERS.of(contributor);
    const { kind, name, namespace = '' } = service.key();
    const key = JSON.stringify([kind, namespace, name, service.chosenHost, service.exportTo]);
    const owner = owners.get(key) ?? new HostOwner(contributor, service);
    owners.set(key, owner);
    owner.services.add(service);
    noteService(owner, service);
    return owner;
  }

  readonly scope = this;
  /** The routes for waypoints. */
  readonly waypoint: HostWaypoint;
  private readonly exportTo: readonly string[];
  private readonly chosenHost?: string;
  private readonly key: { readonly name: string; readonly namespace?: string };
  private readonly services = new Set<MeshService>();
  private readonly policies: Contribution<void, PolicyParts>[] = [];
  private readonly routes: Contribution<Lane, RouteParts>[] = [];
  private readonly entries = new Map<string, HostEntry>();
  private destinationRule?: networking.DestinationRule;
  private virtualService?: networking.VirtualService;
  private held?: Held;

  private constructor(contributor: Construct, service: MeshService) {
    const { kind, name, namespace } = service.key();
    super(contributor, [kind, [name, namespace].join('.'), service.chosenHost, ...service.exportTo].filter((part) => part !== undefined).join(' '));
    this.exportTo = service.exportTo;
    this.chosenHost = service.chosenHost;
    this.key = { name, ...(namespace === undefined ? {} : { namespace }) };
    this.waypoint = new HostWaypoint(this);
    reportProblems(this, () => this.hold(() => this.problems()));
  }

  /** Has a say in the DestinationRule, which is made with the first to have one. */
  contributePolicy(by: IConstruct, parts: () => PolicyParts): networking.DestinationRule {
    this.policies.push({ by, parts });
    this.destinationRule ??= this.makeDestinationRule();
    this.order();
    return this.destinationRule;
  }

  /** Has a say in the mesh VirtualService, which is made with the first to have one. */
  contributeRoutes(by: IConstruct, parts: (lane: Lane) => RouteParts): networking.VirtualService {
    this.routes.push({ by, parts });
    this.virtualService ??= this.makeVirtualService();
    this.order();
    return this.virtualService;
  }

  /** Has a say in the VirtualService at some gateways, which is made with the first to have one. */
  contributeEntry(by: IConstruct, entry: Entry, parts: (lane: Lane) => EntryParts): networking.VirtualService {
    const key = HostEntry.key(entry);
    const held = this.entries.get(key) ?? new HostEntry(this, entry);
    this.entries.set(key, held);
    held.contribute(by, parts);
    this.order();
    return held.virtualService;
  }

  /** @internal */
  read(): ReadHost {
    return this.held?.host ?? readHost(this.services, this);
  }

  /** @internal */
  once<T>(key: string, make: () => T): T {
    const made = this.held?.made;
    if (made === undefined) return make();
    if (!made.has(key)) made.set(key, make());
    // What is kept under a key was made by the one caller that uses it.
    return made.get(key) as T;
  }

  /** @internal */
  hold<T>(use: () => T): T {
    const outer = this.held;
    this.held = outer ?? { host: this.read(), made: new Map() };
    try {
      return use();
    } finally {
      this.held = outer;
    }
  }

  private problems(): readonly Problem[] {
    return [
      ...this.read().problems,
      ...(this.destinationRule === undefined ? [] : this.policyPlan().problems),
      ...(this.virtualService === undefined ? [] : this.routePlan().problems),
      ...[...this.entries].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, entry]) => entry.problems()),
      ...this.waypoint.problems(),
      ...bothPlanes(refOf(this.read(), networking.VirtualService.GVK, this.objectName(this.read().name)), this.routes.map(({ by }) => by), this.waypoint.contributors),
    ];
  }

  private policyPlan(): PolicyPlan {
    return this.once('policy', () => {
      const told = toldClientTls(this, this.read().reading);
      const policies = told === undefined ? this.policies : [...this.policies, { by: told.by, parts: () => ({ trafficPolicy: { tls: { mode: told.mode } } }) }];
      const plan = planPolicy(policies, refOf(this.read(), networking.DestinationRule.GVK, this.objectName(this.read().name)));
      return { ...plan, trafficPolicy: withPortTls(plan.trafficPolicy, told) };
    });
  }

  private routePlan(): RoutePlan {
    return this.once('routes', () => {
      const { host, name, ports } = this.read();
      const object = refOf(this.read(), networking.VirtualService.GVK, this.objectName(name));
      return planRoutes({ ports, place: subsetPlace(host), routes: this.routes, lanes: meshLanes(ports), object });
    });
  }

  /** Named after the service; a chosen host of a ServiceEntry, or a limited visibility, has objects of its own. */
  private objectName(service: string): string {
    const host = this.chosenHost === undefined ? [] : [this.chosenHost.replace('*', 'any')];
    const readers = this.exportTo.length === 0 ? [] : ['for', ...this.exportTo.map((namespace) => (namespace === '.' ? 'own' : namespace))];
    return [service, ...host, ...readers].join('-');
  }

  /** A route to a subset that is not there yet is a 503: the rule that defines it goes first. */
  private order(): void {
    const rule = this.destinationRule;
    if (rule === undefined) return;
    const routes = [this.virtualService, ...[...this.entries.values()].map(({ virtualService }) => virtualService)];
    for (const object of routes) if (object !== undefined && !object.node.dependencies.includes(rule)) object.addDependency(rule);
  }

  private origin(): ObjectName {
    return { writer: this, metadata: { ...this.key, name: this.objectName(this.key.name) }, nameNow: ({ name }) => this.objectName(name) };
  }

  /** `*` need not be written, unless the mesh has something else for objects that do not say it. */
  private visibility(kind: keyof DefaultExportTo): readonly string[] | undefined {
    if (this.exportTo.length > 0) return this.exportTo;
    const hasDefault = meshSettings(this).defaultExportTo?.[kind] !== undefined;
    return hasDefault && [...this.services].some(({ shownToAll }) => shownToAll) ? ['*'] : undefined;
  }

  private makeDestinationRule(): networking.DestinationRule {
    const [read, plan, visibility] = [(): ReadHost => this.read(), (): PolicyPlan => this.policyPlan(), (): readonly string[] | undefined => this.visibility('destinationRules')];
    return new OwnedDestinationRule('destination-rule', this.origin(), {
      get exportTo() {
        return visibility();
      },
      get host() {
        return read().host;
      },
      get subsets() {
        return plan().subsets;
      },
      get trafficPolicy() {
        return plan().trafficPolicy;
      },
    });
  }

  private makeVirtualService(): networking.VirtualService {
    const [read, plan, visibility] = [(): ReadHost => this.read(), (): RoutePlan => this.routePlan(), (): readonly string[] | undefined => this.visibility('virtualServices')];
    return new OwnedVirtualService('virtual-service', this.origin(), {
      get exportTo() {
        return visibility();
      },
      get hosts() {
        return [read().host];
      },
      get http() {
        return plan().lanes.flatMap((lane) => routesOf(lane).map(({ value }) => value));
      },
    });
  }
}

const OWNERS = mapPerTree<string, HostOwner>('hosts');
