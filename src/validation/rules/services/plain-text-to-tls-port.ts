import { clientTlsOf } from '../../../model/client-tls';
import type { ClientTls } from '../../../model/client-tls';
import { formatObject } from '../../../model/finding';
import { fullHost, HostMap, parseServiceHost } from '../../../model/hosts';
import type { ServiceEntry, ServicePort } from '../../../model/kinds/networking';
import type { Resource } from '../../../model/resource';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

const mesh = (port: string): string => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: pay, namespace: shop }
spec:
  hosts: [pay.example.com]
  location: MESH_EXTERNAL
  resolution: DNS
  ports: [${port}]
`;

export const plainTextToTlsPort = defineRule({
  id: 'plain-text-to-tls-port',
  upstream: [],
  severity: 'warning',
  summary: 'A ServiceEntry has plain HTTP sent to port 443 of a host outside, and no DestinationRule starts TLS there',
  why: 'Proxies send the requests as they are, in plain text, and servers on port 443 speak TLS: they answer 400 or close the connection.',
  fix: 'Add a DestinationRule for the host with `tls: { mode: SIMPLE }`, or declare the port as TLS where the callers themselves speak it.',
  notes:
    'Looked at are ports of HTTP, HTTP/2 and gRPC that lead to port 443 (`number`, `targetPort` or the `ports` of the endpoints). Entries for workloads of the mesh are left alone, and so ' +
    'are hosts for which some DestinationRule, for whatever callers or subset, or some BackendTLSPolicy starts TLS on the port.',
  reads: ['networking.istio.io/ServiceEntry', 'networking.istio.io/DestinationRule', 'gateway.networking.k8s.io/BackendTLSPolicy'],
  bad: mesh('{ number: 443, name: http, protocol: HTTP }'),
  good: mesh('{ number: 443, name: tls, protocol: TLS }'),
  check(context) {
    const { clusterDomain } = context.settings;
    const started = new StartedTls(context);
    for (const entry of context.all('networking.istio.io/ServiceEntry')) {
      const { spec } = entry.object;
      if (spec?.location === 'MESH_INTERNAL' || spec?.workloadSelector !== undefined) continue;
      for (const [index, port] of (spec?.ports ?? []).entries()) {
        if (!HTTP.has((port.protocol ?? '').toUpperCase()) || !leadsTo(443, port, entry.object, clusterDomain)) continue;
        const host = (spec?.hosts ?? []).find((each) => parseServiceHost(each, clusterDomain) === undefined && !started.at(each, port.number ?? 0, entry));
        if (host === undefined) continue;
        const target = port.number === 443 ? 'port 443' : `port ${port.number ?? ''}, which leads to 443,`;
        context.report(entry, ['spec', 'ports', index], `${formatObject(entry.ref)} has ${target} of ${host} for ${port.protocol ?? ''}, and no DestinationRule has its clients start TLS there.`);
      }
    }
  },
});

const HTTP: ReadonlySet<string> = new Set(['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB']);

/** True when all connections to a port of an entry go to this port of hosts outside. */
function leadsTo(wanted: number, { number, name = '', targetPort = number }: ServicePort, { spec }: ServiceEntry, clusterDomain: string): boolean {
  // Without resolution connections go where the caller sends them.
  if ((spec?.resolution ?? 'NONE') === 'NONE') return number === wanted;
  const endpoints = spec?.endpoints ?? [];
  if (endpoints.some(({ address = '' }) => address.startsWith('unix:') || parseServiceHost(address, clusterDomain) !== undefined)) return false;
  return endpoints.length === 0 ? targetPort === wanted : endpoints.every(({ ports }) => (ports?.[name] ?? targetPort) === wanted);
}

/** Where DestinationRules and BackendTLSPolicies have callers start TLS. */
class StartedTls {
  readonly #byHost = new Map<string, StartedPorts>();
  readonly #wide = new HostMap<StartedPorts>();
  readonly #byEntry = new Set<string>();
  readonly #hosts = new Set<string>();

  constructor(context: RuleContext) {
    for (const { namespace, object } of context.all('networking.istio.io/DestinationRule')) {
      const host = fullHost(object.spec?.host ?? '', namespace, context.settings.clusterDomain);
      for (const tls of clientTlsOf(object, true)) if (tls.mode !== 'DISABLE') this.#portsOf(host).add(tls);
    }
    for (const { namespace, object } of context.all('gateway.networking.k8s.io/BackendTLSPolicy')) {
      for (const { kind, name = '' } of object.spec?.targetRefs ?? []) {
        if (kind === 'ServiceEntry') this.#byEntry.add(`${namespace}/${name}`);
        if (kind === 'Hostname') this.#hosts.add(name);
      }
    }
  }

  at(host: string, port: number, { namespace, name }: Resource<'networking.istio.io/ServiceEntry'>): boolean {
    if (this.#byEntry.has(`${namespace}/${name}`) || this.#hosts.has(host)) return true;
    return this.#wide.covering(host).some((ports) => ports.has(port));
  }

  #portsOf(host: string): StartedPorts {
    const known = this.#byHost.get(host);
    if (known !== undefined) return known;
    const ports = new StartedPorts();
    this.#byHost.set(host, ports);
    this.#wide.add(host, ports);
    return ports;
  }
}

/** The ports of one host on which some rule starts TLS. */
class StartedPorts {
  readonly #ports = new Set<number>();
  /** How many rules start it on all ports, and how many of these leave a port out. */
  #onAll = 0;
  readonly #leftOut = new Map<number, number>();

  add({ port, except }: ClientTls): void {
    if (port !== undefined) this.#ports.add(port);
    else {
      this.#onAll += 1;
      for (const each of except) this.#leftOut.set(each, (this.#leftOut.get(each) ?? 0) + 1);
    }
  }

  has(port: number): boolean {
    return this.#ports.has(port) || this.#onAll > (this.#leftOut.get(port) ?? 0);
  }
}
