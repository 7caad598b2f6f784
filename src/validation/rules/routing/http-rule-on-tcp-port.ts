import { formatObject } from '../../../model/finding';
import { MESH_GATEWAY } from '../../../model/gateways';
import { fullHost, isWildcard } from '../../../model/hosts';
import type { Kind } from '../../../model/kinds';
import type { HttpRoute, TrafficPolicy } from '../../../model/kinds/networking';
import { Memo } from '../../../model/memo';
import type { Path } from '../../../model/path';
import { protocolOfPort } from '../../../model/protocols';
import { SERVICE_KINDS } from '../../../model/services';
import type { KnownPort, KnownService } from '../../../model/services-of-host';
import { firstFew, listed } from '../../../model/text';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

const READS = ['networking.istio.io/VirtualService', 'networking.istio.io/DestinationRule', ...SERVICE_KINDS] as const satisfies readonly Kind[];

const api = (port: string): string => `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  ports: [{ name: ${port}, port: 9080 }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - timeout: 2s
      route: [{ destination: { host: reviews } }]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  trafficPolicy: { connectionPool: { http: { maxRetries: 1 } } }
`;

export const httpRuleOnTcpPort = defineRule({
  id: 'http-rule-on-tcp-port',
  upstream: [],
  severity: 'warning',
  summary: 'Routes or settings for HTTP are for a port that is declared to speak something else',
  why: 'On such a port proxies do not look at requests: they pass the bytes on, and routes, timeouts and retries for HTTP do nothing.',
  fix: 'Declare the port as what it speaks (`name: http-...` or `appProtocol: http`), or use `tcp` or `tls` routes.',
  notes:
    'Looked at are routes for traffic inside the mesh; a gateway reads requests whatever its backend is. A route counts where no port of its hosts can be HTTP, or where its match names one that cannot. ' +
    'A port of which nothing is declared can: there proxies look at what comes. Settings of a DestinationRule are an info, and only where no HTTP route of the input leads to the host.',
  reads: READS,
  bad: api('tcp-api'),
  good: api('http-api'),
  check(context) {
    const hosts = new KnownHosts(context);
    for (const virtualService of context.all('networking.istio.io/VirtualService')) {
      const { hosts: names = [], http = [], gateways = [] } = virtualService.object.spec ?? {};
      if (http.length === 0 || names.length === 0) continue;
      const known = hosts.all(names, virtualService.namespace);
      if (known === undefined || known.every((ports) => ports.streams.size === 0)) continue;
      for (const [index, route] of http.entries()) {
        const at: Path = ['spec', 'http', index];
        if (known.every((ports) => ports.http.size === 0)) {
          if (!isForMeshAlone(route, gateways)) continue;
          context.report(virtualService, at, `Route spec.http[${index}] of ${formatObject(virtualService.ref)} is for HTTP, and ${listed(firstFew(names))} has only ${described(known.flatMap(({ streams }) => [...streams]))}.`);
          continue;
        }
        for (const [position, { port, gateways: own = gateways }] of (route.match ?? []).entries()) {
          if (port === undefined || !isMesh(own) || !known.every((ports) => ports.streams.has(port) && !ports.http.has(port))) continue;
          const streams = known.flatMap(({ streams: each }) => [...each].filter(([number]) => number === port));
          context.report(virtualService, [...at, 'match', position, 'port'], `Route spec.http[${index}] of ${formatObject(virtualService.ref)} is for HTTP, and ${listed(firstFew(names))} has ${described(streams)}.`);
        }
      }
    }
    checkPolicies(context, hosts);
  },
});

function isMesh(gateways: readonly string[]): boolean {
  return gateways.every((name) => name === MESH_GATEWAY);
}

function isForMeshAlone({ match = [] }: HttpRoute, gateways: readonly string[]): boolean {
  return match.length === 0 ? isMesh(gateways) : match.every(({ gateways: own = [] }) => isMesh(own.length === 0 ? gateways : own));
}

/** Protocols that proxies pass on without looking at requests. */
const STREAMS: ReadonlySet<string> = new Set(['tcp', 'tls', 'https', 'mongo', 'redis', 'mysql']);
/** Of these, those in which there are no HTTP requests at all. */
const PLAIN: ReadonlySet<string> = new Set(['tcp', 'mongo', 'redis', 'mysql']);

