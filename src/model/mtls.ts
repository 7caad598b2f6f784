import type { MtlsMode } from './kinds/security';
import { MultiMap } from './multi-map';
import type { Resource } from './resource';
import { isEmptySelector, selectorMatches } from './selectors';
import { compareText } from './values';

type PeerAuthenticationResource = Resource<'security.istio.io/PeerAuthentication'>;
type DecidedMode = Exclude<MtlsMode, 'UNSET'>;

/** What a workload asks of its callers, and which object says so. */
export interface EffectiveMtls {
  readonly mode: DecidedMode;
  /** Absent where no object says anything: Istio's default is PERMISSIVE. */
  readonly by?: PeerAuthenticationResource;
}

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
  readonly #selecting = new MultiMap<string, PeerAuthenticationResource>();
  /** What the policies of whole namespaces come to, once it was asked for. */
  readonly #agreed = new Map<string, ReturnType<typeof agreed>>();

  constructor(policies: readonly PeerAuthenticationResource[], rootNamespace: string) {
    this.#rootNamespace = rootNamespace;
    // By name, so that of several that agree always the same one is named.
    for (const policy of [...policies].sort((a, b) => compareText(a.name, b.name))) {
      const wide = isEmptySelector(policy.object.spec?.selector?.matchLabels);
      (wide ? this.#wide : this.#selecting).add(policy.namespace, policy);
    }
  }

  /** Of a whole namespace, as far as no policy selects some of its workloads. */
  ofNamespace(namespace: string): EffectiveMtls | undefined {
    const own = namespace === this.#rootNamespace ? 'none' : this.#agreedIn(namespace);
    if (own !== 'none') return own === 'disputed' ? undefined : own;
    return this.ofMesh();
  }

  /** Of workloads in namespaces that say nothing of their own. */
  ofMesh(): EffectiveMtls | undefined {
    const mesh = this.#agreedIn(this.#rootNamespace);
    return mesh === 'disputed' ? undefined : mesh === 'none' ? DEFAULT : mesh;
  }

  /** Of the workloads with these labels, at a port of the container where one is given. */
  ofWorkload(namespace: string, labels: Readonly<Record<string, string>>, port?: number): EffectiveMtls | undefined {
    const policies = this.selecting(namespace).filter(({ object }) => selectorMatches(object.spec?.selector?.matchLabels, labels));
    if (port !== undefined) {
      const atPort = agreed(policies, (policy) => policy.object.spec?.portLevelMtls?.[String(port)]?.mode);
      if (atPort !== 'none') return atPort === 'disputed' ? undefined : atPort;
    }
    const own = agreed(policies);
    if (own !== 'none') return own === 'disputed' ? undefined : own;
    return this.ofNamespace(namespace);
  }

  /** Policies that select some workloads of a namespace. Those of the root namespace select none of the mesh's. */
  selecting(namespace: string): readonly PeerAuthenticationResource[] {
    return namespace === this.#rootNamespace ? [] : this.#selecting.get(namespace);
  }

  #agreedIn(namespace: string): ReturnType<typeof agreed> {
    const known = this.#agreed.get(namespace) ?? agreed(this.#wide.get(namespace));
    this.#agreed.set(namespace, known);
    return known;
  }
}

function agreed(
  policies: readonly PeerAuthenticationResource[],
  modeOf = (policy: PeerAuthenticationResource): MtlsMode | undefined => policy.object.spec?.mtls?.mode,
): EffectiveMtls | 'none' | 'disputed' {
  let result: EffectiveMtls | undefined;
  for (const policy of policies) {
    const mode = modeOf(policy);
    if (mode === undefined || mode === 'UNSET') continue;
    if (result !== undefined && result.mode !== mode) return 'disputed';
    result ??= { mode, by: policy };
  }
  return result ?? 'none';
}
