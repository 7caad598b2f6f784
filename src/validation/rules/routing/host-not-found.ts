import { formatObject } from '../../../model/finding';
import { fullHost, parseServiceHost, serviceHost } from '../../../model/hosts';
import type { Kind } from '../../../model/kinds';
import { routedDestinations } from '../../../model/routes';
import type { Resource } from '../../../model/resource';
import { SERVICE_KINDS } from '../../../model/services';
import type { HostKnowledge } from '../../../model/services';
import { listed } from '../../../model/text';
import { nearest } from '../../../schema/suggest';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

type VirtualServiceResource = Resource<'networking.istio.io/VirtualService'>;

const READS = ['networking.istio.io/VirtualService', ...SERVICE_KINDS] as const satisfies readonly Kind[];

export const hostNotFound = defineRule({
  id: 'host-not-found',
  upstream: ['IST0101', 'KIA1101'],
  severity: 'error',
  summary: 'A route or mirror goes to a host that is not in the mesh',
  why: 'Envoy has no cluster for such a host and answers with 503.',
  fix: 'Correct the host, add a Service or ServiceEntry for it, or declare it if it lives elsewhere.',
  notes:
    'A host of a Kubernetes Service is reported where the input holds Services of its namespace, or with `--complete`: a part of a ' +
    'mesh cannot tell what other namespaces have. Every other host needs a ServiceEntry, which is an Istio object and belongs with ' +
    'the rest, so it is reported always. Istio completes only names without a dot: `reviews.shop` is not the Service `reviews` of ' +
    '`shop`.',
  reads: READS,
  bad: `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  ports: [{ name: http, port: 80 }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - route:
        - destination: { host: review }
`,
  good: `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  ports: [{ name: http, port: 80 }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - route:
        - destination: { host: reviews }
`,
  check(context) {
    for (const virtualService of context.all('networking.istio.io/VirtualService')) {
      const viewers = viewersOf(virtualService);
      for (const { destination, path, mirror } of routedDestinations(virtualService.object)) {
        // A host with a port is malformed: another rule says so.
        if (destination.host === undefined || destination.host === '' || destination.host.includes(':')) continue;
        const host = fullHost(destination.host, virtualService.namespace, context.settings.clusterDomain);
        const knowledge = context.services.lookup(host, viewers);
        if (knowledge.state === 'known' || knowledge.state === 'unknown') continue;
        context.report(
          virtualService,
          [...path, 'host'],
          `${formatObject(virtualService.ref)} ${mirror ? 'mirrors' : 'sends'} traffic to ${host}, but ${reason(host, knowledge, viewers, context)}.`,
        );
      }
    }
  },
});

/** The namespaces whose proxies use the routes for certain: the own one and those named in `exportTo`. */
function viewersOf({ namespace, object }: VirtualServiceResource): readonly string[] {
  const named = (object.spec?.exportTo ?? []).filter((entry) => entry !== '*' && entry !== '.' && entry !== '~');
  return [namespace, ...named];
}

/** A namespace with more Services than this gets no proposal, so that many wrong hosts stay cheap. */
const COMPARED_AT_MOST = 200;

function reason(host: string, knowledge: HostKnowledge, viewers: readonly string[], context: RuleContext): string {
  if (knowledge.state === 'hidden') {
    const owners = [
      ...new Set(knowledge.services.flatMap(({ resource }) => (resource === undefined ? [] : [formatObject(resource.ref)]))),
    ].sort();
    return `${listed(owners)} ${owners.length === 1 ? 'is' : 'are'} not exported to namespace ${listed(viewers)}`;
  }
  const { clusterDomain } = context.settings;
  const parsed = parseServiceHost(host, clusterDomain);
  if (parsed !== undefined) {
    const names = context.services.namesIn(parsed.namespace);
    const meant = names.length > COMPARED_AT_MOST ? undefined : nearest(parsed.name, [...names].sort());
    const hint = meant === undefined ? '' : `; "${meant}" is near`;
    return `namespace ${parsed.namespace} has no Service "${parsed.name}" and no ServiceEntry has that host${hint}`;
  }
  const meant = intendedService(host, context);
  if (meant === undefined) return 'no ServiceEntry has that host';
  return `Istio completes only names without a dot: write "${meant}"`;
}

/** The Service host that `name.namespace` or `name.namespace.svc` was meant to be, when it exists. */
function intendedService(host: string, context: RuleContext): string | undefined {
  const [name = '', namespace = '', svc, ...rest] = host.split('.');
  if (namespace === '' || (svc !== undefined && svc !== 'svc') || rest.length > 0) return undefined;
  const full = serviceHost(name, namespace, context.settings.clusterDomain);
  return context.services.exact(full).length > 0 ? full : undefined;
}
