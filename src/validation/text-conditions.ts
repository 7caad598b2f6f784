import type { Kind } from '../model/kinds';
import type { MatchCondition } from '../model/match-conditions';
import type { Resource } from '../model/resource';
import { routeConditions } from '../model/route-conditions';
import type { RuleContext } from './context';

/** The kinds whose routes compare requests with texts. */
export const MATCHING_KINDS = ['networking.istio.io/VirtualService', 'gateway.networking.k8s.io/HTTPRoute', 'gateway.networking.k8s.io/GRPCRoute'] as const satisfies readonly Kind[];

/** A text that a route compares something of a request with. */
export interface TextCondition {
  readonly owner: Resource<(typeof MATCHING_KINDS)[number]>;
  readonly condition: MatchCondition;
}

/** Every condition of the routes of VirtualServices, HTTPRoutes and GRPCRoutes that is about text. */
export function* textConditions(context: RuleContext): Generator<TextCondition> {
  for (const owner of context.all('networking.istio.io/VirtualService')) for (const condition of context.routes.conditionsOf(owner)) yield { owner, condition };
  for (const kind of ['gateway.networking.k8s.io/HTTPRoute', 'gateway.networking.k8s.io/GRPCRoute'] as const) {
    for (const owner of context.all(kind)) for (const condition of routeConditions(owner.object)) yield { owner, condition };
  }
}
