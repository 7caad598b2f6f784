import { fullHost, HostMap } from './hosts';
import type { Resource } from './resource';
import { firstByName } from './resource';
import type { MeshSettings } from './settings';
import { visibilityOf } from './visibility';
import type { Visibility } from './visibility';

export type DestinationRuleResource = Resource<'networking.istio.io/DestinationRule'>;

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
  readonly #settings: MeshSettings;
  readonly #rules: readonly { readonly rule: DestinationRuleResource; readonly host: string }[];
  readonly #everywhere = new HostMap<Held>();
  #byNamespace: ByNamespace | undefined;

  constructor(rules: readonly DestinationRuleResource[], settings: MeshSettings) {
    this.#rootNamespace = settings.rootNamespace;
    this.#settings = settings;
    this.#rules = rules.flatMap((rule) => {
      const { host = '' } = rule.object.spec ?? {};
      return host === '' ? [] : [{ rule, host: fullHost(host, rule.namespace, settings.clusterDomain) }];
    });
    for (const { rule, host } of this.#rules) entryOf(this.#everywhere, host, () => new Held(rule)).add(rule);
  }

  /** The rule that every caller uses for a full host whose service is in `owner`: the only one, in that namespace and shown to all. Where it is not so simple, nothing. */
  usedByAll(host: string, owner: string): HeldRules | undefined {
    const [held, another] = this.#everywhere.covering(host);
    if (held === undefined || another !== undefined || held.count > 1) return undefined;
    const { namespace } = held.first;
    return namespace === owner && namespace !== this.#rootNamespace && visibilityOfRule(held.first, this.#settings) === '*' ? held : undefined;
  }

  /** Put together when it is first asked for: where each host has one rule, as nearly everywhere, nobody does. */
  #seen(): ByNamespace {
    if (this.#byNamespace !== undefined) return this.#byNamespace;
    const [own, exported] = [new Map<string, HostMap<ForViewers>>(), new Map<string, HostMap<ForViewers>>()];
    for (const { rule, host } of this.#rules) {
      const { namespace } = rule;
      const visibility = visibilityOfRule(rule, this.#settings);
      const isPrivate = visibility !== '*' && visibility.size === 1 && visibility.has(namespace);
      // Of the root namespace only what is private counts before the rules of the service.
      if (namespace === this.#rootNamespace ? isPrivate : visibility === '*' || visibility.has(namespace)) {
        entryOf(mapOf(own, namespace), host, () => new ForViewers()).add(rule, '*');
      }
      if (!isPrivate) entryOf(mapOf(exported, namespace), host, () => new ForViewers()).add(rule, visibility);
    }
    this.#byNamespace = { own, exported };
    return this.#byNamespace;
  }

  /** The rules that a caller in namespace `caller` uses for a full host whose service is in `owner`; none where it uses none. */
  for(host: string, caller: string, owner: string): readonly HeldRules[] {
    const everybodys = this.usedByAll(host, owner);
    if (everybodys !== undefined) return [everybodys];
    const seen = this.#seen();
    const own = seenIn(seen.own.get(caller), host, caller);
    if (own.length > 0) return own;
    const ofOwner = seenIn(seen.exported.get(owner), host, caller);
    return ofOwner.length > 0 ? ofOwner : seenIn(seen.exported.get(this.#rootNamespace), host, caller);
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

/** By the namespace that the rules are in. */
interface ByNamespace {
  readonly own: Map<string, HostMap<ForViewers>>;
  readonly exported: Map<string, HostMap<ForViewers>>;
}

/** Rules for some workloads are never exported, whatever they say. Of the default of the mesh istiod looks for `.` alone. */
export function visibilityOfRule({ object, namespace }: DestinationRuleResource, { defaultExportTo }: MeshSettings): Visibility {
  const byDefault = defaultExportTo?.destinationRules?.includes('.') === true ? ['.'] : undefined;
  return visibilityOf(object.spec?.workloadSelector === undefined ? object.spec?.exportTo : ['.'], namespace, byDefault);
}

class Held implements HeldRules {
  first: DestinationRuleResource;
  count = 0;
  policy?: DestinationRuleResource;
  readonly subsets = new Map<string, DestinationRuleResource>();

  constructor(rule: DestinationRuleResource) {
    this.first = rule;
  }

  add(rule: DestinationRuleResource): void {
    const { trafficPolicy, subsets = [] } = rule.object.spec ?? {};
    this.count += 1;
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
