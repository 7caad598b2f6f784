import { formatObject } from '../../../model/finding';
import { MultiMap } from '../../../model/multi-map';
import type { Path } from '../../../model/path';
import type { Resource } from '../../../model/resource';
import { compareText } from '../../../model/values';
import { defineRule } from '../../rule';

const gateway = (name: string, address: string): string => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: ${name} }
spec:
  gatewayClassName: istio
  addresses: [{ type: IPAddress, value: ${address} }]
  listeners:
    - { name: http, port: 80, protocol: HTTP, hostname: ${name}.example.com }
`;

export const gatewaysShareAddress = defineRule({
  id: 'gateways-share-address',
  upstream: ['KIA1502'],
  severity: 'warning',
  summary: 'Several Gateways of the Gateway API ask for the same address',
  why: 'Each Gateway becomes a Service of its own, and a load balancer gives an address to one of them: the others wait for it.',
  fix: 'Give each Gateway its own address, or make one Gateway of them.',
  notes:
    'An address of the type `Hostname` names a deployment of Istio that is there already; Gateways may share it, so that is an info. The ' +
    'namespaces of the Gateways do not matter. Load balancers that can share an address between Services do so only when they are told to.',
  reads: ['gateway.networking.k8s.io/Gateway'],
  bad: `${gateway('shop', '192.0.2.1')}---${gateway('blog', '192.0.2.1')}`,
  good: `${gateway('shop', '192.0.2.1')}---${gateway('blog', '192.0.2.2')}`,
  check(context) {
    const claims = new MultiMap<string, Claim>();
    for (const owner of context.all('gateway.networking.k8s.io/Gateway')) {
      for (const [index, { type = 'IPAddress', value }] of (owner.object.spec?.addresses ?? []).entries()) {
        if (value !== undefined && value !== '') claims.add(`${type} ${value}`, { owner, path: ['spec', 'addresses', index] });
      }
    }
    for (const [address, list] of claims.entries()) {
      const sorted = [...list].sort((a, b) => compareText(a.owner.namespace, b.owner.namespace) || compareText(a.owner.name, b.owner.name));
      const second = sorted.find(({ owner }) => owner !== sorted[0]?.owner);
      for (const claim of sorted) {
        const other = claim.owner === sorted[0]?.owner ? second : sorted[0];
        if (other === undefined) continue;
        const [type = '', value = ''] = address.split(' ');
        context.report(claim.owner, claim.path, `${formatObject(claim.owner.ref)} and ${formatObject(other.owner.ref)} both ask for the address ${value}.`, type === 'Hostname' ? SHARED : {});
      }
    }
  },
});

const SHARED = {
  severity: 'info',
  why: 'They are one deployment, so whoever may change one of the Gateways has a say in the ports and listeners of all.',
  fix: 'Nothing, if the Gateways are meant to share it.',
} as const;

interface Claim {
  readonly owner: Resource<'gateway.networking.k8s.io/Gateway'>;
  readonly path: Path;
}
