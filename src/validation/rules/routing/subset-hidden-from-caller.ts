import { visibilityOfRule } from '../../../model/destination-rules';
import type { DestinationRuleResource, DestinationRuleTable, HeldRules } from '../../../model/destination-rules';
import { formatObject } from '../../../model/finding';
import { appliesToMesh, gatewayKey, isReservedGateway } from '../../../model/gateways';
import { fullHost } from '../../../model/hosts';
import type { Kind } from '../../../model/kinds';
import type { HttpRoute, StreamRoute } from '../../../model/kinds/networking';
import { Memo } from '../../../model/memo';
import type { Resource } from '../../../model/resource';
import type { RoutedHost } from '../../../model/routes';
import { formatLabels } from '../../../model/selectors';
import { SERVICE_KINDS } from '../../../model/services';
import type { MeshSettings } from '../../../model/settings';
import { isVisible, visibilityOf } from '../../../model/visibility';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import type { RuleContext } from '../../context';
import { viewersOf } from '../../missing-host';
import { defineRule } from '../../rule';

const READS = [
  'networking.istio.io/VirtualService',
  'networking.istio.io/DestinationRule',
  'networking.istio.io/Gateway',
  ...SERVICE_KINDS,
  ...WORKLOAD_KINDS,
] as const satisfies readonly Kind[];

const exported = (exportTo: string): string => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [shop.example.com]
  gateways: [edge/public]
  http:
    - route:
        - destination: { host: reviews, subset: v1 }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  exportTo: ${exportTo}
  subsets: [{ name: v1, labels: { version: v1 } }]
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  selector: { app: reviews }
  ports: [{ name: http, port: 80 }]
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  selector: { istio: edge }
  servers:
    - port: { number: 80, name: http, protocol: HTTP }
      hosts: [shop.example.com]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: edge, namespace: edge }
spec:
  selector: { matchLabels: { istio: edge } }
  template:
    metadata: { labels: { istio: edge } }
    spec: { containers: [{ name: istio-proxy, image: istio/proxyv2 }] }
