import { HostsByNamespace } from './host-set';
import { Memo } from './memo';
import { MultiMap } from './multi-map';
import { isEmptySelector } from './selectors';
import type { Resource } from './resource';

type SidecarResource = Resource<'networking.istio.io/Sidecar'>;

/**
 * What the `egress` of a Sidecar lets its workloads know of: `namespace/host`, by the namespace of the object that has the host.
 * Reference: https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener
 */
class Imports {
  /** `.`, the namespace of the workloads, is kept as it is. */
  readonly #hosts = new HostsByNamespace();

  add({ object }: SidecarResource): this {
    const listeners = object.spec?.egress ?? [];
    // Without any, everything is known.
    if (listeners.length === 0) this.#hosts.add('*', '*');
    for (const { hosts = [] } of listeners) {
      for (const text of hosts) {
        // What is left out again (`~`) is not looked at: it counts as known where something else lets it in.
        if (text.startsWith('~')) continue;
        const slash = text.indexOf('/');
        // Istio skips a host without a namespace; who wrote it meant something by it.
        if (slash < 0) this.#hosts.add('*', '*');
        else this.#hosts.add(text.slice(0, slash), text.slice(slash + 1));
      }
    }
    return this;
  }

  /** True when workloads of `viewer` know the host, or some host of the wildcard, that an object of `owner` has. */
  has(host: string, owner: string, viewer: string): boolean {
    return this.#hosts.overlaps(host, owner) || (owner === viewer && this.#hosts.overlaps(host, '.'));
  }
}

/** The Sidecars of a mesh, by the namespace of the workloads that they are for. */
export class SidecarImports {
  readonly #wide = new MultiMap<string, SidecarResource>();
  readonly #narrow = new MultiMap<string, SidecarResource>();
  readonly #imports = new Memo<Imports>();
  readonly #rootNamespace: string;

  constructor(sidecars: readonly SidecarResource[], rootNamespace: string) {
    this.#rootNamespace = rootNamespace;
    for (const sidecar of sidecars) {
      const narrow = !isEmptySelector(sidecar.object.spec?.workloadSelector?.labels);
      (narrow ? this.#narrow : this.#wide).add(sidecar.namespace, sidecar);
    }
  }

  /**
   * The Sidecar for all workloads of a namespace: its own, or that of the root namespace. undefined where there is none, or where
   * several leave open which it is.
   */
  forNamespace(namespace: string): SidecarResource | undefined {
    const own = this.#wide.get(namespace);
    const [sidecar, another] = own.length > 0 ? own : this.#wide.get(this.#rootNamespace);
    return another === undefined ? sidecar : undefined;
  }

  /** True when no workload of the namespace `viewer` knows any of the hosts of an object of `owner`. */
  hides(hosts: readonly string[], owner: string, viewer: string): boolean {
    const sidecar = this.forNamespace(viewer);
    if (sidecar === undefined) return false;
    const wide = this.#imports.get(`all ${sidecar.namespace}`, () => new Imports().add(sidecar));
    const narrow = this.#imports.get(`some ${viewer}`, () => this.#narrow.get(viewer).reduce((imports, each) => imports.add(each), new Imports()));
    return !hosts.some((host) => wide.has(host, owner, viewer) || narrow.has(host, owner, viewer));
  }
}
