import { formatObject } from '../../../model/finding';
import { defineRule } from '../../rule';

const filter = (operation: string): string => `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata:
  name: timeouts
  namespace: shop
  annotations: { galley.istio.io/analyze-suppress: IST0133 } # that it is an EnvoyFilter at all
spec:
  workloadSelector: { labels: { app: reviews } }
  configPatches:
    - applyTo: HTTP_ROUTE
      match: { context: SIDECAR_OUTBOUND }
      patch:
        operation: ${operation}
        value: { route: { idle_timeout: 30s } }
`;

/** What each operation is no good for, and the code of it. */
const OPERATIONS: Readonly<Record<string, { readonly code: string; readonly fits: (applyTo: string) => boolean; readonly fitting: string }>> = {
  ADD: { code: 'IST0153', fits: isNoRoute, fitting: 'all but ROUTE_CONFIGURATION and HTTP_ROUTE' },
  REMOVE: { code: 'IST0154', fits: isNoRoute, fitting: 'all but ROUTE_CONFIGURATION and HTTP_ROUTE' },
  REPLACE: {
    code: 'IST0152',
    fits: (applyTo) => REPLACEABLE.includes(applyTo),
    fitting: 'HTTP_FILTER, NETWORK_FILTER and VIRTUAL_HOST only',
  },
};
const REPLACEABLE: readonly string[] = ['HTTP_FILTER', 'NETWORK_FILTER', 'VIRTUAL_HOST'];

export const envoyFilterOperationWithoutEffect = defineRule({
  id: 'envoy-filter-operation-without-effect',
  upstream: ['IST0152', 'IST0153', 'IST0154'],
  severity: 'error',
  summary: 'A patch of an EnvoyFilter has an operation that does nothing to what it is applied to',
  why: 'Istio ignores the patch, so Envoy is configured as if it were not there.',
  fix: 'Use MERGE, or apply the patch to something that the operation is for.',
  reads: ['networking.istio.io/EnvoyFilter'],
  bad: filter('ADD'),
  good: filter('MERGE'),
  check(context) {
    for (const each of context.all('networking.istio.io/EnvoyFilter')) {
      for (const [index, { applyTo = 'INVALID', patch }] of (each.object.spec?.configPatches ?? []).entries()) {
        const name = patch?.operation ?? '';
        const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
        if (operation === undefined || operation.fits(applyTo)) continue;
        context.report(
          each,
          ['spec', 'configPatches', index, 'patch', 'operation'],
          `${formatObject(each.ref)} uses ${name} on ${applyTo}; that operation works on ${operation.fitting}.`,
          { upstream: [operation.code] },
        );
      }
    }
  },
});

function isNoRoute(applyTo: string): boolean {
  return applyTo !== 'ROUTE_CONFIGURATION' && applyTo !== 'HTTP_ROUTE';
}
