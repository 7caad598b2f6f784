import type { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import * as networking from '../../imports/networking';
import type { ObjectRef } from '../model/finding';
import { compareText, isFields } from '../model/values';
import { toldClientTls, withPortTls } from './client-tls';
import { noteService } from './described-services';
import type { Contribution, Lane, PolicyParts, RouteParts } from './host-contribution';
import { planHost, type HostPlan } from './host-plan';
import { canonicalText } from './merge';
import type { MeshService } from './mesh-service';
import { reportProblems, type Problem } from './problems';
import type { ReadPort } from './service-port';
import type { ServiceReading } from './service-reading';

/** All that is written for a host: what contributors made of it, and where. */
interface HostContent extends HostPlan {
  readonly name: string;
  readonly namespace?: string;
  readonly host: string;
  readonly exportTo?: readonly string[];
}

/**
 * Keeps the one DestinationRule and the one mesh VirtualService of a host, for everybody in a tree who has a say in them.
 *
 * Istio takes one of each per host, so patterns do not write their own: they contribute, and the owner merges when the
 * objects are written (see `mergeFields` and `HostInput`). It is found from the root by service and visibility, and
 * lives below its first contributor; the objects are named after the service and lie in its namespace, so neither
 * moves when a construct does.
 */
export class HostOwner extends Construct {
  /** The owner for `service` in the tree of `contributor`. */
  static of(contributor: Construct, service: MeshService): HostOwner {
    const owners = ownersOf(contributor.node.root);
    const { kind, name, namespace = '' } = service.key();
    const key = JSON.stringify([kind, namespace, name, service.chosenHost, service.exportTo]);
    const owner = owners.get(key) ?? new HostOwner(contributor, service);
    owners.set(key, owner);
    owner.services.add(service);
    noteService(owner, service);
    return owner;
  }

  private readonly exportTo: readonly string[];
  private readonly chosenHost?: string;
  private readonly metadata: { readonly name: string; readonly namespace?: string };
  private readonly services = new Set<MeshService>();
  private readonly policies: Contribution<void, PolicyParts>[] = [];
  private readonly routes: Contribution<Lane, RouteParts>[] = [];
  private destinationRule?: networking.DestinationRule;
  private virtualService?: networking.VirtualService;
  private held?: HostContent;

  private constructor(scope: Construct, service: MeshService) {
    const { kind, name, namespace } = service.key();
    super(scope, [kind, [name, namespace].join('.'), service.chosenHost, ...service.exportTo].filter((part) => part !== undefined).join(' '));
    this.exportTo = service.exportTo;
    this.chosenHost = service.chosenHost;
    this.metadata = { name: this.objectName(name), ...(namespace === undefined ? {} : { namespace }) };
    reportProblems(this, () => this.content().problems);
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

  /** The content as of now. */
  content(): HostContent {
    if (this.held !== undefined) return this.held;
    const readings = [...this.services]
      .map((service) => ({ service, reading: service.read(this) }))
      .sort((a, b) => compareText(canonicalText(a.reading), canonicalText(b.reading)));
    const { name = '', namespace, host = '' } = readings[0]?.reading ?? {};
    const target = { apiVersion: networking.VirtualService.GVK.apiVersion, namespace, name: this.objectName(name) };
    const destinationRule: ObjectRef = { ...target, kind: networking.DestinationRule.GVK.kind };
    const virtualService: ObjectRef = { ...target, kind: networking.VirtualService.GVK.kind };
    const ports = allPorts(readings.map(({ reading }) => reading));
    const told = this.destinationRule === undefined ? undefined : toldClientTls(this, readings[0]?.reading);
    const policies = told === undefined ? this.policies : [...this.policies, { by: told.by, parts: () => ({ trafficPolicy: { tls: { mode: told.mode } } }) }];
    const plan = planHost({ host, ports, policies, routes: this.routes, destinationRule, virtualService });
    return {
      ...plan,
      trafficPolicy: withPortTls(plan.trafficPolicy, told),
      name: target.name,
      namespace,
      host,
      ...(this.exportTo.length === 0 ? {} : { exportTo: this.exportTo }),
      problems: [...readings.flatMap(({ service, reading }) => service.problems(reading)), ...differentHosts(readings), ...plan.problems],
    };
  }

  /** @internal Writes an object with the content made once, under the name that the service has by now. */
  writing(object: ApiObject, write: () => unknown): unknown {
    const outer = this.held;
    this.held = this.content();
    try {
      return renamed(object, write(), this.held);
    } finally {
      this.held = outer;
    }
  }

  /** Named after the service; a chosen host of a ServiceEntry, or a limited visibility, has objects of its own. */
  private objectName(service: string): string {
    const host = this.chosenHost === undefined ? [] : [this.chosenHost.replace('*', 'any')];
    const readers = this.exportTo.length === 0 ? [] : ['for', ...this.exportTo.map((namespace) => (namespace === '.' ? 'own' : namespace))];
    return [service, ...host, ...readers].join('-');
  }

  /** A route to a subset that is not there yet is a 503: the rule that defines it goes first. */
  private order(): void {
    if (this.virtualService === undefined || this.destinationRule === undefined) return;
    if (!this.virtualService.node.dependencies.includes(this.destinationRule)) this.virtualService.addDependency(this.destinationRule);
  }

  private makeDestinationRule(): networking.DestinationRule {
    const content = (): HostContent => this.content();
    const spec: networking.DestinationRuleSpec = {
      get exportTo() {
        return content().exportTo;
      },
      get host() {
        return content().host;
      },
      get subsets() {
        return content().subsets;
      },
      get trafficPolicy() {
        return content().trafficPolicy;
      },
    };
    return new OwnedDestinationRule(this, 'destination-rule', { metadata: { ...this.metadata }, spec });
  }

  private makeVirtualService(): networking.VirtualService {
    const content = (): HostContent => this.content();
    const spec: networking.VirtualServiceSpec = {
      get exportTo() {
        return content().exportTo;
      },
      get hosts() {
        return [content().host];
      },
      get http() {
        return content().http;
      },
    };
    return new OwnedVirtualService(this, 'virtual-service', { metadata: { ...this.metadata }, spec });
  }
}

class OwnedDestinationRule extends networking.DestinationRule {
  override toJson(): unknown {
    return ownerOf(this).writing(this, () => super.toJson());
  }
}

class OwnedVirtualService extends networking.VirtualService {
  override toJson(): unknown {
    return ownerOf(this).writing(this, () => super.toJson());
  }
}

const OWNERS = Symbol.for('cdk8s-istio.hosts');

function ownersOf(root: IConstruct): Map<string, HostOwner> {
  const held: unknown = Reflect.get(root, OWNERS);
  if (held instanceof Map) return held;
  const owners = new Map<string, HostOwner>();
  Object.defineProperty(root, OWNERS, { value: owners });
  return owners;
}

function ownerOf(object: IConstruct): HostOwner {
  const scope = object.node.scope;
  if (scope instanceof HostOwner) return scope;
  throw new TypeError(`${object.node.path} is not below the owner of a host`);
}

/** A patch of the service may have renamed it since the object was made; what a patch of the object says stays. */
function renamed(object: ApiObject, manifest: unknown, { name, namespace }: HostContent): unknown {
  if (!isFields(manifest) || !isFields(manifest['metadata'])) return manifest;
  const metadata = { ...manifest['metadata'] };
  if (metadata['name'] === object.metadata.name) metadata['name'] = name;
  if (namespace !== undefined && metadata['namespace'] === object.metadata.namespace) metadata['namespace'] = namespace;
  return { ...manifest, metadata };
}

/** Services that were one when they were given, and are two by now: a patch moved the object behind one of them. */
function differentHosts(readings: readonly { readonly service: MeshService; readonly reading: ServiceReading }[]): readonly Problem[] {
  const [first, ...others] = readings;
  const other = others.find(({ reading }) => reading.host !== first?.reading.host);
  if (first === undefined || other === undefined) return [];
  return other.service.problems({
    ...other.reading,
    troubles: [
      {
        path: ['metadata'],
        message: `patterns share its routing with those on ${first.reading.host}, but it is ${other.reading.host} by now`,
        fix: 'Give the service its name and namespace where it is made, not by a patch, or describe it as it is after the patch.',
      },
    ],
  });
}

/** The ports that anybody knows of. */
function allPorts(readings: readonly ServiceReading[]): readonly ReadPort[] {
  const ports = new Map<number, ReadPort>();
  for (const port of readings.flatMap((reading) => reading.ports)) {
    if (!ports.has(port.number)) ports.set(port.number, port);
  }
  return [...ports.values()].sort((a, b) => a.number - b.number);
}
