import { fullHost, HostMap } from '../model/hosts';
import { visibilityOfRule } from '../model/destination-rules';
import type { DestinationRuleResource } from '../model/destination-rules';
import type { MeshSettings } from '../model/settings';
import { compareText } from '../model/values';
import { isVisible } from '../model/visibility';
import { reachOfHost } from '../model/wide-hosts';
import type { RuleContext } from './context';

/** DestinationRules that have clients use mTLS: of several in one namespace for one host the first by name. */
export class MutualRules {
  readonly #settings: MeshSettings;
  readonly #public = new Map<string, HostMap<DestinationRuleResource>>();
  /** Those that only their own namespace is known to see. */
  readonly #own = new Map<string, HostMap<DestinationRuleResource>>();

  constructor(context: RuleContext) {
    this.#settings = context.settings;
    for (const rule of [...context.all('networking.istio.io/DestinationRule')].sort((a, b) => compareText(a.name, b.name))) {
      if (rule.object.spec?.trafficPolicy?.tls?.mode !== 'ISTIO_MUTUAL') continue;
      const visibility = visibilityOfRule(rule, context.settings);
      if (!isVisible(visibility, rule.namespace)) continue;
      const tables = visibility === '*' ? this.#public : this.#own;
      const table = tables.get(rule.namespace) ?? new HostMap<DestinationRuleResource>();
      tables.set(rule.namespace, table);
      const host = this.#hostOf(rule);
      if (table.exact(host).length === 0) table.add(host, rule);
    }
  }

  /** Clients look in their own namespace, that of the Service and the root namespace. A rule for the same host in the same namespace is merged. */
  widerThan(rule: DestinationRuleResource, host: string): DestinationRuleResource | undefined {
    const reach = reachOfHost(host, this.#settings.clusterDomain);
    const places = [rule.namespace, ...(reach === undefined || reach === 'mesh' ? [] : [reach.namespace]), this.#settings.rootNamespace];
    const tables = [this.#own.get(rule.namespace), ...places.map((place) => this.#public.get(place))];
    for (const table of tables) {
      const wider = table?.covering(host).find((other) => other.namespace !== rule.namespace || this.#hostOf(other) !== host);
      if (wider !== undefined) return wider;
    }
    return undefined;
  }

  #hostOf({ object, namespace }: DestinationRuleResource): string {
    return fullHost(object.spec?.host ?? '', namespace, this.#settings.clusterDomain);
  }
}
