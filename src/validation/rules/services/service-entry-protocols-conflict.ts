import { ByViewer } from '../../../model/by-viewer';
import { formatObject } from '../../../model/finding';
import { MultiMap } from '../../../model/multi-map';
import type { Path } from '../../../model/path';
import type { Resource } from '../../../model/resource';
import { compareText } from '../../../model/values';
import { visibilityOf } from '../../../model/visibility';
import type { Visibility } from '../../../model/visibility';
import { defineRule } from '../../rule';

const entry = (name: string, protocol: string, more = ''): string => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: ${name}, namespace: ${name} }
spec:
  hosts: [api.example.com]
  resolution: DNS
  ports: [{ number: 8443, name: ${protocol.toLowerCase()}, protocol: ${protocol} }]
${more}`;

const OWN = '  exportTo: ["."]\n';

export const serviceEntryProtocolsConflict = defineRule({
  id: 'service-entry-protocols-conflict',
  upstream: ['IST0177', 'KIA1212'],
  severity: 'warning',
  summary: 'ServiceEntries give a port of one host different protocols',
  why: 'A proxy that sees both takes only one of the protocols, and requests that are made for the other fail.',
  fix: 'Agree on one protocol, or show the entries to different namespaces with `exportTo`.',
  reads: ['networking.istio.io/ServiceEntry'],
  bad: `${entry('shop', 'TLS')}---${entry('blog', 'HTTP')}`,
  good: `${entry('shop', 'TLS', OWN)}---${entry('blog', 'HTTP', OWN)}`,
  check(context) {
    const claims = new MultiMap<string, Claim>();
    const entries = [...context.all('networking.istio.io/ServiceEntry')];
    for (const owner of entries.sort((a, b) => compareText(a.namespace, b.namespace) || compareText(a.name, b.name))) {
      const { hosts = [], ports = [], exportTo } = owner.object.spec ?? {};
      const visibility = visibilityOf(exportTo, owner.namespace, context.settings.defaultExportTo?.services);
      for (const host of new Set(hosts.map((text) => text.toLowerCase()))) {
        for (const [index, { number = 0, protocol = '' }] of ports.entries()) {
          claims.add(`${host} ${number}`, { owner, path: ['spec', 'ports', index], visibility, protocol: protocol.toUpperCase() });
        }
      }
    }
    for (const [key, list] of claims.entries()) {
      if (new Set(list.map(({ protocol }) => protocol)).size < 2) continue;
      const [host = '', port = ''] = key.split(' ');
      for (const [claim, other] of conflicts(list)) {
        context.report(
          claim.owner,
          claim.path,
          `${formatObject(claim.owner.ref)} has ${nameOf(claim.protocol)} on port ${port} of ${host}, and ${other.owner === claim.owner ? 'also' : `${formatObject(other.owner.ref)} has`} ${nameOf(other.protocol)}.`,
        );
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

function nameOf(protocol: string): string {
  return protocol === '' ? 'no protocol' : protocol;
}

/** Each claim with one of another protocol that some namespace sees as well. */
function conflicts(claims: readonly Claim[]): ReadonlyMap<Claim, Claim> {
  const views = new ByViewer<Claim>();
  for (const claim of claims) views.add(claim.visibility, claim);
  const found = new Map<Claim, Claim>();
  const publicOnes = firstOfEach(views.public);
  const match = (claim: Claim, rivals: readonly Claim[]): void => {
    const rival = rivals.find(({ protocol }) => protocol !== claim.protocol);
    if (rival !== undefined && !found.has(claim)) found.set(claim, rival);
  };
  for (const claim of views.public) match(claim, publicOnes);
  for (const [, named] of views.named) {
    const own = firstOfEach(named);
    for (const claim of named) match(claim, [...publicOnes, ...own]);
    for (const claim of own) for (const rival of publicOnes) if (rival.protocol !== claim.protocol && !found.has(rival)) found.set(rival, claim);
  }
  return found;
}

/** One claim of each of the first two protocols: enough to find another than any given one. */
function firstOfEach(claims: readonly Claim[]): readonly Claim[] {
  const first = claims[0];
  const second = claims.find(({ protocol }) => protocol !== first?.protocol);
  return [...(first === undefined ? [] : [first]), ...(second === undefined ? [] : [second])];
}
