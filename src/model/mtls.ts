import type { MtlsMode } from './kinds/security';
import { MultiMap } from './multi-map';
import type { Resource } from './resource';
import { SelectorGroups } from './selector-groups';
import { SelectorSet } from './selector-set';
import { isEmptySelector } from './selectors';
import { compareText } from './values';

type PeerAuthenticationResource = Resource<'security.istio.io/PeerAuthentication'>;
type DecidedMode = Exclude<MtlsMode, 'UNSET'>;
type Labels = Readonly<Record<string, string>>;

/** What a workload asks of its callers, and which object says so. */
export interface EffectiveMtls {
  readonly mode: DecidedMode;
  /** Absent where no object says anything: Istio's default is PERMISSIVE. */
  readonly by?: PeerAuthenticationResource;
}

/** What policies of one level say together: nothing, or different things, or one mode. */
type Said = EffectiveMtls | 'none' | 'disputed';

const NO_PORTS: ReadonlySet<number> = new Set();

const DEFAULT: EffectiveMtls = { mode: 'PERMISSIVE' };

/**
 * PeerAuthentications by namespace, and the mode that follows from them. Workload beats namespace beats mesh;
 * a port beats all of them. Of several on one level the oldest counts, which files do not tell: where they
 * differ, the answer is undefined.
 * Reference: https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export class MtlsPolicies {
  readonly #rootNamespace: string;
  readonly #wide = new MultiMap<string, PeerAuthenticationResource>();
  readonly #selecting = new Map<string, SelectingPolicies>();
  readonly #saidOfNamespace = new Map<string, Said>();

  constructor(policies: readonly PeerAuthenticationResource[], rootNamespace: string) {
    this.#rootNamespace = rootNamespace;
    for (const policy of policies) {
      const selector = policy.object.spec?.selector?.matchLabels;
      if (isEmptySelector(selector)) this.#wide.add(policy.namespace, policy);
      // Those of the root namespace select none of the mesh's workloads.
      else if (policy.namespace !== rootNamespace) this.#selectingIn(policy.namespace).add(selector ?? {}, policy);
    }
  }

  /** Of a whole namespace, as far as no policy selects some of its workloads. */
  ofNamespace(namespace: string): EffectiveMtls | undefined {
    const own = namespace === this.#rootNamespace ? 'none' : this.#wideOf(namespace);
    return own === 'none' ? this.ofMesh() : decided(own);
  }

  /** Of workloads in namespaces that say nothing of their own. */
  ofMesh(): EffectiveMtls | undefined {
    const mesh = this.#wideOf(this.#rootNamespace);
    return mesh === 'none' ? DEFAULT : decided(mesh);
  }

  /** Of the workloads with these labels, at a port of the container where one is given. */
  ofWorkload(namespace: string, labels: Labels, port?: number): EffectiveMtls | undefined {
    const selecting = this.#selecting.get(namespace);
    for (const said of [port === undefined ? undefined : selecting?.saidOf(labels, port), selecting?.saidOf(labels)]) {
      if (said !== undefined && said !== 'none') return decided(said);
    }
    return this.ofNamespace(namespace);
  }

  /** True where some policy selects workloads of the namespace. */
  selectsIn(namespace: string): boolean {
    return this.#selecting.has(namespace);
  }

  /** The ports of containers for which some policy of the namespace says something of its own; any other port is like none. */
  portsToldApart(namespace: string): ReadonlySet<number> {
    return this.#selecting.get(namespace)?.ports ?? NO_PORTS;
  }

  /** Those of them for which a policy says something of its own that is for workloads with these labels. */
  portsToldApartFor(namespace: string, labels: Labels): ReadonlySet<number> {
    return this.#selecting.get(namespace)?.portsFor(labels) ?? NO_PORTS;
  }

  /** True unless it is certain that no policy asks for less than STRICT of workloads that have these labels, and maybe others. */
  mayLoosen(namespace: string, labels: Labels): boolean {
    return this.#selecting.get(namespace)?.loosening.mayMeet(labels) ?? false;
  }

  #wideOf(namespace: string): Said {
    const before = this.#saidOfNamespace.get(namespace);
    if (before !== undefined) return before;
    const said = agreed(this.#wide.get(namespace), modeOf);
    this.#saidOfNamespace.set(namespace, said);
    return said;
  }

  #selectingIn(namespace: string): SelectingPolicies {
    const known = this.#selecting.get(namespace);
    const policies = known ?? new SelectingPolicies();
    if (known === undefined) this.#selecting.set(namespace, policies);
    return policies;
  }
}

/** Policies of one namespace that select some of its workloads. */
class SelectingPolicies {
  readonly loosening = new SelectorSet();
  readonly ports = new Set<number>();
  readonly #index = new SelectorGroups<PeerAuthenticationResource>();
  /** What the policies of one selector say, which many workloads ask. */
  readonly #said = new Map<readonly PeerAuthenticationResource[], Map<number | undefined, Said>>();

  add(selector: Labels, policy: PeerAuthenticationResource): void {
    this.#index.add(selector, policy);
    const ports = policy.object.spec?.portLevelMtls;
    for (const port of Object.keys(ports ?? {})) this.ports.add(Number(port));
    if (modeOf(policy) !== 'STRICT' || ports !== undefined) this.loosening.add(selector);
  }

  portsFor(labels: Labels): ReadonlySet<number> {
    if (this.ports.size === 0) return NO_PORTS;
    const policies = this.#index.matching(labels).flatMap(({ values }) => values);
    return new Set(policies.flatMap(({ object }) => Object.keys(object.spec?.portLevelMtls ?? {}).map(Number)));
  }

  saidOf(labels: Labels, port?: number): Said {
    let result: Said = 'none';
    for (const { values } of this.#index.matching(labels)) result = together(result, this.#saidBy(values, port));
    return result;
  }

  #saidBy(policies: readonly PeerAuthenticationResource[], port: number | undefined): Said {
    const known = this.#said.get(policies) ?? new Map<number | undefined, Said>();
    this.#said.set(policies, known);
    const before = known.get(port);
    if (before !== undefined) return before;
    const said = agreed(policies, port === undefined ? modeOf : ({ object }) => object.spec?.portLevelMtls?.[String(port)]?.mode);
    known.set(port, said);
    return said;
  }
}

function modeOf({ object }: PeerAuthenticationResource): MtlsMode | undefined {
  return object.spec?.mtls?.mode;
}

function decided(said: Exclude<Said, 'none'>): EffectiveMtls | undefined {
  return said === 'disputed' ? undefined : said;
}

function agreed(policies: readonly PeerAuthenticationResource[], mode: (policy: PeerAuthenticationResource) => MtlsMode | undefined): Said {
  return policies.reduce<Said>((result, policy) => {
    const own = mode(policy);
    return own === undefined || own === 'UNSET' ? result : together(result, { mode: own, by: policy });
  }, 'none');
}

/** Of several that agree always the same one is named: the first by name. */
function together(a: Said, b: Said): Said {
  if (a === 'none' || b === 'disputed') return b;
  if (b === 'none' || a === 'disputed') return a;
  if (a.mode !== b.mode) return 'disputed';
  return compareText(a.by?.name ?? '', b.by?.name ?? '') <= 0 ? a : b;
}
