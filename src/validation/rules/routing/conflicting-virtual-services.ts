import { ByViewer } from '../../../model/by-viewer';
import { formatObject } from '../../../model/finding';
import { appliesToMesh, gatewayKey, isReservedGateway } from '../../../model/gateways';
import { fullHost } from '../../../model/hosts';
import { anyMatch, httpMatchShape } from '../../../model/match-cover';
import { MultiMap } from '../../../model/multi-map';
import type { Path } from '../../../model/path';
import type { Resource } from '../../../model/resource';
import { firstFew, listed } from '../../../model/text';
import { compareText } from '../../../model/values';
import { visibilityOf } from '../../../model/visibility';
import type { Visibility } from '../../../model/visibility';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

interface Claim {
  readonly owner: Resource<'networking.istio.io/VirtualService'>;
  readonly path: Path;
  readonly visibility: Visibility;
}

export const conflictingVirtualServices = defineRule({
  id: 'conflicting-virtual-services',
  upstream: ['IST0109', 'KIA1106'],
  severity: 'error',
  summary: 'Several VirtualServices have one host and cannot all take effect',
  why: 'Proxies use only one of them, the older, so the routes of the other have no effect.',
  fix: 'Merge them into one VirtualService, or show them to different namespaces with `exportTo`.',
  notes:
    'Of the VirtualServices for the mesh that a namespace sees, its proxies take first those of the namespace that are exported to ' +
    'it by name or by `.`, then those of other namespaces that are exported to it by name, then those that are exported to all. ' +
    'Two conflict when a namespace sees both at the first of these places. Where one only goes before another, such as that of a ' +
    'consumer with `exportTo: ["."]` before that of the owner, it is clear which is used: that is an info, while `istioctl analyze` ' +
    'reports an error for both. On a gateway those of one host are merged, so they ' +
    'conflict only where more than one has a route for every request: one of these is never used (a warning). A wildcard next to a ' +
    'host that it covers is no conflict, since the more specific host is used; `istioctl analyze` reports some of these.',
  reads: ['networking.istio.io/VirtualService'],
  bad: `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - timeout: 2s
      route: [{ destination: { host: reviews } }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews-retries, namespace: shop }
spec:
  hosts: [reviews.shop.svc.cluster.local]
  http:
    - retries: { attempts: 3 }
      route: [{ destination: { host: reviews } }]
`,
  good: `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - timeout: 2s
      retries: { attempts: 3 }
      route: [{ destination: { host: reviews } }]
`,
  check(context) {
    const { clusterDomain } = context.settings;
    const claims = new MultiMap<string, Claim>();
    const atGateways = new MultiMap<string, Claim>();
    for (const owner of context.all('networking.istio.io/VirtualService')) {
      const spec = owner.object.spec;
      const visibility = visibilityOf(spec?.exportTo, owner.namespace, context.settings.defaultExportTo?.virtualServices);
      const inMesh = appliesToMesh(spec?.gateways);
      const gateways = gatewaysWithCatchAll(owner);
      if (!inMesh && gateways.size === 0) continue;
      const own = new Set<string>();
      for (const [index, text] of (spec?.hosts ?? []).entries()) {
        const host = fullHost(text, owner.namespace, clusterDomain);
        if (own.has(host)) continue;
        own.add(host);
        const claim: Claim = { owner, path: ['spec', 'hosts', index], visibility };
        if (inMesh) claims.add(host, claim);
        for (const gateway of gateways) atGateways.add(`${gateway} ${host}`, claim);
      }
    }
    for (const [host, list] of claims.entries()) if (list.length > 1) checkMesh(context, host, sorted(list));
    for (const [key, list] of atGateways.entries()) if (list.length > 1) checkGateway(context, key, sorted(list));
  },
});

function sorted(claims: readonly Claim[]): readonly Claim[] {
  return [...claims].sort((a, b) => compareText(formatObject(a.owner.ref), formatObject(b.owner.ref)));
}

function viewsOf(claims: readonly Claim[]): ByViewer<Claim> {
  const views = new ByViewer<Claim>();
  for (const claim of claims) views.add(claim.visibility, claim);
  return views;
}

