import { CoverIndex } from '../../../model/cover-index';
import { formatObject } from '../../../model/finding';
import type { HttpMatch, HttpRoute, StreamMatch, StreamRoute } from '../../../model/kinds/networking';
import { anyMatch, httpMatchShape, streamMatchShape } from '../../../model/match-cover';
import type { MatchShape } from '../../../model/match-cover';
import { formatPath } from '../../../model/path';
import type { Path } from '../../../model/path';
import type { Resource } from '../../../model/resource';
import { canonical } from '../../../model/values';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

type VirtualServiceResource = Resource<'networking.istio.io/VirtualService'>;

export const unreachableRoute = defineRule({
  id: 'unreachable-route',
  upstream: ['IST0130', 'IST0131'],
  severity: 'warning',
  summary: 'Earlier routes take every request that a route, or one of its matches, is for',
  why: 'Routes are tried in order and the first that matches is used, so this one never is.',
  fix: 'Move the narrower route before the wider one, or remove it.',
  notes:
    'An earlier match covers a later one when each of its conditions follows from a condition of the later: an equal or longer ' +
    'prefix, a value for a header that only has to be there, fewer headers, ports or labels. Regular expressions count as covering ' +
    'only where they are the same text. A match that is covered in a route that is otherwise used is an info (IST0131). A route ' +
    'that delegates takes only what its delegate takes, so it covers nothing. What istiod alone takes for unreachable, because it compares ' +
    'neither source labels nor gateways and takes regular expressions for the same, is an info too.',
  reads: ['networking.istio.io/VirtualService'],
  bad: `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - match: [{ uri: { prefix: /api } }]
      route: [{ destination: { host: reviews } }]
    - match: [{ uri: { prefix: /api/v2 } }]
      route: [{ destination: { host: reviews-v2 } }]
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews, reviews-v2]
  ports: [{ number: 80, name: http, protocol: HTTP }]
  resolution: DNS
`,
  good: `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - match: [{ uri: { prefix: /api/v2 } }]
      route: [{ destination: { host: reviews-v2 } }]
    - match: [{ uri: { prefix: /api } }]
      route: [{ destination: { host: reviews } }]
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews, reviews-v2]
  ports: [{ number: 80, name: http, protocol: HTTP }]
  resolution: DNS
`,
  check(context) {
    for (const virtualService of context.all('networking.istio.io/VirtualService')) {
      const { http, tls, tcp, gateways } = virtualService.object.spec ?? {};
      checkRoutes(context, virtualService, 'http', http, (match) => httpMatchShape(match, gateways));
      checkRoutes(context, virtualService, 'tls', tls, (match) => streamMatchShape(match, gateways));
      checkRoutes(context, virtualService, 'tcp', tcp, (match) => streamMatchShape(match, gateways));
    }
  },
});

/** A route with its matches ready for comparison; a route without matches has one that takes everything. */
interface PreparedRoute {
  readonly matches: readonly { readonly shape: MatchShape; readonly match?: HttpMatch | StreamMatch }[];
  readonly matchless: boolean;
  readonly delegates: boolean;
}

type RouteWith<M> = { readonly match?: readonly M[] } & (HttpRoute | StreamRoute);

function prepare<M extends HttpMatch | StreamMatch>(
  route: RouteWith<M>,
  shapeOf: (match: M) => MatchShape,
  gateways: readonly string[] | undefined,
): PreparedRoute {
  const delegates = 'delegate' in route && route.delegate !== undefined;
  if (route.match === undefined || route.match.length === 0) {
    return { matches: [{ shape: anyMatch(gateways) }], matchless: true, delegates };
  }
  return {
    matches: route.match.map((match) => ({ shape: shapeOf(match), match })),
    matchless: false,
    delegates,
  };
}

/** Where an earlier match stands, and what it is; a route without matches has none. */
interface Earlier {
  readonly path: Path;
  readonly match?: HttpMatch | StreamMatch;
}

function readAlike(one: HttpMatch | StreamMatch | undefined, other: HttpMatch | StreamMatch | undefined): boolean {
  return one !== undefined && other !== undefined && canonical({ ...one, name: undefined }) === canonical({ ...other, name: undefined });
}

/** A match, and the earlier one that takes all of its requests. */
interface TakenMatch {
  readonly at: Path;
  readonly by: Earlier;
  readonly duplicate: boolean;
}

function checkRoutes<M extends HttpMatch | StreamMatch>(
  context: RuleContext,
  owner: VirtualServiceResource,
  protocol: string,
  routes: readonly RouteWith<M>[] | undefined,
  shapeOf: (match: M) => MatchShape,
): void {
  // A single match has none before it.
  if (routes === undefined || (routes.length < 2 && (routes[0]?.match?.length ?? 0) < 2)) return;
  const index = new CoverIndex<Earlier>();
  for (const [position, written] of routes.entries()) {
    const route = prepare(written, shapeOf, owner.object.spec?.gateways);
    const path: Path = ['spec', protocol, position];
    const taken: TakenMatch[] = [];
    for (const [position, { shape, match }] of route.matches.entries()) {
      const at: Path = route.matchless ? path : [...path, 'match', position];
      const by = index.firstCovering(shape);
      if (by !== undefined) taken.push({ at, by, duplicate: readAlike(by.match, match) });
      // What is covered itself covers nothing that the earlier does not.
      else if (!route.delegates) index.add(shape, { path: at, match });
    }
    if (taken.length === route.matches.length) reportRoute(context, owner, path, taken);
    else for (const match of taken) reportMatch(context, owner, match);
  }
}

const NAMED_AT_MOST = 3;

function reportRoute(context: RuleContext, owner: VirtualServiceResource, path: Path, taken: readonly TakenMatch[]): void {
  const takers = [...new Set(taken.map(({ by }) => formatPath(by.path)))];
  const named = takers.slice(0, NAMED_AT_MOST).join(' and ');
  const upstream = [
    ...(taken.some(({ by, duplicate }) => by.match === undefined || duplicate) ? ['IST0130'] : []),
    ...(taken.some(({ by }) => by.match !== undefined) ? ['IST0131'] : []),
  ];
  context.report(
    owner,
    path,
    `Route ${formatPath(path)} of ${formatObject(owner.ref)} is never used: ` +
      `${named} before it ${takers.length === 1 ? 'takes' : 'take'} all of its requests.`,
    { upstream },
  );
}

function reportMatch(context: RuleContext, owner: VirtualServiceResource, { at, by }: TakenMatch): void {
  context.report(
    owner,
    at,
    `${formatPath(at)} of ${formatObject(owner.ref)} never decides: ${formatPath(by.path)} before it takes the same requests.`,
    { severity: 'info', upstream: ['IST0131'], fix: 'Remove the match, or move the route before the wider one.' },
  );
}
