import { formatObject } from '../../../model/finding';
import type { RequestRedirect } from '../../../model/kinds/gateway-api';
import { listenerPlaces } from '../../../model/listener-places';
import type { ListenerPlace } from '../../../model/listener-places';
import { Memo } from '../../../model/memo';
import type { Path } from '../../../model/path';
import type { Resource } from '../../../model/resource';
import { ANY_HTTP, routeMatchShape } from '../../../model/route-order';
import type { RouteMatchShape } from '../../../model/route-order';
import { RouteTakers, takesPath } from '../../../model/route-takers';
import type { ReportDetails, RuleContext } from '../../context';
import { defineRule } from '../../rule';

const mesh = (section: string): string => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  gatewayClassName: istio
  listeners:
    - { name: http, port: 80, protocol: HTTP, hostname: shop.example.com }
    - { name: https, port: 443, protocol: HTTPS, hostname: shop.example.com, tls: { certificateRefs: [{ name: shop }] } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: to-https, namespace: shop }
spec:
  parentRefs: [{ name: public${section} }]
  hostnames: [shop.example.com]
  rules:
    - filters: [{ type: RequestRedirect, requestRedirect: { scheme: https, statusCode: 301 } }]
`;

export const routeRedirectLoop = defineRule({
  id: 'route-redirect-loop',
  upstream: [],
  severity: 'error',
  summary: 'A redirect of an HTTPRoute leads to where it is redirected again',
  why: 'The client asks again, is sent to the same place, and gives up after some twenty redirects without an answer.',
  fix: 'Name the listener for HTTP as `sectionName` of the parent, match only what is to be redirected, or add a rule for the new path.',
  notes:
    'It speaks of matches for a prefix or an exact path that ask for nothing else. Where a match of another route takes the new place first, nothing is said; where another route has the ' +
    'same match, so that the older is used, it is a warning. Which listeners speak HTTPS is known of Gateways in the input. For VirtualServices see [redirect-loop](redirect-loop.md).',
  reads: ['gateway.networking.k8s.io/HTTPRoute', 'gateway.networking.k8s.io/Gateway'],
  bad: mesh(''),
  good: mesh(', sectionName: http'),
  check(context) {
    const routes = context.all('gateway.networking.k8s.io/HTTPRoute');
    const all = routes.flatMap((owner) => [...redirectsOf(owner)]);
    const gateways = new Map(context.all('gateway.networking.k8s.io/Gateway').map((each) => [`${each.namespace}/${each.name}`, each]));
    if (all.length === 0) return;
    const takers = new Memo<Takers>();
    const places = new Map(routes.map((owner) => [owner, [...listenerPlaces(owner, gateways)]]));
    for (const [owner, list] of places) {
      const matches = matchesOf(owner);
      for (const { key } of list) {
        const those = takers.get(key, () => new RouteTakers());
        for (const { shape, value } of matches) those.add({ path: shape.path, rest: shape.rest, value });
      }
    }
    for (const each of all) {
      for (const place of places.get(each.owner) ?? []) if (reportAt(context, each, place, takers.get(place.key, () => new RouteTakers()))) break;
    }
  },
});

type HttpRouteResource = Resource<'gateway.networking.k8s.io/HTTPRoute'>;

interface Rule {
  readonly owner: HttpRouteResource;
  readonly rule: number;
}

type Takers = RouteTakers<Rule>;

/** A redirect, by one of the matches of its rule. */
interface Redirecting extends Rule {
  readonly redirect: RequestRedirect;
  readonly shapes: readonly RouteMatchShape[];
  readonly path: Path;
}

function* redirectsOf(owner: HttpRouteResource): Generator<Redirecting> {
  for (const [rule, { filters = [], matches = [] }] of (owner.object.spec?.rules ?? []).entries()) {
    for (const [index, { requestRedirect }] of filters.entries()) {
      if (requestRedirect === undefined) continue;
      const shapes = (matches.length === 0 ? [ANY_HTTP] : matches).map(routeMatchShape).filter(({ rest }) => rest === '');
      yield { owner, rule, redirect: requestRedirect, shapes, path: ['spec', 'rules', rule, 'filters', index, 'requestRedirect'] };
    }
  }
}

function matchesOf(owner: HttpRouteResource): readonly { readonly shape: RouteMatchShape; readonly value: Rule }[] {
  return (owner.object.spec?.rules ?? []).flatMap(({ matches = [] }, rule) => {
    const value: Rule = { owner, rule };
    return (matches.length === 0 ? [ANY_HTTP] : matches).map((match) => ({ shape: routeMatchShape(match), value }));
  });
}

function reportAt(context: RuleContext, each: Redirecting, place: ListenerPlace, takers: Takers): boolean {
  if (!staysAt(each.redirect, place)) return false;
  for (const { path } of each.shapes) {
    const to = newPath(each.redirect, path.prefix);
    if (to === undefined && each.redirect.path !== undefined) continue;
    if (to === undefined ? path.exact === undefined && path.prefix === undefined : !takesPath(path, to)) continue;
    const others = [...(to === undefined ? takers.same(path).filter(({ rest }) => rest === '') : takers.takingBefore(to, path))].filter(({ value }) => value.owner !== each.owner || value.rule !== each.rule);
    if (others.length > 0 && (to !== undefined || others.some(({ value }) => value.owner === each.owner && value.rule < each.rule))) continue;
    const rival = others.find(({ value }) => value.owner !== each.owner)?.value.owner;
    const where = to === undefined ? 'to the very place that they asked for' : `to "${to}", which the same rule redirects again`;
    const unless = rival === undefined ? '' : `, unless ${formatObject(rival.ref)}, which has the same match, is the older`;
    context.report(each.owner, each.path, `${formatObject(each.owner.ref)} redirects requests for ${place.host} that come to ${place.name} ${where}${unless}.`, rival === undefined ? {} : UNCERTAIN);
    return true;
  }
  return false;
}

const UNCERTAIN: ReportDetails = { severity: 'warning' };

const USUAL = { http: 80, https: 443 } as const;

/** True when the redirect leads to the listener and the host at which the request came in. */
function staysAt({ scheme, hostname, port }: RequestRedirect, place: ListenerPlace): boolean {
  // Below a wildcard another route may have the host.
  if (hostname !== undefined && place.host !== hostname.toLowerCase()) return false;
  if (scheme !== undefined && scheme !== place.scheme) return false;
  if (port !== undefined) return port === place.port;
  return scheme === undefined || place.port === undefined || place.port === USUAL[place.scheme ?? 'http'];
}

/** The path that a redirect leads to, of a request for just the prefix; undefined where the path stays as it is. */
function newPath({ path }: RequestRedirect, prefix: string | undefined): string | undefined {
  if (path?.replaceFullPath !== undefined) return path.replaceFullPath.split(/[?#]/)[0];
  const { replacePrefixMatch } = path ?? {};
  if (replacePrefixMatch === undefined || prefix === undefined) return undefined;
  return replacePrefixMatch.length > 1 && replacePrefixMatch.endsWith('/') ? replacePrefixMatch.slice(0, -1) : replacePrefixMatch;
}
