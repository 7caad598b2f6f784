import { formatObject } from '../../../model/finding';
import type { EnvoyPatch } from '../../../model/kinds/networking';
import { asText, compareText, fieldOf } from '../../../model/values';
import { defineRule } from '../../rule';

const filter = (more: string): string => `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata:
  name: lua
  namespace: shop
  annotations: { galley.istio.io/analyze-suppress: IST0133 } # that it is an EnvoyFilter at all
spec:
${more}  workloadSelector: { labels: { app: reviews } }
  configPatches:
    - applyTo: HTTP_FILTER
      match:
        context: SIDECAR_INBOUND
        listener: { filterChain: { filter: { name: envoy.filters.network.http_connection_manager, subFilter: { name: envoy.filters.http.router } } } }
      patch:
        operation: INSERT_BEFORE
        value:
          name: envoy.filters.http.lua
          typed_config:
            "@type": type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua
            default_source_code: { inline_string: "function envoy_on_request(handle) end" }
`;

export const envoyFilterRelativeOperation = defineRule({
  id: 'envoy-filter-relative-operation',
  upstream: ['IST0151', 'IST0155'],
  severity: 'warning',
  summary: 'A patch of an EnvoyFilter is relative to another filter, and the EnvoyFilter has no priority',
  why: 'Such a patch is skipped without a word where the filter it is relative to is not there yet, and nothing says in which order EnvoyFilters are applied.',
  fix: 'Set a priority, or use an operation that stands by itself, such as INSERT_FIRST, ADD or MERGE.',
  notes:
    'Relative are INSERT_BEFORE and INSERT_AFTER, REMOVE and REPLACE. A patch of a filter that another patch names for one version of ' +
    'the proxy only is IST0155.',
  reads: ['networking.istio.io/EnvoyFilter'],
  bad: filter(''),
  good: filter('  priority: 10\n'),
  check(context) {
    const filters = [...context.all('networking.istio.io/EnvoyFilter')].sort((a, b) => compareText(a.namespace, b.namespace) || compareText(a.name, b.name));
    const versioned = new Set<string>();
    for (const each of filters) {
      const { configPatches = [], priority } = each.object.spec ?? {};
      for (const [index, patch] of configPatches.entries()) {
        const name = filterName(patch);
        if (isRelative(patch) && (priority ?? 0) === 0) {
          const before = versioned.has(name);
          context.report(
            each,
            ['spec', 'configPatches', index, 'patch', 'operation'],
            `${formatObject(each.ref)} uses ${patch.patch?.operation ?? ''}, which depends on what other EnvoyFilters have done before, and has no priority` +
              (before ? '; another patch of the same filter is for one version of the proxy only.' : '.'),
            { upstream: [before ? 'IST0155' : 'IST0151'] },
          );
        }
        if ((patch.match?.proxy?.proxyVersion ?? '') !== '') versioned.add(name);
      }
    }
  },
});

function isRelative({ applyTo, patch }: EnvoyPatch): boolean {
  switch (patch?.operation) {
    case 'INSERT_BEFORE':
    case 'INSERT_AFTER':
      return true;
    case 'REMOVE':
      return applyTo !== 'ROUTE_CONFIGURATION' && applyTo !== 'HTTP_ROUTE';
    case 'REPLACE':
      return applyTo === 'NETWORK_FILTER' || applyTo === 'HTTP_FILTER' || applyTo === 'VIRTUAL_HOST';
    default:
      return false;
  }
}

/** What a patch is about: the name of what it adds, otherwise of the filter it looks for. */
function filterName({ match, patch }: EnvoyPatch): string {
  if (patch?.value === undefined) return '';
  return asText(fieldOf(patch.value, 'name')) ?? match?.listener?.filterChain?.filter?.name ?? '';
}
