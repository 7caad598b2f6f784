import { formatObject } from '../../../model/finding';
import type { HttpRoute, StringMatch } from '../../../model/kinds/networking';
import { listed } from '../../../model/text';
import { isRegex, matchesWhole } from '../../../schema/regex';
import { defineRule } from '../../rule';

const posting = (retryOn: string): string => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: orders, namespace: shop }
spec:
  hosts: [orders]
  http:
    - match: [{ method: { exact: POST } }]
      retries: { attempts: 2, retryOn: "${retryOn}" }
      route: [{ destination: { host: orders } }]
---
apiVersion: v1
kind: Service
metadata: { name: orders, namespace: shop }
spec:
  ports: [{ name: http, port: 80 }]
`;

export const retriesRepeatWrites = defineRule({
  id: 'retries-repeat-writes',
  upstream: [],
  severity: 'warning',
  summary: 'A route for POST or PATCH repeats requests that the server may have carried out already',
  why: 'Such an answer does not say that nothing was done: one order of a customer can become two.',
  fix: 'Retry only what never reached the server (`connect-failure,refused-stream,reset-before-request`), or make the requests safe to repeat and acknowledge this finding.',
  notes:
    'Only matches that take POST or PATCH and not GET count: a route for all methods says nothing of what its requests do. `connect-failure`, `refused-stream`, ' +
    '`reset-before-request`, `envoy-ratelimited` and the statuses 425 and 429 are safe, conditions of gRPC are left alone, and so are routes that leave `retryOn` out.',
  reads: ['networking.istio.io/VirtualService'],
  bad: posting('5xx,connect-failure'),
  good: posting('connect-failure,refused-stream'),
  check(context) {
    if (!context.routes.used.retries) return;
    for (const virtualService of context.all('networking.istio.io/VirtualService')) {
      for (const [index, route] of (virtualService.object.spec?.http ?? []).entries()) {
        const { attempts = 0, retryOn } = route.retries ?? {};
        if (attempts < 1 || retryOn === undefined) continue;
        const conditions = repeatingConditions(retryOn);
        const methods = conditions.length === 0 ? [] : writingMethods(route);
        if (methods.length === 0) continue;
        context.report(
          virtualService,
          ['spec', 'http', index, 'retries', 'retryOn'],
          `Route spec.http[${index}] of ${formatObject(virtualService.ref)} repeats ${listed(methods)} requests on ${listed(conditions)}, whatever the server did with them.`,
        );
      }
    }
  },
});

/** Conditions under which the server may have done its work. */
const AFTER_THE_REQUEST: ReadonlySet<string> = new Set(['5xx', 'gateway-error', 'reset', 'retriable-4xx']);
/** Statuses of servers that did nothing: too early, too many requests. */
const NOT_DONE: ReadonlySet<string> = new Set(['425', '429']);

function repeatingConditions(retryOn: string): readonly string[] {
  const parts = retryOn.split(',').map((part) => part.trim());
  return [...new Set(parts.filter((part) => AFTER_THE_REQUEST.has(part) || (/^\d{3}$/.test(part) && !NOT_DONE.has(part))))];
}

const WRITING = ['POST', 'PATCH'];

/** The methods that are not safe to repeat, of the matches that are for such alone. */
function writingMethods({ match = [] }: HttpRoute): readonly string[] {
  const taken = match.flatMap(({ method }) => (method === undefined || takes(method, 'GET') ? [] : WRITING.filter((name) => takes(method, name))));
  return WRITING.filter((name) => taken.includes(name));
}

function takes({ exact, prefix, regex }: StringMatch, method: string): boolean {
  if (exact !== undefined) return exact === method;
  if (prefix !== undefined) return method.startsWith(prefix);
  return regex === undefined || !isRegex(regex) || matchesWhole(regex, method);
}
