import { formatObject } from '../../../model/finding';
import type { RouteDestination } from '../../../model/kinds/networking';
import type { Path } from '../../../model/path';
import type { Resource } from '../../../model/resource';
import { listed } from '../../../model/text';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

type VirtualServiceResource = Resource<'networking.istio.io/VirtualService'>;

export const routeWeights = defineRule({
  id: 'route-weights',
  upstream: ['IST0106', 'KIA1104'],
  severity: 'error',
  summary: 'The weights of a route do not say what share each destination gets',
  why: 'Istio takes weights as proportions of their sum, so each destination gets another share than the one written.',
  fix: 'Let the weights of a route add up to 100.',
  notes:
    'Istio accepts any weights that are not all zero. Equal weights, such as 33, 33 and 33, and proportions such as 1 : 9 or 1 : 999 ' +
    'are therefore left alone; another sum between 50 and 150 that is not 100 is taken for percentages with a slip, and so is a sum other than 100 where a destination has no ' +
    'weight (which counts as zero). Negative weights and weights that are all zero are rejected by istiod (IST0106); a single ' +
    'destination gets everything whatever its weight (KIA1104).',
  reads: ['networking.istio.io/VirtualService'],
  bad: `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - route:
        - destination: { host: reviews-stable }
          weight: 80
        - destination: { host: reviews-canary }
          weight: 19
`,
  good: `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - route:
        - destination: { host: reviews-stable }
          weight: 80
        - destination: { host: reviews-canary }
          weight: 20
`,
  check(context) {
    for (const { owner, route, path } of context.routes.shared) checkRoute(context, owner, route, path);
  },
});

function checkRoute(context: RuleContext, owner: VirtualServiceResource, route: readonly RouteDestination[], path: Path): void {
  const name = formatObject(owner.ref);
  let negative = false;
  for (const [index, { weight }] of route.entries()) {
    if (weight === undefined || weight >= 0) continue;
    negative = true;
    context.report(owner, [...path, index, 'weight'], `${name} has the weight ${weight}.`, {
      upstream: ['IST0106'],
      why: 'The webhook of istiod rejects the object: a weight cannot be negative.',
      fix: 'Use weights from 0 to 100.',
    });
  }
  if (negative) return;
  if (route.length === 1) checkSingle(context, owner, route[0]?.weight, path);
  if (route.length > 1) checkSum(context, owner, route, path);
}

function checkSingle(context: RuleContext, owner: VirtualServiceResource, weight: number | undefined, path: Path): void {
  if (weight === undefined || weight >= 100) return;
  context.report(
    owner,
    [...path, 0, 'weight'],
    `${formatObject(owner.ref)} gives its only destination the weight ${weight}, but it gets all the traffic.`,
    {
      severity: 'warning',
      upstream: weight === 0 ? [] : ['KIA1104'],
      why: 'A reader takes it that only a share of the traffic goes there.',
      fix: 'Leave the weight out, or add the destination that gets the rest.',
    },
  );
}

function checkSum(context: RuleContext, owner: VirtualServiceResource, route: readonly RouteDestination[], path: Path): void {
  const name = formatObject(owner.ref);
  const sum = route.reduce((total, { weight }) => total + (weight ?? 0), 0);
  if (sum === 100) return;
  // Equal shares are what is written and what there will be.
  if (sum > 0 && route.every(({ weight }) => weight === route[0]?.weight)) return;
  if (sum === 0) {
    context.report(owner, path, `${name} gives all ${route.length} destinations of a route the weight 0.`, {
      upstream: ['IST0106'],
      why: 'The webhook of istiod rejects the object: some destination must get traffic.',
    });
    return;
  }
  const without = route.flatMap(({ weight }, index) => (weight === undefined ? [index] : []));
  if (without.length > 0) {
    const which = `${without.length === 1 ? 'destination' : 'destinations'} ${listed(without.map((index) => `${index + 1}`))}`;
    context.report(
      owner,
      path,
      `${name} gives ${which} of a route no weight, so no traffic goes there; the other weights add up to ${sum}.`,
      {
        upstream: [],
        why: 'A destination without a weight next to others that have one gets nothing.',
        fix: 'Give every destination of the route a weight, and let them add up to 100.',
      },
    );
  } else if (sum > 50 && sum < 150) {
    context.report(owner, path, `The weights of a route of ${name} add up to ${sum}, not to 100.`, { upstream: [] });
  }
}
