import { clientTlsOf } from './client-tls';
import { fullHost, HostMap } from './hosts';
import { visibilityOfRule } from './destination-rules';
import type { DestinationRuleResource } from './destination-rules';
import type { MeshSettings } from './settings';
import { compareText } from './values';

/** Hosts whose clients, all of them, a DestinationRule has use plain text. */
export class PlainClients {
  /** By host: the rule; false where some rule for the host leaves some of its clients or ports out. */
  readonly #rules = new HostMap<{ by: DestinationRuleResource | false }>();
  #size = 0;

  constructor(rules: readonly DestinationRuleResource[], settings: MeshSettings) {
    for (const rule of rules) {
      const host = fullHost(rule.object.spec?.host ?? '', rule.namespace, settings.clusterDomain);
      const by = isPlainForAll(rule, settings) ? rule : false;
      const [before] = this.#rules.exact(host);
      if (before === undefined) this.#rules.add(host, { by });
      else if (by === false) before.by = false;
      else if (before.by !== false && compareText(by.name, before.by.name) < 0) before.by = by;
      if (by !== false) this.#size++;
    }
  }

  /** True where no host has such clients. */
  get isEmpty(): boolean {
    return this.#size === 0;
  }

  /** The rule that has the clients of a host use plain text; undefined where some of them may do otherwise. */
  of(host: string): DestinationRuleResource | undefined {
    const by = this.#rules.covering(host)[0]?.by;
    return by === false ? undefined : by;
  }
}

function isPlainForAll(rule: DestinationRuleResource, settings: MeshSettings): boolean {
  const { object } = rule;
  if (visibilityOfRule(rule, settings) !== '*') return false;
  const said = [...clientTlsOf(object, true)];
  return object.spec?.trafficPolicy?.tls !== undefined && said.every(({ mode }) => mode === 'DISABLE');
}
