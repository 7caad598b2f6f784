import { formatObject } from '../../../model/finding';
import { routesUsedBy } from '../../../model/gateway-servers';
import type { ServerTls } from '../../../model/kinds/networking';
import { MultiMap } from '../../../model/multi-map';
import type { Path } from '../../../model/path';
import type { Resource } from '../../../model/resource';
import { SelectorGroups } from '../../../model/selector-groups';
import { firstFew, listed } from '../../../model/text';
import { compareText } from '../../../model/values';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

const gateway = (name: string, host: string, credential: string): string => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: edge }
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: [${host}]
      tls: { mode: SIMPLE, credentialName: ${credential} }
`;

export const gatewaysShareCertificate = defineRule({
  id: 'gateways-share-certificate',
  upstream: ['IST0138'],
  severity: 'warning',
  summary: 'Several Gateways for the same pods, or several servers of one, have the same certificate',
  why: 'Browsers keep one HTTP/2 connection for all hosts of a certificate, and the server of the first host answers 404 to requests for those of the others.',
  fix: 'Make one server with all of the hosts, or give each Gateway a certificate of its own.',
  notes:
    '`istioctl analyze` looks at several Gateways only. Servers of one Gateway have routes of their own just the same: those for HTTPS that share port and ' +
    'certificate are reported at the second of them.',
  reads: ['networking.istio.io/Gateway'],
  bad: `${gateway('shop', 'shop.example.com', 'wildcard')}---${gateway('blog', 'blog.example.com', 'wildcard')}`,
  good: `${gateway('shop', 'shop.example.com', 'shop')}---${gateway('blog', 'blog.example.com', 'blog')}`,
  check(context) {
    const users = new MultiMap<string, User>();
    for (const owner of context.all('networking.istio.io/Gateway')) {
      reportServers(context, owner);
      for (const [index, { tls }] of (owner.object.spec?.servers ?? []).entries()) {
        const certificate = certificateOf(tls);
        if (certificate !== undefined) users.add(certificate.key, { owner, path: ['spec', 'servers', index, 'tls', certificate.field] });
      }
    }
    for (const list of users.lists()) {
      for (const [user, others] of sharing(list)) {
        context.report(
          user.owner,
          user.path,
          `${formatObject(user.owner.ref)} has the same certificate as ${listed(firstFew(others.map(({ ref }) => formatObject(ref))))}, for the same pods.`,
        );
      }
    }
  },
});

/** Reports servers of one Gateway that share a port and a certificate, at the second of them. */
function reportServers(context: RuleContext, owner: GatewayResource): void {
  const { servers = [] } = owner.object.spec ?? {};
  if (servers.length < 2) return;
  const counts = new Map<string, number>();
  for (const [index, server] of servers.entries()) {
    const certificate = routesUsedBy(server) === 'http' ? certificateOf(server.tls) : undefined;
    if (certificate === undefined) continue;
    const { port, bind = '' } = server;
    const key = JSON.stringify([certificate.key, port?.number ?? 0, bind]);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (count !== 2) continue;
    context.report(
      owner,
      ['spec', 'servers', index, 'tls', certificate.field],
      `${formatObject(owner.ref)} has several servers of port ${port?.number ?? 0} with the same certificate.`,
      { upstream: [] },
    );
  }
}

type GatewayResource = Resource<'networking.istio.io/Gateway'>;

interface User {
  readonly owner: GatewayResource;
  readonly path: Path;
}

function certificateOf(tls: ServerTls | undefined): { readonly key: string; readonly field: string } | undefined {
  const { credentialName = '', serverCertificate = '', privateKey = '' } = tls ?? {};
  if (credentialName !== '') return { key: `secret ${credentialName}`, field: 'credentialName' };
  if (serverCertificate === '' || privateKey === '') return undefined;
  return { key: `files ${serverCertificate} ${privateKey}`, field: 'serverCertificate' };
}

/** No message names more, so no more are collected. */
const OTHERS_AT_MOST = 4;

/** Each user of a certificate with some of the Gateways that use it for the same pods, or for some of them. */
function sharing(users: readonly User[]): ReadonlyMap<User, readonly GatewayResource[]> {
  const first = new Map<GatewayResource, User>();
  for (const user of users) if (!first.has(user.owner)) first.set(user.owner, user);
  const result = new Map<User, GatewayResource[]>();
  if (first.size < 2) return result;
  const owners = [...first.values()].sort((a, b) => compareText(a.owner.namespace, b.owner.namespace) || compareText(a.owner.name, b.owner.name));
  const bySelector = new SelectorGroups<User>();
  for (const user of owners) bySelector.add(user.owner.object.spec?.selector ?? {}, user);
  for (const { selector, values } of bySelector.groups) {
    // Those whose selector is a part of this one: their pods are, at least, the pods of these.
    for (const group of bySelector.matching(selector)) {
      for (const user of group.values) {
        const others = result.get(user) ?? [];
        for (const { owner } of values.slice(0, OTHERS_AT_MOST + 1)) if (owner !== user.owner && others.length < OTHERS_AT_MOST) others.push(owner);
        if (others.length > 0) result.set(user, others);
      }
    }
  }
  return result;
}