`;

export const subsetHiddenFromCaller = defineRule({
  id: 'subset-hidden-from-caller',
  upstream: [],
  severity: 'error',
  summary: 'Callers that a route is for use no DestinationRule that defines its subset',
  why: 'The proxies of these callers have no cluster for the subset, and requests end in 503.',
  fix: 'Put the DestinationRule into the namespace of the service and export it to the callers (`exportTo`), or define the subset in the one that they use.',
  notes:
    'A caller uses the DestinationRules of its own namespace; only where that has none for the host, those of the namespace of the service that are exported to it; and where ' +
    'these are none, those of the root namespace. Callers are the pods of a gateway that the VirtualService names, where the input shows them; the namespaces in its `exportTo`; and where it ' +
    'is for all, its own namespace. Where it is for all, callers of other namespaces count too, as a warning, unless the namespace of the service has another VirtualService for the host. ' +
    'A subset that nobody defines is a finding of [subset-not-found](subset-not-found.md).',
  reads: READS,
  bad: exported("['.']"),
  good: exported("['.', edge]"),
  check(context) {
    const { routes, services } = context;
    const lookup = new Lookup(context);
    for (const virtualService of context.all('networking.istio.io/VirtualService')) {
      // A delegate is used where the VirtualServices are that delegate to it.
      if ((virtualService.object.spec?.hosts ?? []).length === 0) continue;
      let callers: Memo<readonly Caller[]> | undefined;
      for (const routed of routes.of(virtualService)) {
        const { destination, host } = routed;
        const { subset } = destination;
        if (destination.host === undefined || subset === undefined || subset === '') continue;
        const owner = services.ownerOf(host);
        // Nobody lacks what everybody uses.
        if (owner === undefined || lookup.rules.usedByAll(host, owner)?.subsets.has(subset) === true) continue;
        const definer = lookup.rules.defining(host, subset);
        if (definer === undefined) continue;
        if (context.subsets.covering(host).some(({ declared }) => declared.has(subset))) continue;
        const limits = limitsOf(routeAt(virtualService, routed.path));
        callers ??= new Memo();
        const all = limits === undefined ? callers.get(owner, () => [...callersOf(lookup, virtualService, owner)]) : callersOf(lookup, virtualService, owner, limits);
        for (const { namespace, certain, gateway } of all) {
          const used = lookup.rules.for(host, namespace, owner);
          if (used.some(({ subsets }) => subsets.has(subset))) continue;
          context.report(
            virtualService,
            [...routed.path, 'subset'],
            `${formatObject(virtualService.ref)} sends traffic of ${gateway === undefined ? 'callers' : `gateway ${gateway}`} in ${namespace === ELSEWHERE ? 'other namespaces' : `namespace ${namespace}`} to subset "${subset}" of ${host}, but ${whyHidden(used, definer, namespace, context.settings)}.`,
            certain ? {} : { severity: 'warning' },
          );
          break;
        }
      }
    }
  },
});

type VirtualServiceResource = Resource<'networking.istio.io/VirtualService'>;

function whyHidden([used]: readonly HeldRules[], definer: DestinationRuleResource, caller: string, settings: MeshSettings): string {
  const there = formatObject(definer.ref);
  if (used !== undefined) return `they use ${formatObject(used.first.ref)}, which does not have it; ${there} has`;
  const visible = definer.object.spec?.workloadSelector === undefined && isVisible(visibilityOfRule(definer, settings), caller);
  return `${there}, which has it, is ${visible ? `in namespace ${definer.namespace}, which is neither theirs nor that of the service` : 'not exported there'}`;
}

/** Any namespace that has no rules of its own and is named nowhere. */
const ELSEWHERE = '';

interface Caller {
  readonly namespace: string;
  readonly certain: boolean;
  readonly gateway?: string;
}

/** Some of those that send requests along a route. */
function* callersOf(lookup: Lookup, virtualService: VirtualServiceResource, owner: string, limits: Limits = {}): Generator<Caller> {
  const { namespace, object } = virtualService;
  const { hosts = [], gateways = [], exportTo } = object.spec ?? {};
  const named = limits.gateways ?? gateways;
  for (const text of named) {
    if (isReservedGateway(text)) continue;
    const gateway = gatewayKey(text, namespace);
    for (const place of lookup.placesOf(gateway)) yield { namespace: place, certain: true, gateway };
  }
  if (!appliesToMesh(named)) return;
  const visibility = visibilityOf(exportTo, namespace, lookup.settings.defaultExportTo?.virtualServices);
  if (limits.namespaces !== undefined) {
    for (const place of limits.namespaces) if (isVisible(visibility, place)) yield { namespace: place, certain: true };
    return;
  }
  for (const place of viewersOf(visibility, namespace)) yield { namespace: place, certain: true };
  if (visibility === '*' && (owner === namespace || !lookup.hasRoutes(owner, hosts, virtualService))) yield { namespace: ELSEWHERE, certain: false };
}

function routeAt({ object }: VirtualServiceResource, [, protocol, index]: RoutedHost['path']): HttpRoute | StreamRoute | undefined {
  if (typeof index !== 'number' || (protocol !== 'http' && protocol !== 'tls' && protocol !== 'tcp')) return undefined;
  return object.spec?.[protocol]?.[index];
}

/** What the matches of a route say of who its callers are. */
interface Limits {
  /** Gateways, where each match names some; absent: those of the VirtualService. */
  readonly gateways?: readonly string[];
  /** The only namespaces of callers, where each match names one. */
  readonly namespaces?: readonly string[];
}

function limitsOf(route: HttpRoute | StreamRoute | undefined): Limits | undefined {
  const matches: readonly { readonly gateways?: readonly string[]; readonly sourceNamespace?: string }[] = route?.match ?? [];
  const own = matches.every(({ gateways = [] }) => gateways.length > 0) ? [...new Set(matches.flatMap(({ gateways = [] }) => gateways))] : [];
  const namespaces = matches.flatMap(({ sourceNamespace = '' }) => (sourceNamespace === '' ? [] : [sourceNamespace]));
  const bound = matches.length > 0 && namespaces.length === matches.length;
  if (own.length === 0 && !bound) return undefined;
  return { ...(own.length > 0 ? { gateways: own } : {}), ...(bound ? { namespaces: [...new Set(namespaces)] } : {}) };
}

/** What the rule asks again and again. */
class Lookup {
  readonly rules: DestinationRuleTable;
  readonly settings: MeshSettings;
  readonly #context: RuleContext;
  readonly #places = new Memo<readonly string[]>();
  #routed: ReadonlySet<string> | undefined;

  constructor(context: RuleContext) {
    this.#context = context;
    this.rules = context.destinationRules;
    this.settings = context.settings;
  }

  /** The namespaces of the pods of a Gateway. */
  placesOf(gateway: string): readonly string[] {
    const selector = this.#context.gateways.get(gateway)?.object.spec?.selector;
    if (selector === undefined || Object.keys(selector).length === 0) return [];
    return this.#places.get(formatLabels(selector), () => [...new Set(this.#context.workloads.matchingAnywhere(selector).map(({ namespace }) => namespace))].sort());
  }

  /** True when a namespace has a VirtualService of its own for one of the hosts of this one. */
  hasRoutes(namespace: string, hosts: readonly string[], asker: VirtualServiceResource): boolean {
    const { clusterDomain } = this.#context.settings;
    this.#routed ??= new Set(
      this.#context.all('networking.istio.io/VirtualService').flatMap(({ namespace: own, object }) => (object.spec?.hosts ?? []).map((host) => `${own} ${fullHost(host, own, clusterDomain)}`)),
    );
    const routed = this.#routed;
    return hosts.some((host) => routed.has(`${namespace} ${fullHost(host, asker.namespace, clusterDomain)}`));
  }
}
