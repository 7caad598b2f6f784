import { fullHost, HostMap } from './hosts';
import { formatObject } from './finding';
import type { Resource } from './resource';
import type { MeshSettings } from './settings';
import { compareText } from './values';

type DestinationRuleResource = Resource<'networking.istio.io/DestinationRule'>;

/** What is known of the subsets of one host, or of one wildcard. */
export interface SubsetsOfHost {
  /** The DestinationRules as messages name them, sorted, each with the names of its subsets. */
  readonly rules: readonly RuleSubsets[];
  /** Subsets of DestinationRules that live elsewhere. */
  readonly declared: ReadonlySet<string>;
}

export interface RuleSubsets {
  readonly name: string;
  readonly subsets: readonly string[];
}

/** The subsets that DestinationRules define, and those that are declared, by full host. */
export class SubsetTable {
  readonly #hosts = new HostMap<Entry>();

  constructor(rules: readonly DestinationRuleResource[], { clusterDomain, declared }: MeshSettings) {
    for (const rule of rules) {
      const host = rule.object.spec?.host;
      if (host !== undefined) this.#entryOf(fullHost(host, rule.namespace, clusterDomain)).add(rule);
    }
    for (const { host, subsets } of declared.subsets ?? []) this.#entryOf(host).declare(subsets);
  }

  /** True when a DestinationRule of the host, or of a wildcard that covers it, has the subset. */
  has(host: string, subset: string): boolean {
    return this.#hosts.covering(host).some((entry) => entry.has(subset));
  }

  /** What there is for a host, the most specific first. */
  covering(host: string): readonly SubsetsOfHost[] {
    return this.#hosts.covering(host);
  }

  #entryOf(host: string): Entry {
    const [known] = this.#hosts.exact(host);
    if (known !== undefined) return known;
    const entry = new Entry();
    this.#hosts.add(host, entry);
    return entry;
  }
}

const NOTHING: ReadonlySet<string> = new Set();

class Entry implements SubsetsOfHost {
  readonly #names = new Set<string>();
  readonly #rules: DestinationRuleResource[] = [];
  #declared: Set<string> | undefined;
  /** Only messages need them. */
  #told: readonly RuleSubsets[] | undefined;

  add(rule: DestinationRuleResource): void {
    this.#rules.push(rule);
    for (const { name } of rule.object.spec?.subsets ?? []) if (name !== undefined) this.#names.add(name);
  }

  declare(subsets: readonly string[]): void {
    this.#declared ??= new Set();
    for (const name of subsets) this.#declared.add(name);
  }

  has(subset: string): boolean {
    return this.#names.has(subset) || this.declared.has(subset);
  }

  get declared(): ReadonlySet<string> {
    return this.#declared ?? NOTHING;
  }

  get rules(): readonly RuleSubsets[] {
    this.#told ??= this.#rules.map(subsetsOfRule).sort((a, b) => compareText(a.name, b.name));
    return this.#told;
  }
}

function subsetsOfRule({ ref, object }: DestinationRuleResource): RuleSubsets {
  return { name: formatObject(ref), subsets: (object.spec?.subsets ?? []).flatMap(({ name }) => (name === undefined ? [] : [name])) };
}
