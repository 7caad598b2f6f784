import { delegateConflict } from '../../../model/delegate-matches';
import type { OwnedMatch } from '../../../model/delegate-matches';
import { formatObject } from '../../../model/finding';
import { MultiMap } from '../../../model/multi-map';
import type { Resource } from '../../../model/resource';
import { defineRule } from '../../rule';

const mesh = (prefix: string): string => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: edge }
spec:
  hosts: [shop.example.com]
  gateways: [public]
  http:
    - match: [{ uri: { prefix: /cart } }]
      delegate: { name: cart, namespace: shop }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec:
  http:
    - match: [{ uri: { prefix: ${prefix} } }]
      directResponse: { status: 200 }
`;

export const delegateRouteLeftOut = defineRule({
  id: 'delegate-route-left-out',
  upstream: [],
  severity: 'warning',
  summary: 'A route of a delegate has a match that does not lie within the matches of the routes that delegate to it',
  why: 'Istio joins the two matches and leaves a route out where they do not fit, without a word: its requests get 404, or go along the next route.',
  fix: 'Repeat in the match of the delegate what the route that delegates says (its whole path prefix first), or leave that field out.',
  notes:
    'Istio compares what is written: a prefix has to begin with the prefix, an exact value may be repeated or lie under a prefix, a regular expression fits ' +
    'nothing, and `ignoreUriCase` and `sourceNamespace` have to be the same. A route that fits one of the routes which delegate to it is left alone.',
  reads: ['networking.istio.io/VirtualService'],
  bad: mesh('/items'),
  good: mesh('/cart/items'),
  check(context) {
    if (!context.routes.used.delegate) return;
    const roots = new MultiMap<string, Root>();
    const virtualServices = context.all('networking.istio.io/VirtualService');
    for (const owner of virtualServices) {
      for (const { match = [], delegate } of owner.object.spec?.http ?? []) {
        const { name = '', namespace = '' } = delegate ?? {};
        if (name !== '') roots.add(`${namespace === '' ? owner.namespace : namespace}/${name}`, { owner, matches: match.map((each) => ({ match: each, namespace: owner.namespace })) });
      }
    }
    if (roots.size === 0) return;
    for (const delegate of virtualServices) {
      const { hosts = [], http = [] } = delegate.object.spec ?? {};
      const list = roots.get(`${delegate.namespace}/${delegate.name}`);
      // One route without a match takes every route of the delegate.
      if (list.length === 0 || hosts.length > 0 || list.some(({ matches }) => matches.length === 0)) continue;
      if (list.reduce((sum, { matches }) => sum + matches.length, 0) > COMPARED_AT_MOST) continue;
      for (const [index, { match = [] }] of http.entries()) {
        const left = whatKeeps(list, match.map((each) => ({ match: each, namespace: delegate.namespace })));
        if (left === undefined) continue;
        context.report(
          delegate,
          ['spec', 'http', index, 'match', left.index],
          `${formatObject(delegate.ref)} has a match whose ${left.field} does not lie within that of ${formatObject(left.owner.ref)}, which delegates to it: the route is not used.`,
        );
      }
    }
  },
});

/** Matches of routes that delegate to one VirtualService; where there are more, it is left alone, so that many stay cheap. */
const COMPARED_AT_MOST = 64;

/** A route that delegates. */
interface Root {
  readonly owner: Resource<'networking.istio.io/VirtualService'>;
  readonly matches: readonly OwnedMatch[];
}

interface Left {
  readonly index: number;
  readonly field: string;
  readonly owner: Root['owner'];
}

/** Why none of the routes that delegate takes a route of the delegate: one of its matches fits none of theirs. */
function whatKeeps(roots: readonly Root[], leaves: readonly OwnedMatch[]): Left | undefined {
  let first: Left | undefined;
  for (const { owner, matches } of roots) {
    const left = leaves.flatMap((leaf, index) => {
      const fields = matches.map((root) => delegateConflict(root, leaf));
      const [field] = fields;
      return field === undefined || fields.includes(undefined) ? [] : [{ index, field, owner }];
    })[0];
    if (left === undefined) return undefined;
    first ??= left;
  }
  return first;
}
