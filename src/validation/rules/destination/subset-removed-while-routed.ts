import { formatObject } from '../../../model/finding';
import { fullHost } from '../../../model/hosts';
import type { Kind } from '../../../model/kinds';
import type { VirtualService } from '../../../model/kinds/networking';
import { firstByName } from '../../../model/resource';
import type { Resource } from '../../../model/resource';
import { isCoreGroup } from '../../../model/waypoints';
import type { Baseline, RuleContext } from '../../context';
import { defineRule } from '../../rule';

const HTTP_ROUTE = 'gateway.networking.k8s.io/HTTPRoute';

const READS = ['networking.istio.io/VirtualService', 'networking.istio.io/DestinationRule', HTTP_ROUTE, 'core/Service'] as const satisfies readonly Kind[];

const objects = (subsets: string, route: string): string => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews.shop.svc.cluster.local
  subsets:
${subsets}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews.shop.svc.cluster.local]
  http:
    - route:
${route}
`;
const [V1, V2] = ['    - { name: v1, labels: { version: v1 } }', '    - { name: v2, labels: { version: v2 } }'];
const to = (subset: string, weight: number): string => `        - { destination: { host: reviews.shop.svc.cluster.local, subset: ${subset} }, weight: ${weight} }`;

export const subsetRemovedWhileRouted = defineRule({
  id: 'subset-removed-while-routed',
  upstream: [],
  severity: 'error',
  summary: 'A subset, or the Service of a version, is taken away in one step with the last route to it',
  why: 'Objects do not reach the proxies together: where the subset is gone and the old route is not, requests end in 503.',
  fix: 'Take it away in two steps: first the routes to it, and once that is rolled out the subset.',
  notes:
    'It compares with what was written last: `Mesh.configure(app, { baseline: FOLDER })`, or `--baseline FOLDER` of the command. ' +
    'Routed is what a VirtualService sends requests to with a weight above 0, or without one as the only destination; mirrors do ' +
    'not count. A Service counts that an HTTPRoute sent requests to, while the HTTPRoute stays. What is still routed to is a ' +
    'finding of `subset-not-found`. Sync waves do not help: a subset goes with a change of the DestinationRule, which is applied first.',
  reads: READS,
  baseline: objects(`${V1}\n${V2}`, `${to('v1', 80)}\n${to('v2', 20)}`),
  bad: objects(V1, to('v1', 100)),
  good: objects(`${V1}\n${V2}`, to('v1', 100)),
  check(context) {
    const { baseline } = context;
    if (baseline === undefined) return;
    checkSubsets(context, baseline);
    checkServices(context, baseline);
  },
});

type DestinationRuleResource = Resource<'networking.istio.io/DestinationRule'>;

interface RoutedSubset {
  readonly host: string;
  readonly subset: string;
  readonly by: Resource<'networking.istio.io/VirtualService'>;
}

function checkSubsets(context: RuleContext, baseline: Baseline): void {
  const now = subsetsRoutedBy(context.all('networking.istio.io/VirtualService'), context);
  const subjects = subjectsByHost(context, now);
  for (const [key, { host, subset, by }] of subsetsRoutedBy(baseline.all('networking.istio.io/VirtualService'), context)) {
    if (now.has(key) || !baseline.subsets.has(host, subset) || context.subsets.has(host, subset)) continue;
    const subject = subjects.get(host);
    if (subject === undefined) continue;
    context.report(
      subject,
      subject.kind === 'networking.istio.io/DestinationRule' ? ['spec', 'subsets'] : ['spec'],
      `Subset "${subset}" of ${host} is gone, and ${formatObject(by.ref)} sent requests to it in what was written last.`,
    );
  }
}

/** What is there of a host: its DestinationRule, or else a VirtualService that still sends requests to it. */
function subjectsByHost(context: RuleContext, now: ReadonlyMap<string, RoutedSubset>): ReadonlyMap<string, Resource> {
  const subjects = new Map<string, Resource>([...now.values()].map(({ host, by }) => [host, by]));
  const rules = new Map<string, DestinationRuleResource>();
  for (const rule of context.all('networking.istio.io/DestinationRule')) {
    const host = fullHost(rule.object.spec?.host ?? '', rule.namespace, context.settings.clusterDomain);
    rules.set(host, firstByName(rules.get(host) ?? rule, rule));
  }
  for (const [host, rule] of rules) subjects.set(host, rule);
  return subjects;
}

/** Subsets that get requests, each with the first VirtualService that sends them, by host and name. */
function subsetsRoutedBy(services: readonly Resource<'networking.istio.io/VirtualService'>[], context: RuleContext): ReadonlyMap<string, RoutedSubset> {
  const found = new Map<string, RoutedSubset>();
  for (const by of services) {
    for (const { host: text = '', subset = '' } of destinationsOf(by.object)) {
      const host = fullHost(text, by.namespace, context.settings.clusterDomain);
      const key = `${host} ${subset}`;
      const held = found.get(key);
      if (held === undefined || formatObject(by.ref) < formatObject(held.by.ref)) found.set(key, { host, subset, by });
    }
  }
  return found;
}

/** Every destination that a VirtualService sends requests to, once they are shared out. */
function* destinationsOf({ spec }: VirtualService): Generator<{ readonly host?: string; readonly subset?: string }> {
  for (const { route = [] } of [...(spec?.http ?? []), ...(spec?.tls ?? []), ...(spec?.tcp ?? [])]) {
    for (const { destination, weight = 0 } of route) if (destination !== undefined && (route.length === 1 || weight > 0)) yield destination;
  }
}

function checkServices(context: RuleContext, baseline: Baseline): void {
  const namesOf = (services: readonly Resource<'core/Service'>[]): ReadonlySet<string> => new Set(services.map(({ namespace, name }) => `${namespace}/${name}`));
  const [before, now] = [namesOf(baseline.all('core/Service')), namesOf(context.all('core/Service'))];
  const routes = new Map(context.all(HTTP_ROUTE).map((route) => [`${route.namespace}/${route.name}`, route]));
  for (const { namespace, name, object } of baseline.all(HTTP_ROUTE)) {
    const subject = routes.get(`${namespace}/${name}`);
    if (subject === undefined) continue;
    const backends = (object.spec?.rules ?? []).flatMap(({ backendRefs = [] }) => backendRefs).filter(({ group, kind = 'Service', weight = 1 }) => isCoreGroup(group) && kind === 'Service' && weight > 0);
    for (const service of new Set(backends.map((ref) => `${ref.namespace ?? namespace}/${ref.name ?? ''}`))) {
      if (!before.has(service) || now.has(service)) continue;
      context.report(subject, ['spec', 'rules'], `Service ${service} is gone, and ${formatObject(subject.ref)} sent requests to it in what was written last.`);
    }
  }
}
