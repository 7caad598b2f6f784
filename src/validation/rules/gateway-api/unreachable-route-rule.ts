import { formatObject } from '../../../model/finding';
import { isGatewayParent } from '../../../model/gateway-routes';
import type { Kind } from '../../../model/kinds';
import type { ParentRef } from '../../../model/kinds/gateway-api';
import { MultiMap } from '../../../model/multi-map';
import { formatPath } from '../../../model/path';
import type { Path } from '../../../model/path';
import type { Resource } from '../../../model/resource';
import { ANY_HTTP, routeMatchShape, RouteOrder } from '../../../model/route-order';
import type { RouteMatchShape } from '../../../model/route-order';
import { compareText } from '../../../model/values';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

const KINDS = ['gateway.networking.k8s.io/HTTPRoute', 'gateway.networking.k8s.io/GRPCRoute'] as const satisfies readonly Kind[];

const mesh = (items: string): string => `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: shop, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  hostnames: [shop.example.com]
  rules:
    - matches: [{ path: ${items} }]
      backendRefs: [{ name: items, port: 80 }]
    - matches: [{ path: { type: PathPrefix, value: / } }]
      backendRefs: [{ name: web, port: 80 }]
`;

export const unreachableRouteRule = defineRule({
  id: 'unreachable-route-rule',
  upstream: [],
  severity: 'warning',
  summary: 'Another match goes before one of an HTTPRoute or GRPCRoute and takes all of its requests',
  why: 'Istio tries exact paths first, then prefixes, then regular expressions, and of equal matches the first, so this one is never used.',
  fix: 'Match a prefix or an exact path in place of the expression, narrow the prefix that goes before it, or take a repeated match out.',
  notes:
    'The order in which rules are written decides only between equal matches, so a wider match before a narrower one is fine. Routes count together where they have a parent ' +
    'and a hostname in common; of equal matches in two of them the older route is used. A regular expression below a prefix is told of where all that it matches begins with that prefix, and ' +
    'the prefix asks for nothing else, or for the same headers, parameters and method. Other implementations of the Gateway API may try expressions first: routes for ' +
    'Gateways of classes that Istio does not make are left alone where the Gateway is in the input.',
  reads: [...KINDS, 'gateway.networking.k8s.io/Gateway'],
  bad: mesh('{ type: RegularExpression, value: "/items/[0-9]+" }'),
  good: mesh('{ type: PathPrefix, value: /items }'),
  check(context) {
    const foreign = foreignGateways(context);
    for (const kind of KINDS) {
      const places = new MultiMap<string, Claim>();
      for (const owner of context.all(kind)) {
        const claims = [...claimsOf(owner)];
        for (const place of placesOf(owner, foreign)) for (const claim of claims) places.add(place, claim);
      }
      const told = new Set<Claim>();
      for (const list of places.lists()) for (const [claim, message] of unused(sorted(list))) {
        if (told.has(claim)) continue;
        told.add(claim);
        context.report(claim.owner, claim.path, message);
      }
    }
  },
});

interface Claim {
  readonly owner: Resource<(typeof KINDS)[number]>;
  readonly rule: number;
  readonly path: Path;
  readonly shape: RouteMatchShape;
}

function* claimsOf(owner: Claim['owner']): Generator<Claim> {
  for (const [rule, { matches = [] }] of (owner.object.spec?.rules ?? []).entries()) {
    const at: Path = ['spec', 'rules', rule];
    if (matches.length === 0) yield { owner, rule, path: at, shape: routeMatchShape(ANY_HTTP) };
    for (const [index, match] of matches.entries()) yield { owner, rule, path: [...at, 'matches', index], shape: routeMatchShape(match) };
  }
}

function sorted(claims: readonly Claim[]): readonly Claim[] {
  return [...claims].sort((a, b) => compareText(formatObject(a.owner.ref), formatObject(b.owner.ref)));
}

/** The matches at one place that are never used, and why. */
function* unused(claims: readonly Claim[]): Generator<readonly [Claim, string]> {
  const order = new RouteOrder<Claim>();
  for (const claim of claims) order.add(claim.shape, claim);
  for (const claim of claims) {
    const name = formatObject(claim.owner.ref);
    const same = order.same(claim.shape);
    if (same !== undefined && same !== claim && !(same.owner === claim.owner && same.rule === claim.rule)) {
      const older = same.owner === claim.owner ? '' : ', which is used if it is the older';
      yield [claim, `${name} never comes to this match: ${nameOf(same, claim)} has the same${older}.`];
      continue;
    }
    const before = order.prefixBefore(claim.shape);
    if (before === undefined) continue;
    yield [claim, `${name} never comes to the expression "${claim.shape.path.regex ?? ''}": ${nameOf(before.value, claim)} takes all below the prefix "${before.prefix}", and prefixes go before expressions.`];
  }
}

function nameOf(other: Claim, { owner }: Claim): string {
  const place = formatPath(other.path);
  return other.owner === owner ? place : `${formatObject(other.owner.ref)} (${place})`;
}

/** Where the matches of a route are tried together with those of others: a parent and a hostname. */
function placesOf({ namespace, object }: Claim['owner'], foreign: ReadonlySet<string>): readonly string[] {
  const { parentRefs = [], hostnames = [] } = object.spec ?? {};
  return parentRefs.flatMap((parent) => {
    if (isGatewayParent(parent)) {
      if (foreign.has(`${parent.namespace ?? namespace}/${parent.name ?? ''}`)) return [];
      return (hostnames.length === 0 ? ['*'] : hostnames).map((host) => placeOf(parent, namespace, host.toLowerCase()));
    }
    // Routes of callers are for their own namespace, and none of them looks at hostnames.
    return [placeOf(parent, namespace, namespace)];
  });
}

function placeOf({ group, kind, namespace, name, sectionName, port }: ParentRef, own: string, within: string): string {
  return JSON.stringify([group, kind, namespace ?? own, name, sectionName, port, within]);
}

/** Gateways that others than Istio carry out. */
function foreignGateways(context: RuleContext): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { namespace, name, object } of context.all('gateway.networking.k8s.io/Gateway')) {
    if (object.spec?.gatewayClassName?.startsWith('istio') === false) found.add(`${namespace}/${name}`);
  }
  return found;
}
