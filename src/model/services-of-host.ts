import { ByViewer } from './by-viewer';
import { formatObject } from './finding';
import type { Resource } from './resource';
import type { Visibility } from './visibility';

export interface KnownPort {
  readonly number: number;
  readonly name?: string;
  readonly protocol?: string;
  readonly appProtocol?: string;
  readonly targetPort?: number | string;
}

/** One thing that a host name reaches. */
export interface KnownService {
  readonly host: string;
  readonly namespace: string;
  readonly visibility: Visibility;
  /** undefined: not known, as for a declared host. */
  readonly ports?: readonly KnownPort[];
  /** Labels of its workloads, where it selects any. */
  readonly selector?: Readonly<Record<string, string>>;
  /** The object it comes from; absent for what is only declared or taken as there. */
  readonly resource?: Resource<'core/Service'> | Resource<'networking.istio.io/ServiceEntry'>;
}

/** True for a host that is said to be there, and nothing else about it. */
export function isOnlyDeclared({ resource, ports }: KnownService): boolean {
  return resource === undefined && ports === undefined;
}

/** The ports that some services offer; `any` where one of them may have ports that are not known. */
export interface OfferedPorts {
  readonly any: boolean;
  readonly numbers: ReadonlySet<number>;
  /** The lowest few, sorted, for messages. */
  readonly lowest: readonly number[];
}

const LOWEST = 16;

/** Everything that one host, or one wildcard, stands for. */
export class ServicesOfHost {
  readonly #all: KnownService[] = [];
  readonly #byViewer = new ByViewer<KnownService>();
  #ports: Map<readonly KnownService[], OfferedPorts> | undefined;
  #owners: readonly string[] | undefined;
  #portCount = 0;
  #namespace: string | undefined;
  #ofSeveral = false;

  add(service: KnownService): void {
    this.#all.push(service);
    this.#portCount += service.ports?.length ?? 0;
    this.#byViewer.add(service.visibility, service);
    this.#owners = undefined;
    if (service.resource === undefined) return;
    this.#namespace ??= service.namespace;
    if (service.namespace !== this.#namespace) this.#ofSeveral = true;
  }

  /** The number of ports of all of them together. */
  get portCount(): number {
    return this.#portCount;
  }

  get all(): readonly KnownService[] {
    return this.#all;
  }

  /** The objects that it comes from, as messages name them, sorted. */
  get owners(): readonly string[] {
    this.#owners ??= [...new Set(this.#all.flatMap(({ resource }) => (resource === undefined ? [] : [formatObject(resource.ref)])))].sort();
    return this.#owners;
  }

  /** The namespace of the objects that it comes from, or of the first where they are `ofSeveral`; undefined where there are none. */
  get namespace(): string | undefined {
    return this.#namespace;
  }

  get ofSeveral(): boolean {
    return this.#ofSeveral;
  }

  isVisibleTo(viewer: string): boolean {
    return this.#byViewer.public.length > 0 || this.#byViewer.namedFor(viewer).length > 0;
  }

  /** Ports as a namespace sees them: those of services for all, and those of services for it. */
  portsFor(viewer: string): readonly OfferedPorts[] {
    const lists = [this.#byViewer.public, this.#byViewer.namedFor(viewer)];
    return lists.filter((services) => services.length > 0).map((services) => this.#portsOf(services));
  }

  #portsOf(services: readonly KnownService[]): OfferedPorts {
    const known = (this.#ports ??= new Map());
    const before = known.get(services);
    if (before !== undefined) return before;
    const numbers = new Set(services.flatMap(({ ports }) => (ports ?? []).map(({ number }) => number)));
    const offered: OfferedPorts = {
      any: services.some(({ ports }) => ports === undefined),
      numbers,
      get lowest() {
        return [...numbers].sort((a, b) => a - b).slice(0, LOWEST);
      },
    };
    known.set(services, offered);
    return offered;
  }
}