interface Ports {
  /** Protocols of ports that are passed on, by number. */
  readonly streams: ReadonlyMap<number, string>;
  /** Ports that are HTTP, or may be. */
  readonly http: ReadonlySet<number>;
}

class KnownHosts {
  readonly #answers = new Memo<Ports | undefined>();
  readonly #context: RuleContext;

  constructor(context: RuleContext) {
    this.#context = context;
  }

  /** The ports of some hosts; undefined where those of one are not known. */
  all(names: readonly string[], namespace: string): readonly Ports[] | undefined {
    const found: Ports[] = [];
    for (const name of names) {
      const ports = this.get(fullHost(name, namespace, this.#context.settings.clusterDomain));
      if (ports === undefined) return undefined;
      found.push(ports);
    }
    return found;
  }

  /** The ports of a host; undefined where they are not known. */
  get(host: string): Ports | undefined {
    return this.#answers.get(host, () => {
      const services = isWildcard(host) ? [] : this.#context.services.exact(host);
      if (services.length === 0 || services.some(({ resource }) => resource === undefined)) return undefined;
      const streams = new Map<number, string>();
      const http = new Set<number>();
      for (const service of services) {
        for (const port of service.ports ?? []) {
          const protocol = protocolOf(port, service);
          if (protocol === 'udp') continue;
          if (protocol !== undefined && STREAMS.has(protocol)) streams.set(port.number, protocol);
          else http.add(port.number);
        }
      }
      return { streams, http };
    });
  }
}

function protocolOf(port: KnownPort, { resource }: KnownService): string | undefined {
  // A ServiceEntry says the protocol itself.
  if (resource?.kind === 'networking.istio.io/ServiceEntry') return port.protocol?.toLowerCase();
  return protocolOfPort(port, port.number);
}

function described(streams: readonly (readonly [number, string])[]): string {
  const texts = [...new Set([...streams].sort(([a], [b]) => a - b).map(([number, protocol]) => `port ${number} (${protocol})`))];
  return listed(firstFew(texts));
}

function checkPolicies(context: RuleContext, hosts: KnownHosts): void {
  let routed: ReadonlySet<string> | undefined;
  const { clusterDomain } = context.settings;
  for (const rule of context.all('networking.istio.io/DestinationRule')) {
    const { host: text = '', trafficPolicy, subsets = [] } = rule.object.spec ?? {};
    if (text === '' || (trafficPolicy === undefined && subsets.every((subset) => subset.trafficPolicy === undefined))) continue;
    const found = [
      ...httpSettings(trafficPolicy, ['spec', 'trafficPolicy']),
      ...subsets.flatMap((subset, index) => httpSettings(subset.trafficPolicy, ['spec', 'subsets', index, 'trafficPolicy'])),
    ];
    if (found.length === 0) continue;
    const host = fullHost(text, rule.namespace, clusterDomain);
    const ports = hosts.get(host);
    if (ports === undefined || ports.http.size > 0 || ports.streams.size === 0 || [...ports.streams.values()].some((protocol) => !PLAIN.has(protocol))) continue;
    routed ??= new Set(
      context.all('networking.istio.io/VirtualService').flatMap((virtualService) =>
        context.routes.of(virtualService).flatMap(({ host, protocol }) => (protocol === 'http' ? [host] : [])),
      ),
    );
    // A gateway speaks HTTP to whatever its routes lead to.
    if (routed.has(host)) continue;
    for (const { path, what } of found) {
      context.report(rule, path, `${formatObject(rule.ref)} has ${what} for ${host}, which has only ${described([...ports.streams])}.`, {
        severity: 'info',
        why: 'On such a port proxies do not look at requests, so the setting does nothing.',
        fix: 'Declare the port as what it speaks (`name: http-...` or `appProtocol: http`), or remove the setting.',
      });
    }
  }
}

function httpSettings(policy: TrafficPolicy | undefined, at: Path): readonly { readonly path: Path; readonly what: string }[] {
  const { httpHeaderName, httpCookie, httpQueryParameterName } = policy?.loadBalancer?.consistentHash ?? {};
  return [
    ...(policy?.connectionPool?.http === undefined ? [] : [{ path: [...at, 'connectionPool', 'http'], what: 'settings for HTTP connections' }]),
    ...(httpHeaderName === undefined && httpCookie === undefined && httpQueryParameterName === undefined ? [] : [{ path: [...at, 'loadBalancer', 'consistentHash'], what: 'a hash of what requests hold' }]),
  ];
}