function checkMesh(context: RuleContext, host: string, claims: readonly Claim[]): void {
  const views = viewsOf(claims);
  const rivals = new MultiMap<Claim, readonly Claim[]>();
  const hidden = new Map<Claim, Hidden>();
  const contest = (list: readonly Claim[]): void => {
    if (list.length > 1) for (const claim of list) rivals.add(claim, list);
  };
  contest(views.public);
  for (const [viewer, named] of views.named) {
    const own = named.filter(({ owner }) => owner.namespace === viewer);
    const winners = own.length > 0 ? own : named;
    contest(winners);
    const loser = own.length > 0 && own.length < named.length ? named.find(({ owner }) => owner.namespace !== viewer) : views.public[0];
    const [winner] = winners;
    if (winners.length === 1 && winner !== undefined && loser !== undefined && !hidden.has(winner)) hidden.set(winner, { viewer, loser });
  }
  for (const claim of claims) {
    const names = othersIn(rivals.get(claim), claim);
    const name = formatObject(claim.owner.ref);
    if (names.length > 0) context.report(claim.owner, claim.path, `${name} and ${listed(names)} are for the same host ${host}.`);
    else reportHidden(context, host, claim, hidden.get(claim));
  }
}

/** A VirtualService that a namespace sees and does not use, because another goes before it there. */
interface Hidden {
  readonly viewer: string;
  readonly loser: Claim;
}

function reportHidden(context: RuleContext, host: string, { owner, path }: Claim, hidden: Hidden | undefined): void {
  if (hidden === undefined) return;
  const { viewer, loser } = hidden;
  context.report(
    owner,
    path,
    `In namespace ${viewer}, ${formatObject(owner.ref)} is used for ${host}, and ${formatObject(loser.owner.ref)} is not.`,
    {
      severity: 'info',
      why: 'Of several that a namespace sees, its proxies use the one that is exported to the fewest, and take nothing from the others.',
      fix: 'Nothing, if that is meant; otherwise export only one of them to the namespace.',
    },
  );
}

function checkGateway(context: RuleContext, key: string, claims: readonly Claim[]): void {
  const [gateway = '', host = ''] = key.split(' ');
  const views = viewsOf(claims);
  for (const claim of claims) {
    const names = othersIn([views.sharing(claim.visibility)], claim);
    if (names.length === 0) continue;
    context.report(
      claim.owner,
      claim.path,
      `${formatObject(claim.owner.ref)} and ${listed(names)} both have a route for every request to ${host} at gateway ${gateway}.`,
      {
        severity: 'warning',
        upstream: ['KIA1106'],
        why: 'The gateway merges them and uses only one of these routes, the first it comes to, mostly the older.',
        fix: 'Leave the route without matches to one of them.',
      },
    );
  }
}

/** Names of the first few others; the search ends with them, so many claims stay cheap. */
function othersIn(lists: readonly Iterable<Claim>[], claim: Claim): readonly string[] {
  const names = new Set<string>();
  for (const list of lists) {
    for (const other of list) {
      if (other === claim) continue;
      names.add(formatObject(other.owner.ref));
      if (names.size > NAMED_AT_MOST) return firstFew([...names], NAMED_AT_MOST);
    }
  }
  return [...names];
}

const NAMED_AT_MOST = 3;

const NO_GATEWAYS: ReadonlySet<string> = new Set();

/** The gateways at which a VirtualService takes every HTTP request to its hosts. */
function gatewaysWithCatchAll({ namespace, object }: Claim['owner']): ReadonlySet<string> {
  const { gateways, http = [] } = object.spec ?? {};
  if ((gateways?.length ?? 0) === 0 && !http.some(({ match }) => match?.some((each) => each.gateways !== undefined))) return NO_GATEWAYS;
  const found = new Set<string>();
  for (const { match, delegate } of http) {
    if (delegate !== undefined) continue;
    const shapes = match === undefined || match.length === 0 ? [anyMatch(gateways)] : match.map((each) => httpMatchShape(each, gateways));
    for (const shape of shapes) {
      if (shape.conditions.length > 0) continue;
      for (const text of shape.gateways) if (!isReservedGateway(text)) found.add(gatewayKey(text, namespace));
    }
  }
  return found;
}
