import { clientTlsOf } from '../../../model/client-tls';
import { formatObject } from '../../../model/finding';
import { fullHost } from '../../../model/hosts';
import type { Kind } from '../../../model/kinds';
import { Memo } from '../../../model/memo';
import type { Resource } from '../../../model/resource';
import { SERVICE_KINDS } from '../../../model/services';
import type { KnownService } from '../../../model/services-of-host';
import { compareText } from '../../../model/values';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

const ROUTES = ['gateway.networking.k8s.io/HTTPRoute', 'gateway.networking.k8s.io/GRPCRoute'] as const satisfies readonly Kind[];

const mesh = (ports: string): string => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: pay, namespace: shop }
spec:
  hosts: [pay.example.com]
  location: MESH_EXTERNAL
  resolution: DNS
  ports: ${ports}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: pay, namespace: shop }
spec:
  host: pay.example.com
  trafficPolicy: { tls: { mode: SIMPLE, caCertificates: system } }
`;

export const tlsInsideTls = defineRule({
  id: 'tls-inside-tls',
  upstream: [],
  severity: 'warning',
  summary: 'A DestinationRule starts TLS on a port on which the callers speak TLS already',
  why: 'Proxies wrap the TLS of the caller in another, which the server does not understand, so connections fail.',
  fix: 'Take the TLS of the DestinationRule away, or declare the port as HTTP (with targetPort 443) and have the callers use plain HTTP.',
  notes:
    'Of ServiceEntries: a port with the protocol HTTPS or TLS is for callers who speak TLS themselves. Nothing is said where a route for HTTP or TCP ' +
    'leads to the port, as plain requests get there then, nor where routes of the Gateway API are in the input that name the host.',
  reads: ['networking.istio.io/DestinationRule', 'networking.istio.io/VirtualService', ...SERVICE_KINDS, ...ROUTES],
  bad: mesh('[{ number: 443, name: https, protocol: HTTPS }]'),
  good: mesh('[{ number: 80, name: http, protocol: HTTP, targetPort: 443 }]'),
  check(context) {
    const { autoMtls, clusterDomain } = context.settings;
    let plain: PlainRoutes | undefined;
    const spokenAt = new Memo<ReadonlyMap<number, Spoken>>();
    for (const rule of context.all('networking.istio.io/DestinationRule')) {
      const host = fullHost(rule.object.spec?.host ?? '', rule.namespace, clusterDomain);
      const starts = [...clientTlsOf(rule.object, autoMtls)].filter(({ mode, subset }) => (mode === 'SIMPLE' || mode === 'MUTUAL') && subset === undefined);
      if (starts.length === 0) continue;
      const spoken = spokenAt.get(host, () => portsWithTls(context.services.exact(host)));
      if (spoken.size === 0) continue;
      plain ??= plainRoutes(context);
      for (const { mode, path, port, except } of starts) {
        // With one mode for the host, and one for each port that has settings of its own, no port is looked at more than twice.
        const numbers = port === undefined ? [...spoken.keys()].filter((number) => !except.has(number)) : [port];
        const number = numbers.find((each) => spoken.has(each) && !leadsTo(plain, host, each));
        const found = number === undefined ? undefined : spoken.get(number);
        if (number === undefined || found === undefined) continue;
        context.report(
          rule,
          path,
          `${formatObject(rule.ref)} has clients of ${host} start TLS (${mode}), but ${formatObject(found.owner.ref)} has port ${number} for ${found.protocol}: there the callers speak TLS themselves.`,
        );
      }
    }
  },
});

type EntryResource = Resource<'networking.istio.io/ServiceEntry'>;

interface Spoken {
  readonly owner: EntryResource;
  readonly protocol: string;
}

/** The ports of ServiceEntries on which callers speak TLS, the lowest first. */
function portsWithTls(services: readonly KnownService[]): ReadonlyMap<number, Spoken> {
  const entries = services.flatMap(({ resource }) => (resource?.kind === 'networking.istio.io/ServiceEntry' ? [resource] : []));
  const ports = entries
    .sort((a, b) => compareText(a.namespace, b.namespace) || compareText(a.name, b.name))
    .flatMap((owner) => (owner.object.spec?.ports ?? []).map(({ number = 0, protocol = '' }) => ({ owner, number, protocol: protocol.toUpperCase() })))
    .sort((a, b) => a.number - b.number);
  const found = new Map<number, Spoken>();
  for (const { number, owner, protocol } of ports) {
    if ((protocol === 'HTTPS' || protocol === 'TLS') && !found.has(number)) found.set(number, { owner, protocol });
  }
  return found;
}

/** Where routes lead that take plain requests: hosts, and `host port` where a route says the port. */
type PlainRoutes = ReadonlySet<string>;

function leadsTo(plain: PlainRoutes | undefined, host: string, port: number): boolean {
  return plain?.has(host) === true || plain?.has(`${host} ${port}`) === true;
}

function plainRoutes(context: RuleContext): PlainRoutes {
  const found = new Set<string>();
  for (const virtualService of context.all('networking.istio.io/VirtualService')) {
    for (const { destination, host, protocol } of context.routes.of(virtualService)) {
      if (protocol === 'tls') continue;
      found.add(destination.port?.number === undefined ? host : `${host} ${destination.port.number}`);
    }
  }
  for (const kind of ROUTES) {
    for (const { object } of context.all(kind)) {
      for (const { backendRefs = [] } of object.spec?.rules ?? []) for (const { name = '' } of backendRefs) found.add(name);
    }
  }
  return found;
}
