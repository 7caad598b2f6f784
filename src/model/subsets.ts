import { fullHost, HostMap } from './hosts';
import { formatObject } from './finding';
import type { Resource } from './resource';
import type { MeshSettings } from './settings';
import { compareText } from './values';

type DestinationRuleResource = Resource<'networking.istio.io/DestinationRule'>;

/** What is known of the subsets of one host, or of one wildcard. */
export interface SubsetsOfHost {
  /** The DestinationRules as messages name them, sorted, each with the names of its subsets. */
  readonly rules: readonly { readonly name: string; readonly subsets: readonly string[] }[];
  /** Subsets of DestinationRules that live elsewhere. */
  readonly declared: ReadonlySet<string>;
}

/** The subsets that DestinationRules define, and those that are declared, by full host. */
export class SubsetTable {
  readonly #hosts = new HostMap<Entry>();
  readonly #entries: Entry[] = [];

  constructor(rules: readonly DestinationRuleResource[], { clusterDomain, declared }: MeshSettings) {
    for (const rule of rules) {
      const { host, subsets } = rule.object.spec ?? {};
      if (host === undefined) continue;
      const entry = this.#entryOf(fullHost(host, rule.namespace, clusterDomain));
      const names = (subsets ?? []).flatMap(({ name }) => (name === undefined ? [] : [name]));
      entry.rules.push({ name: formatObject(rule.ref), subsets: names });
      for (const name of names) entry.names.add(name);
    }
    for (const { host, subsets } of declared.subsets ?? []) {
      const entry = this.#entryOf(host);
      for (const name of subsets) entry.declared.add(name);
    }
    for (const { rules: those } of this.#entries) those.sort((a, b) => compareText(a.name, b.name));
  }

  /** True when a DestinationRule of the host, or of a wildcard that covers it, has the subset. */
  has(host: string, subset: string): boolean {
    return this.#hosts.covering(host).some(({ names, declared }) => names.has(subset) || declared.has(subset));
  }

  /** What there is for a host, the most specific first. */
  covering(host: string): readonly SubsetsOfHost[] {
    return this.#hosts.covering(host);
  }

  #entryOf(host: string): Entry {
    const [known] = this.#hosts.exact(host);
    const entry = known ?? { rules: [], names: new Set<string>(), declared: new Set<string>() };
    if (known !== undefined) return entry;
    this.#entries.push(entry);
    this.#hosts.add(host, entry);
    return entry;
  }
}

interface Entry {
  readonly rules: { readonly name: string; readonly subsets: readonly string[] }[];
  readonly names: Set<string>;
  readonly declared: Set<string>;
}
