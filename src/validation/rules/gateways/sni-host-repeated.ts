import { formatObject } from '../../../model/finding';
import { gatewayKey, isReservedGateway } from '../../../model/gateways';
import { routesUsedBy } from '../../../model/gateway-servers';
import type { GatewayResource } from '../../../model/mesh-index';
import { MultiMap } from '../../../model/multi-map';
import { formatPath } from '../../../model/path';
import type { Path } from '../../../model/path';
import type { Resource } from '../../../model/resource';
import { firstFew, listed } from '../../../model/text';
import { compareText } from '../../../model/values';
import { isVisible, visibilityOf } from '../../../model/visibility';
import { defineRule } from '../../rule';

const routes = (name: string, hosts: string): string => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: shop }
spec:
  hosts: [${hosts}]
  gateways: [public]
  tls:
    - match: [{ sniHosts: [${hosts}] }]
      route: [{ destination: { host: ${name}, port: { number: 443 } } }]
`;

const GATEWAY = `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 443, name: tls, protocol: TLS }
      hosts: ["*.example.com"]
      tls: { mode: PASSTHROUGH }
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: shop, namespace: shop }
spec:
  hosts: [web.shop.svc.cluster.local, blog.shop.svc.cluster.local]
  location: MESH_INTERNAL
  resolution: DNS
  endpoints: [{ address: legacy.example.net }]
  ports: [{ number: 443, name: tls, protocol: TLS }]
---`;

export const sniHostRepeated = defineRule({
  id: 'sni-host-repeated',
  upstream: [],
  severity: 'warning',
  summary: 'Two matches of TLS routes at one gateway have an SNI host in common',
  why: 'Istio leaves out the whole of a match one of whose hosts an earlier match has, so the other hosts of it get no connections either.',
  fix: 'Name each host in one match only, or route all of them in one VirtualService.',
  notes:
    'Of two VirtualServices the older comes first. Matches for different ports do not meet; other conditions, such as subnets, do not count at a gateway. A match of which an earlier one ' +
    'in the same VirtualService has every host is told of by [unreachable-route](unreachable-route.md).',
  reads: ['networking.istio.io/VirtualService', 'networking.istio.io/Gateway'],
  bad: `${GATEWAY}${routes('web', 'www.example.com, shop.example.com')}---${routes('blog', 'www.example.com, blog.example.com')}`,
  good: `${GATEWAY}${routes('web', 'www.example.com, shop.example.com')}---${routes('blog', 'blog.example.com')}`,
  check(context) {
    const { gateways } = context;
    const claims = new MultiMap<string, Claim>();
    for (const owner of [...context.all('networking.istio.io/VirtualService')].sort(byName)) {
      for (const claim of claimsOf(owner, gateways)) for (const host of claim.hosts) claims.add(`${claim.gateway} ${host}`, claim);
    }
    const told = new Set<string>();
    for (const [key, list] of claims.entries()) {
      if (list.length < 2) continue;
      for (const claim of list) {
        const rival = rivalOf(claim, list);
        const id = `${formatObject(claim.owner.ref)} ${formatPath(claim.path)}`;
        if (rival === undefined || told.has(id)) continue;
        told.add(id);
        context.report(claim.owner, [...claim.path, 'sniHosts'], messageOf(claim, rival, key.slice(claim.gateway.length + 1)));
      }
    }
  },
});

interface Claim {
  readonly owner: Resource<'networking.istio.io/VirtualService'>;
  readonly gateway: string;
  readonly hosts: ReadonlySet<string>;
  readonly port?: number;
  readonly path: Path;
  /** Its place in the VirtualService. */
  readonly order: number;
}

function byName(a: Claim['owner'], b: Claim['owner']): number {
  return compareText(a.namespace, b.namespace) || compareText(a.name, b.name);
}

function* claimsOf(owner: Claim['owner'], gateways: ReadonlyMap<string, GatewayResource>): Generator<Claim> {
  const { spec } = owner.object;
  const visibility = visibilityOf(spec?.exportTo, owner.namespace);
  let order = 0;
  for (const [index, { match = [], route = [] }] of (spec?.tls ?? []).entries()) {
    if (route.length === 0) continue;
    for (const [position, { sniHosts = [], port, gateways: names = [] }] of match.entries()) {
      order += 1;
      for (const gateway of new Set((names.length > 0 ? names : (spec?.gateways ?? [])).filter((name) => !isReservedGateway(name)).map((name) => gatewayKey(name, owner.namespace)))) {
        if (!isVisible(visibility, gateway.split('/')[0] ?? '') || !mayPassOn(gateways.get(gateway))) continue;
        yield { owner, gateway, hosts: new Set(sniHosts), ...(port === undefined ? {} : { port }), path: ['spec', 'tls', index, 'match', position], order };
      }
    }
  }
}

/** False where it is known that no server of a gateway uses routes for TLS. */
function mayPassOn(gateway: GatewayResource | undefined): boolean {
  return gateway === undefined || (gateway.object.spec?.servers ?? []).some((server) => routesUsedBy(server) === 'tls');
}

/** Of many matches with a host only so many are looked at. */
const LOOKED_AT_MOST = 20;

function rivalOf(claim: Claim, list: readonly Claim[]): Claim | undefined {
  return list.slice(0, LOOKED_AT_MOST).find((other) => {
    if (other === claim || (claim.port !== undefined && other.port !== undefined && claim.port !== other.port)) return false;
    if (other.owner !== claim.owner) return true;
    return other.order < claim.order && [...claim.hosts].some((host) => !other.hosts.has(host));
  });
}

function messageOf(claim: Claim, rival: Claim, host: string): string {
  const name = formatObject(claim.owner.ref);
  const own = rival.owner === claim.owner;
  const others = [...claim.hosts].filter((each) => each !== host).sort();
  const lost = others.length === 0 ? '' : `, and with it ${listed(firstFew(others))}`;
  const rest = own ? `is left out${lost}` : `is left out${lost}, unless it is the older`;
  return `${name} has the SNI host ${host} at gateway ${claim.gateway} that ${own ? formatPath(rival.path) : formatObject(rival.owner.ref)} has too: this match ${rest}.`;
}
