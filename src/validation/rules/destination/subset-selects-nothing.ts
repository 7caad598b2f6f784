import { formatObject } from '../../../model/finding';
import { fullHost, isWildcard } from '../../../model/hosts';
import { formatLabels, isEmptySelector, selectorMatches } from '../../../model/selectors';
import { SERVICE_KINDS } from '../../../model/services';
import type { KnownService } from '../../../model/services-of-host';
import { WORKLOAD_KINDS } from '../../../model/workloads';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

const mesh = (version: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews-v1, namespace: shop }
spec:
  selector: { matchLabels: { app: reviews } }
  template:
    metadata: { labels: { app: reviews, version: v1 } }
    spec: { containers: [{ name: reviews, image: reviews }] }
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  selector: { app: reviews }
  ports: [{ name: http, port: 80 }]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  subsets: [{ name: stable, labels: { version: ${version} } }]
`;

type Labels = Readonly<Record<string, string>>;

export const subsetSelectsNothing = defineRule({
  id: 'subset-selects-nothing',
  upstream: ['IST0173', 'KIA0203'],
  severity: 'error',
  summary: 'A subset of a DestinationRule has labels that no workload of its host has',
  why: 'Requests that are routed to such a subset are answered with 503.',
  fix: 'Correct the labels, or deploy the version before anything is routed to it.',
  notes:
    'Where no VirtualService routes to the subset it is a warning. Looked at are the workloads that the Service selects, and for a ' +
    'ServiceEntry its endpoints and those of its workloadSelector. Labels that pods get from their node (topology) are not compared. ' +
    'Without `--complete` it is reported only where the input holds workloads of the namespace of the Service.',
  reads: ['networking.istio.io/DestinationRule', 'networking.istio.io/VirtualService', ...SERVICE_KINDS, ...WORKLOAD_KINDS],
  bad: mesh('v2'),
  good: mesh('v1'),
  check(context) {
    const { services, settings, workloads } = context;
    let routed: ReadonlySet<string> | undefined;
    for (const rule of context.all('networking.istio.io/DestinationRule')) {
      const { host: text = '', subsets = [] } = rule.object.spec ?? {};
      if (text === '' || isWildcard(text) || subsets.length === 0) continue;
      const host = fullHost(text, rule.namespace, settings.clusterDomain);
      const known = services.exact(host);
      if (known.length === 0 || known.some((service) => !canTell(service, workloads))) continue;
      for (const [index, { name = '', labels = {} }] of subsets.entries()) {
        const wanted = withoutTopology(labels);
        // A node without a region gives its pods no label, so an empty one is never met.
        const possible = !Object.entries(labels).some(([key, value]) => value === '' && TOPOLOGY.test(key));
        if (possible && (isEmptySelector(wanted) || known.some((service) => hasWorkload(service, wanted, workloads)))) continue;
        context.report(
          rule,
          ['spec', 'subsets', index, 'labels'],
          `${formatObject(rule.ref)} has subset "${name}" with ${formatLabels(labels)}, and no workload of ${host} has these labels.`,
          {
            ...((routed ??= routedSubsets(context)).has(`${host} ${name}`) ? {} : { severity: 'warning' }),
            // Upstream is content with a pod of any Service and namespace.
            ...(!possible || known.every(({ resource, selector }) => workloads.matchingAnywhere(resource?.kind === 'core/Service' ? wanted : { ...selector, ...wanted }).length === 0)
              ? {}
              : { upstream: ['KIA0203'] }),
          },
        );
      }
    }
  },
});

type Workloads = RuleContext['workloads'];

/** Host and subset of everything that is routed to. */
function routedSubsets(context: RuleContext): ReadonlySet<string> {
  const all = context.all('networking.istio.io/VirtualService').flatMap((virtualService) => context.routes.of(virtualService));
  return new Set(all.map(({ destination, host }) => `${host} ${destination.subset ?? ''}`));
}

function canTell({ resource, selector, namespace }: KnownService, workloads: Workloads): boolean {
  if (resource === undefined) return false;
  if (!isEmptySelector(selector)) return workloads.knows(namespace);
  // A Service without a selector has endpoints that are made by someone else.
  return resource.kind === 'networking.istio.io/ServiceEntry' && (resource.object.spec?.endpoints ?? []).length > 0;
}

function hasWorkload({ resource, selector, namespace }: KnownService, wanted: Labels, workloads: Workloads): boolean {
  if (resource?.kind === 'networking.istio.io/ServiceEntry' && isEmptySelector(selector)) {
    return (resource.object.spec?.endpoints ?? []).some(({ labels = {} }) => selectorMatches(wanted, labels));
  }
  return workloads.matching({ ...wanted, ...selector }, namespace).some(({ labels }) => selectorMatches(wanted, labels));
}

/** Labels that Istio adds to a workload by where it runs. */
const TOPOLOGY = /^(topology\.(kubernetes|istio)\.io\/|failure-domain\.beta\.kubernetes\.io\/|kubernetes\.io\/hostname$)/;

function withoutTopology(labels: Labels): Labels {
  if (!Object.keys(labels).some((key) => TOPOLOGY.test(key))) return labels;
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !TOPOLOGY.test(key)));
}
