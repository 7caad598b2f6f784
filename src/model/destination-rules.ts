import { fullHost, HostMap } from './hosts';
import type { DestinationRuleResource } from './mesh-index';
import { firstByName } from './resource';
import type { MeshSettings } from './settings';
import { visibilityOf } from './visibility';
import type { Visibility } from './visibility';

/** DestinationRules that hold together for some callers: those of one namespace for one host. */
export interface HeldRules {
  /** The first by name. */
  readonly first: DestinationRuleResource;
  /** The first by name that has a policy for the whole host. */
  readonly policy?: DestinationRuleResource;
  /** By the name of a subset, the first rule that defines it. */
  readonly subsets: ReadonlyMap<string, DestinationRuleResource>;
}

/**
 * Which DestinationRules hold for a caller: those of its own namespace; else those of the namespace of the service that
 * are exported to it; else those of the root namespace that are. Of hosts that cover each other the most specific counts.
 * Reference: https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule
 */
export class DestinationRuleTable {
  readonly #rootNamespace: string;
  readonly #everywhere = new HostMap<Held>();
  /** By the namespace that the rules are in. */
  readonly #own = new Map<string, HostMap<ForViewers>>();
  readonly #exported = new Map<string, HostMap<ForViewers>>();

  constructor(rules: readonly DestinationRuleResource[], { clusterDomain, rootNamespace }: MeshSettings) {
    this.#rootNamespace = rootNamespace;
    for (const rule of rules) {
      const { host: text = '', exportTo, workloadSelector } = rule.object.spec ?? {};
      if (text === '') continue;
      const { namespace } = rule;
      const host = fullHost(text, namespace, clusterDomain);
      // Rules for some workloads are never exported, whatever they say.
      const visibility = visibilityOf(workloadSelector === undefined ? exportTo : ['.'], namespace);
      entryOf(this.#everywhere, host, () => new Held(rule)).add(rule);
      const isPrivate = visibility !== '*' && visibility.size === 1 && visibility.has(namespace);
      // Of the root namespace only what is private counts before the rules of the service.
      if (namespace === rootNamespace ? isPrivate : visibility === '*' || visibility.has(namespace)) {
        entryOf(mapOf(this.#own, namespace), host, () => new ForViewers()).add(rule, '*');
      }
      if (!isPrivate) entryOf(mapOf(this.#exported, namespace), host, () => new ForViewers()).add(rule, visibility);
    }
  }

  /** The rules that a caller in namespace `caller` uses for a full host whose service is in `owner`; none where it uses none. */
  for(host: string, caller: string, owner: string): readonly HeldRules[] {
    const own = seenIn(this.#own.get(caller), host, caller);
    if (own.length > 0) return own;
    const ofOwner = seenIn(this.#exported.get(owner), host, caller);
    return ofOwner.length > 0 ? ofOwner : seenIn(this.#exported.get(this.#rootNamespace), host, caller);
  }

  /** Some rule that defines a subset of the host, whoever sees it. */
  defining(host: string, subset: string): DestinationRuleResource | undefined {
    for (const held of this.#everywhere.covering(host)) {
      const rule = held.subsets.get(subset);
      if (rule !== undefined) return rule;
    }
    return undefined;
  }
}

class Held implements HeldRules {
  first: DestinationRuleResource;
  policy?: DestinationRuleResource;
  readonly subsets = new Map<string, DestinationRuleResource>();

  constructor(rule: DestinationRuleResource) {
    this.first = rule;
  }

  add(rule: DestinationRuleResource): void {
    const { trafficPolicy, subsets = [] } = rule.object.spec ?? {};
    this.first = firstByName(this.first, rule);
    if (trafficPolicy !== undefined) this.policy = firstByName(this.policy ?? rule, rule);
    for (const { name } of subsets) if (name !== undefined) this.subsets.set(name, firstByName(this.subsets.get(name) ?? rule, rule));
  }
}

/** The rules of one namespace for one host, by who sees them. */
class ForViewers {
  #forAll: Held | undefined;
  readonly #named = new Map<string, Held>();

  add(rule: DestinationRuleResource, visibility: Visibility): void {
    if (visibility === '*') {
      this.#forAll ??= new Held(rule);
      this.#forAll.add(rule);
      return;
    }
    for (const viewer of visibility) {
      const held = this.#named.get(viewer) ?? new Held(rule);
      this.#named.set(viewer, held);
      held.add(rule);
    }
  }

  seenBy(viewer: string): readonly HeldRules[] {
    return [this.#forAll, this.#named.get(viewer)].filter((held) => held !== undefined);
  }
}

function seenIn(map: HostMap<ForViewers> | undefined, host: string, viewer: string): readonly HeldRules[] {
  return map?.covering(host)[0]?.seenBy(viewer) ?? [];
}

function mapOf(maps: Map<string, HostMap<ForViewers>>, namespace: string): HostMap<ForViewers> {
  const map = maps.get(namespace) ?? new HostMap<ForViewers>();
  maps.set(namespace, map);
  return map;
}

function entryOf<T>(map: HostMap<T>, host: string, make: () => T): T {
  const [known] = map.exact(host);
  if (known !== undefined) return known;
  const entry = make();
  map.add(host, entry);
  return entry;
}
