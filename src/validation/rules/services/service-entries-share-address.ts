import { ByViewer } from '../../../model/by-viewer';
import { formatObject } from '../../../model/finding';
import type { ServiceEntry } from '../../../model/kinds/networking';
import { MultiMap } from '../../../model/multi-map';
import type { Path } from '../../../model/path';
import type { Resource } from '../../../model/resource';
import { firstFew, listed } from '../../../model/text';
import { canonical, compareText } from '../../../model/values';
import { visibilityOf } from '../../../model/visibility';
import { defineRule } from '../../rule';

const entry = (name: string, address: string): string => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: ${name}, namespace: shop }
spec:
  hosts: [${name}.example.com]
  addresses: [${address}]
  location: MESH_EXTERNAL
  resolution: DNS
  ports: [{ number: 5432, name: tcp, protocol: TCP }]
`;

export const serviceEntriesShareAddress = defineRule({
  id: 'service-entries-share-address',
  upstream: [],
  severity: 'warning',
  summary: 'ServiceEntries for different hosts have the same address and TCP port',
  why: 'TCP has no host name in it: proxies tell such connections by address and port alone, so all of them go to one of the hosts.',
  fix: 'Give each host an address of its own, or a protocol that carries the host (HTTP, TLS), or show the entries to different namespaces with `exportTo`.',
  notes:
    'Addresses are compared as they are written. Entries that lead to the same endpoints, or all to wherever the connection goes anyway (resolution NONE), ' +
    'are left alone.',
  reads: ['networking.istio.io/ServiceEntry'],
  bad: `${entry('orders', '240.0.0.1')}---${entry('stock', '240.0.0.1')}`,
  good: `${entry('orders', '240.0.0.1')}---${entry('stock', '240.0.0.2')}`,
  check(context) {
    const claims = new MultiMap<string, Claim>();
    for (const owner of context.all('networking.istio.io/ServiceEntry')) {
      const { addresses = [], ports = [] } = owner.object.spec ?? {};
      if (addresses.length === 0) continue;
      const plain = [...new Set(ports.filter(isTcp).map(({ number }) => number ?? 0))];
      if (plain.length === 0) continue;
      const leadsTo = goal(owner.object);
      for (const [index, address] of addresses.entries()) {
        for (const port of plain) claims.add(`${address} ${port}`, { owner, path: ['spec', 'addresses', index], leadsTo });
      }
    }
    for (const [key, list] of claims.entries()) if (list.length > 1) report(key, list);

    function report(key: string, list: readonly Claim[]): void {
      const [address = '', port = ''] = key.split(' ');
      for (const [{ owner, path }, other] of rivals(list, context.settings.defaultExportTo?.services)) {
        context.report(
          owner,
          path,
          `${formatObject(owner.ref)} (${hostsOf(owner)}) and ${formatObject(other.owner.ref)} (${hostsOf(other.owner)}) both have ${address} for TCP port ${port}.`,
        );
      }
    }
  },
});

type Entry = Resource<'networking.istio.io/ServiceEntry'>;

interface Claim {
  readonly owner: Entry;
  readonly path: Path;
  /** Where connections end. */
  readonly leadsTo: string;
}

const TCP: ReadonlySet<string> = new Set(['', 'TCP', 'MONGO', 'MYSQL', 'REDIS']);

function isTcp({ protocol = '' }: { readonly protocol?: string }): boolean {
  return TCP.has(protocol.toUpperCase());
}

function hostsOf({ object }: Entry): string {
  return listed(firstFew(object.spec?.hosts ?? []));
}

/** One text for entries that lead to the same place. */
function goal({ spec }: ServiceEntry): string {
  const { resolution = 'NONE', endpoints = [], hosts = [], workloadSelector } = spec ?? {};
  if (resolution === 'NONE') return 'NONE';
  if (endpoints.length > 0) return canonical(endpoints);
  return canonical(workloadSelector?.labels === undefined ? [...hosts].sort() : workloadSelector.labels);
}

/** Each claim with one that leads elsewhere and that some namespace sees as well. */
function rivals(claims: readonly Claim[], byDefault: readonly string[] | undefined): ReadonlyMap<Claim, Claim> {
  const sorted = [...claims].sort((a, b) => compareText(a.owner.namespace, b.owner.namespace) || compareText(a.owner.name, b.owner.name));
  const views = new ByViewer<Claim>();
  for (const claim of sorted) views.add(visibilityOf(claim.owner.object.spec?.exportTo, claim.owner.namespace, byDefault), claim);
  const found = new Map<Claim, Claim>();
  const pair = (claim: Claim, others: readonly Claim[]): void => {
    const other = others.find(({ leadsTo }) => leadsTo !== claim.leadsTo);
    if (other !== undefined && !found.has(claim)) found.set(claim, other);
  };
  const forAll = ofTwoGoals(views.public);
  for (const claim of views.public) pair(claim, forAll);
  for (const [, named] of views.named) {
    const own = ofTwoGoals(named);
    for (const claim of named) pair(claim, [...forAll, ...own]);
    for (const claim of own) for (const other of forAll) pair(other, [claim]);
  }
  return found;
}

/** One claim of each of the first two goals: enough to find another than any given one. */
function ofTwoGoals(claims: readonly Claim[]): readonly Claim[] {
  const [first] = claims;
  const second = claims.find(({ leadsTo }) => leadsTo !== first?.leadsTo);
  return [...(first === undefined ? [] : [first]), ...(second === undefined ? [] : [second])];
}
