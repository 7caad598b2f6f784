import { isKubernetesGroup } from '../model/scopes';
import { KNOWN_GROUPS, loadFacts } from './load-facts';
import { distance, nearest } from './suggest';

/** What an object with a group that cannot be right was meant to be. */
export interface MeantKind {
  readonly group: string;
  /** The version that was written where the group has it, otherwise the best one. */
  readonly apiVersion: string;
  readonly kind: string;
}

/** So many letters may differ where the end of the group is that of a known one: `gateway.network.k8s.io`. */
const NEAR = 4;
/** And so many where it is not: a stranger's domain may differ from ours by little more. */
const VERY_NEAR = 2;

/**
 * The kinds of Istio or the Gateway API that an object must have been meant for, likeliest first; none where its group may be someone
 * else's. The groups of Kubernetes and those below istio.io belong to makers that put these kinds nowhere else. Any other group counts
 * as misspelt only when it is all but one of ours and the kind is one of that group.
 *
 * @param kind a kind that its own group, where that is known, does not have
 */
export function meantKinds(apiVersion: string, kind: string): readonly MeantKind[] {
  const slash = apiVersion.indexOf('/');
  const [written, version] = slash < 0 ? [apiVersion, ''] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
  const group = written.toLowerCase();
  if (group.length > 100 || kind.length > 100 || KNOWN_GROUPS.some((known) => known === written && slash >= 0)) return [];
  const ofKubernetes = slash < 0 ? apiVersion === 'v1' : isKubernetesGroup(group);
  const ofIstio = group === 'istio.io' || group.endsWith('.istio.io');
  return KNOWN_GROUPS.map((known) => ({ known, far: distance(group, known) }))
    .sort((a, b) => a.far - b.far)
    .flatMap(({ known, far }) => {
      const near = far <= (tail(group) === tail(known) ? NEAR : VERY_NEAR);
      if (!ofKubernetes && !ofIstio && !near) return [];
      const meant = kindIn(known, kind, near && ofIstio);
      return meant === undefined ? [] : [meantKind(known, meant, version)];
    })
    .filter(({ group: each }, _index, all) => ofKubernetes || each === all[0]?.group);
}

/** The kind as a group has it; one that is spelled a little differently only when asked for. */
function kindIn(group: string, kind: string, guess: boolean): string | undefined {
  const kinds = loadFacts(group)?.kinds ?? {};
  if (Object.hasOwn(kinds, kind)) return kind;
  return guess ? nearest(kind, Object.keys(kinds)) : undefined;
}

function meantKind(group: string, kind: string, version: string): MeantKind {
  const facts = loadFacts(group)?.kinds[kind];
  const served = facts !== undefined && Object.hasOwn(facts.versions, version);
  return { group, kind, apiVersion: `${group}/${served ? version : (facts?.best ?? '')}` };
}

/** The domain that a group belongs to: `istio.io`. */
function tail(group: string): string {
  return group.split('.').slice(-2).join('.');
}
