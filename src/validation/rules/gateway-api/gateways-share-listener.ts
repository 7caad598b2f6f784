import { formatObject } from '../../../model/finding';
import { MultiMap } from '../../../model/multi-map';
import type { Path } from '../../../model/path';
import type { Resource } from '../../../model/resource';
import { firstFew, listed } from '../../../model/text';
import { compareText } from '../../../model/values';
import { defineRule } from '../../rule';

const gateway = (name: string, hostname: string): string => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: ${name} }
spec:
  gatewayClassName: istio
  listeners:
    - { name: http, port: 80, protocol: HTTP, hostname: ${hostname} }
`;

export const gatewaysShareListener = defineRule({
  id: 'gateways-share-listener',
  upstream: ['KIA1501'],
  severity: 'info',
  summary: 'Several Gateways of the Gateway API listen for the same host on the same port',
  why: 'Each Gateway has an address of its own, so DNS decides which of them, with its routes and certificates, gets the requests.',
  fix: 'Nothing, if the host has several addresses on purpose; otherwise keep the listener of one of them.',
  notes:
    'Looked at are listeners with the same hostname, port and protocol, of Gateways of one class. It is a warning where the Gateways ' +
    'have an address in common, so that they are one and the same deployment: its listeners for the host are merged, or one is left out. ' +
    'Listeners without a hostname are left alone, and so is a wildcard next to a host that it covers.',
  reads: ['gateway.networking.k8s.io/Gateway'],
  bad: `${gateway('shop', 'shop.example.com')}---${gateway('blog', 'shop.example.com')}`,
  good: `${gateway('shop', 'shop.example.com')}---${gateway('blog', 'blog.example.com')}`,
  check(context) {
    const claims = new MultiMap<string, Claim>();
    for (const owner of context.all('gateway.networking.k8s.io/Gateway')) {
      const { listeners = [], gatewayClassName = '' } = owner.object.spec ?? {};
      for (const [index, { hostname, port, protocol }] of listeners.entries()) {
        if (hostname === undefined || hostname === '' || port === undefined || protocol === undefined) continue;
        claims.add(JSON.stringify([gatewayClassName, hostname.toLowerCase(), port, protocol]), { owner, path: ['spec', 'listeners', index], what: `${hostname} on port ${port} (${protocol})` });
      }
    }
    for (const list of claims.lists()) {
      if (new Set(list.map(({ owner }) => owner)).size < 2) continue;
      const sorted = [...list].sort((a, b) => compareText(a.owner.namespace, b.owner.namespace) || compareText(a.owner.name, b.owner.name));
      const byAddress = new MultiMap<string, Claim>();
      for (const claim of sorted) for (const address of addressesOf(claim)) byAddress.add(address, claim);
      for (const claim of sorted) {
        const together = addressesOf(claim).map((address) => byAddress.get(address)).find((same) => same.some(({ owner }) => owner !== claim.owner));
        const message = `${formatObject(claim.owner.ref)} listens for ${claim.what}, and so ${othersThan(claim, together ?? sorted)}.`;
        context.report(claim.owner, claim.path, message, together === undefined ? {} : TOGETHER);
      }
    }
  },
});

const TOGETHER = {
  severity: 'warning',
  why: 'They have one address and so one deployment: what one of them says of the host has a say in the requests to the other, and of two certificates only one is used.',
  fix: 'Keep the listener of one of them, and let it take the routes of both.',
} as const;

interface Claim {
  readonly owner: Resource<'gateway.networking.k8s.io/Gateway'>;
  readonly path: Path;
  readonly what: string;
}

function addressesOf({ owner }: Claim): readonly string[] {
  return (owner.object.spec?.addresses ?? []).flatMap(({ type = 'IPAddress', value }) => (value === undefined || value === '' ? [] : [`${type} ${value}`]));
}

const NAMED_AT_MOST = 3;

/** `does X`, `do X and Y`. No more of them than are named are looked at. */
function othersThan({ owner }: Claim, list: readonly Claim[]): string {
  const names = new Set<string>();
  for (const other of list) {
    if (other.owner !== owner) names.add(formatObject(other.owner.ref));
    if (names.size > NAMED_AT_MOST) break;
  }
  return `${names.size === 1 ? 'does' : 'do'} ${listed(firstFew([...names], NAMED_AT_MOST))}`;
}
