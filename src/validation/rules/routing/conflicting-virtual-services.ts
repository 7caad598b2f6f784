import { formatObject } from '../../../model/finding';
import { appliesToMesh, gatewayKey, isReservedGateway } from '../../../model/gateways';
import { fullHost } from '../../../model/hosts';
import { anyMatch, httpMatchShape } from '../../../model/match-cover';
import { MultiMap } from '../../../model/multi-map';
import type { Path } from '../../../model/path';
import type { Resource } from '../../../model/resource';
import { listed } from '../../../model/text';
import { compareText } from '../../../model/values';
import { shareViewer, visibilityOf } from '../../../model/visibility';
import type { Visibility } from '../../../model/visibility';
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
  why: 'Sidecars use only one of them, the older, so the routes of the other have no effect.',
  fix: 'Merge them into one VirtualService, or show them to different namespaces with `exportTo`.',
  notes:
    'Two VirtualServices for the mesh conflict when a namespace sees both. On a gateway those of one host are merged, so they ' +
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
    const claims = new MultiMap<string, Claim>();
    const atGateways = new MultiMap<string, Claim>();
    for (const owner of context.all('networking.istio.io/VirtualService')) {
      const spec = owner.object.spec;
      const visibility = visibilityOf(spec?.exportTo, owner.namespace);
      const inMesh = appliesToMesh(spec?.gateways);
      const gateways = gatewaysWithCatchAll(owner);
      const own = new Set<string>();
      for (const [index, text] of (spec?.hosts ?? []).entries()) {
        const host = fullHost(text, owner.namespace, context.settings.clusterDomain);
        if (own.has(host)) continue;
        own.add(host);
        const claim: Claim = { owner, path: ['spec', 'hosts', index], visibility };
        if (inMesh) claims.add(host, claim);
        for (const gateway of gateways) atGateways.add(`${gateway} ${host}`, claim);
      }
    }
    for (const [host, unsorted] of claims.entries()) {
      if (unsorted.length < 2) continue;
      const list = sorted(unsorted);
      for (const claim of contested(list)) {
        const name = formatObject(claim.owner.ref);
        context.report(claim.owner, claim.path, `${name} and ${namedRivals(list, claim)} are for the same host ${host}.`);
      }
    }
    for (const [key, unsorted] of atGateways.entries()) {
      if (unsorted.length < 2) continue;
      const [gateway = '', host = ''] = key.split(' ');
      const list = sorted(unsorted);
      for (const claim of contested(list)) {
        const name = formatObject(claim.owner.ref);
        context.report(
          claim.owner,
          claim.path,
          `${name} and ${namedRivals(list, claim)} both have a route for every request to ${host} at gateway ${gateway}.`,
          {
            severity: 'warning',
            upstream: ['KIA1106'],
            why: 'The gateway merges them and uses only one of these routes, the older.',
            fix: 'Leave the route without matches to one of them.',
          },
        );
      }
    }
  },
});

function sorted(claims: readonly Claim[]): readonly Claim[] {
  return [...claims].sort((a, b) => compareText(formatObject(a.owner.ref), formatObject(b.owner.ref)));
}

/** The gateways at which a VirtualService takes every HTTP request to its hosts. */
function gatewaysWithCatchAll({ namespace, object }: Claim['owner']): ReadonlySet<string> {
  const gateways = object.spec?.gateways;
  const found = new Set<string>();
  for (const { match, delegate } of object.spec?.http ?? []) {
    if (delegate !== undefined) continue;
    const shapes = match === undefined || match.length === 0 ? [anyMatch(gateways)] : match.map((each) => httpMatchShape(each, gateways));
    for (const shape of shapes) {
      if (shape.conditions.length > 0) continue;
      for (const text of shape.gateways) if (!isReservedGateway(text)) found.add(gatewayKey(text, namespace));
    }
  }
  return found;
}

/** The claims that some namespace sees together with another. */
function contested(list: readonly Claim[]): readonly Claim[] {
  if (list.some(({ visibility }) => visibility === '*')) return list.filter(({ visibility }) => visibility === '*' || visibility.size > 0);
  const viewers = new Map<string, number>();
  for (const { visibility } of list) {
    if (visibility !== '*') for (const namespace of visibility) viewers.set(namespace, (viewers.get(namespace) ?? 0) + 1);
  }
  return list.filter(({ visibility }) => visibility !== '*' && [...visibility].some((namespace) => (viewers.get(namespace) ?? 0) > 1));
}

const NAMED_AT_MOST = 3;

/** The first few that share a viewer with the claim; the search ends with them, so many claims stay cheap. */
function namedRivals(list: readonly Claim[], claim: Claim): string {
  const names: string[] = [];
  for (const other of list) {
    if (other === claim || !shareViewer(other.visibility, claim.visibility)) continue;
    if (names.length === NAMED_AT_MOST) return listed([...names, 'others']);
    names.push(formatObject(other.owner.ref));
  }
  return listed(names);
}
