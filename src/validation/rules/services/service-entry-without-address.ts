import { formatObject } from '../../../model/finding';
import { defineRule } from '../../rule';

const entry = (more: string): string => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: database, namespace: shop }
spec:
  hosts: [db.example.com]
${more}  resolution: STATIC
  endpoints: [{ address: 192.0.2.7 }]
  ports: [{ number: 5432, name: tcp, protocol: TCP }]
`;

export const serviceEntryWithoutAddress = defineRule({
  id: 'service-entry-without-address',
  upstream: ['IST0134'],
  severity: 'warning',
  summary: 'A ServiceEntry has a TCP port and no address',
  why: 'TCP has no host name in it, so without an address the proxies take all traffic to that port, whatever its address, for this host.',
  fix: 'Set addresses, or use a protocol that carries the host (HTTP, TLS), or have the proxies give it one by DNS capture.',
  notes:
    'Where the MeshConfig (`--mesh-config`) turns on DNS capture and the allocation of addresses in `defaultConfig.proxyMetadata`, it is not reported.',
  reads: ['networking.istio.io/ServiceEntry'],
  bad: entry(''),
  good: entry('  addresses: [192.0.2.7]\n'),
  check(context) {
    if (context.settings.dnsAllocatesAddresses === true) return;
    for (const each of context.all('networking.istio.io/ServiceEntry')) {
      const { addresses = [], ports = [] } = each.object.spec ?? {};
      if (addresses.length > 0 || (each.object.status?.addresses ?? []).length > 0) continue;
      const index = ports.findIndex(({ protocol = '' }) => protocol === '' || protocol.toUpperCase() === 'TCP');
      if (index < 0) continue;
      context.report(each, ['spec', 'ports', index], `${formatObject(each.ref)} has port ${ports[index]?.number ?? ''} for TCP, and no address to tell its traffic by.`);
    }
  },
});
