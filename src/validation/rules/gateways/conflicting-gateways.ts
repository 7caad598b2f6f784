import { formatObject } from '../../../model/finding';
import { Memo } from '../../../model/memo';
import { MultiMap } from '../../../model/multi-map';
import type { Path } from '../../../model/path';
import type { Resource } from '../../../model/resource';
import { SelectorGroups } from '../../../model/selector-groups';
import { formatLabels, labelsContradict } from '../../../model/selectors';
import { firstFew, listed } from '../../../model/text';
import { compareText } from '../../../model/values';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

const gateway = (name: string, host: string): string => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: ${name} }
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: [${host}]
      tls: { mode: SIMPLE, credentialName: ${name} }
`;

export const conflictingGateways = defineRule({
  id: 'conflicting-gateways',
  upstream: ['IST0145', 'KIA0301'],
  severity: 'error',
  summary: 'Several Gateways have the same pods listen for the same host on the same port',
  why: 'Of servers with TLS istiod takes only one, the oldest, and leaves the other out, so its certificate and routes are not used.',
  fix: 'Make one Gateway of them, which VirtualServices of several namespaces can name.',
  notes:
    'Servers of plain HTTP are merged, and serve the VirtualServices of both: that is a warning. Gateways with different selectors ' +
    'conflict where the input has a pod that both select. A wildcard next to a host that it covers is no conflict.',
  reads: ['networking.istio.io/Gateway', ...WORKLOAD_KINDS],
  bad: `${gateway('shop', 'shop.example.com')}---${gateway('blog', 'shop.example.com')}`,
  good: `${gateway('shop', 'shop.example.com')}---${gateway('blog', 'blog.example.com')}`,
  check(context) {
    const claims = new MultiMap<string, Claim>();
    for (const owner of [...context.all('networking.istio.io/Gateway')].sort(byName)) {
      for (const [index, { port, hosts = [], bind = '', tls }] of (owner.object.spec?.servers ?? []).entries()) {
        for (const [position, text] of hosts.entries()) {
          const host = sanitized(text, owner.namespace);
          const path: Path = ['spec', 'servers', index, 'hosts', position];
          claims.add(JSON.stringify([port?.number ?? 0, bind, host]), { owner, path, text, host, port: port?.number ?? 0, plain: tls === undefined && PLAIN_HTTP.test(port?.protocol ?? '') });
        }
      }
    }
    const shared = new Memo<boolean>();
    const { workloads } = context;
    const samePods = (a: Labels, b: Labels): boolean =>
      !labelsContradict(a, b) && shared.get(`${formatLabels(a)} ${formatLabels(b)}`, () => workloads.matchingAnywhere({ ...a, ...b }).length > 0);
    for (const list of claims.lists()) if (list.length > 1) checkClaims(context, list, samePods);
  },
});

type Labels = Readonly<Record<string, string>>;
type GatewayResource = Resource<'networking.istio.io/Gateway'>;

interface Claim {
  readonly owner: GatewayResource;
  readonly path: Path;
  /** As it is written. */
  readonly text: string;
  readonly host: string;
  readonly port: number;
  readonly plain: boolean;
}

const PLAIN_HTTP = /^(http|http2|grpc|grpc-web)$/i;

/** As istiod reads hosts: `./` is the own namespace, and `*` before the slash says nothing. */
function sanitized(host: string, namespace: string): string {
  if (host.startsWith('./')) return `${namespace}/${host.slice(2)}`;
  return host.startsWith('*/') ? host.slice(2) : host;
}

function byName(a: GatewayResource, b: GatewayResource): number {
  return compareText(a.namespace, b.namespace) || compareText(a.name, b.name);
}

/** Selectors that each claim is compared with: the widest, of which there are hardly ever more. */
const COMPARED_AT_MOST = 8;
const NAMED_AT_MOST = 3;

function checkClaims(context: RuleContext, claims: readonly Claim[], samePods: (a: Labels, b: Labels) => boolean): void {
  const bySelector = new SelectorGroups<Claim>();
  for (const claim of claims) bySelector.add(claim.owner.object.spec?.selector ?? {}, claim);
  const groups = [...bySelector.groups].sort(
    (a, b) => Object.keys(a.selector).length - Object.keys(b.selector).length || compareText(formatLabels(a.selector), formatLabels(b.selector)),
  );
  for (const group of groups) {
    const rivals = [group, ...groups.slice(0, COMPARED_AT_MOST).filter((other) => other !== group && samePods(group.selector, other.selector))];
    for (const claim of group.values) report(context, claim, rivals.map(({ values }) => values), group.selector);
  }
}

function report(context: RuleContext, claim: Claim, lists: readonly (readonly Claim[])[], selector: Labels): void {
  const others: Claim[] = [];
  for (const list of lists) {
    for (const other of list) {
      if (other.owner !== claim.owner && others.every(({ owner }) => owner !== other.owner)) others.push(other);
      if (others.length > NAMED_AT_MOST) break;
    }
  }
  if (others.length === 0) return;
  const names = listed([formatObject(claim.owner.ref), ...firstFew(others.map(({ owner }) => formatObject(owner.ref)), NAMED_AT_MOST)]);
  const plain = claim.plain && others.every((other) => other.plain);
  context.report(
    claim.owner,
    claim.path,
    `${names} ${others.length === 1 ? 'both' : 'all'} serve ${claim.host} on port ${claim.port} of the pods with ${formatLabels(selector)}.`,
    {
      // Upstream compares the hosts as they are written.
      ...(others.some(({ text }) => text === claim.text) ? {} : { upstream: ['KIA0301'] }),
      ...(plain ? { severity: 'warning', why: 'The servers are merged, so whoever may change one of the Gateways has a say in the requests to the other.' } : {}),
    },
  );
}
