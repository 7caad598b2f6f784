import { ByViewer } from '../../../model/by-viewer';
import { formatObject } from '../../../model/finding';
import { MultiMap } from '../../../model/multi-map';
import type { Path } from '../../../model/path';
import type { Resource } from '../../../model/resource';
import { firstFew, listed } from '../../../model/text';
import { compareText } from '../../../model/values';
import { visibilityOf } from '../../../model/visibility';
import type { Visibility } from '../../../model/visibility';
import { defineRule } from '../../rule';

const entry = (name: string, host: string): string => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: ${name}, namespace: ${name} }
spec:
  hosts: [${host}]
  resolution: DNS
  ports: [{ number: 443, name: tls, protocol: TLS }]
`;

export const serviceEntryRepeated = defineRule({
  id: 'service-entry-repeated',
  upstream: ['KIA1211'],
  severity: 'info',
  summary: 'Several ServiceEntries have a port of one host',
  why: 'Whose addresses and endpoints a proxy takes then depends on the namespaces and ages of the entries, and taking one of them away may change nothing, or everything.',
  fix: 'Keep one of them, or show them to different namespaces with `exportTo`.',
  notes: 'Entries that give the port different protocols are a warning of [service-entry-protocols-conflict](service-entry-protocols-conflict.md) instead.',
  reads: ['networking.istio.io/ServiceEntry'],
  bad: `${entry('shop', 'api.example.com')}---${entry('blog', 'api.example.com')}`,
  good: `${entry('shop', 'api.example.com')}---${entry('blog', 'www.example.com')}`,
  check(context) {
    const claims = new MultiMap<string, Claim>();
    for (const owner of context.all('networking.istio.io/ServiceEntry')) {
      const { hosts = [], ports = [], exportTo } = owner.object.spec ?? {};
      const visibility = visibilityOf(exportTo, owner.namespace, context.settings.defaultExportTo?.services);
      for (const [index, host] of hosts.entries()) {
        for (const { number = 0, protocol = '' } of ports) {
          claims.add(`${host.toLowerCase()} ${number}`, { owner, path: ['spec', 'hosts', index], visibility, protocol: protocol.toUpperCase() });
        }
      }
    }
    for (const [key, list] of claims.entries()) {
      if (list.length < 2 || new Set(list.map(({ protocol }) => protocol)).size > 1) continue;
      const [host = '', port = ''] = key.split(' ');
      const views = new ByViewer<Claim>();
      const sorted = [...list].sort((a, b) => compareText(a.owner.namespace, b.owner.namespace) || compareText(a.owner.name, b.owner.name));
      for (const claim of sorted) views.add(claim.visibility, claim);
      for (const claim of sorted) {
        const names = othersIn(views.sharing(claim.visibility), claim);
        if (names.length === 0) continue;
        context.report(claim.owner, claim.path, `${formatObject(claim.owner.ref)} has port ${port} of ${host}, and so ${names.length === 1 ? 'does' : 'do'} ${listed(names)}.`);
      }
    }
  },
});

interface Claim {
  readonly owner: Resource<'networking.istio.io/ServiceEntry'>;
  readonly path: Path;
  readonly visibility: Visibility;
  readonly protocol: string;
}

const NAMED_AT_MOST = 3;
/** The own ones among them end the search as well. */
const LOOKED_AT_MOST = 16;

function othersIn(claims: Iterable<Claim>, { owner }: Claim): readonly string[] {
  const names = new Set<string>();
  let looked = 0;
  for (const other of claims) {
    if (other.owner !== owner) names.add(formatObject(other.owner.ref));
    if (names.size > NAMED_AT_MOST || ++looked >= LOOKED_AT_MOST) break;
  }
  return firstFew([...names], NAMED_AT_MOST);
}
