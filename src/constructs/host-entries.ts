import type { IConstruct } from 'constructs';
import * as networking from '../../imports/networking';
import type { ObjectRef } from '../model/finding';
import { compareText } from '../model/values';
import type { Contribution, EntryParts, Lane } from './host-contribution';
import { disagreement, withoutPort } from './host-problems';
import { refOf, type ReadHost } from './host-reading';
import { OwnedVirtualService, type HostWriter } from './host-writer';
import { entryLane, servicePlace, subsetPlace } from './lanes';
import { mergeFields } from './merge';
import type { Problem } from './problems';
import { planRoutes, routesOf, type RoutePlan } from './route-plan';
import { carriesHttp } from './service-port';

/** Where a VirtualService of its own lets requests in. */
export interface Entry {
  /** The gateways as `namespace/name`, sorted. */
  readonly gateways: readonly string[];
  /** Port of the service that requests go on to; needed where it has several for HTTP. */
  readonly port?: number;
  /** How versions are told: as subsets, or as Services of their own. */
  readonly versions: 'subsets' | 'services';
}

/** The VirtualService of a host at some gateways. */
export class HostEntry {
  readonly virtualService: networking.VirtualService;
  readonly entry: Entry;
  private readonly writer: HostWriter;
  private readonly wishes: Contribution<Lane, EntryParts>[] = [];

  constructor(writer: HostWriter, entry: Entry) {
    this.writer = writer;
    this.entry = entry;
    this.virtualService = this.make();
  }

  /** One text for one entry. */
  static key({ gateways, port, versions }: Entry): string {
    return JSON.stringify([gateways, port, versions]);
  }

  contribute(by: IConstruct, parts: (lane: Lane) => EntryParts): void {
    this.wishes.push({ by, parts });
  }

  problems(): readonly Problem[] {
    const hosts = mergeFields(this.wishes.map(({ by, parts }) => ({ by, value: { hosts: parts(NO_LANE).hosts } })));
    return [...this.portProblems(), ...hosts.disagreements.map((one) => disagreement(this.ref(), ['spec', ...one.path], one)), ...this.plan().problems];
  }

  /** Istio wants to be told the port of a host that has several. */
  private portProblems(): readonly Problem[] {
    const { ports } = this.writer.read();
    const http = ports.filter(carriesHttp).map(({ number }) => number);
    const [first] = this.wishes;
    return first === undefined || this.entry.port !== undefined || http.length < 2 ? [] : [withoutPort(this.ref(), first.by, http)];
  }

  private hosts(): readonly string[] {
    const [hosts = []] = this.wishes.map(({ parts }) => parts(NO_LANE).hosts).sort((a, b) => compareText(JSON.stringify(a), JSON.stringify(b)));
    return hosts;
  }

  private plan(): RoutePlan {
    return this.writer.once(HostEntry.key(this.entry), () => {
      const { host, ports } = this.writer.read();
      const place = this.entry.versions === 'subsets' ? subsetPlace(host) : servicePlace(host);
      return planRoutes({ ports, place, routes: this.wishes, lanes: [entryLane(ports, this.entry.port)], object: this.ref() });
    });
  }

  private make(): networking.VirtualService {
    const [hosts, plan, { gateways }] = [(): readonly string[] => this.hosts(), (): RoutePlan => this.plan(), this.entry];
    const host = this.writer.read();
    const origin = {
      writer: this.writer,
      metadata: { name: this.name(host), ...(host.namespace === undefined ? {} : { namespace: host.namespace }) },
      nameNow: (now: ReadHost) => this.name(now),
    };
    return new OwnedVirtualService(this.id(), origin, {
      gateways,
      get hosts() {
        return hosts();
      },
      get http() {
        return plan().lanes.flatMap((lane) => routesOf(lane).map(({ value }) => value));
      },
    });
  }

  private id(): string {
    const { gateways, port } = this.entry;
    return ['entry', ...gateways.map((gateway) => gateway.replace('/', '.')), ...(port === undefined ? [] : [port])].join('-');
  }

  /** `reviews-via-public`; a gateway of another namespace with it, so that names stay apart. */
  private name({ name, namespace }: ReadHost): string {
    const { gateways, port } = this.entry;
    const via = gateways.map((gateway) => {
      const [owner = '', own = ''] = gateway.split('/');
      return owner === namespace ? own : `${owner}-${own}`;
    });
    return [name, 'via', ...via, ...(port === undefined ? [] : [port])].join('-');
  }

  private ref(): ObjectRef {
    const host = this.writer.read();
    return refOf(host, networking.VirtualService.GVK, this.name(host));
  }
}

/** Hosts are told without any. */
const NO_LANE: Lane = { destination: () => ({ host: '' }) };
