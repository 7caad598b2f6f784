import type { Kind } from './kinds';
import type { MeshIndex } from './mesh-index';
import { MultiMap } from './multi-map';
import { GATEWAY_SERVICE_ACCOUNT } from './waypoints';
import { POD_KINDS } from './workloads';

/** The kinds that say which service accounts there are. */
export const ACCOUNT_KINDS = [
  'core/ServiceAccount',
  'gateway.networking.k8s.io/Gateway',
  'networking.istio.io/WorkloadEntry',
  'networking.istio.io/WorkloadGroup',
  ...POD_KINDS,
] as const satisfies readonly Kind[];

/** The account of a Pod that names none. */
const DEFAULT_ACCOUNT = 'default';

/** The service accounts that workloads run as, or may run as because they exist. */
export class ServiceAccounts {
  readonly #names = new MultiMap<string, string>();
  readonly #all = new Set<string>();

  constructor(mesh: Pick<MeshIndex, 'all'>) {
    for (const { namespace, name } of mesh.all('core/ServiceAccount')) this.#add(namespace, name);
    for (const kind of POD_KINDS) for (const { namespace, object } of mesh.all(kind)) this.#add(namespace, object.serviceAccountName ?? DEFAULT_ACCOUNT);
    for (const { namespace, object } of mesh.all('networking.istio.io/WorkloadEntry')) this.#add(namespace, object.spec?.serviceAccount ?? DEFAULT_ACCOUNT);
    for (const { namespace, object } of mesh.all('networking.istio.io/WorkloadGroup')) this.#add(namespace, object.spec?.template?.serviceAccount ?? DEFAULT_ACCOUNT);
    for (const { namespace, name, object, annotations } of mesh.all('gateway.networking.k8s.io/Gateway')) {
      // The pods that Istio makes for it run as an account with the name of the Gateway and, unless it is a waypoint, of its class.
      for (const account of [annotations[GATEWAY_SERVICE_ACCOUNT], name, `${name}-${object.spec?.gatewayClassName ?? ''}`]) if (account !== undefined) this.#add(namespace, account);
    }
  }

  has(namespace: string, name: string): boolean {
    return this.#all.has(`${namespace}/${name}`);
  }

  /** Those of a namespace. */
  in(namespace: string): readonly string[] {
    return this.#names.get(namespace);
  }

  #add(namespace: string, name: string): void {
    if (this.has(namespace, name)) return;
    this.#all.add(`${namespace}/${name}`);
    this.#names.add(namespace, name);
  }
}
